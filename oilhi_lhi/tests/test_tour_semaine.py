from datetime import timedelta

from odoo.tests import tagged

from odoo.addons.oilhi_partenaires.tests.tour_common import OilhiTour

from .test_a_faire import OilhiSemaineCommon


@tagged("post_install", "-at_install", "oilhi_tour")
class TestTourSemaine(OilhiSemaineCommon, OilhiTour):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        hier = cls.aujourdhui() - timedelta(days=1)
        cls._dater(hier)
        cls.du_responsable = cls._maison(user=cls.responsable).with_env(cls.env)
        cls.du_responsable.name = "Cheminée du responsable"
        for n in range(9):
            cls._dater(hier - timedelta(days=n), cls.du_responsable)

    def test_agent(self):
        """An agent enters the application: his own, then his service, then a case on its parcours."""
        self.start_tour("/odoo", "oilhi_semaine_tour", login=self.agent.login)

    def test_coordinateur(self):
        """A coordinateur enters by the département; keyboard alone."""
        self.start_tour("/odoo", "oilhi_semaine_departement_tour", login=self.coordinateur.login)
