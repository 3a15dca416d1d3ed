from odoo.tests import tagged

from odoo.addons.oilhi_partenaires.tests.tour_common import OilhiTour

from .common import OilhiLhiCommon


@tagged("post_install", "-at_install", "oilhi_tour")
class TestTourAgenda(OilhiLhiCommon, OilhiTour):
    """The calendar and « Mon agenda », at a desk."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossier = cls._dossier_pignon().with_env(cls.env)
        cls.env["oilhi.dossier.echeance"].create({
            "dossier_id": cls.dossier.id,
            "delai_id": cls.env.ref("oilhi_lhi.delai_DL_CONTR_MS").id,
            "date": cls.env["oilhi.habilitation"]._aujourdhui(),
            "calcul": "reçu ce jour, un mois",
            "retard_possible": True,
        })

    def test_calendrier(self):
        self.start_tour(
            "/odoo/calendrier-echeances", "oilhi_calendrier_tour", login=self.agent.login
        )

    def test_mon_agenda(self):
        action = self.env.ref("oilhi_lhi.action_oilhi_agenda_lien")
        self.start_tour(f"/odoo/action-{action.id}", "oilhi_mon_agenda_tour", login=self.agent.login)
        abonnement = self.env["oilhi.agenda.abonnement"].search([("user_id", "=", self.agent.id)])
        self.assertEqual(len(abonnement), 1)
        self.assertEqual(abonnement.portee, "services")


@tagged("post_install", "-at_install", "oilhi_tour")
class TestTourAgendaTelephone(TestTourAgenda):
    """The same on a phone."""

    allow_inherited_tests_method = True
    browser_size = "390x844"
    touch_enabled = True
