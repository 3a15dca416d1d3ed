from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .parcours_common import AVANT_LETTRE, OilhiParcoursCommon


@tagged("at_install", "-post_install")
class TestParcoursLecture(OilhiParcoursCommon):
    """What the stepper is given to show, as plain data, for each role."""

    def _lu(self, dossier, user=None):
        return dossier.with_user(user or self.agent).parcours()

    def _procedure(self, dossier, code="MSO", user=None):
        return next(p for p in self._lu(dossier, user)["procedures"] if p["code"] == code)

    def _etape_lue(self, dossier, code, user=None):
        return next(
            e for p in self._lu(dossier, user)["procedures"] for e in p["etapes"]
            if e["code"] == code
        )

    def _lettre_lue(self, dossier, user=None):
        """The period that the letter opens, among those of its step."""
        return next(
            e for e in self._etape_lue(dossier, "MSO-08", user)["echeances"]
            if e["code"] == "DL-CONTR-MS"
        )

    def _piece(self, nom="avis.pdf"):
        return self.env(user=self.agent)["ir.attachment"].create({"name": nom, "raw": b"%PDF-1.4"})

    # -- Where we are --------------------------------------------------------

    def test_phases(self):
        """One current phase, what is behind and what is ahead; no failure before it happens."""
        dossier = self._maison()

        def etats():
            return {p["code"]: p["etat"] for p in self._procedure(dossier)["phases"]}

        self.assertEqual(etats()["signalement"], "courante")
        self._instruire(dossier)
        self.assertEqual(etats(), {
            "signalement": "passee", "instruction": "passee", "contradictoire": "courante",
            "arrete": "a_venir", "execution": "a_venir", "clos": "a_venir",
        })
        self._lettre(dossier)
        self._mesure(dossier)
        self._faire(dossier, "MSO-12", "2027-02-15")
        self._faire(dossier, "MSO-13", "2027-02-16", mode="main_propre")
        self._faire(dossier, "MSO-16", "2027-04-20")
        self._faire(dossier, "MSO-17b", "2027-04-21", note="Rien n’est fait.")
        self.assertEqual(etats()["carence"], "courante")
        self.assertEqual(etats()["execution"], "passee")

    def test_blocages_et_qui(self):
        """What stops a step, and who can lift it."""
        dossier = self._maison()
        self.assertFalse(self._etape_lue(dossier, "MSO-12")["blocages"], "it is not in view yet")
        self._instruire(dossier)
        self._lettre(dossier, reception=None)
        self._faire(dossier, "MSO-10", "2027-02-14", observations="aucune")
        (blocage,) = self._etape_lue(dossier, "MSO-12")["blocages"]
        self.assertIn("Preuve manquante", blocage["message"])
        self.assertIn("avis de réception", blocage["qui"])

    def test_branches(self):
        """Names, never bare codes, of what follows on success and on failure."""
        dossier = self._maison()
        suivi = self._etape_lue(dossier, "MSO-16")
        self.assertEqual([s["code"] for s in suivi["si_fait"]], ["MSO-17a"])
        self.assertEqual([s["code"] for s in suivi["sinon"]], ["MSO-17b"])
        self.assertEqual(
            suivi["sinon"][0]["nom"], dossier._etape("MSO-17b").etape_id.name
        )
        qualification = self._etape_lue(dossier, "MSO-06")
        self.assertEqual([b["code"] for b in qualification["bascules"]], ["MSU", "PGI"])
        self.assertEqual(
            qualification["bascules"][1]["nom"], self.env.ref("oilhi_lhi.procedure_PGI").name
        )
        self.assertEqual(
            [b["code"] for b in self._procedure(dossier)["bascules"]], ["MSU", "PGI"]
        )

    def test_controlable(self):
        """Only acts to be signed may be checked, and only where something can check them."""
        dossier = self._maison()
        lus = {e["code"]: e for e in self._procedure(dossier)["etapes"]}
        attendu = hasattr(self.env["oilhi.dossier.etape"], "action_controler")
        self.assertEqual(lus["MSO-12"]["controlable"], attendu)
        self.assertFalse(lus["MSO-04"]["controlable"])
        self.assertEqual((lus["MSO-12"]["nature"], lus["MSO-04"]["nature"]), ("arrete", "visite"))

    # -- Dates ---------------------------------------------------------------

    def test_provisoire_puis_prouvee(self):
        """A date typed without a document says so, until a document proves it."""
        dossier = self._maison()
        self._instruire(dossier)
        self._lettre(dossier)

        avant = self._lettre_lue(dossier)
        self.assertEqual(
            avant["provisoire_texte"], "Provisoire\u00a0: aucun document ne prouve la réception"
        )
        self.assertTrue(avant["prouvable"] and avant["suivie"])
        self.assertEqual(avant["fait_id"], dossier._etape("MSO-08").fait_ids.id)
        dossier._etape("MSO-08").with_user(self.agent).realiser(
            "2027-01-08", fait_id=avant["fait_id"], piece_ids=self._piece().ids
        )
        apres = self._lettre_lue(dossier)
        self.assertEqual((apres["provisoire_texte"], apres["prouvable"]), ("", False))
        self.assertEqual(apres["date"], avant["date"])
        self.assertFalse(apres["historique"], "the date has not moved")

    def test_sans_date(self):
        dossier = self._maison()
        self._instruire(dossier)
        self._lettre(dossier, reception=None)
        echeance = self._lettre_lue(dossier)
        self.assertEqual(echeance["texte"], "Preuve manquante")
        self.assertIn("reste à enregistrer la réception", echeance["provisoire_texte"])
        self.assertIn("08/02/2027", echeance["provisoire_texte"], "at best, received at once")
        self.assertTrue(echeance["prouvable"])
        self.assertFalse(echeance["suivie"])

    def test_sans_date_lettre_revenue(self):
        """Unknown at the address: no receipt will come, the sentence says what is left to do."""
        dossier = self._maison()
        self._instruire(dossier)
        self._lettre(dossier, reception=None)
        fait = dossier._etape("MSO-08").fait_ids
        dossier._etape("MSO-08").with_user(self.agent).realiser(
            str(fait.date), fait_id=fait.id, mode="lrar", issue_pli="npai"
        )
        echeance = self._lettre_lue(dossier)
        self.assertFalse(echeance["date"])
        self.assertIn("la lettre est revenue", echeance["provisoire_texte"])
        self.assertNotIn("réception", echeance["provisoire_texte"])

    def test_date_corrigee(self):
        """The former date, who moved it and why."""
        dossier = self._maison()
        self._instruire(dossier)
        self._lettre(dossier)
        dossier._etape("MSO-08").with_user(self.responsable).realiser(
            "2027-01-08", date_reception="2027-01-14", motif="L’avis avait été mal lu."
        )
        etape = self._etape_lue(dossier, "MSO-08", self.lecteur)
        (ancienne,) = self._lettre_lue(dossier, self.lecteur)["historique"]
        self.assertEqual(ancienne["date"], "12/02/2027")
        self.assertEqual(ancienne["par"], self.responsable.name)
        self.assertEqual(ancienne["motif"], "L’avis avait été mal lu.")
        self.assertIn("reçu le 12/01/2027", ancienne["calcul"])
        faits = {f["actif"]: f for f in etape["faits"]}
        self.assertEqual(faits[True]["motif_correction"], "L’avis avait été mal lu.")
        self.assertEqual(faits[False]["reception"], "12/01/2027")

    # -- Variants ------------------------------------------------------------

    def _variante(self):
        """A variant of our own, that changes three steps of the ordinary procedure."""
        variante = self.env["oilhi.procedure"].create({
            "code": "ESSAI-EQ", "name": "Variante d’essai", "transferable_epci": True,
            "parcours_id": self.env.ref("oilhi_lhi.procedure_MSO").id,
        })
        self.env["oilhi.procedure.difference"].create([
            {
                "procedure_id": variante.id, "etape_id": self.env.ref(f"oilhi_lhi.etape_{code}").id,
                "effet": effet, "motif": motif, "base": "CCH L. 511-2 2°", **autres,
            }
            for code, effet, motif, autres in (
                ("MSO_05", "consigne", "Le rapport nomme l’équipement",
                 {"consigne": "Nommez l’équipement.", "niveau_preuve": "a_verifier",
                  "document_codes": "D-COM-12", "partenaire_codes": "PA-ADIL"}),
                ("MSO_11", "obligatoire", "Ici, un courrier amiable est dû", {}),
                ("MSO_14", "ecartee", "Rien à publier ici", {}),
            )
        ])
        return variante

    def test_differences(self):
        dossier = self._maison()
        self._variante()
        dossier.ouvrir_procedure("ESSAI-EQ", motif="C’est un équipement.")
        lue = self._procedure(dossier, "ESSAI-EQ")
        self.assertEqual(lue["variante"], self.env.ref("oilhi_lhi.procedure_MSO").name)
        etapes = {e["code"]: e for e in lue["etapes"]}
        difference = etapes["MSO-05"]["difference"]
        self.assertEqual(difference["consigne"], "Nommez l’équipement.")
        self.assertEqual(difference["base"], "CCH L. 511-2 2°")
        self.assertEqual(difference["niveau_libelle"], "À vérifier")
        self.assertIn("D-COM-12", [d["code"] for d in etapes["MSO-05"]["documents"]])
        self.assertIn("PA-ADIL", [p["code"] for p in etapes["MSO-05"]["partenaires"]])
        self.assertEqual(etapes["MSO-14"]["etat"], "ecartee")
        self.assertIn("Rien à publier ici (CCH L. 511-2 2°).", etapes["MSO-14"]["motif"])
        self.assertIsNone(etapes["MSO-14"]["difference"], "its reason already says it")
        self.assertIsNone(etapes["MSO-12"]["difference"])

    def test_rendue_obligatoire(self):
        """Compulsory in the variant only: it reminds, and is not set aside by hand."""
        dossier = self._maison()
        ordinaire = dossier._etape("MSO-11")
        self.assertEqual(ordinaire._obligation(), "non")
        self.assertTrue(self._etape_lue(dossier, "MSO-11")["ecartable"])
        self._variante()
        dossier.ouvrir_procedure("ESSAI-EQ", motif="C’est un équipement.")
        etape = self.env["oilhi.dossier.etape"].search([
            ("dossier_id", "=", dossier.id), ("code", "=", "MSO-11"), ("id", "!=", ordinaire.id),
        ])
        lue = next(
            e for e in self._procedure(dossier, "ESSAI-EQ")["etapes"] if e["code"] == "MSO-11"
        )
        self.assertEqual((lue["obligation"], lue["principale"]), ("oui", True))
        self.assertFalse(lue["ecartable"])
        with self.assertRaisesRegex(UserError, "imposée"):
            etape.with_user(self.agent).ecarter("Je préfère.")

    # -- Changing course -----------------------------------------------------

    def test_bascule_lisible(self):
        """The new procedure says where it comes from, the former one where it went, both readable."""
        dossier = self._maison()
        self._instruire(dossier, AVANT_LETTRE[:4])
        self._faire(dossier, "MSO-05", "2027-01-06", note="Le mur penche de 12 cm.")
        dossier.qualifier({"Q1": "oui", "Q2": "interne", "Q3": ["solidite"], "Q9": ["locataire"]})
        ancienne = dossier.procedure_ids
        ancienne.with_user(self.agent).basculer("MSU", "Le mur a bougé cette nuit.")
        nouvelle, avant = self._procedure(dossier, "MSU"), self._procedure(dossier, "MSO")
        self.assertEqual(
            [p["code"] for p in self._lu(dossier)["procedures"]], ["MSU", "MSO"],
            "what is in progress comes first",
        )
        self.assertEqual(nouvelle["origine"]["id"], ancienne.id)
        self.assertIn("Relayée", nouvelle["origine"]["etat_libelle"])
        self.assertIn("Le mur a bougé cette nuit.", nouvelle["origine"]["motif"])
        self.assertEqual([s["code"] for s in avant["suites"]], ["MSU"])
        self.assertFalse(avant["bascules"] or avant["phases"])
        (fait,) = self._etape_lue(dossier, "MSU-02")["faits"]
        self.assertEqual(fait["repris_de"]["code"], "MSO-05")
        self.assertEqual(fait["repris_de"]["procedure_id"], ancienne.id)
        self.assertEqual(fait["note"], "Le mur penche de 12 cm.", "its own words, and no others")

    def test_dialogue_bascule(self):
        """From a step that leads to one procedure, that one is proposed; several: one chooses."""
        dossier = self._maison()
        procedure = dossier.procedure_ids.with_user(self.agent)
        action = procedure.action_basculer("PGI")
        demande = self.env[action["res_model"]].with_user(self.agent).with_context(
            **action["context"]
        )
        valeurs = demande.new(demande.default_get(["suite_id", "operation", "dossier_procedure_id"]))
        self.assertEqual(valeurs.suite_id.code, "PGI")
        libre = demande.with_context(default_suite_id=False).new({
            "operation": "basculer", "dossier_procedure_id": procedure.id,
        })
        self.assertEqual(libre.suites.mapped("code"), ["MSO", "MSU", "PGI"][1:])
        self.assertFalse(libre.suite_id)
        with self.assertRaises(AccessError):
            procedure.with_user(self.lecteur).action_basculer()

    # -- Recipients ----------------------------------------------------------

    def test_restants(self):
        """Who remains to be entered, of those whom the step concerns."""
        dossier = self._maison()
        second = self.env(user=self.agent)["oilhi.dossier.personne"].create({
            "dossier_id": dossier.id, "role": "usufruitier", "civilite": "madame",
            "prenom": "Alix", "nom": "Second", "rue": "1 rue d’Essai", "ville": "Arras",
        })
        self._instruire(dossier)
        premier = self._personnes(dossier, "proprietaire")
        self.assertFalse(self._etape_lue(dossier, "MSO-08")["restants"], "nothing begun")
        self._faire(dossier, "MSO-08", "2027-01-08", mode="lrar", destinataire_id=premier.id)
        self.assertEqual(self._etape_lue(dossier, "MSO-08")["restants"], [
            {"id": second.id, "nom": "Madame Alix Second"}
        ])
        self._faire(dossier, "MSO-08", "2027-01-08", mode="lrar", destinataire_id=second.id)
        self.assertFalse(self._etape_lue(dossier, "MSO-08")["restants"])
        occupant = self._personnes(dossier, "occupant")
        notification = dossier._etape("MSO-13")
        self.assertEqual(
            notification._destinataires_attendus(), premier | second | occupant,
            "CCH L. 511-12: the occupants too",
        )
        self.assertEqual(dossier._etape("MSO-09")._destinataires_attendus(), occupant)

    def test_restants_syndic(self):
        """Common parts only: the syndic alone (CCH L. 511-10, L. 511-12)."""
        dossier = self._maison(reponses={"Q10": "parties_communes"})
        syndic = self.env(user=self.agent)["oilhi.dossier.personne"].create({
            "dossier_id": dossier.id, "role": "syndic", "raison_sociale": "Syndic d’essai",
            "rue": "1 rue d’Essai", "ville": "Arras",
        })
        for code in ("MSO-08", "MSO-13"):
            self.assertEqual(dossier._etape(code)._destinataires_attendus(), syndic)

    # -- Who, and at what cost -----------------------------------------------

    def test_lecteur(self):
        dossier = self._maison()
        lu = self._lu(dossier, self.lecteur)
        self.assertFalse(lu["modifiable"] or lu["responsable"])
        self.assertTrue(self._lu(dossier, self.responsable)["responsable"])
        self.assertTrue(self._lu(dossier, self.coordinateur)["modifiable"])
        self.assertEqual(
            lu["procedures"][0]["etapes"][0]["nom"], self._etape_lue(dossier, "MSO-01")["nom"]
        )
        with self.assertRaises(AccessError):
            self._lu(dossier, self.agent_autre)

    def _charge(self, rue, corrections, procedures, visites):
        """A case with as many corrections, procedures and visits as asked."""
        dossier = self._maison(
            batiment_id=self._batiment(rue, protection="non", copropriete="non").id
        )
        self._instruire(dossier, AVANT_LETTRE)
        for jour in range(visites):
            self._faire(dossier, "MSO-04", f"2027-01-{jour + 1:02d}", heure="10:00")
        self._lettre(dossier)
        for jour in range(corrections):
            dossier._etape("MSO-08").realiser(
                "2027-01-08", date_reception=f"2027-01-{jour + 14}", motif=f"Correction {jour}",
                piece_ids=self._piece(f"avis-{jour}.pdf").ids,
            )
        for code in procedures:
            dossier.ouvrir_procedure(code, motif="Essai.")
        return dossier

    def test_requetes(self):
        """As many queries for three procedures, a variant, a long history, as for a small case."""
        self._variante()
        petit = self._charge("1 rue Courte", 1, ("ESSAI-EQ",), 1)
        grand = self._charge("2 rue Longue", 5, ("PGI", "ESSAI-EQ"), 6)
        self.assertGreater(len(grand.etape_ids), len(petit.etape_ids))
        self.env.flush_all()

        def requetes(dossier):
            self.env.invalidate_all()
            avant = self.cr.sql_log_count
            self._lu(dossier)
            return self.cr.sql_log_count - avant

        requetes(petit)  # caches of access rights and translations
        attendues = requetes(petit)
        self.assertLessEqual(requetes(grand), attendues)
        self.assertLessEqual(attendues, 45)
