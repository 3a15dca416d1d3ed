from odoo.tests import tagged

from odoo.addons.oilhi_partenaires.tests.tour_common import OilhiTour

from .common import OilhiDocumentsCommon


@tagged("post_install", "-at_install", "oilhi_tour")
class TestTourControle(OilhiDocumentsCommon, OilhiTour):
    """The page « Contrôle avant signature », in the browser."""

    def test_depuis_une_etape(self):
        """The agent sees what blocks, moves the day, puts a point right and comes back to it."""
        dossier = self._contradictoire(self._dossier())
        etape = dossier._etape("MSO-12")
        self.start_tour(
            f"/odoo/{etape.id}/oilhi-controle", "oilhi_controle_tour", login=self.agent.login
        )
        informes = dossier._etape("MSO-09")
        self.assertEqual((informes.etat, str(informes.date)), ("faite", "2027-01-08"))
        self.assertEqual(informes.fait_ids.user_id, self.agent)

    def test_depuis_un_document(self):
        arrete = self._arrete()
        self.start_tour(
            f"/odoo/oilhi.document/{arrete.id}", "oilhi_controle_document_tour",
            login=self.lecteur.login,
        )
        self.assertEqual(arrete.state, "brouillon")
