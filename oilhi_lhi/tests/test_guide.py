from contextlib import contextmanager

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.oilhi_lhi.moteur.guide import rejouer
from odoo.addons.oilhi_lhi.moteur.guide_lecture import lire_regles

from .common import OilhiLhiCommon

MSO = {"Q1": "non", "Q2": "interne", "Q3": ["solidite"], "Q14": "non"}


def codes(elements):
    return [element["code"] for element in elements]


@tagged("post_install", "-at_install")
class TestGuide(OilhiLhiCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossier = cls._dossier_pignon()

    @contextmanager
    def assertRefus(self, message, erreur=UserError):
        """assertRaises rolls back to a savepoint, assertRaisesRegex does not."""
        with self.assertRaises(erreur) as refus:
            yield
        self.assertRegex(str(refus.exception), message)

    # -- qualifier -----------------------------------------------------------

    def test_qualifier_rend_le_contrat(self):
        resultat = self.dossier.qualifier(MSO)
        self.assertEqual(codes(resultat["procedures"]), ["MSO"])
        mso = resultat["procedures"][0]
        self.assertEqual(
            {"code", "nom", "motifs", "autorite", "bases", "blocages", "documents", "partenaires",
             "prochaine_etape", "niveau_preuve"} - mso.keys(), set(),
        )
        self.assertEqual(mso["autorite"], "maire")
        self.assertIn("CCH L. 511-2 1°", mso["bases"])
        self.assertEqual(mso["prochaine_etape"]["code"], "MSO-01")
        self.assertTrue(mso["prochaine_etape"]["nom"])
        self.assertEqual(set(codes(resultat["ecartees"])), {"MSU", "PGI"})
        self.assertTrue(all(e["motifs"] and e["bases"] for e in resultat["ecartees"]))
        for cle in ("a_preciser", "alertes", "trace", "version"):
            self.assertTrue(resultat[cle], cle)

    def test_reponses_s_ajoutent_et_se_corrigent(self):
        self.dossier.qualifier({"Q1": "oui"})
        resultat = self.dossier.qualifier({"Q2": "interne", "Q1": "non", "Q14": "non"})
        self.assertEqual(codes(resultat["procedures"]), ["MSO"])
        self.assertEqual(len(self.dossier.reponse_ids), 3)
        q1 = self.dossier.reponse_ids.filtered(lambda r: r.question_id.code == "Q1")
        self.assertEqual((q1.reponse_ids.code, q1.user_id), ("non", self.agent))

    def test_documents_et_partenaires_ont_un_nom(self):
        """A bare code tells nothing to who is no lawyer."""
        for reponses in (MSO, {"Q1": "oui", "Q14": "oui"}):
            self.dossier.qualifier(reponses)
            etat = self.dossier.etat_guide()
            cites = {
                c for p in etat["resultat"]["procedures"] for c in p["documents"] + p["partenaires"]
            }
            self.assertTrue(cites)
            self.assertEqual(cites - etat["noms"].keys(), set())

    def test_meuble_de_tourisme_dit_par_le_dossier(self):
        """The file knows it: no question, the rent stops the day after the sending."""
        self.assertNotIn("MSO-MEUBLE", codes(self.dossier.qualifier(MSO)["alertes"]))
        self.dossier.meuble_tourisme = True
        self.assertIn("MSO-MEUBLE", codes(self.dossier.qualifier({})["alertes"]))
        self.assertEqual(len(self.dossier.qualification_ids), 2)

    def test_inconnu_n_est_pas_non(self):
        resultat = self.dossier.qualifier({**MSO, "Q1": "inconnu"})
        self.assertEqual(resultat["procedures"], [])
        self.assertNotIn("MSU", codes(resultat["ecartees"]))
        self.assertIn("AL-VISITE", codes(resultat["alertes"]))
        q1 = next(q for q in resultat["a_preciser"] if q["code"] == "Q1")
        self.assertTrue(q1["deja_posee"])

    def test_codes_faux_refuses_sans_rien_garder(self):
        with self.assertRaises(UserError) as refus:
            self.dossier.qualifier({"Q1": "oui", "Q2": "dehors", "Q77": "oui"})
        message = str(refus.exception)
        self.assertIn("Q77", message)
        self.assertIn("interne, externe ou inconnu", message)
        self.assertFalse(self.dossier.reponse_ids)
        with self.assertRefus("Désordre inconnu"):
            self.dossier.qualifier({}, ["STR-99"])
        with self.assertRefus("liste de codes"):
            self.dossier.qualifier({}, "STR-02")
        with self.assertRefus("question: réponse"):
            self.dossier.qualifier(["Q1"])
        self.assertFalse(self.dossier.qualification_ids)

    def test_desordres_ajoutes_une_seule_fois(self):
        self.dossier.qualifier({}, ["STR-02", "TOI-03", "TOI-03"])
        self.dossier.qualifier({}, ["TOI-03"])
        self.assertEqual(
            sorted(self.dossier.desordre_ids.mapped("desordre_id.code")), ["STR-02", "TOI-03"]
        )

    def test_le_dossier_repond(self):
        dossier = self.dossier
        dossier.batiment_id.protection = "inscrit_abords_spr_site"
        dossier.batiment_id.copropriete = "non"
        resultat = dossier.qualifier(MSO)
        sources = {r["code"]: (r["valeurs"], r["source"]) for r in resultat["reponses"]}
        self.assertEqual(sources["Q5"], (["oui"], "dossier"))
        self.assertEqual(sources["Q11"], (["identifie"], "dossier"))
        self.assertEqual(sources["Q12"], (["inscrit_abords_spr_site"], "dossier"))
        self.assertEqual(sources["Q10"], (["non"], "dossier"))
        self.assertIn("D-MSO-02", resultat["procedures"][0]["documents"])
        self.assertIn("PA-UDAP", resultat["procedures"][0]["partenaires"])
        self.assertTrue({"Q5", "Q11", "Q12", "Q10"}.isdisjoint(codes(resultat["a_preciser"])))

    def test_proprietaires(self):
        def q11(*valeurs):
            self.dossier.personne_ids.filtered(lambda p: p.role != "occupant").unlink()
            self.env["oilhi.dossier.personne"].create(
                [{"dossier_id": self.dossier.id, "raison_sociale": "SCI X", "ville": "Arras", **v}
                 for v in valeurs]
            )
            return self.dossier._reponses_du_dossier().get("Q11")

        proprietaire = {"role": "proprietaire", "rue": "1 rue A"}
        self.assertIsNone(q11())
        self.assertEqual(q11(proprietaire), "identifie")
        self.assertEqual(q11({"role": "proprietaire", "adresse_inconnue": True}), "introuvable")
        self.assertEqual(q11({"role": "indivisaire", "rue": "1 rue A"}), "indivision")
        self.assertIsNone(q11(proprietaire, {"role": "usufruitier", "adresse_inconnue": True}))

    def test_locataire_deduit_du_bailleur(self):
        self.assertNotIn("Q9", self.dossier._reponses_du_dossier())
        self.env["oilhi.dossier.personne"].create(
            {"dossier_id": self.dossier.id, "role": "bailleur", "raison_sociale": "SCI Y",
             "adresse_inconnue": True}
        )
        self.assertEqual(self.dossier._reponses_du_dossier()["Q9"], "locataire")

    def test_police_transferee(self):
        self.patch(type(self.dossier), "_reponses_du_dossier", lambda d: {"Q14": "oui"})
        resultat = self.dossier.qualifier({"Q1": "non", "Q2": "interne"})
        self.assertEqual(resultat["procedures"][0]["autorite"], "president_epci")
        self.assertEqual(resultat["procedures"][0]["autorite_nom"], "Président de l’EPCI")
        self.assertTrue(resultat["procedures"][0]["blocages"])

    def test_prochaine_etape_suit_le_parcours(self):
        self.dossier.qualifier(MSO)
        self.dossier.ouvrir_procedure("MSO")
        self.dossier._etape("MSO-01").realiser("2027-01-05")
        mso = self.dossier.qualifier({})["procedures"][0]
        self.assertNotEqual(mso["prochaine_etape"]["code"], "MSO-01")
        # The parcours moved, the reasoning did not: nothing new is frozen.
        self.assertEqual(len(self.dossier.qualification_ids), 1)

    # -- frozen qualification ------------------------------------------------

    def test_une_seule_qualification_si_rien_ne_change(self):
        self.dossier.qualifier(MSO)
        self.dossier.qualifier(MSO)
        self.dossier.qualifier({})
        self.assertEqual(len(self.dossier.qualification_ids), 1)
        self.dossier.qualifier({"Q9": ["vacant"]})
        self.assertEqual(len(self.dossier.qualification_ids), 2)

    def test_qualification_figee(self):
        self.dossier.qualifier(MSO)
        qualification = self.dossier.qualification_ids
        self.assertEqual(qualification.user_id, self.agent)
        self.assertEqual(len(qualification.empreinte), 64)
        self.assertEqual(qualification.reponses["Q1"], "non")
        self.assertEqual(qualification.reponses["Q3"], ["solidite"])
        self.assertEqual(qualification.desordres, [{"code": "STR-02", "gravite": 3}])
        for env in (qualification, qualification.sudo()):
            with self.assertRefus("figée"):
                env.write({"version": "autre"})
        with self.assertRaises(AccessError):
            qualification.unlink()
        with self.assertRefus("ne se supprime pas"):
            qualification.sudo().unlink()
        with self.assertRaises(AccessError):
            self.env["oilhi.dossier.qualification"].with_user(self.agent).create(
                {"dossier_id": self.dossier.id, "resultat": {}}
            )
        self.assertTrue(qualification.integre)
        self.assertIn("MSO", qualification.resume)
        self.assertIn("solidité", qualification.lecture)

    def test_alteration_en_base_visible(self):
        self.dossier.qualifier(MSO)
        qualification = self.dossier.qualification_ids
        self.env.flush_all()
        self.env.cr.execute(
            """UPDATE oilhi_dossier_qualification SET reponses = '{"Q1": "oui"}' WHERE id = %s""",
            (qualification.id,),
        )
        qualification.invalidate_recordset()
        self.assertFalse(qualification.integre)

    def test_message_au_fil_du_dossier(self):
        avant = self.dossier.message_ids
        self.dossier.qualifier(MSO)
        message = self.dossier.message_ids - avant
        self.assertEqual(message.author_id, self.agent.partner_id)
        self.assertIn("Mise en sécurité, procédure ordinaire", message.body)
        self.assertIn("Écartées", message.body)

    # -- the screen ----------------------------------------------------------

    def test_etat_ne_garde_rien(self):
        etat = self.dossier.etat_guide()
        self.assertEqual(codes(etat["questions"])[:2], ["Q1", "Q2"])
        self.assertTrue(etat["peut_modifier"])
        self.assertFalse(etat["confirmee"])
        self.assertFalse(self.dossier.qualification_ids)
        q3 = next(q for q in etat["questions"] if q["code"] == "Q3")
        self.assertEqual(q3["propose"], ["solidite"])  # STR-02 of gravity 3
        self.assertTrue(q3["aide"] and all(r["nom"] for r in q3["reponses"]))

    def test_repondre_effacer_confirmer(self):
        etat = self.dossier.repondre("Q1", "non")
        self.assertNotIn("Q1", codes(etat["questions"]))
        self.assertEqual(etat["reponses"][-1]["code"], "Q1")
        self.assertTrue(etat["reponses"][-1]["donnee"])
        etat = self.dossier.repondre("Q2", None)
        self.assertNotIn("Q2", codes(etat["questions"]))
        self.assertIn("Q2", codes(etat["resultat"]["a_preciser"]))
        etat = self.dossier.effacer_reponse("Q1")
        self.assertEqual(codes(etat["questions"])[0], "Q1")
        for code, valeur in MSO.items():
            etat = self.dossier.repondre(code, valeur)
        self.assertFalse(etat["confirmee"])
        etat = self.dossier.confirmer_guide()
        self.assertTrue(etat["confirmee"])
        self.assertEqual(etat["qualification"]["par"], self.agent.name)
        self.assertFalse(self.dossier.repondre("Q9", ["vacant"])["confirmee"])
        self.assertTrue(self.dossier.confirmer_guide()["confirmee"])

    def test_le_nombre_de_questions_ne_remonte_jamais(self):
        restantes = []
        etat = self.dossier.etat_guide()
        while etat["questions"]:
            restantes.append(len(etat["questions"]))
            question = etat["questions"][0]
            etat = self.dossier.repondre(question["code"], question["reponses"][-1]["code"])
        self.assertEqual(restantes, sorted(restantes, reverse=True))
        self.assertEqual(len(set(restantes)), len(restantes))

    def test_ce_que_le_guide_recommande_sans_parcours(self):
        """The prefect’s procedures are recommended, and nothing is said that is not there."""
        resultat = self.dossier.qualifier(
            {"Q1": "non", "Q2": "interne", "Q3": ["sante"], "Q6": "avec_risque"}
        )
        (ins,) = resultat["procedures"]
        self.assertEqual((ins["code"], ins["autorite"], ins["autorite_nom"]),
                         ("INS-ORD", "prefet", "Préfet"))
        self.assertIn("D-INS-01", ins["documents"])
        if not self.env.ref("oilhi_lhi.procedure_INS_ORD").etape_ids:
            self.assertEqual(ins["prochaine_etape"], {})
            self.assertNotIn("INS-ORD", self.dossier.etat_guide()["deroulees"])
            with self.assertRefus("adressez-vous à l’autorité"):
                self.dossier.ouvrir_procedure("INS-ORD")
        self.assertIn("MSO", self.dossier.etat_guide()["deroulees"])

    def test_particularites_de_la_commune(self):
        reponses = {"Q5": "oui", "Q9": ["locataire"]}
        self.assertNotIn("PLOUER", codes(self.dossier.qualifier(reponses)["procedures"]))
        self.dossier.commune_id.sudo().permis_louer = True
        resultat = self.dossier.qualifier({})
        self.assertIn("PLOUER", codes(resultat["procedures"]))
        self.assertEqual(resultat["faits"]["contexte"], ["permis_louer"])

    def test_qualification_gardee_se_rejoue(self):
        self.dossier.qualifier({**MSO, "Q9": ["vacant"]}, ["HUM-02"])
        gardee = self.dossier.qualification_ids[:1].resultat
        rejouee = rejouer(self.env["oilhi.regle"]._regles(), gardee).en_clair()
        for cle in ("ecartees", "sans_objet", "a_preciser", "alertes", "trace"):
            self.assertEqual(rejouee[cle], gardee[cle], cle)
        self.assertEqual(codes(rejouee["procedures"]), codes(gardee["procedures"]))

    # -- roles ---------------------------------------------------------------

    def test_lecteur_lit_sans_repondre(self):
        dossier = self.dossier.with_user(self.lecteur)
        self.assertFalse(dossier.etat_guide()["peut_modifier"])
        for appel in (
            lambda: dossier.qualifier(MSO),
            lambda: dossier.repondre("Q1", "oui"),
            lambda: dossier.effacer_reponse("Q1"),
            lambda: dossier.confirmer_guide(),
        ):
            with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
                appel()

    def test_autre_service_ne_voit_rien(self):
        dossier = self.dossier.with_user(self.agent_autre)
        for appel in (dossier.etat_guide, lambda: dossier.qualifier(MSO)):
            with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
                appel()

    def test_coordinateur_qualifie(self):
        resultat = self.dossier.with_user(self.coordinateur).qualifier(MSO)
        self.assertEqual(codes(resultat["procedures"]), ["MSO"])

    def test_correction_du_juriste_garde_par_les_mises_a_jour(self):
        """Wording, answers and conditions: what was corrected here is left alone from then on."""
        regle = self.env.ref("oilhi_lhi.regle_mso_cause")
        for ligne, vals in (
            (regle, {"name": "Le danger vient du bâtiment."}),
            (regle.clause_ids[0], {"operateur": "parmi"}),
            (self.env.ref("oilhi_lhi.question_q2"), {"aide": "D’où vient-il ?"}),
            (self.env.ref("oilhi_lhi.reponse_q2_interne"), {"aide": "Vétusté."}),
        ):
            self.assertFalse(ligne.personnalise)
            ligne.with_user(self.juriste).write(vals)
            self.assertTrue(ligne.personnalise)
        self.assertFalse(self.env.ref("oilhi_lhi.regle_mso_delai").personnalise)
        regle.with_user(self.juriste).action_reprendre_version_livree()
        self.assertFalse(regle.personnalise)

    def test_seul_le_juriste_change_les_regles(self):
        regle = self.env.ref("oilhi_lhi.regle_mso_delai")
        with self.assertRaises(AccessError):
            regle.with_user(self.agent).write({"name": "autre"})
        regle.with_user(self.juriste).write({"name": "Autre motif."})
        self.assertEqual(regle.name, "Autre motif.")

    # -- data ----------------------------------------------------------------

    def test_la_base_et_les_fichiers_disent_la_meme_chose(self):
        livrees, chargees = lire_regles(), self.env["oilhi.regle"]._regles()
        self.assertEqual(chargees.questions, livrees.questions)
        self.assertEqual(
            {r.code: r.canonique() for r in chargees.regles},
            {r.code: r.canonique() for r in livrees.regles},
        )
        self.assertEqual(chargees.version, livrees.version)

    def test_regle_datee(self):
        """Working rows and published version alike: a rule applies between its dates."""
        regles = self.env["oilhi.regle"]
        self.env.ref("oilhi_lhi.regle_mso_vacant").date_debut = "2028-01-01"

        def codes_du(jour):
            return {r.code for r in regles._regles_de_travail(jour).regles}

        self.assertNotIn("MSO-VACANT", codes_du("2027-12-31"))
        self.assertIn("MSO-VACANT", codes_du("2028-01-01"))
        version = self.env["oilhi.regle.version"]._ouvrir_brouillon()
        version._publier(version._instantane_travail())
        self.assertNotIn("MSO-VACANT", {r.code for r in regles._regles_du("2027-12-31").regles})
        self.assertIn("MSO-VACANT", {r.code for r in regles._regles_du("2028-01-01").regles})

    def test_regles_incoherentes_refusees(self):
        q1 = self.env.ref("oilhi_lhi.question_q1")
        oui = self.env.ref("oilhi_lhi.reponse_q1_oui")
        interne = self.env.ref("oilhi_lhi.reponse_q2_interne")
        base = {"code": "ESSAI", "name": "Essai", "effet": "exige",
                "procedure_id": self.env.ref("oilhi_lhi.procedure_MSO").id}
        cas = [
            ({**base, "procedure_id": False}, "une procédure est nécessaire"),
            ({**base, "effet": "alerte"}, "niveau"),
            ({**base, "gravite_min": 3}, "désordres"),
            ({**base, "clause_ids": [(0, 0, {"question_id": q1.id, "operateur": "inconnu"})]},
             "n’est permis que"),
            ({**base, "clause_ids": [(0, 0, {"question_id": q1.id})]}, "incohérentes"),
            ({**base, "clause_ids": [(0, 0, {"question_id": q1.id,
                                             "reponse_ids": [(6, 0, interne.ids)]})]},
             "n’appartient pas|inconnue"),
        ]
        for vals, message in cas:
            with self.subTest(message), self.assertRefus(message, ValidationError):
                self.env["oilhi.regle"].create(vals)
        regle = self.env["oilhi.regle"].create({
            **base, "clause_ids": [(0, 0, {"question_id": q1.id, "reponse_ids": [(6, 0, oui.ids)]})],
        })
        with self.assertRaises(ValidationError):
            regle.clause_ids.operateur = "inconnu"

    def test_codes_controles(self):
        with self.assertRefus("question", ValidationError):
            self.env["oilhi.question"].create({"code": "X1", "name": "?"})
        q1 = self.env.ref("oilhi_lhi.question_q1")
        for faux in ("Oui", "peut être", "inconnu"):
            with self.assertRefus("n’est pas admis", ValidationError):
                self.env["oilhi.reponse"].create({"question_id": q1.id, "code": faux, "name": "?"})
        with self.assertRefus("règles actives", ValidationError):
            q1.active = False

    def test_reponse_enregistree_coherente(self):
        q1, q2 = self.env.ref("oilhi_lhi.question_q1"), self.env.ref("oilhi_lhi.question_q2")
        base = {"dossier_id": self.dossier.id, "question_id": q1.id}
        for vals in (
            {},
            {"reponse_ids": [(6, 0, q2.reponse_ids[:1].ids)]},
            {"reponse_ids": [(6, 0, q1.reponse_ids.ids)]},
            {"reponse_ids": [(6, 0, q1.reponse_ids[:1].ids)], "inconnu": True},
        ):
            with self.assertRaises(ValidationError):
                self.env["oilhi.dossier.reponse"].with_user(self.agent).create({**base, **vals})

    def test_nombre_de_requetes_constant(self):
        self.dossier.qualifier({**MSO, "Q9": ["vacant"], "Q10": "non", "Q13": "non"})
        # What the server keeps in memory is there from the first reading on.
        for _lecture in range(2):
            self.env.flush_all()
            self.env.invalidate_all()
            self.dossier.etat_guide()
        self.env.invalidate_all()
        with self.assertQueryCount(42):
            self.dossier.etat_guide()
