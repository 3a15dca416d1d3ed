from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..outils.pannes import BASE_ARRETEE
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

    def test_envoi_refuse(self):
        """A file sent while PostgreSQL stops: the screen says the sentence of the server."""
        arret = patch.object(self.registry["base_import.import"], "write", side_effect=UserError(BASE_ARRETEE))
        with arret, mute_logger("odoo.http"):
            self.start_tour(
                "/odoo/action-contacts.action_contacts", "oilhi_envoi_refuse_tour", login=self.administrateur.login
            )
