from odoo.tests import HttpCase, tagged

from .parcours_common import OilhiParcoursCommon


@tagged("post_install", "-at_install", "oilhi_tour")
class TestTourParcours(OilhiParcoursCommon, HttpCase):
    def test_parcours(self):
        """An agent opens the case, records the first step and sees it done."""
        dossier = self._maison()
        self.start_tour(
            f"/odoo/oilhi.dossier/{dossier.id}", "oilhi_parcours_tour", login=self.agent.login
        )
        etape = dossier._etape("MSO-01")
        self.assertEqual(etape.etat, "faite")
        self.assertEqual(etape.fait_ids.note, "Appel de la voisine.")
        self.assertEqual(etape.fait_ids.user_id, self.agent)

    def test_lecteur(self):
        """A reader sees the same, without any action."""
        dossier = self._maison()
        self.start_tour(
            f"/odoo/oilhi.dossier/{dossier.id}", "oilhi_parcours_lecture_tour",
            login=self.lecteur.login,
        )
        self.assertEqual(dossier._etape("MSO-01").etat, "a_faire")
