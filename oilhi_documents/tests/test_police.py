from datetime import date

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import OilhiDocumentsCommon

# The president of the EPCI was elected on 15 April 2026; the act is signed on 15 February 2027.
# (facts, code of the control that blocks or None, words of the reason)
FAITS = [
    ({"predecesseur_exercait": "non", "opposition_le": "2026-06-10"}, None, ()),
    ({"predecesseur_exercait": "non", "opposition_le": False}, "C2-08", ("président de l’EPCI",)),
    ({"predecesseur_exercait": "oui", "opposition_le": False}, "C2-08", ("président de l’EPCI",)),
    ({"predecesseur_exercait": "oui", "opposition_le": "2026-06-10"}, None, ()),
    # Whether the predecessor exercised it or not, the mayor who opposed holds it today.
    ({"predecesseur_exercait": False, "opposition_le": "2026-06-10"}, None, ()),
    ({"election": False}, "D7-01", ("date d’élection", "Le coordinateur le renseigne", "Arras")),
]


@tagged("post_install", "-at_install")
class TestPoliceEtActe(OilhiDocumentsCommon):
    def test_inconnue_donc_bloque(self):
        arrete = self._arrete()
        for faits, code, mots in FAITS:
            with self.subTest(faits=faits):
                faits = dict(faits)
                self.epci.election_president_le = faits.pop("election", "2026-04-15")
                self.commune_arras.write(faits)
                self.env.invalidate_all()
                controles = arrete.with_user(self.responsable)._controles(
                    {"date": date(2027, 2, 15)}
                )
                bloquants = [
                    c for c in controles
                    if c["niveau"] == "bloquant" and c["code"] in ("D7-01", "C2-08")
                ]
                self.assertEqual([c["code"] for c in bloquants], [code] if code else [])
                for mot in mots:
                    self.assertIn(mot, bloquants[0]["message"])
                if code:
                    with self.assertRaises(UserError), self.env.cr.savepoint():
                        arrete.with_user(self.responsable).signer("2027-02-15")
                    self.assertEqual(arrete.state, "brouillon")
