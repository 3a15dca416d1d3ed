from odoo.tests import HttpCase, tagged

from .parcours_common import OilhiParcoursCommon


@tagged("post_install", "-at_install", "oilhi_tour")
class TestTourParcours(OilhiParcoursCommon, HttpCase):
    def test_parcours(self):
        """An agent opens the case, records the first step and sees it done."""
        dossier = self._maison()
        self.start_tour(
            f"/odoo/oilhi.dossier/{dossier.id}", "oilhi_parcours_tour", login=self.agent.login
        )
        etape = dossier._etape("MSO-01")
        self.assertEqual(etape.etat, "faite")
        self.assertEqual(etape.fait_ids.note, "Appel de la voisine.")
        self.assertEqual(etape.fait_ids.user_id, self.agent)

    def test_lecteur(self):
        """A reader sees the same, without any action."""
        dossier = self._maison()
        self.start_tour(
            f"/odoo/oilhi.dossier/{dossier.id}", "oilhi_parcours_lecture_tour",
            login=self.lecteur.login,
        )
        self.assertEqual(dossier._etape("MSO-01").etat, "a_faire")

    def test_qui_contacter(self):
        """From a step, a reader finds whom to call and what to send."""
        self.env["res.partner"].search([("oilhi_type_ids", "!=", False)]).active = False
        self.env["res.partner"].create({
            "name": "Conseil exemple", "is_company": True, "phone": "03 53 01 00 01",
            "oilhi_type_ids": [(6, 0, self.env.ref("oilhi_partenaires.type_organisme_adil").ids)],
            "oilhi_departement_ids": [(6, 0, self.departement.ids)],
        })
        dossier = self._maison()
        self.start_tour(
            f"/odoo/oilhi.dossier/{dossier.id}", "oilhi_parcours_contacts_tour",
            login=self.lecteur.login,
        )
