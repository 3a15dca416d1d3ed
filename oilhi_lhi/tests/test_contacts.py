from odoo.exceptions import AccessError
from odoo.tests import tagged

from .parcours_common import OilhiParcoursCommon


@tagged("at_install", "-post_install")
class TestContactsDossier(OilhiParcoursCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.partner"].search([("oilhi_type_ids", "!=", False)]).write({
            "oilhi_type_ids": [(5, 0, 0)],
        })
        cls.caf = cls.env["res.partner"].create({
            "name": "CAF d’exemple", "is_company": True, "phone": "03 53 01 11 11",
            "oilhi_type_ids": [(6, 0, cls.env.ref("oilhi_partenaires.type_organisme_caf").ids)],
            "oilhi_departement_ids": [(6, 0, cls.departement.ids)],
        })

    def _partenaires(self, dossier, etape, user=None):
        parcours = dossier.with_user(user or self.agent).parcours()
        etapes = {e["code"]: e for p in parcours["procedures"] for e in p["etapes"]}
        return {p["code"]: p for p in etapes[etape]["partenaires"]}

    def test_etape(self):
        """The mayor kept the police: the EPCI, the CAF, the MSA and the FSL are told (R. 511-7)."""
        partenaires = self._partenaires(self._maison(), "MSO-13")
        self.assertEqual(
            {c: p["statut"] for c, p in partenaires.items()},
            {
                "PA-PREF": "obligatoire", "PA-EPCI": "obligatoire", "PA-CAF": "obligatoire",
                "PA-MSA": "obligatoire", "PA-FSL": "obligatoire", "PA-MAIRE": "sans_objet",
                "PA-SYND": "sans_objet",
            },
        )
        caf = partenaires["PA-CAF"]
        self.assertEqual(caf["contacts"][0]["phone"], "03 53 01 11 11")
        self.assertIn("R. 511-7", caf["raisons"][0])
        self.assertIn("couvre le Pas-de-Calais", caf["contacts"][0]["raisons"])
        self.assertIn("L’annuaire ne connaît personne", partenaires["PA-MSA"]["absent"]["message"])

    def test_president(self):
        """Police transferred: the president signs, the mayor is told."""
        self._police_president()
        partenaires = self._partenaires(self._maison(), "MSO-13")
        self.assertEqual(partenaires["PA-EPCI"]["statut"], "sans_objet")
        self.assertEqual(partenaires["PA-MAIRE"]["statut"], "obligatoire")
        self.assertIn("L. 5211-9-2", partenaires["PA-MAIRE"]["base"])

    def test_faits_du_dossier(self):
        dossier = self._maison()
        dossier.usage = "professionnel"
        self.assertEqual(self._partenaires(dossier, "MSO-13")["PA-CAF"]["statut"], "conditionnel")
        dossier.batiment_id.copropriete = "oui"
        self.assertEqual(self._partenaires(dossier, "MSO-13")["PA-SYND"]["statut"], "obligatoire")

    def test_lecteur(self):
        dossier = self._maison()
        self.assertEqual(
            self._partenaires(dossier, "MSO-13", self.lecteur),
            self._partenaires(dossier, "MSO-13"),
        )

    def test_nombre_de_requetes(self):
        """The steps of the case share one search of the directory."""
        dossier = self._maison().with_user(self.agent)

        def compter(appel):
            self.env.flush_all()
            self.env.invalidate_all()
            avant = self.env.cr.sql_log_count
            appel()
            return self.env.cr.sql_log_count - avant

        etapes = dossier.etape_ids.filtered("etape_id.partenaire_codes")
        self.assertGreater(len(etapes), 10)
        compter(lambda: dossier._contacts_par_etape(etapes))
        une = compter(lambda: dossier._contacts_par_etape(etapes.filtered(
            lambda e: e.code == "MSO-13"
        )))
        self.assertLessEqual(compter(lambda: dossier._contacts_par_etape(etapes)), une)

    def test_dialogue_de_l_etape(self):
        etape = self._maison()._etape("MSO-13").with_user(self.lecteur)
        action = etape.action_qui_contacter()
        recherche = self.env[action["res_model"]].with_user(self.lecteur).browse(action["res_id"])
        caf = recherche.ligne_ids.filtered(lambda x: x.type_id.code == "PA-CAF")
        self.assertEqual((caf.nom, caf.statut), ("CAF d’exemple", "obligatoire"))
        self.assertTrue(caf.envoyer)
        with self.assertRaises(AccessError):
            etape.with_user(self.agent_autre).action_qui_contacter()

    def test_dialogue_du_dossier(self):
        """The facts of a case are read with the rights of whoever asks."""
        dossier = self._maison()
        contexte = dossier.with_user(self.agent).action_qui_contacter()["context"]
        Recherche = self.env["oilhi.contact.recherche"]
        matiere = self.env.ref("oilhi_partenaires.matiere_communication")
        recherche = Recherche.with_user(self.agent).with_context(**contexte).create(
            {"matiere_id": matiere.id}
        )
        self.assertEqual(recherche.commune_id, self.commune_arras)
        suite = recherche.action_chercher()
        self.assertEqual((suite["target"], suite["res_id"]), ("new", recherche.id))
        with self.assertRaises(AccessError):
            dossier.with_user(self.agent_autre).action_qui_contacter()
        with self.assertRaises(AccessError):
            Recherche.with_user(self.agent_autre).create({
                "commune_id": self.commune_arras.id, "dossier_id": dossier.id,
                "matiere_id": matiere.id,
            }).action_chercher()
