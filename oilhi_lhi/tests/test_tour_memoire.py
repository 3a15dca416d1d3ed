from odoo.tests import tagged

from odoo.addons.oilhi_partenaires.tests.tour_common import OilhiTour

from .common import OilhiLhiCommon


@tagged("post_install", "-at_install", "oilhi_tour")
class TestTourMemoire(OilhiLhiCommon, OilhiTour):
    def test_doublon_puis_histoire(self):
        """A report at a known address: the warning, the same case in one click, its building."""
        batiment = self._batiment("12 bis rue de l’Église")
        dossier = self._dossier_pignon(batiment_id=batiment.id).with_env(self.env)
        dossier.personne_ids[0].write({"prenom": "Émilie", "nom": "Mercier"})
        self._dossier_pignon(user=self.agent_autre, batiment_id=batiment.id)
        avant = self.env["oilhi.dossier"].search_count([])
        self.start_tour(
            "/odoo/action-oilhi_lhi.action_oilhi_dossier", "oilhi_memoire_tour", login=self.agent.login,
        )
        self.assertEqual(self.env["oilhi.dossier"].search_count([]), avant)
