from odoo.exceptions import AccessError, UserError

from ..champs.destinataires import CONDITIONS, destinataires
from .common import INDIVISAIRES, OilhiDocumentsCommon


class TestPlis(OilhiDocumentsCommon):
    """What became of each letter -> certain date, state of the act (R7; CCH R. 511-8)."""

    def setUp(self):
        super().setUp()
        self.arrete = self._arrete_signe().with_user(self.agent)
        self.personne = self._proprietaire(self.arrete.dossier_id)
        self.arrete.transmettre("2027-02-16")

    def _envoyer(self, **options):
        resultat = self.arrete.notifier(
            None, options.pop("mode", "lrar"), options.pop("envoi", "2027-02-17"),
            personne_id=self.personne.id, **options,
        )
        return self.env["oilhi.notification"].browse(resultat["notification"]).with_user(self.agent)

    def _echeance(self, code):
        return self.arrete.dossier_id.echeance_ids.filtered(
            lambda e: e.code == code and e.destinataire_id == self.personne and e.date
        )

    def test_refuse_ou_non_reclame(self):
        """First presentation, « à vérifier »; it keeps the clocks and makes the act executory."""
        for issue in ("refuse", "non_reclame"):
            with self.subTest(issue), self.env.cr.savepoint() as point:
                envoi = self._envoyer()
                with self.assertRaisesRegex(UserError, "première présentation"):
                    envoi.retour(issue)
                with self.assertRaisesRegex(UserError, "ne peut pas précéder"):
                    envoi.retour(issue, "2027-02-16")
                self.assertNotEqual(self.arrete.state, "executoire")
                envoi.retour(issue, "2027-02-19")
                self.assertEqual(str(envoi.date_certaine), "2027-02-19")
                self.assertIn("À vérifier", envoi.reserve)
                self.assertEqual(envoi.state, "presente")
                self.assertEqual(
                    (self.arrete.state, str(self.arrete.date_executoire)), ("executoire", "2027-02-19")
                )
                self.assertEqual(str(self._echeance("DL-EXEC-MS").date), "2027-05-19")
                with self.assertRaisesRegex(UserError, "nouvel envoi"):
                    envoi.recevoir("2027-02-20")
                point.rollback()
                self.env.invalidate_all()

    def test_npai_puis_recherche_puis_affichage(self):
        envoi = self._envoyer(numero_recommande="1A 234")
        self.assertEqual(envoi.numero_recommande, "1A 234")
        envoi.retour("npai")
        self.assertEqual((envoi.state, envoi.date_certaine), ("revenu", False))
        self.assertIn("Recherchez l’adresse", envoi.suite)
        self.assertNotEqual(self.arrete.state, "executoire")
        self.assertFalse(self._echeance("DL-EXEC-MS"))
        # Posting is no way out while the address is known, nor before searches are written.
        with self.assertRaisesRegex(UserError, "L. 511-12"):
            self._envoyer(mode="affichage", envoi="2027-03-01")
        self.personne.adresse_inconnue = True
        with self.assertRaisesRegex(UserError, "recherches"):
            self._envoyer(mode="affichage", envoi="2027-03-01")
        self.personne.adresse_inconnue = False
        with self.assertRaisesRegex(UserError, "auprès de qui"):
            envoi.declarer_introuvable("rien")
        envoi.declarer_introuvable("Fichier immobilier et notaire interrogés le 25 février : rien.")
        self.assertTrue(self.personne.adresse_inconnue)
        self.assertIn("affichez l’acte", envoi.suite)
        with self.assertRaisesRegex(UserError, "les deux dates"):
            self._envoyer(mode="affichage", mairie_le="2027-03-01")
        affichage = self._envoyer(
            mode="affichage", mairie_le="2027-03-01", facade_le="2027-03-02",
            preuve=self._image(), preuve_nom="facade.png",
        )
        self.assertEqual(str(affichage.date_certaine), "2027-03-02")
        self.assertIn("À vérifier", affichage.reserve)
        self.assertEqual(affichage.state, "prouve")
        self.assertEqual(
            (self.arrete.state, str(self.arrete.date_executoire)), ("executoire", "2027-03-02")
        )
        self.assertEqual(str(self._echeance("DL-EXEC-MS").depart), "2027-03-02")
        self.assertIn("Envoyé de nouveau", envoi.suite)

    def test_npai_puis_second_envoi(self):
        """The address was found: the clock runs from the second delivery alone."""
        self._envoyer().retour("npai")
        self.personne.rue = "8 rue Retrouvée"
        second = self._envoyer(envoi="2027-03-05")
        second.recevoir("2027-03-08")
        self.assertEqual(str(self.arrete.date_executoire), "2027-03-08")
        self.assertEqual(str(self._echeance("DL-EXEC-MS").depart), "2027-03-08")

    def test_npai_puis_signification(self):
        self._envoyer().retour("npai")
        acte = self._envoyer(mode="signification", envoi="2027-03-05")
        self.assertEqual(str(acte.date_certaine), "2027-03-05")
        self.assertEqual(self.arrete.state, "executoire")

    def test_dates_impossibles(self):
        envoi = self._envoyer(mode="main_propre")
        with self.assertRaisesRegex(UserError, "Seul un recommandé"):
            envoi.retour("npai")
        with self.assertRaisesRegex(UserError, "envoi recommandé"):
            envoi.numeroter("1A")
        self.personne = self._occupant(self.arrete.dossier_id)
        autre = self._envoyer(envoi="2027-02-18")
        autre.numeroter("1A 234")
        with self.assertRaisesRegex(UserError, "déjà enregistré"):
            autre.numeroter("1A 235")
        with self.assertRaisesRegex(UserError, "Dites ce qu’est devenu"):
            autre.retour("remis")
        with self.assertRaises(AccessError):
            autre.with_user(self.lecteur).retour("npai")


