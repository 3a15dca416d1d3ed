from odoo.tests import tagged

from .common import OilhiCommon
from .tour_common import OilhiTour


@tagged("post_install", "-at_install")
class TestTourAnnuaireImport(OilhiCommon, OilhiTour):
    def test_import(self):
        self.start_tour(
            "/odoo/oilhi-annuaire-import", "oilhi_annuaire_import_tour",
            login=self.coordinateur.login,
        )
        noms = self.env["res.partner"].search([("name", "like", "Organisme %")]).mapped("name")
        self.assertIn("Organisme du parcours", noms)
        self.assertNotIn("Organisme fautif", noms)
