from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo.tests import tagged

from odoo.addons.oilhi_partenaires.tests.tour_common import OilhiTour

from .test_tableau import OilhiTableauCommon


@tagged("post_install", "-at_install", "oilhi_tour")
class TestTourTableau(OilhiTableauCommon, OilhiTour):
    def test_coordinateur(self):
        """The home page of a coordinateur: figures, their lists, a service, a case asleep."""
        jour = self.aujourdhui()
        self.env["oilhi.dossier"].search([]).write({"active": False})
        ancien = self._dossier(self.service_mairie_arras, date_signalement=jour - relativedelta(months=9))
        self._echeance(ancien, jour - relativedelta(months=4))
        self.env.cr.execute("DELETE FROM oilhi_tableau_mois")
        self.env["oilhi.tableau.mois"]._completer(jour.replace(day=15))
        nouveau = self._dossier(self.service_autre, name="Cas de Béthune", date_signalement=jour)
        self._echeance(nouveau, jour - timedelta(days=1))
        self._bouger(self._dossier(self.service_autre, name="Cas endormi"), jour - timedelta(days=100))
        self.start_tour("/odoo", "oilhi_tableau_tour", login=self.coordinateur.login)
