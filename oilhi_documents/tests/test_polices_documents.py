"""Fields and ceilings of the documents of the other polices."""

from datetime import date
from types import SimpleNamespace

from odoo.tests import tagged

from ..champs.reproduction import ABANDON, reproduire
from ..champs.salubrite import articles_de, citer
from ..controles.polices import abandon_reproduction, dec_plafond
from .common import OilhiDocumentsCommon


@tagged("post_install", "-at_install")
class TestPolicesDocuments(OilhiDocumentsCommon):
    def _articles(self, code, lieu=False, hebergement=False):
        desordre = self.env["oilhi.desordre"].search([("code", "=", code)])
        return citer(articles_de(SimpleNamespace(desordre_id=desordre, lieu=lieu), hebergement))

    def test_articles_meconnus(self):
        """disorder, place, hostel -> articles that the order names."""
        for code, lieu, hebergement, attendu in (
            ("HUM-01", False, False, "R. 1331-25"),
            ("HUM-02", False, False, "R. 1331-25, R. 1331-34 et R. 1331-44"),
            ("CHA-01", False, False, "R. 1331-26 (7°) et R. 1331-32"),
            ("SAN-01", False, False, "R. 1331-26 (4° et 5°) et R. 1331-30"),
            ("NUI-01", False, False, "R. 1331-45"),  # R. 1331-49: only before a demolition
            ("NUI-02", False, False, "R. 1331-45"),  # R. 1331-64: the operator of a hostel
            ("NUI-02", False, True, "R. 1331-45 et R. 1331-64"),
            ("NUI-04", "logement", False, "R. 1331-42"),
            ("NUI-04", "partie_commune", False, "R. 1331-54"),
            ("SUR-08", False, False, ""),  # R. 1331-37 belongs to the préfet
            ("STR-02", False, False, ""),
        ):
            with self.subTest(code=code, lieu=lieu, hebergement=hebergement):
                self.assertEqual(self._articles(code, lieu, hebergement), attendu)

    def test_jamais_un_article_annule(self):
        for desordre in self.env["oilhi.desordre"].search([]):
            for numero, _alineas in articles_de(SimpleNamespace(desordre_id=desordre, lieu=False), True):
                self.assertTrue(24 <= int(numero) <= 65, desordre.code)

    def test_abandon_reproduit_en_entier(self):
        """The official text, word for word; one article empty, and nothing is produced."""
        jour = date(2027, 1, 5)
        textes = reproduire(self.env, "CGCT", ABANDON, jour).valeur
        self.assertEqual(len(textes), len(ABANDON))
        self.assertIn("à peine de nullité, cette notification reproduit", textes[2]["texte"])
        ecrit = "\n".join(t["texte"] for t in textes)
        contexte = SimpleNamespace(
            env=self.env, texte_document=ecrit, texte_modele="", modele=None, jour=jour, cles_modele=(),
        )  # fmt: skip
        self.assertEqual(list(abandon_reproduction(contexte)), [])
        contexte.texte_document = ecrit.replace("trois mois", "deux mois")
        self.assertEqual([c.niveau for c in abandon_reproduction(contexte)], ["bloquant"])
        article = self.env["oilhi.texte"].search([("code", "=", "CGCT"), ("article", "=", "L. 2243-3")])
        article.texte = False
        vide = reproduire(self.env, "CGCT", ABANDON, jour)
        self.assertIsNone(vide.valeur)
        self.assertEqual(vide.refus, ["CGCT L. 2243-3\u00a0: le texte est vide."])
        [refus] = abandon_reproduction(contexte)
        self.assertEqual((refus.niveau, refus.lien), ("bloquant", article))

    def test_plafonds_dechets(self):
        for code, saisies, refus in (
            ("D-DEC-02", {"saisie.amende": "15 000 €"}, 0),
            ("D-DEC-02", {"saisie.amende": "15 001 €"}, 1),
            ("D-DEC-02", {}, 0),
            ("D-DEC-03", {"saisie.astreinte": "1 500 €", "saisie.amende": "150 000 €"}, 0),
            ("D-DEC-03", {"saisie.astreinte": "1 600 €", "saisie.amende": "200 000 €"}, 2),
            ("D-DEC-03", {"saisie.inexecution": "Rien n’a été enlevé."}, 1),
        ):
            with self.subTest(code=code, saisies=saisies):
                contexte = SimpleNamespace(modele=SimpleNamespace(code=code), saisies=saisies)
                constats = list(dec_plafond(contexte))
                self.assertEqual([c.niveau for c in constats], ["bloquant"] * refus)