class TestMatrice(OilhiDocumentsCommon):
    def _matrice(self, document, user=None):
        action = document.with_user(user or self.agent).action_matrice()
        return self.env[action["res_model"]].with_user(user or self.agent).browse(action["res_id"])

    def _libelles(self, matrice, sorte):
        return matrice.ligne_ids.filtered(lambda li: li.sorte == sorte).mapped("pourquoi")

    def test_table(self):
        types = set(self.env["oilhi.type.organisme"].search([]).mapped("code"))
        codes = set(self.env["oilhi.document.modele"].search([]).mapped("code"))
        for d in destinataires():
            self.assertIn(d.condition, CONDITIONS)
            self.assertIn(d.type, types)
            self.assertTrue(not d.document or d.document in codes, d)
            self.assertIn(d.niveau, ("confirme", "a_verifier", "pratique"))
            self.assertTrue(d.base or d.niveau == "pratique", d)

    def test_qui_et_pourquoi(self):
        """Owner and occupant (L. 511-12), préfet (CGCT), bodies of R. 511-7, publication; no prosecutor."""
        arrete = self._arrete_signe()
        matrice = self._matrice(arrete)
        personnes = matrice.ligne_ids.filtered(lambda li: li.sorte == "personne")
        self.assertEqual(personnes.personne_id, arrete.dossier_id.personne_ids.filtered(
            lambda p: p.tenue or p.role == "occupant"
        ))
        self.assertTrue(all("L. 511-12" in b for b in personnes.mapped("base")))
        self.assertEqual(len(matrice.ligne_ids.filtered(lambda li: li.sorte == "prefet")), 1)
        organismes = " ".join(self._libelles(matrice, "organisme"))
        for mot in ("CAF", "MSA", "fonds de solidarité", "intercommunalité", "publicité foncière", "notaires"):
            self.assertIn(mot, organismes)
        self.assertNotIn("rocureur", organismes)
        self.assertNotIn("Maire\u00a0:", organismes)
        self.assertIn("Sans date certaine", matrice.bilan)

    def test_titulaire_de_droits_non_tenu(self):
        """A bare owner who has nothing to carry out is notified too, « à vérifier »."""
        dossier = self._dossier()
        nu = dossier.personne_ids.create({
            "dossier_id": dossier.id, "role": "nu_proprietaire", "civilite": "madame", "prenom": "Nue",
            "nom": "EXEMPLE", "rue": "3 rue du Test", "code_postal": "62300", "ville": "Lens",
        })
        nu.tenue = False
        ligne = self._matrice(self._arrete_signe(dossier)).ligne_ids.filtered(lambda li: li.personne_id == nu)
        self.assertEqual((ligne.base, ligne.niveau), ("CCH L. 511-12", "a_verifier"))

    def test_sans_habitation(self):
        dossier = self._dossier()
        dossier.usage = "professionnel"
        matrice = self._matrice(self._arrete_signe(dossier))
        organismes = " ".join(self._libelles(matrice, "organisme"))
        self.assertNotIn("CAF", organismes)
        self.assertIn("publicité foncière", organismes)

    def test_lettre_a_un_seul(self):
        lettre = self._instruire(self._dossier()).generer_document("D-MSO-03")
        lettre.with_user(self.responsable).signer("2027-01-08")
        matrice = self._matrice(lettre)
        self.assertEqual(matrice.ligne_ids.mapped("sorte"), ["personne"])

    def test_remplir_ensemble(self):
        arrete = self._arrete_signe(self._dossier({"Q11": "indivision"}, personnes=INDIVISAIRES))
        matrice = self._matrice(arrete)
        matrice.write({"date_envoi": "2027-02-17", "mode": "lrar"})
        matrice._onchange_pour_tous()
        personnes = matrice.ligne_ids.filtered(lambda li: li.sorte == "personne")
        self.assertEqual(set(personnes.mapped("mode")), {"lrar"})
        self.assertFalse(matrice.ligne_ids.filtered(lambda li: li.sorte == "prefet").date_envoi)
        matrice.ligne_ids.filtered(lambda li: li.sorte == "organisme").date_envoi = False
        personnes[0].numero_recommande = "1A 111"
        matrice.ligne_ids.filtered(lambda li: li.sorte == "prefet").date_envoi = "2027-02-16"
        matrice.action_enregistrer()
        self.assertEqual(str(arrete.date_transmission), "2027-02-16")
        self.assertEqual(len(arrete.notification_ids), 2)
        self.assertEqual(arrete.notification_ids.mapped("numero_recommande"), ["1A 111", False])
        # Again: nothing is recorded twice; receipts come line by line.
        matrice.action_enregistrer()
        self.assertEqual(len(arrete.notification_ids), 2)
        un, autre = matrice.ligne_ids.filtered(lambda li: li.sorte == "personne")
        un.date_reception = "2027-02-19"
        autre.issue_pli = "npai"
        matrice.action_enregistrer()
        self.assertEqual(arrete.state, "notifie")
        lignes = matrice.ligne_ids.filtered(lambda li: li.sorte == "personne")
        self.assertEqual(len(lignes), 3)  # a second sending is offered
        revenue = lignes.filtered(lambda li: li.notification_id.state == "revenu")
        revenue.recherches = "Notaire et voisins interrogés le 26 février : rien."
        matrice.action_enregistrer()
        nouvelle = matrice.ligne_ids.filtered(lambda li: li.sorte == "personne" and not li.deja)
        self.assertEqual(nouvelle.mode, "affichage")
        nouvelle.write({
            "mairie_le": "2027-03-01", "facade_le": "2027-03-01", "preuve": self._image(),
            "preuve_nom": "facade.png",
        })
        matrice.action_enregistrer()
        self.assertEqual((arrete.state, str(arrete.date_executoire)), ("executoire", "2027-03-01"))
        self.assertEqual(arrete.notification_ids.sorted("id")[-1:].state, "prouve")

    def test_refus_nomme_la_ligne(self):
        arrete = self._arrete_signe()
        matrice = self._matrice(arrete)
        ligne = matrice.ligne_ids.filtered(lambda li: li.sorte == "personne")[0]
        ligne.write({"mode": "lrar", "date_envoi": "2027-02-01"})
        with self.assertRaisesRegex(UserError, ligne.personne_id.nom_complet):
            matrice.action_enregistrer()
        self.assertFalse(arrete.notification_ids)

    def test_organisme_deja_informe(self):
        """A letter to the FSL recorded in the parcours is not asked for again."""
        arrete = self._arrete_signe()
        arrete.dossier_id.enregistrer_fait("D-PART-02", "2027-02-18")
        ligne = self._matrice(arrete).ligne_ids.filtered(lambda li: "fonds de solidarité" in li.pourquoi)
        self.assertEqual((ligne.deja, str(ligne.date_envoi)), (True, "2027-02-18"))

    def test_droits(self):
        arrete = self._arrete_signe()
        matrice = self._matrice(arrete)
        for user in (self.lecteur, self.agent_autre):
            with self.assertRaises(AccessError):
                arrete.with_user(user).action_matrice()
            with self.assertRaises(AccessError):
                matrice.with_user(user).read(["bilan"])
        with self.assertRaisesRegex(UserError, "pas encore signé"):
            self._arrete(self._dossier(rue="14 rue des Trois Exemples")).with_user(self.agent).action_matrice()
