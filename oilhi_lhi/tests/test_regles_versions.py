from contextlib import contextmanager
from dataclasses import replace
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.oilhi_lhi.models import oilhi_regle_version_livraison
from odoo.addons.oilhi_lhi.moteur.guide import rejouer
from odoo.addons.oilhi_lhi.moteur.guide_lecture import lire_regles

from .common import OilhiLhiCommon

MSO = {"Q1": "non", "Q2": "interne", "Q3": ["solidite"], "Q14": "non"}


class ReglesVersionsCommon(OilhiLhiCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossier = cls._dossier_pignon()
        cls.versions = cls.env["oilhi.regle.version"].with_user(cls.juriste)
        cls.regle = cls.env.ref("oilhi_lhi.regle_mso_cause").with_user(cls.juriste)
        cls.publiee = cls.versions.browse(cls.versions._id_publiee())

    @contextmanager
    def assertRefus(self, message, erreur=UserError):
        with self.assertRaises(erreur) as refus:
            yield
        self.assertRegex(str(refus.exception), message)

    def _brouillon(self):
        return self.versions.search([("etat", "=", "brouillon")])

    def _corriger(self, texte="La cause du danger tient à l’immeuble lui-même."):
        """A wording, which changes no scenario; returns the draft that it opened."""
        self.regle.motif_contraire = texte
        return self._brouillon()

    def _inverser(self):
        """The law upside down: the ordinary procedure when the cause is external."""
        clause = self.env.ref("oilhi_lhi.regle_mso_cause").clause_ids.with_user(self.juriste)
        clause.reponse_ids = self.env.ref("oilhi_lhi.reponse_q2_externe")
        return self._brouillon()


@tagged("post_install", "-at_install")
class TestReglesVersions(ReglesVersionsCommon):
    # -- a draft changes nothing ---------------------------------------------

    def test_la_version_livree_est_publiee(self):
        self.assertEqual(self.publiee.etat, "publiee")
        self.assertTrue(self.publiee.integre)
        self.assertEqual(self.env["oilhi.regle"]._regles().version, lire_regles().version)

    def test_un_brouillon_ne_change_rien_pour_les_agents(self):
        dossier = self.dossier.with_user(self.agent)
        avant = dossier.qualifier(MSO)
        brouillon = self._inverser()
        self.assertEqual(len(brouillon), 1)
        for appel in (dossier.qualifier, dossier.etat_guide):
            appel()
        apres = dossier.qualifier({})
        self.assertEqual(apres, avant)
        self.assertEqual(len(dossier.qualification_ids), 1)
        self.assertEqual(dossier.qualification_ids.version_id, self.publiee)
        autre = self._dossier_pignon().with_user(self.agent)
        self.assertEqual([p["code"] for p in autre.qualifier(MSO)["procedures"]], ["MSO"])

    def test_une_correction_ouvre_un_seul_brouillon(self):
        self.assertFalse(self._brouillon())
        premier = self._corriger()
        self._corriger("Autre texte.")
        self.env.ref("oilhi_lhi.question_q2").with_user(self.juriste).aide = "D’où vient-il ?"
        self.assertEqual(self._brouillon(), premier)
        self.assertEqual(self.versions.action_preparer()["res_id"], premier.id)
        # What the core does not read belongs to no version.
        premier.abandonner()
        self.env.ref("oilhi_lhi.procedure_MSO").with_user(self.juriste).resume = "Autre résumé."
        self.assertFalse(self._brouillon())

    def test_question_archivee_au_brouillon_se_repond_encore(self):
        """A draft that drops a question must not break the cases that still ask it."""
        q13 = self.env.ref("oilhi_lhi.question_q13").with_user(self.juriste)
        q13.clause_ids.regle_id.active = False
        q13.active = False
        resultat = self.dossier.with_user(self.agent).qualifier({**MSO, "Q13": "oui"})
        self.assertEqual({r["code"]: r["valeurs"] for r in resultat["reponses"]}["Q13"], ["oui"])

    # -- checks and publication ----------------------------------------------

    def test_publier(self):
        brouillon = self._corriger()
        avant = self.dossier.with_user(self.agent).qualifier({"Q1": "non", "Q2": "externe"})
        self.assertNotIn("tient à l’immeuble", str(avant["ecartees"]))
        differences = brouillon.differences()
        self.assertEqual([(d["code"], d["nature"]) for d in differences], [("MSO-CAUSE", "modification")])
        self.assertEqual(differences[0]["champs"][0][0], "motif si la condition manque")
        self.assertIn("tient à l’immeuble", brouillon.changements)
        brouillon.action_verifier()
        self.assertEqual((brouillon.erreurs, brouillon.rouges), (0, 0))
        self.assertIn("215 scénarios conformes", brouillon.bilan)
        brouillon.publier()
        self.assertEqual((brouillon.etat, self.publiee.etat), ("publiee", "remplacee"))
        self.assertEqual(brouillon.publie_par_id, self.juriste)
        self.assertEqual(brouillon.precedente_id, self.publiee)
        self.assertTrue(brouillon.integre)
        neuf = self._dossier_pignon().with_user(self.agent)
        self.assertIn("tient à l’immeuble", str(neuf.qualifier({"Q1": "non", "Q2": "externe"})["ecartees"]))
        self.assertEqual(neuf.qualification_ids.version_id, brouillon)

    def test_scenario_rouge_empeche_de_publier(self):
        brouillon = self._inverser()
        with self.assertRefus("scénario"):
            brouillon.publier()
        self.assertEqual(brouillon.etat, "brouillon")
        action = brouillon.action_publier()
        self.assertEqual(action["params"]["type"], "danger")
        self.assertGreater(brouillon.rouges, 0)
        s001 = self.env["oilhi.regle.scenario"].search([("code", "=", "S001")])
        self.assertEqual(s001.etat, "rouge")
        self.assertIn("attendu MSO, trouvé rien", s001.ecart)
        self.assertIn("S001", brouillon.bilan)
        # The result of a scenario is no correction of it.
        self.assertFalse(s001.personnalise)

    def test_anomalie_empeche_de_publier(self):
        """An annulled article, then a procedure that nothing reaches."""
        self.regle.base = "CSP R. 1331-17"
        brouillon = self._brouillon()
        with self.assertRefus("erreur"):
            brouillon.publier()
        brouillon.action_verifier()
        self.assertIn("annulé", brouillon.bilan)
        self.assertIn(f"action_oilhi_regle/{self.regle.id}", brouillon.bilan)

    def test_anomalie_a_venir(self):
        """A rule that ceases to apply next year is checked as of that day."""
        regles = self.env["oilhi.regle"].with_user(self.juriste).search([
            ("procedure_id.code", "=", "PLOUER"),
        ])
        regles.date_fin = "2099-12-31"
        brouillon = self._brouillon()
        bilan = brouillon.verifier()
        self.assertIn("2100-01-01", {a["jour"] for a in bilan["anomalies"]})

    def test_rien_a_publier(self):
        self.versions.action_preparer()
        with self.assertRefus("Rien n’a changé"):
            self._brouillon().publier()

    def test_abandonner_remet_tout_comme_publie(self):
        neuve = self.env["oilhi.question"].with_user(self.juriste).create({
            "code": "Q77", "name": "Question d’essai ?",
            "reponse_ids": [(0, 0, {"code": "oui", "name": "Oui"})],
        })
        brouillon = self._inverser()
        self.regle.write({"motif_contraire": "Autre.", "sequence": 99, "date_fin": "2099-01-01"})
        self.env["oilhi.regle.clause"].with_user(self.juriste).create({
            "regle_id": self.regle.id, "question_id": self.env.ref("oilhi_lhi.question_q1").id,
            "reponse_ids": [(6, 0, self.env.ref("oilhi_lhi.reponse_q1_oui").ids)],
        })
        self.env.ref("oilhi_lhi.reponse_q1_oui").with_user(self.juriste).name = "Oui !"
        self.env.ref("oilhi_lhi.regle_mso_delai").with_user(self.juriste).active = False
        self.env.ref("oilhi_lhi.procedure_MSO").with_user(self.juriste).name = "Autre nom"
        self.assertGreaterEqual(len(brouillon.differences()), 5)
        brouillon.action_abandonner()
        self.assertFalse(brouillon.exists())
        self.assertFalse(neuve.active)
        nouveau = self.versions._ouvrir_brouillon()
        self.assertEqual(nouveau.differences(), [])
        self.assertEqual(self.env["oilhi.regle"]._regles_de_travail().version, lire_regles().version)

    # -- immutable, and by whom ----------------------------------------------

    def test_version_publiee_immuable(self):
        for version in (self.publiee, self.publiee.sudo()):
            for vals in ({"note": "x"}, {"instantane": {}}, {"etat": "brouillon"}):
                with self.assertRefus("figée"):
                    version.write(vals)
            with self.assertRefus("publiée"):
                version.publier()
        with self.assertRefus("ne se supprime pas"):
            self.publiee.sudo().unlink()
        brouillon = self._corriger()
        with self.assertRefus("boutons", AccessError):
            brouillon.etat = "publiee"
        brouillon.note = "Décret n° 2027-1."
        self.assertEqual(brouillon.note, "Décret n° 2027-1.")
        with self.assertRaises(AccessError):
            self.versions.create({"name": "Version à la main", "numero": 99})

    def test_alteration_en_base_visible(self):
        self.env.flush_all()
        self.env.cr.execute(
            """UPDATE oilhi_regle_version SET instantane = jsonb_set(instantane, '{etat}', '"x"')
                WHERE id = %s""", (self.publiee.id,),
        )
        self.publiee.invalidate_recordset()
        self.assertFalse(self.publiee.integre)

    def test_seul_le_juriste(self):
        brouillon = self._corriger()
        for user in (self.agent, self.responsable, self.coordinateur):
            version = brouillon.with_user(user)
            self.assertTrue(version.name)  # read by everybody
            for appel in (
                version.publier, version.verifier, version.abandonner, version.action_preparer,
                lambda v=version: v.write({"note": "x"}),
                self.env["oilhi.regle.scenario"].with_user(user).search([], limit=1).jouer,
                self.env["oilhi.regle.scenario"].with_user(user).search([], limit=1).action_accepter,
            ):
                with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
                    appel()
        self.assertEqual(brouillon.etat, "brouillon")
        brouillon.with_user(self.administrateur).publier()

    # -- bench ---------------------------------------------------------------

    def test_scenario_du_juriste(self):
        Scenario = self.env["oilhi.regle.scenario"].with_user(self.juriste)
        scenario = Scenario.create({
            "code": "LOCAL-01", "name": "Mur qui penche", "partiel": True,
            "reponses": "Q1 = non\nQ2 = interne\nQ3 = solidite + sante", "desordres": "STR-02 : 3",
            "recommandees": "MSU",
        })
        self.assertEqual(scenario.etat, "a_jouer")
        self.assertIn("gravité 3", scenario.lecture)
        self.assertIn("attendu MSU, trouvé MSO", scenario.jouer()["LOCAL-01"][0])
        scenario.recommandees = "MSO"
        scenario.ecartees = "MSU(MSU-IMMINENCE) PGI"
        self.assertEqual(scenario.etat, "a_jouer")
        self.assertEqual(scenario.jouer(), {})
        self.assertEqual(scenario.etat, "vert")
        scenario.ecartees = "MSU(MSU-CAUSE)"
        scenario.action_jouer()
        self.assertIn("MSU est écartée par MSU-IMMINENCE", scenario.ecart)
        scenario.partiel = False
        scenario.action_accepter()
        self.assertEqual(scenario.etat, "vert")
        self.assertIn("MSU(MSU-IMMINENCE)", scenario.ecartees)

    def test_scenario_illisible_refuse(self):
        Scenario = self.env["oilhi.regle.scenario"].with_user(self.juriste)
        for vals, message in (
            ({"reponses": "danger = oui"}, "ne se lit pas"),
            ({"reponses": "Q1 = peut_etre"}, "Réponses admises"),
            ({"reponses": "Q99 = oui"}, "inconnue"),
            ({"desordres": "mur fissuré"}, "un désordre et sa gravité"),
            ({"desordres": "STR-02 : 7"}, "un désordre et sa gravité"),
            ({"particularites": "hanté"}, "Particularité"),
            ({"recommandees": "XYZ"}, "XYZ"),
        ):
            with self.subTest(message), self.assertRefus(message, ValidationError):
                Scenario.create({"code": "LOCAL-02", "name": "Essai", **vals})

    # -- cases keep their version --------------------------------------------

    def _publier_autrement(self):
        """The prudent reading of a new text: external causes too call for the ordinary procedure."""
        self.env.ref("oilhi_lhi.regle_mso_cause").with_user(self.juriste).active = False
        brouillon = self._brouillon()
        rouges = brouillon.verifier()["rouges"]
        scenarios = self.env["oilhi.regle.scenario"].with_user(self.juriste)
        scenarios.browse([r["id"] for r in rouges]).action_accepter()
        brouillon.publier()
        return brouillon

    def test_un_dossier_garde_ses_regles(self):
        dossier = self.dossier.with_user(self.agent)
        dossier.qualifier({**MSO, "Q2": "externe"})
        premiere = dossier.qualification_ids
        self.assertFalse(dossier.a_reevaluer)
        version = self._publier_autrement()
        dossier.invalidate_recordset(["a_reevaluer"])  # another request, in real life
        self.assertTrue(dossier.a_reevaluer)
        etat = dossier.repondre("Q9", ["vacant"])
        self.assertEqual(etat["regles"], {
            "version": self.publiee.name, "en_vigueur": version.name, "a_reevaluer": True,
        })
        self.assertNotIn("MSO", [p["code"] for p in etat["resultat"]["procedures"]])
        dossier.effacer_reponse("Q9")

        comparaison = dossier.comparer_versions()
        self.assertEqual((comparaison["avant"], comparaison["apres"]), (self.publiee.name, version.name))
        self.assertFalse(comparaison["faits_changes"])
        mso = next(p for p in comparaison["procedures"] if p["code"] == "MSO")
        self.assertEqual((mso["avant"]["place"], mso["apres"]["place"]), ("écartée", "recommandée"))
        self.assertTrue(mso["avant"]["motifs"] and mso["apres"]["motifs"])
        regles = {r["code"]: (r["avant"], r["apres"]) for r in comparaison["regles"]}
        self.assertEqual(regles["MSO-CAUSE"], ("faux", ""))
        self.assertEqual(dossier.qualification_ids, premiere)  # nothing is stored by looking

        assistant = self.env["oilhi.dossier.reevaluer"].with_user(self.agent).browse(
            dossier.action_reevaluer()["res_id"]
        )
        self.assertIn("recommandée", assistant.comparaison)
        assistant.action_appliquer()
        self.assertEqual(len(dossier.qualification_ids), 2)
        self.assertEqual(dossier.qualification_ids[0].version_id, version)
        self.assertIn("MSO", dossier.qualification_ids[0].resume)
        self.assertFalse(dossier.a_reevaluer)
        self.assertEqual(premiere.version_id, self.publiee)
        self.assertTrue(premiere.integre)
        # The stored trace is replayed with its own rules, not with those in force.
        jour = premiere.date.date().isoformat()
        regles = self.versions._regles_figees(premiere.version_id.id, jour)
        self.assertEqual(
            rejouer(regles, premiere.resultat).en_clair()["trace"], premiere.resultat["trace"]
        )

    def test_comparaison_dit_que_le_dossier_a_change(self):
        dossier = self.dossier.with_user(self.agent)
        with self.assertRefus("pas encore été qualifié"):
            dossier.comparer_versions()
        dossier.qualifier(MSO)
        dossier.repondre("Q9", ["vacant"])
        self.assertTrue(dossier.comparer_versions()["faits_changes"])

    def test_reevaluer_est_une_ecriture(self):
        self.dossier.with_user(self.agent).qualifier(MSO)
        lecteur = self.dossier.with_user(self.lecteur)
        self.assertTrue(lecteur.comparer_versions()["avant"])
        for appel in (lecteur.reevaluer, lecteur.action_reevaluer):
            with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
                appel()
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
            self.dossier.with_user(self.agent_autre).comparer_versions()

    # -- update of the addon -------------------------------------------------

    def _livrer(self, **changements):
        """An update that ships these wordings: {xmlid: motif contraire}, as the files and the base say."""
        for xmlid, texte in changements.items():
            self.env["oilhi.regle"]._load_records([
                {"xml_id": f"oilhi_lhi.{xmlid}", "values": {"motif_contraire": texte}},
            ], update=True)
        codes = {self.env.ref(f"oilhi_lhi.{x}").code: t for x, t in changements.items()}
        livrees = lire_regles()
        regles = replace(livrees, regles=tuple(
            replace(r, motif_contraire=codes.get(r.code, r.motif_contraire)) for r in livrees.regles
        ))
        with patch.object(oilhi_regle_version_livraison, "lire_regles", lambda etat=None: regles):
            self.env["oilhi.regle.version"]._livrer()

    def test_mise_a_jour_sans_changement(self):
        self.env["oilhi.regle.version"]._livrer()
        self.assertEqual(self.versions._id_publiee(), self.publiee.id)
        brouillon = self._corriger()
        self.env["oilhi.regle.version"]._livrer()
        self.assertEqual(self._brouillon(), brouillon)
        self.assertFalse(brouillon.activity_ids)

    def test_mise_a_jour_publiee_si_personne_n_a_corrige(self):
        self._livrer(regle_mso_cause="Texte livré.")
        version = self.versions.browse(self.versions._id_publiee())
        self.assertTrue(version.automatique)
        self.assertEqual(version.precedente_id, self.publiee)
        self.assertFalse(self._brouillon())
        resultat = self.dossier.with_user(self.agent).qualifier({"Q1": "non", "Q2": "externe"})
        self.assertIn("Texte livré.", str(resultat["ecartees"]))

    def test_mise_a_jour_attend_le_juriste_s_il_a_corrige(self):
        brouillon = self._corriger()
        brouillon.publier()
        self._livrer(regle_mso_delai="Texte livré.")
        attente = self._brouillon()
        self.assertTrue(attente)
        self.assertEqual(self.versions._id_publiee(), brouillon.id)
        self.assertIn(self.juriste, attente.activity_ids.user_id)
        self.assertEqual([d["code"] for d in attente.differences()], ["MSO-DELAI"])
        self.assertEqual(self.regle.motif_contraire, "La cause du danger tient à l’immeuble lui-même.")
        # Decided: the to-do goes with it.
        attente.publier()
        self.assertFalse(attente.activity_ids)

    def test_mise_a_jour_fautive_attend_le_juriste(self):
        """Shipped, yet red here: never published by itself."""
        self.env["oilhi.regle.scenario"].create({
            "code": "LOCAL-03", "name": "Attend l’impossible", "recommandees": "MSU",
            "reponses": "Q1 = non",
        })
        self._livrer(regle_mso_cause="Texte livré.")
        self.assertEqual(self.versions._id_publiee(), self.publiee.id)
        self.assertIn("LOCAL-03", self._brouillon().bilan)

    # -- cost ----------------------------------------------------------------

    def test_nombre_de_requetes(self):
        dossier = self.dossier.with_user(self.agent)
        dossier.qualifier(MSO)
        self.env["oilhi.regle"]._regles()
        self.env.invalidate_all()
        # The frozen rules are held in memory: not one query to find them again.
        with self.assertQueryCount(0):
            self.env["oilhi.regle"]._regles()
        brouillon = self._corriger()
        brouillon.verifier()
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(60):  # whatever the number of scenarios
            brouillon.verifier()
