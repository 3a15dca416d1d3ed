from odoo.tests import tagged

from odoo.addons.oilhi_partenaires.tests.tour_common import OilhiTour

from . import controle_signal
from .common import OilhiDocumentsCommon


@tagged("post_install", "-at_install", "oilhi_tour")
class TestTourSignal(OilhiDocumentsCommon, OilhiTour):
    """From the arrêté that lacks something to the file, through the screens and the web server."""

    def test_export(self):
        jour = self.aujourdhui()
        arrete = self._arrete_signe()
        # The fixtures sign in 2027: here the file is made today.
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE oilhi_document SET date_signature = %s WHERE id = %s", [jour, arrete.id]
        )
        self.env.invalidate_all()
        arrete.dossier_id.batiment_id.rue = "rue des Trois Exemples"
        self.start_tour(
            "/odoo/action-oilhi_documents.oilhi_signal_export_action", "oilhi_signal_tour",
            login=self.agent.login,
        )
        export = self.env["oilhi.signal.export"].search([("create_uid", "=", self.agent.id)])
        self.authenticate(self.agent.login, self.agent.login)
        reponse = self.url_open(export.with_user(self.agent).action_telecharger()["url"])
        self.assertIn("attachment", reponse.headers["Content-Disposition"])
        self.assertEqual(controle_signal.controler(reponse.content, jour), [])
        (ligne,) = controle_signal.lire(reponse.content)[0]
        self.assertEqual((ligne["numéro de voie"], ligne["nom de la voie"]), ("12", "rue des Trois Exemples"))
