"""A batch that ends with something left to do writes once to who asked for it, and names nobody."""

from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.base.models.ir_cron import IrCron

from ..rendu import ConversionImpossible
from .common import OilhiDocumentsCommon

LIGNES = "odoo.addons.oilhi_documents.models.oilhi_document_lot_ligne"


@tagged("post_install", "-at_install")
class TestLotAlerte(OilhiDocumentsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param("oilhi.alerte_courriel", "astreinte@exemple.fr")
        cls.env["oilhi.alerte"].search([]).unlink()
        cls.agent.email = "agent@exemple.fr"
        personnes = [
            {"role": "indivisaire", "civilite": "madame", "prenom": "Anne", "nom": f"EXEMPLE-{n}",
             "rue": f"{n} rue du Test", "code_postal": "62300", "ville": "Lens"}
            for n in range(1, 4)
        ]  # fmt: skip
        cls.dossier = cls._instruire(cls._dossier({"Q11": "indivision"}, personnes))

    def setUp(self):
        super().setUp()
        self.startPatcher(patch.object(IrCron, "_commit_progress", lambda *args, **options: 1.0))

    def _produire(self, pdf):
        dossier = self.dossier.with_user(self.agent)
        modele = self.env.ref("oilhi_documents.modele_d_mso_03").with_user(self.agent)
        lot = self.env["oilhi.document.lot"].with_user(self.agent)._demander(dossier, modele, dossier.personne_ids)
        with patch(f"{LIGNES}.convertir_lot", pdf):
            self.env["oilhi.document.lot"]._cron_produire()
        self.env.invalidate_all()
        return lot

    def _courriels(self, adresse):
        return self.env["mail.mail"].search([("email_to", "=", adresse)])

    def test_tout_est_fait(self):
        self._produire(lambda contenus: [b"%PDF-1.4"] * len(contenus))
        self.assertFalse(self._courriels("agent@exemple.fr"))
        self.assertFalse(self.env["oilhi.alerte"].search([]))

    def test_une_lettre_manque(self):
        self.env.cr.execute(
            "UPDATE oilhi_dossier_personne SET rue = NULL WHERE id = %s", self.dossier.personne_ids[1].ids)
        self.env.invalidate_all()
        lot = self._produire(lambda contenus: [b"%PDF-1.4"] * len(contenus))
        courriel = self._courriels("agent@exemple.fr")
        self.assertEqual(len(courriel), 1)
        self.assertIn(self.dossier.reference, courriel.subject)
        self.assertIn("Documents faits : 2 sur 3 ; à reprendre : 1.", courriel.body_html)
        self.assertIn("un document à reprendre", courriel.subject)
        self.assertIn(f"/oilhi.document.lot/{lot.id}", courriel.body_html)
        self.assertNotIn("EXEMPLE", courriel.body_html)
        self.assertFalse(self._courriels("astreinte@exemple.fr"), "what an agent must complete is not a fault")

    def test_aucun_pdf(self):
        self._produire(lambda contenus: [ConversionImpossible("LibreOffice est absent")] * len(contenus))
        self.assertEqual(len(self._courriels("agent@exemple.fr")), 1)
        self.assertEqual(len(self._courriels("astreinte@exemple.fr")), 1)
        self.assertIn("Word", self.env["oilhi.alerte"].search([]).consequence)

    def test_mesures(self):
        self._produire(lambda contenus: [ConversionImpossible("LibreOffice est absent")] * len(contenus))
        mesures = {nom: valeurs for nom, _aide, _genre, valeurs in self.env["oilhi.metriques"]._mesures()}
        self.assertGreaterEqual(mesures["oilhi_lots_a_reprendre"][0][1], 1)
        self.assertEqual({e["etat"] for e, _n in mesures["oilhi_lots"]}, {"en_attente", "en_cours", "interrompu"})
        self.assertIsInstance(mesures["oilhi_droit_age_jours"][0][1], int)
