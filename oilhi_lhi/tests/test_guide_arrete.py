from odoo import fields
from odoo.tests import tagged

from .common import OilhiLhiCommon

MSO = {"Q1": "non", "Q2": "interne", "Q3": ["solidite"]}


@tagged("at_install", "-post_install")
class TestGuideArrete(OilhiLhiCommon):
    """Q16: an arrêté in force on the same building is a fact, for those who may know it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossier = cls._dossier_pignon()
        cls.batiment = cls.dossier.batiment_id

    def _arrete(self, dossier, code="MSO", signature="MSO-12"):
        """A procedure of that case, its arrêté signed."""
        procedure = self._ouvrir(dossier, code, [signature])
        procedure.etape_ids.etat = "faite"
        return procedure

    def _faire(self, procedure, code):
        return self.env["oilhi.dossier.etape"].create({
            "dossier_id": procedure.dossier_id.id,
            "dossier_procedure_id": procedure.id,
            "etape_id": self.env.ref(f"oilhi_lhi.etape_{code.replace('-', '_')}").id,
            "etat": "faite",
        })

    def _q16(self, dossier=None, user=None):
        dossier = (dossier or self.dossier).with_user(user or self.agent)
        self.env.invalidate_all()
        return dossier._reponses_du_dossier().get("Q16")

    def _alertes(self, user=None):
        dossier = self.dossier.with_user(user or self.agent)
        return [a["code"] for a in dossier.qualifier(MSO)["alertes"]]

    def test_arrete_du_meme_service(self):
        autre = self._dossier_pignon(batiment_id=self.batiment.id)
        procedure = self._ouvrir(autre, "MSO", ["MSO-12"])
        self.assertIsNone(self._q16(), "not taken yet: unknown, and not « non »")
        procedure.etape_ids.etat = "faite"
        self.assertEqual(self._q16(), "oui")
        self.assertIn("ARRETE-EN-VIGUEUR", self._alertes())
        etat = self.dossier.etat_guide()
        self.assertNotIn("Q16", [q["code"] for q in etat["questions"]])
        self.assertIsNone(self._q16(autre), "its own arrêté is no other one")
        ailleurs = self._dossier_pignon()
        self.assertNotEqual(ailleurs.batiment_id, self.batiment)
        self.assertIsNone(self._q16(ailleurs))

    def test_arrete_leve(self):
        """Lifted: in force no more, even while the last letters are waited for."""
        autre = self._dossier_pignon(batiment_id=self.batiment.id)
        procedure = self._arrete(autre)
        levee = self._faire(procedure, "MSO-18a")
        self.assertEqual(procedure.etat, "en_cours")
        self.assertIsNone(self._q16())
        levee.etat = "a_faire"
        self.assertEqual(self._q16(), "oui")
        procedure.etat = "abandonnee"
        self.assertIsNone(self._q16(), "abrogated or withdrawn")

    def test_arrete_urgent_relaye(self):
        """The urgent arrêté holds until the mainlevée of the ordinary procedure (L. 511-21)."""
        autre = self._dossier_pignon(batiment_id=self.batiment.id)
        urgente = self._arrete(autre, "MSU", "MSU-07")
        self._faire(urgente, "MSU-15")
        urgente.etat = "close"
        self.assertEqual(self._q16(), "oui")
        ordinaire = self._arrete(autre)
        self.assertEqual(self._q16(), "oui")
        self._faire(ordinaire, "MSO-18a")
        self.assertIsNone(self._q16())

    def test_arrete_d_un_autre_service(self):
        """Nothing is revealed, by the answers nor by what is kept; not knowing stays unknown."""
        autre = self._dossier_pignon(
            user=self.agent_autre, batiment_id=self.batiment.id,
            service_id=self.service_autre.id,
        )
        self._arrete(autre)
        self.assertFalse(autre.with_user(self.agent).has_access("read"))
        self.assertIsNone(self._q16())
        self.assertNotIn("ARRETE-EN-VIGUEUR", self._alertes())
        etat = self.dossier.with_user(self.agent).etat_guide()
        self.assertIn("Q16", [q["code"] for q in etat["questions"]])
        self.assertNotIn("Q16", [r["code"] for r in etat["reponses"]])
        self.assertNotIn("Q16", self.dossier.qualification_ids.reponses)
        # Shared for reading with the service: it becomes a fact; the share ended, unknown again.
        partage = self.env["oilhi.dossier.partage"].create({
            "dossier_id": autre.id, "service_id": self.service_mairie_arras.id,
            "niveau": "lecture", "motif": "Même immeuble.",
            "date_fin": fields.Date.add(fields.Date.today(), months=1),
        })
        partage.etat = "accepte"
        self.assertEqual(self._q16(), "oui")
        partage.etat = "termine"
        self.assertIsNone(self._q16())

    def test_agent_de_deux_services(self):
        """What he knows from elsewhere does not reach the colleagues of this case through him."""
        autre = self._dossier_pignon(
            user=self.agent_autre, batiment_id=self.batiment.id,
            service_id=self.service_autre.id,
        )
        self._arrete(autre)
        self.service_mairie_arras.user_ids += self.agent_autre
        for user in (self.agent_autre, self.coordinateur):
            self.assertTrue(autre.with_user(user).has_access("read"))
            self.assertIsNone(self._q16(user=user))
            self._alertes(user)
        self.assertNotIn("Q16", self.dossier.qualification_ids[:1].reponses)
        self.assertNotIn("ARRETE", str(self.dossier.message_ids.mapped("body")))

    def test_une_seule_requete(self):
        """Whatever the number of cases on the building: one alone, nothing is looked for at all."""
        def requetes():
            self.env.flush_all()
            self.env.invalidate_all()
            dossier = self.dossier.with_user(self.agent)
            self.assertTrue(dossier.batiment_id and dossier.service_id)
            avant = self.env.cr.sql_log_count
            dossier._arrete_en_vigueur()
            return self.env.cr.sql_log_count - avant

        requetes()
        self.assertEqual(requetes(), 1)
        self._arrete(self._dossier_pignon(batiment_id=self.batiment.id))
        requetes()
        un = requetes()
        for _rang in range(4):
            self._arrete(self._dossier_pignon(batiment_id=self.batiment.id))
        self.assertLessEqual(requetes(), un)
