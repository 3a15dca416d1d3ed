from unittest.mock import patch

from odoo import fields
from odoo.tests import TransactionCase, tagged

CLES = ("demo_dossier_pignon", "demo_dossier_02")


@tagged("post_install", "-at_install")
class TestDemonstration(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, oilhi_sans_pdf=True))
        cls.demonstration = cls.env["oilhi.demonstration"]

    def _charger(self):
        """Only some rows of the cases: each one plays weeks of procedure."""
        lire = type(self.demonstration)._lire_csv

        def quelques_lignes(demonstration, nom):
            lignes = lire(demonstration, nom)
            if nom != "dossiers.csv":
                return lignes
            premiers = {}
            for ligne in lignes:
                premiers.setdefault((ligne["scenario"], ligne["jusqua"]), ligne["cle"])
            gardees = {*CLES, *list(premiers.values())[:6]}
            return [ligne for ligne in lignes if ligne["cle"] in gardees]

        with patch.object(type(self.demonstration), "_lire_csv", quelques_lignes):
            self.demonstration._charger()
        return {
            modele: self.env[modele].search_count([])
            for modele in (
                "oilhi.dossier", "oilhi.document", "oilhi.service", "res.users",
                "oilhi.dossier.fait", "oilhi.batiment",
            )
        }  # fmt: skip

    def test_charger_deux_fois(self):
        """A second call changes nothing."""
        comptes = self._charger()
        self.assertEqual(self._charger(), comptes)
        pignon = self.env.ref("oilhi_documents.demo_dossier_pignon")
        self.assertFalse(pignon.create_uid._is_superuser())
        documents = pignon.document_ids
        self.assertIn("D-MSO-10", documents.mapped("code"))
        for document in documents:
            self.assertTrue(document.docx_id)
        # Opened on the day of the scenario, not on the day of the loading.
        procedure = pignon.procedure_ids
        self.assertGreaterEqual(procedure.date_ouverture, pignon.date_signalement)
        self.assertLessEqual(procedure.date_ouverture, min(pignon.fait_ids.mapped("date")))
        # Nothing is dated after today: the demonstration is a present, not a forecast.
        aujourdhui = fields.Date.today()
        self.assertLessEqual(max(pignon.fait_ids.mapped("date")), aujourdhui)
        # Numbers drawn in the order of the signatures, service by service.
        arretes = self.env["oilhi.document"].search([("numero", "!=", False)])
        for registre in arretes.grouped("service_id").values():
            dates = registre.sorted("numero").mapped("date_signature")
            self.assertEqual(dates, sorted(dates))
