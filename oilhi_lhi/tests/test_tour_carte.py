from odoo.tests import tagged

from odoo.addons.oilhi_partenaires.tests.tour_common import OilhiTour

from .test_carte import ARRAS, OilhiCarteCommon


@tagged("post_install", "-at_install", "oilhi_tour")
class TestTourCarte(OilhiCarteCommon, OilhiTour):
    def test_agent(self):
        """The map without tiles: clusters, filters, the list beside, a case opened from its mark."""
        self.assertTrue(
            self._carte()["options"]["bibliotheque"],
            "Leaflet est absent : paquets libjs-leaflet et libjs-leaflet.markercluster, ou variable OILHI_CARTE.",
        )
        urgent = self._cas(*ARRAS, name="Cas urgent")
        self._urgent(urgent)
        self._cas(*ARRAS, name="Cas voisin")
        self._cas(name="Cas sans adresse placée", batiment_id=self._batiment("9 rue Ailleurs").id)
        self.start_tour("/odoo/carte", "oilhi_carte_tour", login=self.agent.login)
