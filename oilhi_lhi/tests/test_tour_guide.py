from odoo.tests import new_test_user, tagged

from odoo.addons.oilhi_partenaires.tests.tour_common import OilhiTour


@tagged("post_install", "-at_install", "oilhi_tour")
class TestTourGuide(OilhiTour):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        commune = cls.env.ref("oilhi_partenaires.commune_62041")
        cls.agent = new_test_user(
            cls.env, "agent_guide", groups="oilhi_partenaires.group_agent", name="Agent du guide"
        )
        service = cls.env["oilhi.service"].create({
            "name": "Mairie d’Arras, service habitat",
            "type": "mairie",
            "commune_id": commune.id,
            "user_ids": [(6, 0, cls.agent.ids)],
        })
        batiment = cls.env["oilhi.batiment"].create({
            "rue": "12 rue des Fours", "code_postal": "62000", "commune_id": commune.id,
            "copropriete": "non", "protection": "non",
        })
        cls.dossier = cls.env["oilhi.dossier"].with_user(cls.agent).create({
            "name": "Mur pignon qui menace la rue",
            "batiment_id": batiment.id,
            "service_id": service.id,
            "desordre_ids": [(0, 0, {
                "desordre_id": cls.env.ref("oilhi_lhi.desordre_str_02").id, "gravite": "3",
            })],
        })

    def test_guide(self):
        """Answer, go back, correct, reload, open the procedure."""
        self.start_tour(
            f"/odoo/oilhi.dossier/{self.dossier.id}", "oilhi_guide_tour", login="agent_guide"
        )
        self.assertEqual(self.dossier.procedure_ids.code, "MSO")
        qualification = self.dossier.procedure_ids.qualification_id
        self.assertEqual(qualification.user_id, self.agent)
        self.assertEqual(qualification.reponses["Q1"], "non")
        self.assertEqual(sorted(qualification.reponses["Q3"]), ["sante", "solidite"])

    def test_desaccord_ecrit(self):
        """Set aside by the guide, opened with a written motive that the case keeps."""
        self.dossier.qualifier({"Q1": "non", "Q2": "interne", "Q3": ["solidite"], "Q14": "non"})
        self.start_tour(
            f"/odoo/oilhi.dossier/{self.dossier.id}", "oilhi_guide_desaccord_tour",
            login="agent_guide",
        )
        self.assertEqual(self.dossier.procedure_ids.code, "PGI")
        self.assertEqual(
            self.dossier.procedure_ids.motif_desaccord, "Un arbre a frappé le mur cette nuit."
        )

    def test_ce_que_l_on_voit(self):
        """From an empty case: words, drawings, a sign of danger, the keyboard."""
        vide = self.env["oilhi.dossier"].with_user(self.agent).create({
            "name": "Signalement", "batiment_id": self.dossier.batiment_id.id,
        })
        self.start_tour(
            f"/odoo/oilhi.dossier/{vide.id}", "oilhi_guide_desordres_tour", login="agent_guide"
        )
        gaz = vide.desordre_ids.filtered(lambda o: o.desordre_id.code == "GAZ-01")
        self.assertEqual(gaz.gravite, "4")
        self.assertTrue(gaz.critere_ids.danger)
        self.assertEqual(vide.desordre_ids.user_id, self.agent)
