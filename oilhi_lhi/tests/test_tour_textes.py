from odoo.tests import tagged

from odoo.addons.oilhi_partenaires.tests.tour_common import OilhiTour

from .parcours_common import OilhiParcoursCommon


@tagged("post_install", "-at_install", "oilhi_tour")
class TestTourTextes(OilhiParcoursCommon, OilhiTour):
    def test_lire_un_article(self):
        """A reader opens the article that a step cites, reads it, and goes on where he was."""
        dossier = self._maison()
        self.start_tour(
            f"/odoo/oilhi.dossier/{dossier.id}", "oilhi_textes_tour", login=self.lecteur.login
        )
