from odoo.tests import tagged

from odoo.addons.oilhi_partenaires.tests.tour_common import OilhiTour

from .parcours_common import OilhiParcoursCommon


@tagged("post_install", "-at_install", "oilhi_tour")
class TestTourOccupants(OilhiParcoursCommon, OilhiTour):
    browser_size = "1366x768"

    def test_menage(self):
        """An agent adds a household, reads its rights, notes an offer and a night."""
        dossier = self._maison()
        self._instruire(dossier)
        self._lettre(dossier)
        self._mesure(
            dossier, type="interdiction_temporaire", texte="Interdiction d’habiter.",
            delai_nombre=0, date_effet="2027-03-10", date_offre="2027-03-01",
        )  # fmt: skip
        self._mesure(dossier)
        self._faire(dossier, "MSO-12", "2027-02-15")
        self._faire(
            dossier, "MSO-13", "2027-02-22", mode="lrar", date_reception="2027-02-24",
            destinataire_id=self._personnes(dossier, "proprietaire").id,
        )  # fmt: skip
        self.start_tour(
            f"/odoo/oilhi.dossier/{dossier.id}", "oilhi_occupants_tour", login="oilhi_agent"
        )
        menage = dossier.occupant_ids
        self.assertEqual((menage.lot, menage.loyer), ("2e étage gauche", 600))
        self.assertEqual(menage.offre_ids.adaptee, "oui")
        self.assertEqual(menage.hebergement_ids.total, 246)
