from odoo.tests import new_test_user, tagged

from odoo.addons.oilhi_partenaires.tests.tour_common import OilhiTour


@tagged("post_install", "-at_install", "oilhi_tour")
class TestTourVisite(OilhiTour):
    browser_size = "390x844"
    touch_enabled = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        commune = cls.env.ref("oilhi_partenaires.commune_62041")
        cls.agent = new_test_user(
            cls.env, "agent_visite", groups="oilhi_partenaires.group_agent", name="Agent en visite"
        )
        service = cls.env["oilhi.service"].create({
            "name": "Mairie d’Arras, service habitat",
            "type": "mairie",
            "commune_id": commune.id,
            "user_ids": [(6, 0, cls.agent.ids)],
        })
        batiment = cls.env["oilhi.batiment"].create({
            "rue": "12 rue des Fours", "code_postal": "62000", "commune_id": commune.id,
        })
        cls.dossier = cls.env["oilhi.dossier"].with_user(cls.agent).create({
            "name": "Mur pignon qui menace la rue",
            "batiment_id": batiment.id,
            "service_id": service.id,
        })

    def test_visite(self):
        """On a phone: prepare the list, answer, tick a sign of danger, end the visit."""
        self.start_tour(
            f"/odoo/oilhi.dossier/{self.dossier.id}", "oilhi_visite_tour", login="agent_visite"
        )
        visite = self.dossier.visite_ids
        self.assertEqual(visite.etat, "terminee")
        self.assertEqual((str(visite.date), visite.heure_debut), ("2025-06-05", 10.5))
        ligne = self.dossier.desordre_ids
        self.assertEqual((ligne.desordre_id.code, ligne.gravite), ("STR-01", "4"))
        self.assertEqual(ligne.localisation, "mur nord")
        self.assertTrue(self.dossier.urgence)
        self.assertEqual(len(visite._points("non")), 1)
