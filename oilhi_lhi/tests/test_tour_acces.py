from odoo.tests import tagged

from odoo.addons.oilhi_partenaires.tests.tour_common import OilhiTour

from .common import OilhiLhiCommon


@tagged("post_install", "-at_install", "oilhi_tour")
class TestTourAcces(OilhiLhiCommon, OilhiTour):
    def test_inviter_demander_accepter(self):
        """A responsable invites; another service asks; the agent of the case accepts."""
        self.start_tour(
            "/odoo/action-oilhi_partenaires.oilhi_habilitation_invitation_action",
            "oilhi_inviter_tour", login=self.responsable.login,
        )
        invitee = self.env["res.users"].search([("login", "=", "alix.invitee@exemple.fr")])
        self.assertEqual(invitee.oilhi_service_ids, self.service_mairie_arras)

        dossier = self._dossier_pignon().with_env(self.env)
        action = self.env.ref("oilhi_lhi.action_oilhi_dossier_acces_demander")
        action.context = {"default_reference": dossier.reference}
        self.start_tour(
            "/odoo/action-oilhi_lhi.action_oilhi_dossier_acces_demander",
            "oilhi_demander_acces_tour", login=self.agent_autre.login,
        )
        self.assertEqual(dossier.partage_ids.etat, "demande")
        self.start_tour(
            "/odoo/action-oilhi_lhi.action_oilhi_dossier_partage",
            "oilhi_repondre_acces_tour", login=self.agent.login,
        )
        self.assertEqual(
            (dossier.partage_ids.etat, dossier.partage_ids.reponse),
            ("accepte", "Pour votre enquête"),
        )
        self.assertTrue(self.env["oilhi.dossier"].with_user(self.agent_autre).search([
            ("id", "=", dossier.id),
        ]))
