from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .substitution_common import OilhiSubstitutionCommon


@tagged("post_install", "-at_install")
class TestExecutionSubstitution(OilhiSubstitutionCommon):
    """The authority pays for two co-owners who do not (CCH R. 511-11, L. 511-16, L. 511-17)."""

    # -- Whole life ----------------------------------------------------------

    def test_deux_defaillants(self):
        with freeze_time("2027-08-20 10:00:00"):
            substitution = self._prete()
            appels = {ligne.personne_id: ligne.appele for ligne in substitution.ligne_ids}
            self.assertEqual(appels, {self.proprietaire: 5000, self.andree: 3000, self.marie: 2000})
            self.assertEqual(substitution.etat, "attestee")
            self.assertFalse(substitution.bloque, substitution.blocages)
            self.assertEqual(str(substitution.date_limite), "2027-08-28")
            self.assertEqual(substitution.total, 4500)
            andree, marie = (self._ligne(substitution, p) for p in (self.andree, self.marie))
            self.assertEqual((andree.etat, andree.defaut), ("defaillant", 3000))
            self.assertEqual((marie.etat, marie.defaut), ("defaillant", 1500))
            self.assertEqual(str(andree.fin_quinze_jours), "2027-07-26")
            self.assertIn("subrogée", substitution.a_savoir)
            self.assertIn("vérifier", substitution.a_savoir)
            self._valider(substitution.action_decider(), date="2027-08-20")
            self.assertEqual((substitution.etat, substitution.total), ("decidee", 4500))
            self.assertEqual((andree.reprise, marie.reprise), (3000, 1500))
            limite = self.dossier.echeance_ids.filtered(lambda e: e.code == "DL-SUBST")
            self.assertEqual(limite.etat, "tenue")
        with freeze_time("2027-09-10 10:00:00"):
            self._valider(substitution.action_notifier_syndic(), date="2027-08-23", mode="lrar",
                          date_reception="2027-08-25")
            for ligne in andree | marie:
                self._valider(ligne.action_notifier(), date="2027-08-23", mode="lrar",
                              date_reception="2027-08-26")
            self.assertEqual(substitution.etat, "notifiee")
            self.assertEqual(str(andree.notifie_le), "2027-08-26")
            # The rate is never in the code: nothing is computed without it.
            self.assertIn("n’est pas saisi", andree.interets)
            self.env["oilhi.taux.legal"].create({
                "date_debut": "2027-07-01", "date_fin": "2027-12-31", "taux": 3.65,
                "reference": "Arrêté d’essai",
            })
            andree.invalidate_recordset(["interets"])
            # 3,000 € × 16 days × 3.65 % / 365
            self.assertIn("4,80", andree.interets)
            self.assertIn("Arrêté d’essai", andree.interets)
            self.assertEqual(str(limite.tenue_le), "2027-08-20")

    def test_tous_defaillants(self):
        with freeze_time("2027-08-20 10:00:00"):
            substitution = self._prete()
            self._ligne(substitution, self.proprietaire).write({"verse": 0, "verse_le": False})
            self._valider(self._ligne(substitution, self.proprietaire).action_sommation(), date="2027-07-09")
            self.assertIn("Tous les copropriétaires", substitution.blocages)
            with self.assertRaisesRegex(UserError, "Tous les copropriétaires"):
                substitution.action_decider()
            with self.assertRaisesRegex(UserError, "Tous les copropriétaires"):
                self.dossier.with_user(self.agent).enregistrer_fait("D-MSO-30", "2027-08-20")

    def test_le_mois_est_passe(self):
        with freeze_time("2027-08-30 10:00:00"):
            substitution = self._prete()
            with self.assertRaisesRegex(UserError, "28 août 2027"):
                substitution.action_decider()
            # A decision taken in time may be recorded later.
            self._valider(self.dossier._action_fait("D-MSO-30", substitution=substitution), date="2027-08-27")
            self.assertEqual(substitution.etat, "decidee")

    def test_sans_attestation_ni_motifs(self):
        with freeze_time("2027-08-20 10:00:00"):
            substitution = self._prete(attestation=None)
            with self.assertRaisesRegex(UserError, "attestation"):
                substitution.action_decider()
            substitution.motifs = False
            with self.assertRaisesRegex(UserError, "motivée"):
                substitution.action_decider()

    def test_sans_tableau(self):
        """Recorded from elsewhere: the month and the attestation still hold, a reason passes over."""
        dossier = self.dossier.with_user(self.agent)
        with freeze_time("2027-08-30 10:00:00"):
            with self.assertRaisesRegex(UserError, "attestation"):
                dossier.enregistrer_fait("D-MSO-30", "2027-08-27")
            dossier.enregistrer_fait("DL-SUBST", "2027-07-28")
            with self.assertRaisesRegex(UserError, "28/08/2027"):
                dossier.enregistrer_fait("D-MSO-30", "2027-08-30")
            dossier.enregistrer_fait("D-MSO-30", "2027-08-30", justification="Attestation complétée le 25.")

    # -- A mistake is put right ----------------------------------------------

    def test_attestation_corrigee_apres_la_decision(self):
        with freeze_time("2027-08-20 10:00:00"):
            substitution = self._prete()
            self._valider(substitution.action_decider(), date="2027-08-20")
        with freeze_time("2028-02-10 10:00:00"):
            ancien = substitution.fait_ids.filtered(lambda f: f.code == "DL-SUBST")
            with self.assertRaisesRegex(UserError, "écrivez pourquoi"):
                self.dossier.with_user(self.agent).corriger_fait(ancien.id, "2027-07-15", "")
            self.dossier.with_user(self.agent).corriger_fait(
                ancien.id, "2027-07-15", "Tampon mal lu", date_reception="2027-07-15"
            )
            substitution.invalidate_recordset()
            self.assertFalse(ancien.active)
            self.assertEqual(str(substitution.date_attestation), "2027-07-15")
            self.assertEqual(str(substitution.date_limite), "2027-08-15")
            self.assertIn("15 août 2027", substitution.blocages)  # the decision came too late
            limite = self.dossier.echeance_ids.filtered(lambda e: e.code == "DL-SUBST")
            self.assertEqual(str(limite.date), "2027-08-15")
            self.assertEqual(str(limite.historique_ids.date), "2027-08-28")
            self.assertEqual(limite.historique_ids.motif, "Tampon mal lu")

    def test_pas_de_sommation_a_qui_est_a_jour(self):
        """R. 511-11: the sommation is for those who have not answered the calls, or in part."""
        with self._le("2027-07-28"):
            substitution = self._substitution()
            substitution.action_repartir()
            ligne = self._ligne(substitution, self.proprietaire)
            ligne.write({"verse": 5000, "verse_le": "2027-06-01"})
            self.assertEqual(ligne.etat, "a_jour")
            with self.assertRaisesRegex(UserError, "est à jour.*R. 511-11"):
                ligne.action_sommation()
            self.assertTrue(self._ligne(substitution, self.andree).action_sommation())

    def test_sommation_corrigee(self):
        with freeze_time("2027-08-20 10:00:00"):
            substitution = self._prete()
            ligne = self._ligne(substitution, self.andree)
            action = ligne.action_sommation()
            self.assertTrue(action["context"]["default_corrige_id"])
            self._valider(action, date="2027-08-10", motif="Avis relu")
            self.assertEqual(str(ligne.sommation_recue), "2027-08-10")
            self.assertEqual((ligne.etat, ligne.defaut), ("en_cours", 0))
            self.assertEqual(len(self.dossier.echeance_ids.filtered(
                lambda e: e.code == "DL-SOMM-COPRO" and e.destinataire_id == self.andree
            )), 1)

    def test_decision_prise_ne_change_plus(self):
        with freeze_time("2027-08-20 10:00:00"):
            substitution = self._prete()
            ligne = self._ligne(substitution, self.andree)
            with self.assertRaises(UserError):
                ligne.reprise = 1
            self._valider(substitution.action_decider(), date="2027-08-20")
            for ecrire in (
                lambda: ligne.write({"verse": 10}),
                lambda: substitution.write({"motifs": "Autre"}),
                ligne.unlink,
                substitution.unlink,
                lambda: substitution._abandonner("x"),
            ):
                with self.assertRaises(UserError), self.cr.savepoint():
                    ecrire()

    def test_dates_et_doublons(self):
        with freeze_time("2027-08-20 10:00:00"):
            with self.assertRaises(ValidationError), self.cr.savepoint():
                self._substitution(vote_le="2027-09-01")
            with self.assertRaises(ValidationError), self.cr.savepoint():
                self._substitution(exigible_le="2027-05-01")
            autre = self._dossier_pignon(batiment_id=self._batiment("3 rue Neuve").id)
            with self.assertRaises(ValidationError), self.cr.savepoint():
                self._substitution(ligne_ids=[(0, 0, {
                    "personne_id": self._personnes(autre, "proprietaire").id,
                })])

    # -- Access --------------------------------------------------------------

    def test_droits(self):
        with freeze_time("2027-08-20 10:00:00"):
            substitution = self._prete()
        ligne = substitution.ligne_ids[:1]
        lecteur = self.lecteur
        for record in (substitution, ligne):
            self.assertTrue(record.with_user(lecteur).has_access("read"))
            self.assertFalse(record.with_user(lecteur).has_access("write"))
            self.assertFalse(record.with_user(self.agent_autre).has_access("read"))
        for methode in ("action_repartir", "action_attestation", "action_decider",
                        "action_notifier_syndic", "action_abandonner"):
            with self.assertRaises(AccessError):
                getattr(substitution.with_user(lecteur), methode)()
            with self.assertRaises(AccessError):
                getattr(substitution.with_user(self.agent_autre), methode)()
        fait = substitution.fait_ids[:1]
        with self.assertRaises(AccessError):
            self.dossier.with_user(lecteur).corriger_fait(fait.id, "2027-07-10", "x")

    def test_requetes(self):
        """The table does not ask more for many co-owners than for three."""
        with freeze_time("2027-08-20 10:00:00"):
            substitution = self._prete()
            lus = ["personne_id", "tantiemes", "appele", "verse", "etat", "defaut", "calcul"]

            def compter():
                self.env.flush_all()
                self.env.invalidate_all()
                avant = self.cr.sql_log_count
                substitution.with_user(self.agent).ligne_ids.read(lus)
                return self.cr.sql_log_count - avant

            compter()
            trois = compter()
            for rang in range(10):
                personne = self._coproprietaire(f"Lot{rang}", 10)
                self.env["oilhi.dossier.substitution.ligne"].create({
                    "substitution_id": substitution.id, "personne_id": personne.id, "appele": 100,
                })
            self.assertLessEqual(compter(), trois)
