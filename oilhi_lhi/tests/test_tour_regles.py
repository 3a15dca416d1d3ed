from odoo.tests import new_test_user, tagged

from odoo.addons.oilhi_partenaires.tests.tour_common import OilhiTour


@tagged("post_install", "-at_install", "oilhi_tour")
class TestTourRegles(OilhiTour):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        commune = cls.env.ref("oilhi_partenaires.commune_62041")
        cls.juriste = new_test_user(
            cls.env, "juriste_regles", groups="oilhi_partenaires.group_juriste", name="Juriste d’essai"
        )
        cls.agent = new_test_user(
            cls.env, "agent_regles", groups="oilhi_partenaires.group_agent", name="Agent d’essai"
        )
        service = cls.env["oilhi.service"].create({
            "name": "Mairie d’Arras, service habitat", "type": "mairie",
            "commune_id": commune.id, "user_ids": [(6, 0, cls.agent.ids)],
        })
        batiment = cls.env["oilhi.batiment"].create({
            "rue": "12 rue des Fours", "code_postal": "62000", "commune_id": commune.id,
        })
        cls.dossier = cls.env["oilhi.dossier"].with_user(cls.agent).create({
            "name": "Mur pignon qui menace la rue", "batiment_id": batiment.id,
            "service_id": service.id,
        })
        cls.regle = cls.env.ref("oilhi_lhi.regle_mso_cause").with_user(cls.juriste)
        cls.versions = cls.env["oilhi.regle.version"].with_user(cls.juriste)

    def test_corriger_verifier_abandonner(self):
        """A wrong rule: the bench is red, nothing is published, the draft is given up."""
        publiee = self.versions._id_publiee()
        self.start_tour(
            f"/odoo/action-oilhi_lhi.action_oilhi_regle/{self.regle.id}", "oilhi_regles_tour",
            login="juriste_regles",
        )
        self.env.invalidate_all()
        self.assertEqual(self.versions._id_publiee(), publiee)
        self.assertEqual(self.regle.clause_ids.reponse_ids.code, "interne")
        self.assertFalse(self.versions.search([("etat", "=", "brouillon")]))

    def test_publier_puis_reevaluer(self):
        self.dossier.qualifier({"Q1": "non", "Q2": "externe", "Q3": ["solidite"]})
        self.regle.motif_contraire = "Corrigé par le juriste."
        brouillon = self.versions.search([("etat", "=", "brouillon")])
        self.start_tour(
            f"/odoo/action-oilhi_lhi.action_oilhi_regle_version/{brouillon.id}",
            "oilhi_regles_publier_tour", login="juriste_regles",
        )
        self.env.invalidate_all()
        self.assertEqual(brouillon.etat, "publiee")
        self.assertEqual(brouillon.publie_par_id, self.juriste)
        self.start_tour(
            f"/odoo/oilhi.dossier/{self.dossier.id}", "oilhi_reevaluer_tour", login="agent_regles"
        )
        self.env.invalidate_all()
        self.assertEqual(len(self.dossier.qualification_ids), 2)
        self.assertEqual(self.dossier.qualification_ids[0].version_id, brouillon)
        self.assertIn("Corrigé par le juriste.", str(self.dossier.qualification_ids[0].resultat))

    def test_reevaluer_depuis_le_guide(self):
        """The guide says that it follows former rules, and shows what would change."""
        self._reevaluer("oilhi_reevaluer_guide_tour")

    def test_reevaluer_reponses_lentes(self):
        """On a busy machine the dialog does not stay over the guide."""
        self._reevaluer("oilhi_reevaluer_lent_tour")

    def _reevaluer(self, parcours):
        self.dossier.qualifier({"Q1": "non", "Q2": "externe", "Q3": ["solidite"]})
        self.regle.motif_contraire = "Corrigé par le juriste."
        brouillon = self.versions.search([("etat", "=", "brouillon")])
        brouillon.sudo()._publier(brouillon._instantane_travail())
        self.start_tour(
            f"/odoo/oilhi.dossier/{self.dossier.id}", parcours, login="agent_regles",
        )
        self.env.invalidate_all()
        self.assertEqual(len(self.dossier.qualification_ids), 2)
        self.assertEqual(self.dossier.qualification_ids[0].version_id, brouillon)
