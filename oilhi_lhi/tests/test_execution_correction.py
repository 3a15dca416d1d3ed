from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .execution_common import OilhiExecutionCommon


@tagged("at_install", "-post_install")
class TestExecutionCorrection(OilhiExecutionCommon):
    """A wrong date of receipt, corrected six months later: what moves, what was, what is touched."""

    def _vie(self):
        """Order received, it was believed, on 18 February: failure in April, astreinte in May."""
        dossier, mesures = self._sous_arrete()
        self._faire(dossier, "MSO-16", "2027-04-20")
        self._faire(dossier, "MSO-17b", "2027-04-20")
        self._faire(
            dossier, "MSO-18b", "2027-05-03", mode="lrar", montant=200.0,
            date_reception="2027-05-05", date_transmission="2027-05-03",
        )
        self._faire(dossier, "MSO-18b", "2027-07-05", note="Liquidation du deuxième trimestre.")
        return dossier, mesures

    def _corriger(self, dossier, code, date, jour="2027-10-20", **faits):
        with freeze_time(f"{jour} 10:00:00"):
            self._faire(dossier, code, date, **faits)
        return dossier.correction_ids.sorted("id")[-1:]

    def test_reception_corrigee_six_mois_plus_tard(self):
        dossier, (mur, plancher, interdiction) = self._vie()
        self.assertFalse(dossier.correction_ids)
        avant = self._echeance(dossier, "DL-EXEC-MS").filtered(lambda e: e.mesure_id == mur)
        correction = self._corriger(
            dossier, "MSO-13", "2027-02-16", date_reception="2027-03-18",
            motif="L’avis porte le 18 mars, lu 18 février.",
        )
        # What fact, old → new, who, why.
        self.assertEqual(correction.user_id, self.agent)
        self.assertEqual(correction.motif, "L’avis porte le 18 mars, lu 18 février.")
        self.assertEqual(correction.fait_id, dossier._etape("MSO-13").fait_ids)
        self.assertEqual(correction.ancien_fait_id, correction.fait_id.remplace_id)
        self.assertIn("reçu le\u00a0: 18/02/2027 → 18/03/2027", correction.resume)
        # Everything that follows is recomputed, what was is kept.
        self.assertEqual(str(mur.date_limite), "2027-05-18")
        deplacees = {ligne.echeance_id.code for ligne in correction.echeance_ids}
        self.assertEqual(deplacees, {"DL-EXEC-MS", "DL-RECOURS"})
        ligne = correction.echeance_ids.filtered(lambda x: x.echeance_id == avant)
        self.assertEqual((ligne.avant, ligne.apres), ("19/04/2027", "18/05/2027"))
        self.assertIn("18/02/2027", ligne.calcul_avant)
        self.assertIn("18/03/2027", ligne.calcul)
        self.assertEqual(ligne.base, "CCH L. 511-11, R. 511-6")
        recours = correction.echeance_ids.filtered(lambda x: x.echeance_id.code == "DL-RECOURS")
        self.assertIn("tribunal administratif", recours.risque)
        self.assertEqual(str(avant.historique_ids[:1].date), "2027-04-19")
        self.assertEqual(
            {(x.mesure_id, x.avant, x.apres) for x in correction.mesure_ids},
            {(mur, "19/04/2027", "18/05/2027"), (plancher, "19/04/2027", "18/05/2027")},
        )
        # Which acts already issued are touched, with the article and what to do.
        touches = {x.dossier_etape_id.code: x for x in correction.acte_ids}
        self.assertEqual(
            {code: x.portee for code, x in touches.items()},
            {"MSO-17b": "premature", "MSO-18b": "par_suite"},
        )
        carence = touches["MSO-17b"]
        self.assertIn("mercredi 19 mai 2027", carence.risque)
        self.assertIn("visite de contrôle", carence.que_faire)
        self.assertIn("L. 511-11", carence.base)
        astreinte = touches["MSO-18b"]
        self.assertEqual(astreinte.base, "CCH L. 511-15")
        self.assertIn("titre", astreinte.que_faire)
        self.assertIn("depuis le 03/09/2027", astreinte.que_faire, "four months from 3 May (L. 243-3)")
        self.assertEqual(set(correction.acte_ids.mapped("niveau_preuve")), {"a_verifier"})
        self.assertEqual(correction.acte_count, 2)

    def test_les_dates_gardes_refuseraient_maintenant(self):
        """What the report says is what the parcours would answer today to the same acts."""
        dossier, _mesures = self._vie()
        self._corriger(dossier, "MSO-13", "2027-02-16", date_reception="2027-03-18", motif="Avis relu.")
        dossier._etape("MSO-18b").fait_ids.with_env(self.env).sudo().active = False
        etape = dossier._etape("MSO-17b")
        dossier._etape("MSO-18b").sudo().write({"etat": "a_faire", "date": False})
        etape.with_user(self.responsable).annuler("Constat prématuré.")
        with self.assertRaisesRegex(UserError, "19 mai 2027"):
            self._faire(dossier, "MSO-17b", "2027-04-20")
        self._faire(dossier, "MSO-17b", "2027-05-19")

    def test_arrete_signe_trop_tot(self):
        """The letter was received later than believed: the order came before its time."""
        dossier, _mesures = self._sous_arrete()
        correction = self._corriger(
            dossier, "MSO-08", "2027-01-08", jour="2027-05-10", date_reception="2027-01-29",
            motif="Mauvaise lecture de l’avis.",
        )
        touches = {x.dossier_etape_id.code: x for x in correction.acte_ids}
        arrete = touches["MSO-12"]
        self.assertEqual(arrete.portee, "premature")
        self.assertIn("R. 511-3", arrete.base)
        self.assertIn("mardi 2 mars 2027", arrete.risque)
        self.assertIn("retiré jusqu’au 15/06/2027 (CRPA L. 243-3)", arrete.que_faire)
        self.assertEqual(touches["MSO-13"].portee, "par_suite")
        self.assertEqual(correction.acte_count, 2)

    def test_date_plus_ancienne(self):
        """Received earlier: nothing was too early, the dates move all the same."""
        dossier, (mur, *_autres) = self._vie()
        correction = self._corriger(
            dossier, "MSO-13", "2027-02-16", date_reception="2027-02-17", motif="Avis relu."
        )
        self.assertEqual(str(mur.date_limite), "2027-04-19", "18 April is a Sunday, 17 a Saturday")
        self.assertFalse(correction.mesure_ids)
        self.assertFalse(correction.acte_count)

    def test_reception_perdue(self):
        """The receipt was another letter’s: nothing proves any more when the time began."""
        dossier, _mesures = self._vie()
        correction = self._corriger(
            dossier, "MSO-13", "2027-02-16", date_reception=False, motif="L’avis est celui d’une autre lettre.",
        )
        touches = {x.dossier_etape_id.code: x.portee for x in correction.acte_ids}
        self.assertEqual(touches, {"MSO-17b": "depart_perdu", "MSO-18b": "par_suite"})

    def test_astreinte_a_recompter(self):
        """The notification of the astreinte itself was wrong: its days change (L. 511-15 II)."""
        dossier, _mesures = self._vie()
        premier = dossier._etape("MSO-18b").fait_ids.sorted("date")[0]
        correction = self._corriger(
            dossier, "MSO-18b", "2027-05-03", date_reception="2027-05-12", fait_id=premier.id,
            motif="Avis relu.",
        )
        compte = correction.acte_ids.filtered(lambda x: x.portee == "compte")
        self.assertEqual((compte.base, compte.niveau_preuve), ("CCH L. 511-15", "confirme"))
        self.assertIn("commence", compte.risque)

    def test_completer_n_est_pas_corriger(self):
        """A proof that arrives moves no date that was known: no report."""
        dossier, _mesures = self._sous_arrete(reception=None, preuve=False)
        self._faire(dossier, "MSO-13", "2027-02-16", date_reception="2027-02-18")
        self._faire(dossier, "MSO-13", "2027-02-16", piece_ids=self._piece().ids)
        self._faire(dossier, "MSO-13", "2027-02-16", note="Classeur 3.")
        self.assertFalse(dossier.correction_ids)

    def test_renvoyer_n_est_pas_corriger(self):
        """The same letter sent again to the same person: the dates follow, nobody was wrong."""
        dossier, _mesures = self._sous_arrete()
        self._faire(dossier, "MSO-13", "2027-03-05", mode="lrar", date_reception="2027-03-08")
        self.assertFalse(dossier.correction_ids)
        fait = dossier._etape("MSO-13").fait_ids.filtered("active")
        self.assertEqual(str(fait.date_reception), "2027-03-08")
        correction = self._corriger(
            dossier, "MSO-13", "2027-03-04", date_reception="2027-03-06", fait_id=fait.id,
            motif="Avis relu.",
        )
        self.assertTrue(correction, "named by the agent, it is a correction")

    def test_prise_de_connaissance(self):
        """The banner stays until a responsable has read; nobody writes the report."""
        dossier, _mesures = self._vie()
        correction = self._corriger(
            dossier, "MSO-13", "2027-02-16", date_reception="2027-03-18", motif="Avis relu."
        )
        agent, lecteur = dossier.with_user(self.agent), dossier.with_user(self.lecteur)
        self.assertIn("Actes déjà faits à revoir", lecteur.correction_alerte)
        self.assertEqual(lecteur.action_corrections()["res_id"], correction.id)
        self.assertFalse(correction.with_user(self.agent).acquittable)
        for user in (self.agent, self.lecteur):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                correction.with_user(user).prendre_connaissance()
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                correction.with_user(user).resume = "Rien"
        with self.assertRaises(AccessError):
            correction.with_user(self.agent_autre).read(["resume"])
        with self.assertRaises(AccessError):
            correction.with_user(self.agent_autre).prendre_connaissance()
        chef = correction.with_user(self.responsable)
        self.assertTrue(chef.acquittable)
        chef.prendre_connaissance()
        self.assertEqual(chef.acquittee_par_id, self.responsable)
        self.assertFalse(agent.correction_alerte)
        self.assertEqual(agent.correction_count, 1, "the list keeps it")
        self.assertIn("pris connaissance", dossier.message_ids[0].body)
        with self.assertRaisesRegex(UserError, "déjà lu"):
            chef.prendre_connaissance()

    def test_deux_corrections(self):
        dossier, _mesures = self._vie()
        for jour in ("2027-03-18", "2027-03-19"):
            self._corriger(dossier, "MSO-13", "2027-02-16", date_reception=jour, motif="Avis relu.")
        self.assertEqual(len(dossier.correction_ids), 2)
        self.assertEqual(dossier.with_user(self.agent).action_corrections()["domain"], [
            ("dossier_id", "=", dossier.id)
        ])
        # The second one says what was already so.
        seconde = dossier.correction_ids.sorted("id")[-1:]
        carence = seconde.acte_ids.filtered(lambda x: x.dossier_etape_id.code == "MSO-17b")
        self.assertIn("déjà avant la correction", carence.risque)
