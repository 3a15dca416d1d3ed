from odoo.tests import tagged

from .common import OilhiCommon
from .tour_common import OilhiTour


@tagged("post_install", "-at_install", "oilhi_tour")
class TestTourAnnuaire(OilhiCommon, OilhiTour):
    def test_trouver_et_verifier(self):
        """An agent finds an organisation in spite of typing mistakes, and verifies its details."""
        types = {
            code: self.env.ref(f"oilhi_partenaires.type_organisme_{code}") for code in ("ars", "caf")
        }
        agence, _caisse = self.env["res.partner"].create([
            {
                "name": "Agence exemple", "is_company": True, "phone": "03 53 01 00 01",
                "oilhi_type_ids": [(6, 0, types["ars"].ids)],
                "oilhi_departement_ids": [(6, 0, self.departement.ids)],
                "child_ids": [(0, 0, {"name": "Camille Exemple", "function": "Ingénieure"})],
            },
            {
                "name": "Caisse exemple", "is_company": True,
                "oilhi_type_ids": [(6, 0, types["caf"].ids)],
                "oilhi_departement_ids": [(6, 0, self.departement.ids)],
            },
        ])
        self.start_tour("/odoo/annuaire", "oilhi_annuaire_tour", login=self.agent.login)
        self.assertEqual(agence.oilhi_verifie_le, self.aujourdhui())
        self.assertEqual(agence.oilhi_verifie_par_id, self.agent)
