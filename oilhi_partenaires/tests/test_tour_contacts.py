from odoo.tests import tagged

from .common import OilhiCommon
from .tour_common import OilhiTour


@tagged("post_install", "-at_install", "oilhi_tour")
class TestTourContacts(OilhiCommon, OilhiTour):
    def test_commune_et_matiere(self):
        """An agent asks for its commune and a matter, and gets whom to call."""
        self.env["res.partner"].search([("oilhi_type_ids", "!=", False)]).active = False
        ars = self.env.ref("oilhi_partenaires.type_organisme_ars")
        self.env["res.partner"].create([
            {
                "name": "Agence exemple", "is_company": True, "phone": "03 53 01 00 01",
                "oilhi_type_ids": [(6, 0, ars.ids)],
                "oilhi_departement_ids": [(6, 0, self.departement.ids)],
            },
            {
                "name": "Agence lointaine", "is_company": True, "phone": "03 53 01 00 02",
                "oilhi_type_ids": [(6, 0, ars.ids)],
                "oilhi_commune_ids": [(6, 0, self.commune_bethune.ids)],
            },
        ])
        self.start_tour("/odoo/qui-contacter", "oilhi_contacts_tour", login=self.agent.login)
