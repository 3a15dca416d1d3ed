from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.base.models.ir_cron import IrCron
from odoo.addons.oilhi_partenaires.tests.tour_common import OilhiTour

from .common import OilhiDocumentsCommon

INDIVISAIRES = 7


@tagged("post_install", "-at_install", "oilhi_tour")
class TestTourLot(OilhiDocumentsCommon, OilhiTour):
    """Letters in number, then the pieces of the case, through the screens."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossier = cls._instruire(cls._dossier({"Q11": "indivision"}, [
            {"role": "indivisaire", "civilite": "madame", "prenom": "Anne", "nom": f"EXEMPLE-{n}",
             "rue": f"{n} rue du Test", "code_postal": "62300", "ville": "Lens"}
            for n in range(1, INDIVISAIRES + 1)
        ]))  # fmt: skip

    def setUp(self):
        super().setUp()
        # The run is real; only its commits are not, the test owning the transaction.
        self.startPatcher(patch.object(IrCron, "_commit_progress", lambda *args, **options: 1.0))

    def test_du_lot_au_recueil(self):
        url = f"/odoo/oilhi.dossier/{self.dossier.id}"
        self.start_tour(url, "oilhi_lot_demande_tour", login=self.agent.login)
        lot = self.env["oilhi.document.lot"].search([("dossier_id", "=", self.dossier.id)])
        self.assertEqual((lot.user_id, lot.etat, lot.total), (self.agent, "en_attente", INDIVISAIRES))
        self.env["oilhi.document.lot"]._cron_produire()
        self.start_tour(
            f"/odoo/oilhi.document.lot/{lot.id}", "oilhi_lot_signature_tour",
            login=self.responsable.login,
        )
        self.env["oilhi.document.lot"]._cron_produire()
        self.env.invalidate_all()
        lettres = lot.ligne_ids.document_id
        self.assertEqual((len(lettres), set(lettres.mapped("state"))), (INDIVISAIRES, {"signe"}))
        self.assertTrue(all(
            lettre.options["saisies"]["saisie.succession"] == "Odile EXEMPLE" for lettre in lettres
        ))
        self.start_tour(url, "oilhi_recueil_tour", login=self.agent.login)
        (recueil,) = self.env["oilhi.dossier.recueil"].search([("dossier_id", "=", self.dossier.id)])
        self.assertEqual(recueil.user_id, self.agent)
        self.assertGreaterEqual(recueil.nombre, INDIVISAIRES)
