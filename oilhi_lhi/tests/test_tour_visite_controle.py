from odoo.tests import tagged

from odoo.addons.oilhi_partenaires.tests.tour_common import OilhiTour

from .execution_common import OilhiExecutionCommon


@tagged("post_install", "-at_install", "oilhi_tour")
class TestTourVisiteControle(OilhiExecutionCommon, OilhiTour):
    """The control visit on a phone, by the agent; then what the database holds of it."""

    browser_size = "390x844"
    touch_enabled = True

    @classmethod
    def _police_maire(cls):
        """The mayor has kept the police since before the case began."""
        cls.commune_arras.epci_id.election_president_le = "2020-07-10"
        cls.commune_arras.write({"predecesseur_exercait": "oui", "opposition_le": "2020-08-10"})

    def test_controle(self):
        # Long past: the tour controls today, once the time given is over.
        dossier = self._maison(date_signalement="2025-09-01")
        self._instruire(dossier, date="2025-09-04")
        self._faire(dossier, "MSO-08", "2025-09-10", mode="lrar", date_reception="2025-09-15")
        self._faire(dossier, "MSO-09", "2025-09-10")
        mur = self._mesure(dossier)
        plancher = self._mesure(dossier, texte="Reprendre le plancher.", lot="Lot 2", partie="privative")
        interdiction = self._mesure(
            dossier, type="interdiction_temporaire", texte="Interdire d’habiter le lot 2.",
            delai_nombre=False, date_effet="2025-12-01", date_offre="2025-12-05",
        )
        self._faire(dossier, "MSO-12", "2025-11-20")
        self._faire(dossier, "MSO-13", "2025-11-21", mode="lrar", date_reception="2025-11-25")
        self.start_tour(
            f"/odoo/oilhi.dossier/{dossier.id}", "oilhi_visite_controle_tour", login=self.agent.login,
        )
        visite = dossier.visite_ids
        self.assertEqual((visite.nature, visite.etat), ("controle", "terminee"))
        self.assertEqual((mur.execution, mur.date_realisation), ("executee", visite.date))
        self.assertEqual((plancher.execution, plancher.reste), ("partielle", "la trémie de l’escalier"))
        self.assertEqual(interdiction.execution, "executee")
        carence = dossier._etape("MSO-17b")
        self.assertEqual((carence.etat, carence.date), ("faite", visite.date))
        self.assertEqual(dossier.phase, "carence")
