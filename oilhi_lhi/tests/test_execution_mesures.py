from pathlib import Path

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.modules.migration import exec_script
from odoo.tests import Form, tagged

from .execution_common import OilhiExecutionCommon


@tagged("at_install", "-post_install")
class TestExecutionMesures(OilhiExecutionCommon):
    """From the order to its lifting: time, owner's word, control, finding, partial lifting."""

    # -- Its time ------------------------------------------------------------

    def test_date_limite(self):
        """Read from the clock of the person bound (CCH R. 511-6); a ban has its own date."""
        dossier, (mur, plancher, interdiction) = self._sous_arrete()
        self.assertEqual(str(mur.date_limite), "2027-04-19")
        self.assertFalse(mur.date_limite_provisoire)
        self.assertIn("18/02/2027", mur.date_limite_calcul)
        self.assertEqual(plancher.date_limite, mur.date_limite)
        self.assertEqual(str(interdiction.date_limite), "2027-02-20")
        self.assertIn("L. 511-18", interdiction.date_limite_calcul)
        self.assertIn("Un mois au moins", mur.minimum_legal.replace("\u00a0", " "))
        self.assertEqual(mur.minimum_base, "CCH R. 511-6")
        self.assertFalse(mur.minimum_legal.endswith("."), "the article follows")
        self.assertEqual(interdiction.minimum_base, "CCH L. 511-18")

    def test_date_limite_provisoire(self):
        """No receipt: no date; a receipt without its notice: a date that is provisional."""
        dossier, (mur, *_autres) = self._sous_arrete(reception=None, preuve=False)
        self.assertFalse(mur.date_limite)
        self.assertTrue(mur.date_limite_provisoire)
        self._faire(dossier, "MSO-13", "2027-02-16", date_reception="2027-02-18")
        self.assertEqual(str(mur.date_limite), "2027-04-19")
        self.assertTrue(mur.date_limite_provisoire)

    def test_deux_destinataires(self):
        """R8: each his own clock; the measure waits for the later one."""
        dossier = self._maison()
        seconde = self.env(user=self.agent)["oilhi.dossier.personne"].create({
            "dossier_id": dossier.id, "role": "indivisaire", "prenom": "Andrée", "nom": "Seconde", "tenue": True,
            "rue": "1 place du Test", "code_postal": "62000", "ville": "Arras",
        })
        premier = self._personnes(dossier, "proprietaire")
        self._instruire(dossier)
        for personne in premier | seconde:
            self._faire(
                dossier, "MSO-08", "2027-01-08", mode="lrar", date_reception="2027-01-12",
                destinataire_id=personne.id,
            )
        self._faire(dossier, "MSO-09", "2027-01-08")
        commune = self._mesure(dossier)
        sienne = self._mesure(dossier, personne_id=seconde.id, delai_nombre=3)
        self._faire(dossier, "MSO-12", "2027-02-15")
        self._faire(
            dossier, "MSO-13", "2027-02-16", mode="lrar", date_reception="2027-02-18",
            destinataire_id=premier.id,
        )
        self._faire(
            dossier, "MSO-13", "2027-02-16", mode="lrar", date_reception="2027-02-26",
            destinataire_id=seconde.id,
        )
        self.assertEqual(str(commune.date_limite), "2027-04-26")
        self.assertEqual(str(sienne.date_limite), "2027-05-26")
        self.assertIn("Seconde", commune.date_limite_calcul)

    # -- What the owner says ---------------------------------------------------

    def test_justificatif_ne_suffit_pas(self):
        dossier, (mur, *_autres) = self._sous_arrete()
        mur = mur.with_user(self.agent)
        with freeze_time("2027-03-10 09:00:00"):
            mur.commencee_le = "2027-03-01"
            self.assertEqual(mur.execution, "en_cours")
            mur.write({
                "preuve_recue_le": "2027-03-10", "preuve_note": "Facture de l’entreprise Modèle",
                "preuve_piece_ids": [Command.set(self._piece("facture.pdf").ids)],
                "preuve_saisie_par_id": self.responsable.id,
            })
        self.assertEqual(mur.execution, "en_cours")
        self.assertEqual(mur.preuve_saisie_par_id, self.agent, "who typed it is never typed")
        self.assertTrue(mur.a_controler)
        self.assertIn("contrôlez sur place", mur.execution_mots)
        self.assertIn("Facture", dossier.message_ids[0].body)
        with self.assertRaisesRegex(ValidationError, "pas encore venu"), freeze_time("2027-03-10"):
            mur.preuve_recue_le = "2027-03-11"
        for vals in ({"execution": "executee"}, {"date_realisation": "2027-03-10"},
                     {"levee_le": "2027-03-10"}, {"date_limite": "2030-01-01"}):
            with self.subTest(vals=vals), self.assertRaisesRegex(UserError, "L. 511-14"):
                mur.write(vals)
        with self.assertRaises(AccessError):
            mur.with_user(self.agent)["constat_ids"].create({
                "dossier_id": dossier.id, "mesure_id": mur.id, "date": "2027-03-10",
                "resultat": "executee",
            })
        self._controler(dossier, "2027-03-12", ["non_executee", "non_verifiee", "non_verifiee"])
        self.assertFalse(mur.a_controler)
        self.assertEqual(mur.execution, "a_faire")

    # -- Control visit -----------------------------------------------------------

    def test_controle_partiel_puis_complet(self):
        dossier, (mur, plancher, interdiction) = self._sous_arrete()
        visite, suite = self._controler(dossier, "2027-04-10", [
            ("executee", "2027-04-08"), ("partielle", "la trémie"), "executee",
        ])
        self.assertEqual(visite.nature, "controle")
        self.assertEqual(visite.etat, "terminee")
        self.assertEqual((mur.execution, str(mur.date_realisation)), ("executee", "2027-04-08"))
        self.assertEqual((plancher.execution, plancher.reste), ("partielle", "la trémie"))
        self.assertEqual(interdiction.execution, "executee")
        self.assertFalse(interdiction.date_realisation, "a ban is obeyed, it is not completed")
        self.assertIn("la trémie", dossier.message_ids.filtered(lambda m: "constaté" in m.body)[:1].body)
        # The time still runs: the follow-up is proposed, with what was found.
        self.assertEqual(suite["context"]["default_dossier_etape_id"], dossier._etape("MSO-16").id)
        with self.assertRaisesRegex(UserError, "ne change plus"):
            visite.controle_ids[0].resultat = "non_executee"
        # The clock of the measure that is done is kept; that of the other runs.
        echeances = self._echeance(dossier, "DL-EXEC-MS")
        self.assertEqual(
            {e.mesure_id: str(e.tenue_le or "") for e in echeances},
            {mur: "2027-04-08", plancher: ""},
        )
        autre, suite = self._controler(dossier, "2027-04-16", [("executee", "2027-04-15")])
        self.assertEqual(autre.controle_ids.mesure_id, plancher, "what is done is not looked at again")
        self.assertEqual(suite["context"]["default_dossier_etape_id"], dossier._etape("MSO-17a").id)
        self.assertEqual(suite["context"]["default_date"], "2027-04-15")
        with freeze_time("2027-04-16 16:00:00"):
            dialogue = Form(
                self.env(user=self.agent)["oilhi.etape.realiser"].with_context(**suite["context"])
            ).save()
            self.assertEqual(set(dialogue.mesure_ids.mapped("resultat")), {"executee"})
            dialogue.action_realiser()
        self.assertEqual(str(dossier._etape("MSO-17a").date), "2027-04-15")
        self.assertEqual(str(mur.date_realisation), "2027-04-08")
        self.assertEqual(str(plancher.date_realisation), "2027-04-15")

    def test_controle_apres_l_echeance(self):
        """The time is over: the failure is proposed; it is refused the day before."""
        dossier, mesures = self._sous_arrete()
        _visite, suite = self._controler(dossier, "2027-04-19", ["non_executee"] * 2 + ["executee"])
        self.assertEqual(suite["context"]["default_dossier_etape_id"], dossier._etape("MSO-16").id)
        _visite, suite = self._controler(dossier, "2027-04-20", ["non_executee"] * 2)
        self.assertEqual(suite["context"]["default_dossier_etape_id"], dossier._etape("MSO-17b").id)
        with freeze_time("2027-04-20 16:00:00"):
            Form(
                self.env(user=self.agent)["oilhi.etape.realiser"].with_context(**suite["context"])
            ).save().action_realiser()
        self.assertEqual(dossier._etape("MSO-17b").etat, "faite")
        self.assertEqual(dossier.phase, "carence")
        self.assertEqual(mesures[0].execution, "a_faire")
        lues = {e["code"]: e for e in dossier.with_user(self.agent).parcours()["procedures"][0]["etapes"]}
        self.assertIn("D-MSO-22", [d["code"] for d in lues["MSO-17b"]["documents"]], "written after it")
        self.assertFalse(lues["MSO-12"]["documents"])

    def test_suite_fermee_puis_reprise(self):
        """Closed without saving, the step opens again from the parcours on what the control found."""
        dossier, (mur, plancher, _interdiction) = self._sous_arrete()
        _visite, suite = self._controler(dossier, "2027-04-19", [
            "non_executee", ("partielle", "la trémie"), "executee",
        ])
        mur = mur.with_user(self.agent)

        def rouvrir(code, jour="2027-04-25"):
            action = dossier._etape(code).with_user(self.agent).action_realiser()
            with freeze_time(f"{jour} 09:00:00"):
                return Form(
                    self.env(user=self.agent)["oilhi.etape.realiser"].with_context(**action["context"])
                ).save()

        suivi = rouvrir("MSO-16")
        self.assertEqual(
            suivi.mesure_ids.mapped("resultat"), ["non_executee", "partielle", "executee"],
        )
        self.assertEqual((str(suivi.date), suivi.heure), ("2027-04-19", "10:00"))
        self.assertEqual(suivi.date, fields.Date.to_date(suite["context"]["default_date"]))
        self.assertIn("Non exécutée, constaté le 19/04/2027", suivi.mesure_ids[0].etabli.replace("\u00a0", " "))
        # The finding of execution never says by itself the contrary of the control.
        constat = rouvrir("MSO-17a")
        self.assertEqual(constat.mesure_ids.mapped("resultat"), ["non_executee", "partielle"])
        self.assertIn("mur pignon", constat.blocages)
        with self.assertRaisesRegex(UserError, "mur pignon"):
            constat.action_realiser()
        self.assertEqual(mur.execution, "a_faire")
        self.assertEqual(rouvrir("MSO-17b").mesure_ids.mapped("resultat"), ["non_executee", "partielle"])
        with freeze_time("2027-04-25 09:00:00"):
            suivi.action_realiser()
        # Recorded: the next follow-up is another look, on its own day.
        autre = rouvrir("MSO-16", "2027-05-02")
        self.assertEqual(str(autre.date), "2027-05-02")
        self.assertEqual(autre.mesure_ids[0].resultat, "non_verifiee")
        self.assertIn("Non exécutée, constaté le 19/04/2027", autre.mesure_ids[0].etabli.replace("\u00a0", " "))
        autre.with_user(self.agent).action_realiser()
        self.assertEqual((mur.execution, plancher.execution), ("a_faire", "partielle"))
        self.assertIn("Non exécutée", mur.execution_mots)

    def test_controle_incomplet_et_sans_arrete(self):
        dossier, _mesures = self._sous_arrete()
        with self.assertRaisesRegex(UserError, "ce qui reste"):
            self._controler(dossier, "2027-04-10", ["partielle", "executee", "executee"])
        avant = self._maison()
        visite = self.env(user=self.agent)["oilhi.dossier.visite"].create({
            "dossier_id": avant.id, "date": "2027-01-06", "heure_debut": 10,
        })
        self.assertEqual(visite.nature, "instruction")
        with self.assertRaisesRegex(UserError, "arrêté signé"):
            visite.action_preparer_controle()
        with self.assertRaisesRegex(UserError, "arrêté signé"):
            avant.with_user(self.agent).action_controler_mesures()

    def test_photos_et_entree_refusee(self):
        """Photos hang on the measure; nobody let in: the findings are kept, no step is proposed."""
        dossier, _mesures = self._sous_arrete()
        visite, _suite = self._controler(
            dossier, "2027-04-10", ["non_verifiee"] * 3, terminer=False
        )
        ligne = visite.controle_ids[0]
        action = ligne.action_ajouter_photos()
        ajout = self.env(user=self.agent)["oilhi.dossier.photo.ajout"].with_context(
            **action["context"]
        ).create({})
        ajout.piece_ids = self.env(user=self.agent)["ir.attachment"].create({
            "name": "mur.png", "datas": self._image(), "res_model": ajout._name,
        })
        self.assertEqual(ajout.action_ajouter()["res_id"], ligne.id)
        self.assertEqual(ligne.photo_count, 1)
        with self.assertRaisesRegex(UserError, "servent de preuve"):
            ligne.unlink()
        visite.acces = "refuse"
        with freeze_time("2027-04-10 18:00:00"):
            self.assertIs(visite.action_terminer(), True)

    # -- Findings by the steps -------------------------------------------------------

    def test_constat_sans_detail_dit_tout(self):
        """`realiser` without the measures: the finding of execution speaks of all (L. 511-14)."""
        dossier, (mur, plancher, interdiction) = self._sous_arrete()
        self._faire(dossier, "MSO-17a", "2027-04-16")
        self.assertEqual(str(mur.date_realisation), "2027-04-16")
        self.assertEqual(plancher.execution, "executee")
        self.assertEqual(interdiction.execution, "a_faire")
        self._faire(dossier, "MSO-17a", "2027-04-15", motif="Erreur de date.")
        self.assertEqual(str(mur.date_realisation), "2027-04-15", "a correction moves the completion")
        dossier._etape("MSO-17a").with_user(self.responsable).annuler("Autre immeuble.")
        self.assertEqual(mur.execution, "a_faire")
        self.assertFalse(mur.date_realisation)
        self.assertEqual(len(mur.constat_ids), 2, "what was found stays readable")
        self.assertFalse(any(mur.constat_ids.mapped("en_vigueur")))

    def test_constat_incomplet_refuse(self):
        dossier, (mur, plancher, _interdiction) = self._sous_arrete()
        with self.assertRaisesRegex(UserError, "plancher"):
            self._faire(dossier, "MSO-17a", "2027-04-16", mesures=[
                {"id": mur.id, "resultat": "executee"},
                {"id": plancher.id, "resultat": "partielle", "reste": "la trémie"},
            ])
        self._faire(dossier, "MSO-16", "2027-04-16", mesures=[
            {"id": mur.id, "resultat": "executee", "achevement": "2027-04-01"},
            {"id": plancher.id, "resultat": "partielle", "reste": "la trémie"},
        ])
        self.assertEqual(str(mur.date_realisation), "2027-04-01")
        self.assertEqual(plancher.reste, "la trémie")
        for lignes, mots in (
            ([{"id": mur.id, "resultat": "levee"}], "dites ce que vous constatez"),
            ([{"id": mur.id, "resultat": "partielle"}], "ce qui reste"),
            ([{"id": mur.id, "resultat": "executee", "achevement": "2027-05-01"}], "après le constat"),
            ([{"id": 10**8, "resultat": "executee"}], "pas de cette procédure"),
            ("mur", "une liste"),
        ):
            with self.subTest(mots=mots), self.assertRaisesRegex(UserError, mots):
                self._faire(dossier, "MSO-16", "2027-04-17", mesures=lignes)
        with self.assertRaisesRegex(UserError, "ne constate rien"):
            self._faire(dossier, "MSO-14", "2027-04-17", mesures=[])

    def test_carence_impossible_si_tout_est_fait(self):
        dossier, _mesures = self._sous_arrete()
        self._controler(dossier, "2027-04-16", ["executee"] * 3)
        with self.assertRaisesRegex(UserError, "pas de carence|il n’y a pas"):
            self._faire(dossier, "MSO-17b", "2027-04-20")

    def test_une_mesure_faite_ne_fait_pas_attendre(self):
        """The failure on the late measure need not wait for the time of one that is done."""
        dossier = self._maison()
        self._instruire(dossier)
        self._lettre(dossier)
        courte = self._mesure(dossier, texte="Étayer.", delai_nombre=1)
        longue = self._mesure(dossier, texte="Reconstruire.", delai_nombre=6)
        self._faire(dossier, "MSO-12", "2027-02-15")
        self._faire(dossier, "MSO-13", "2027-02-16", mode="lrar", date_reception="2027-02-18")
        with self.assertRaisesRegex(UserError, "Trop tôt"):
            self._faire(dossier, "MSO-17b", "2027-04-20")
        self._controler(dossier, "2027-04-10", ["non_executee", "executee"])
        self._faire(dossier, "MSO-17b", "2027-04-20")
        self.assertEqual((courte.execution, longue.execution), ("a_faire", "executee"))

    # -- Lifting ----------------------------------------------------------------------

    def test_mainlevee_partielle(self):
        """The ban on lot 2 ends with its works, by an amending order; the wall still binds."""
        dossier, (mur, plancher, interdiction) = self._sous_arrete()
        levee = [{"id": interdiction.id, "resultat": "levee"}]
        with self.assertRaisesRegex(UserError, "L. 243-1"):
            self._faire(dossier, "MSO-23", "2027-04-12", mesures=levee)
        self._controler(dossier, "2027-04-10", ["non_executee", "executee", "executee"])
        # Works of the whole building are not done: the reason is written, and kept.
        with self.assertRaisesRegex(UserError, "pas constatés exécutés"):
            self._faire(dossier, "MSO-23", "2027-04-12", mesures=levee)
        self._faire(
            dossier, "MSO-23", "2027-04-12", mesures=levee,
            justification="Le lot 2 est hors d’atteinte du mur.",
        )
        self.assertEqual(str(interdiction.levee_le), "2027-04-12")
        self.assertEqual(interdiction.levee_fait_id, dossier._etape("MSO-23").fait_ids)
        self.assertFalse(mur.levee_le)
        with self.assertRaisesRegex(UserError, "MSO-17a"):
            self._faire(dossier, "MSO-18a", "2027-04-20")
        self.assertNotIn(interdiction, dossier._mesures_a_controler())
        # An amending order that lifts nothing leaves all in force.
        self._faire(dossier, "MSO-23", "2027-04-13")
        self.assertFalse(mur.levee_le)

    def test_levee_d_un_lot_dite_au_menage(self):
        """The household of that lot, and no other, is to be told within eight days (advice)."""
        dossier, (mur, _plancher, interdiction) = self._sous_arrete()
        locataire = self._personnes(dossier, "occupant")
        menages = self.env(user=self.agent)["oilhi.dossier.occupant"].create([
            {"dossier_id": dossier.id, "personne_id": locataire.id, "lot": "lot  2", "loyer": 600},
            {"dossier_id": dossier.id, "lot": "Lot 3", "loyer": 500},
            {"dossier_id": dossier.id, "lot": "Lot 2", "fin": "2027-03-01", "titre": "sans_titre"},
        ])
        self.assertFalse(self._echeance(dossier, "DL-P-LEVEE"))
        self._faire(
            dossier, "MSO-23", "2027-04-12", mesures=[{"id": interdiction.id, "resultat": "levee"}],
            justification="Le lot 2 est hors d’atteinte du mur.",
        )
        a_dire = self._echeance(dossier, "DL-P-LEVEE")
        self.assertEqual(a_dire.destinataire_id, locataire)
        self.assertEqual((str(a_dire.date), a_dire.niveau_preuve), ("2027-04-20", "pratique"))
        self.assertIn("Interdire d’habiter le lot 2", a_dire.avertissements)
        self.assertFalse(a_dire.mesure_id, "it is not a time to carry the measure out")
        with freeze_time("2027-04-19 10:00:00"):
            lu = dossier.with_user(self.agent).a_faire("service", dossier.service_id.id)
        self.assertIn("Dire au ménage", str(lu))
        # What its page says: lifted, and what follows from it is to be checked.
        codes = {d["code"]: d for d in menages[0].droits()}
        self.assertEqual(codes["LEVEE-LOT"]["du"], "2027-04-12")
        self.assertIn("L. 243-1", codes["LEVEE-LOT"]["base"])
        self.assertEqual(codes["HEBERGEMENT"]["niveau"], "a_verifier")
        self.assertFalse(codes["HEBERGEMENT"]["au"])
        self.assertNotIn("LEVEE-LOT", {d["code"] for d in menages[1].droits()})
        # A household noted afterwards is to be told too; its letter keeps its own clock only.
        tardif = menages[1].copy({"lot": "LOT 2"})
        self.assertEqual(len(self._echeance(dossier, "DL-P-LEVEE")), 2)
        dossier.with_user(self.agent).enregistrer_fait(
            "D-OCC-02", "2027-04-15", destinataire_id=locataire.id
        )
        self.assertEqual(str(a_dire.tenue_le), "2027-04-15")
        autre = self._echeance(dossier, "DL-P-LEVEE") - a_dire
        self.assertFalse(autre.tenue_le)
        tardif.write({"fin": "2027-04-01", "motif_correction": "Parti avant."})
        self.assertFalse(autre.exists())
        # The lifting of the whole order tells everybody.
        self.assertFalse(mur.levee_le)

    def test_dialogue_de_levee(self):
        """The dialog asks for the reason as soon as what is ticked needs one, and keeps it."""
        dossier, (_mur, _plancher, interdiction) = self._sous_arrete()
        dialogues = self.env(user=self.agent)["oilhi.etape.realiser"]
        action = dossier._etape("MSO-23").with_user(self.agent).action_realiser()
        dialogue = dialogues.with_context(**action["context"]).create({"date": "2027-04-12"})
        self.assertTrue(dialogue.demande_levees)
        self.assertFalse(dialogue.blocages)
        dialogue.mesure_ids.filtered(lambda m: m.mesure_id == interdiction).lever = True
        self.assertTrue(dialogue.levee_a_verifier)
        self.assertTrue(dialogue.justifiable)
        self.assertIn("L. 243-1", dialogue.blocages)
        dialogue.justification = "Le locataire est relogé, le lot est muré."
        dialogue.action_realiser()
        self.assertEqual(str(interdiction.levee_le), "2027-04-12")
        # Finding of execution: what is left out is said before anything is saved.
        action = dossier._etape("MSO-17a").with_user(self.agent).action_realiser()
        dialogue = dialogues.with_context(**action["context"]).create({"date": "2027-04-16"})
        self.assertEqual(set(dialogue.mesure_ids.mapped("resultat")), {"executee"})
        self.assertFalse(dialogue.blocages)
        dialogue.mesure_ids[0].resultat = "non_executee"
        self.assertIn("mur pignon", dialogue.blocages)
        self.assertFalse(dialogue.justifiable)
        dialogue.mesure_ids[0].resultat = "executee"
        dialogue.action_realiser()
        # Corrected without touching the measures, then with: only the second asks why.
        fait = dossier._etape("MSO-17a").fait_ids
        action = dossier._etape("MSO-17a").with_user(self.agent).action_realiser(fait_id=fait.id)
        dialogue = dialogues.with_context(**action["context"]).create({})
        self.assertFalse(dialogue.modifie)
        dialogue.mesure_ids[0].date_achevement = "2027-04-10"
        self.assertTrue(dialogue.modifie)

    def test_travaux_leves_ne_lient_plus(self):
        dossier, (mur, plancher, _interdiction) = self._sous_arrete()
        self._controler(dossier, "2027-04-10", ["executee", "non_executee", "executee"])
        self._faire(
            dossier, "MSO-23", "2027-04-12", mesures=[{"id": plancher.id, "resultat": "levee"}],
            justification="Le plancher est supprimé par le permis de construire.",
        )
        echeance = self._echeance(dossier, "DL-EXEC-MS").filtered(lambda e: e.mesure_id == plancher)
        self.assertTrue(echeance.sans_objet, "nobody is late any more")
        self._faire(dossier, "MSO-17a", "2027-04-15")
        self._faire(dossier, "MSO-18a", "2027-04-20")
        self.assertEqual(str(mur.levee_le), "2027-04-20", "the mainlevée lifts the rest")
        self.assertEqual(str(plancher.levee_le), "2027-04-12")
        self.assertIn("MSO-18a", mur.execution_mots)

    def test_mainlevee_bloquee_par_un_constat(self):
        """L. 511-14: a control that finds the work undone, after the finding, stops the lifting."""
        dossier, (mur, *_autres) = self._sous_arrete()
        self._faire(dossier, "MSO-17a", "2027-04-16")
        # The owner has removed the props: another control says so.
        visite = self.env(user=self.agent)["oilhi.dossier.visite"].create({
            "dossier_id": dossier.id, "date": "2027-04-18", "heure_debut": 10, "nature": "controle",
            "controle_ids": [Command.create({"mesure_id": mur.id, "resultat": "non_executee"})],
        })
        with freeze_time("2027-04-18 18:00:00"):
            visite.terminer()
        blocages = dossier._etape("MSO-18a")._blocages()
        self.assertEqual([b.code for b in blocages], ["MAINLEVEE"])
        self.assertIn("contrôle", blocages[0].qui)
        with self.assertRaisesRegex(UserError, "mur pignon"):
            self._faire(dossier, "MSO-18a", "2027-04-20", justification="Tant pis.")

    def test_urgence_prend_acte(self):
        """L. 511-21: the act takes note of the execution, unless a control says otherwise."""
        dossier = self._maison(procedure="MSU")
        for code in ("MSU-01", "MSU-02", "MSU-05"):
            self._faire(dossier, code, "2027-03-06", heure="10:00")
        mesure = self._mesure(
            dossier, type="securisation", texte="Étayer.", delai_nombre=48, delai_unite="heures"
        )
        self._faire(dossier, "MSU-07", "2027-03-06", heure="15:00")
        self._faire(dossier, "MSU-08", "2027-03-06", mode="main_propre", heure="16:30")
        self.assertEqual((str(mesure.date_limite), mesure.heure_limite), ("2027-03-08", "16:30"))
        _visite, suite = self._controler(dossier, "2027-03-09", ["non_executee"])
        self.assertEqual(suite["context"]["default_dossier_etape_id"], dossier._etape("MSU-11").id)
        self._faire(dossier, "MSU-11", "2027-03-09", heure="10:00")
        with self.assertRaisesRegex(UserError, "L. 511-21"):
            self._faire(dossier, "MSU-14", "2027-03-10")
        self._faire(dossier, "MSU-14", "2027-03-20", mesures=[
            {"id": mesure.id, "resultat": "executee", "achevement": "2027-03-18"},
        ])
        self.assertEqual(str(mesure.date_realisation), "2027-03-18")
        self.assertEqual(str(mesure.levee_le), "2027-03-20")

    # -- A base already in service ---------------------------------------------------------

    def test_base_d_avant(self):
        """What 19.0.1.2.0 knew is told the same: executed by the finding, lifted, or typed by hand."""
        leve, mesures_levees = self._sous_arrete()
        self._faire(leve, "MSO-17a", "2027-04-16")
        self._faire(leve, "MSO-18a", "2027-04-20")
        en_cours, (mur, plancher, interdiction) = self._sous_arrete(
            batiment_id=self._batiment("9 rue Basse", protection="non", copropriete="non").id
        )
        champs = ["execution", "date_realisation", "levee_le", "levee_fait_id", "date_limite",
                  "date_limite_provisoire"]
        attendu = mesures_levees.read(champs, load="")
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM oilhi_dossier_mesure_constat")
        self.env.cr.execute(
            "UPDATE oilhi_dossier_mesure SET execution = 'a_faire', date_realisation = NULL, "
            "levee_le = NULL, levee_fait_id = NULL, date_limite = NULL, date_limite_provisoire = NULL"
        )
        self.env.cr.execute(
            "UPDATE oilhi_dossier_mesure SET date_realisation = '2027-03-02' WHERE id = %s", [mur.id]
        )
        script = Path(__file__).parents[1] / "migrations" / "19.0.1.3.0" / "post-mesures.py"
        exec_script(self.env.cr, "19.0.1.2.0", str(script), "oilhi_lhi", "post")
        self.env.invalidate_all()
        dates = {c: v for c, v in attendu[2].items() if c != "date_limite"}
        self.assertEqual(mesures_levees[:2].read(champs, load=""), attendu[:2])
        self.assertLessEqual(dates.items(), mesures_levees[2].read(champs, load="")[0].items())
        self.assertEqual((mur.execution, str(mur.date_realisation)), ("executee", "2027-03-02"))
        self.assertIn("à vérifier", mur.constat_ids.origine)
        self.assertEqual(plancher.execution, "a_faire")
        self.assertEqual(str(plancher.date_limite), "2027-04-19")
        en_cours._actualiser_parcours()
        self.assertEqual(str(mur.date_realisation), "2027-03-02", "the batches change nothing")
        self.assertIn("sans constat", mur.execution_mots)
        self.assertEqual(str(interdiction.date_limite), "2027-02-20")

    # -- Rights ----------------------------------------------------------------------------

    def test_droits(self):
        dossier, (mur, *_autres) = self._sous_arrete()
        visite, _suite = self._controler(dossier, "2027-04-10", ["executee"] * 3, terminer=False)
        lecteur = self.lecteur
        ligne = visite.controle_ids[0].with_user(lecteur)
        self.assertEqual(ligne.resultat, "executee")
        self.assertFalse(ligne.visite_ouverte, "no button that would answer no")
        self.assertTrue(visite.controle_ids[0].with_user(self.agent).visite_ouverte)
        for operation in (
            ligne.action_non_executee,
            visite.with_user(lecteur).terminer,
            visite.with_user(lecteur).action_preparer_controle,
            lambda: mur.with_user(lecteur).write({"avancement": "Rien"}),
        ):
            with self.subTest(operation=operation), self.assertRaises(AccessError):
                operation()
        with self.assertRaises(AccessError):
            ligne.with_user(self.agent_autre).action_non_executee()
        with self.assertRaises(AccessError):
            mur.with_user(self.agent_autre).execution_mots  # noqa: B018
        ouverte = dossier.with_user(lecteur).action_controler_mesures()
        self.assertEqual(ouverte["res_id"], visite.id, "a reader sees the control in progress")
