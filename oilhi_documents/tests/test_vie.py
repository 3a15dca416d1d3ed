from pathlib import Path

from odoo.exceptions import AccessError, UserError
from odoo.modules.migration import exec_script
from odoo.tests import Form, tagged

from .common import IMMINENCE, INDIVISAIRES, SECURISATION, OilhiDocumentsCommon


class TestSignature(OilhiDocumentsCommon):
    def test_trop_tot(self):
        """The refusal gives the day and the computation that leads to it."""
        arrete = self._arrete()
        with self.assertRaises(UserError) as refus:
            arrete.with_user(self.responsable).signer("2027-02-12")
        message = str(refus.exception)
        self.assertIn("13 février 2027", message)
        self.assertIn("12 février 2027", message)  # last day of the period, in the computation
        self.assertIn("R. 511-3", message)
        self.assertEqual(arrete.state, "brouillon")
        self.assertFalse(arrete.numero)
        arrete.with_user(self.responsable).signer("2027-02-13")
        self.assertEqual(arrete.state, "signe")

    def test_preuve_manquante(self):
        dossier = self._instruire(self._dossier())
        dossier._etape("MSO-08").realiser(
            "2027-01-08", mode="lrar", destinataire_id=self._proprietaire(dossier).id
        )
        controles = dossier.controler("D-MSO-10")
        self.assertTrue(any("Preuve manquante" in c["message"] for c in controles))

    def test_signature_realise_etape(self):
        arrete = self._arrete_signe()
        etape = arrete.dossier_id._etape("MSO-12")
        self.assertEqual((etape.etat, str(etape.date)), ("faite", "2027-02-15"))
        self.assertEqual(arrete.signataire_id, self.signataire_arras)
        self.assertEqual(arrete.signe_par_id, self.responsable)
        self.assertIn("DL-CL", arrete.dossier_id.echeance_ids.mapped("code"))
        self.assertIn(arrete.numero, arrete.valeurs["document.numero"])
        with self.assertRaisesRegex(UserError, "déjà signé"):
            arrete.with_user(self.responsable).signer("2027-02-16")

    def test_signataire_sans_pouvoir(self):
        arrete = self._arrete()
        self.signataire_arras.date_fin = "2027-02-14"
        with self.assertRaisesRegex(UserError, "pouvoir"):
            arrete.with_user(self.responsable).signer("2027-02-15")
        with self.assertRaisesRegex(UserError, "n’avait pas le pouvoir"):
            arrete.with_user(self.responsable).signer("2027-02-15", self.signataire_arras.id)

    def test_signataire_expire_qui_d_autre(self):
        """The refusal says why, and who else may sign that day."""
        arrete = self._arrete()
        adjoint = self.env["oilhi.service.signataire"].create({
            "service_id": self.service_mairie_arras.id, "name": "Alix Modèle",
            "qualite": "Adjointe au maire", "type": "adjoint",
            "delegation_date": "2026-04-03", "delegation_executoire_le": "2026-04-10",
            "fin_mandat_auteur": "2027-02-14",
        })
        with self.assertRaises(UserError) as refus:
            arrete.with_user(self.responsable).signer("2027-02-15", adjoint.id)
        self.assertIn("avec le mandat de son auteur, le 14 février 2027", str(refus.exception))
        self.assertIn("Camille Exemple", str(refus.exception))
        # What counts is the date of the act.
        arrete.with_user(self.responsable).signer("2027-02-14", adjoint.id)
        self.assertEqual(arrete.signataire_id, adjoint)
        adjoint.active = False
        self.assertEqual((arrete.state, arrete.signataire_id), ("signe", adjoint))

    def test_document_prepare_pour_un_signataire_expire(self):
        arrete = self._arrete()
        arrete.with_user(self.responsable).action_proposer_signature()
        self.assertFalse(arrete.alerte_signataire)
        self.signataire_arras.date_fin = "2020-12-31"
        self.env.invalidate_all()
        self.assertIn("a pris fin le 31 décembre 2020", arrete.alerte_signataire)
        self.assertIn("Personne d’autre", arrete.alerte_signataire)

    def test_signataire_d_un_autre_service(self):
        etranger = self.env["oilhi.service.signataire"].create({
            "service_id": self.service_autre.id, "name": "Sacha Autre", "civilite": "monsieur",
            "qualite": "Maire de Béthune", "type": "maire",
        })
        with self.assertRaisesRegex(UserError, "n’appartient pas au service"):
            self._arrete().with_user(self.responsable).signer("2027-02-15", etranger.id)

    def test_dossier_change_depuis_le_brouillon(self):
        """What was read is what is signed: a draft out of date is refused."""
        arrete = self._arrete()
        arrete.dossier_id.desordre_ids.constat = "Ventre de 25 cm, chute de briques."
        with self.assertRaisesRegex(UserError, "a changé depuis la préparation"):
            arrete.with_user(self.responsable).signer("2027-02-15")
        arrete.action_regenerer()
        arrete.with_user(self.responsable).signer("2027-02-15")
        self.assertEqual(arrete.state, "signe")

    def test_numerotation(self):
        """One sequence without gap by service and year; a refusal takes no number."""
        premier = self._arrete_signe()
        refuse = self._arrete(self._dossier(rue="14 rue des Trois Exemples"))
        with self.assertRaises(UserError):
            refuse.with_user(self.responsable).signer("2027-02-01")
        deuxieme = self._arrete_signe(self._dossier(rue="16 rue des Trois Exemples"))
        annee_suivante = self._arrete_signe(
            self._dossier(rue="18 rue des Trois Exemples"), jour="2028-01-10"
        )
        rangs = [n.split("-")[-1].split("/")[-1] for n in (
            premier.numero, deuxieme.numero, annee_suivante.numero,
        )]
        self.assertEqual(int(rangs[1]), int(rangs[0]) + 1)
        self.assertEqual(int(rangs[2]), 1)
        self.assertIn("2027", premier.numero)
        self.assertIn("2028", annee_suivante.numero)

    def test_lettre_sans_numero(self):
        lettre = self._instruire(self._dossier()).generer_document("D-MSO-03")
        lettre.with_user(self.responsable).signer("2027-01-08")
        self.assertEqual(lettre.state, "signe")
        self.assertFalse(lettre.numero)


class TestActeFige(OilhiDocumentsCommon):
    def test_acte_signe(self):
        """No write, no deletion, no copy, not even through its files or as the system."""
        arrete = self._arrete_signe()
        for user in (self.responsable, self.env.user):
            document = arrete.with_user(user)
            for vals in (
                {"valeurs": {}}, {"numero": "1"}, {"state": "brouillon"}, {"docx_id": False},
                {"date_signature": "2027-01-01"},
            ):
                with self.assertRaises(UserError):
                    document.write(vals)
            with self.assertRaises(UserError):
                document.unlink()
            for vals in ({"raw": b"faux"}, {"name": "faux.docx"}, {"res_id": 0}):
                with self.assertRaises(UserError):
                    document.docx_id.write(vals)
            with self.assertRaises(UserError):
                document.docx_id.unlink()
        with self.assertRaises(UserError):
            arrete._ecrire({"valeurs": {}})
        with self.assertRaises(UserError):
            arrete.copy()
        with self.assertRaises(UserError):
            arrete.action_regenerer()
        self.assertEqual(arrete._empreinte(arrete.docx_id.raw), arrete.sha256)

    def test_brouillon_protege(self):
        """Even a draft changes by its buttons only."""
        arrete = self._arrete()
        with self.assertRaisesRegex(UserError, "ne se modifient pas à la main"):
            arrete.write({"state": "signe"})
        with self.assertRaisesRegex(UserError, "se produit depuis son dossier"):
            self.env["oilhi.document"].with_user(self.agent).create({
                "name": "Faux", "dossier_id": arrete.dossier_id.id,
                "service_id": self.service.id, "modele_id": arrete.modele_id.id,
                "version_id": arrete.version_id.id,
            })

    def test_version_validee(self):
        version = self.env.ref("oilhi_documents.modele_d_mso_10").version_courante_id.with_user(self.juriste)
        self.assertEqual(version.state, "valide")
        for vals in ({"fichier": "AAAA"}, {"numero": 9}, {"state": "brouillon"}):
            with self.assertRaisesRegex(UserError, "ne change plus"):
                version.write(vals)
        with self.assertRaisesRegex(UserError, "ne se supprime pas"):
            version.unlink()
        piece = self.env["ir.attachment"].sudo().search([
            ("res_model", "=", version._name), ("res_id", "=", version.id),
            ("res_field", "=", "fichier"),
        ])
        self.assertTrue(piece)
        with self.assertRaises(UserError):
            piece.write({"raw": b"faux"})

    def test_nouvelle_version(self):
        """Validated by the jurist, it ends the former one; a stranger's file is refused."""
        ancienne = self.env.ref("oilhi_documents.modele_d_mso_10").version_courante_id
        vals = {"modele_id": ancienne.modele_id.id, "numero": 2, "date_debut": "2027-06-01"}
        versions = self.env["oilhi.document.modele.version"]
        with self.assertRaises(AccessError):
            versions.with_user(self.responsable).create({**vals, "fichier": ancienne.fichier})
        faux = versions.with_user(self.juriste).create({**vals, "fichier": "AAAA"})
        with self.assertRaises(UserError):
            faux.action_valider()
        faux.fichier = ancienne.fichier
        faux.action_valider()
        self.assertEqual(faux.state, "valide")
        self.assertEqual(str(ancienne.date_fin), "2027-05-31")
        with self.assertRaisesRegex(UserError, "brouillon"):
            versions.with_user(self.juriste).create({
                **vals, "numero": 3, "fichier": ancienne.fichier, "state": "valide",
            })


class TestNotification(OilhiDocumentsCommon):
    def test_echeances_par_destinataire(self):
        """Each receipt starts the clocks of that recipient."""
        arrete = self._arrete_signe()
        dossier = arrete.dossier_id
        proprietaire, occupant = self._proprietaire(dossier), self._occupant(dossier)
        resultat = arrete.notifier(None, "lrar", "2027-02-17", personne_id=proprietaire.id)
        self.assertEqual(resultat["state"], "notifie")
        notification = arrete.notification_ids
        self.assertEqual(notification.state, "envoye")
        self.assertFalse(dossier.echeance_ids.filtered(
            lambda e: e.code == "DL-EXEC-MS" and e.date
        ))
        echeances = notification.recevoir("2027-02-19")["echeances"]
        execution = [e for e in echeances if e["code"] == "DL-EXEC-MS"]
        self.assertEqual([str(e["date"]) for e in execution], ["2027-05-19"])
        self.assertEqual(notification.state, "recu")
        arrete.notifier(None, "main_propre", "2027-02-20", personne_id=occupant.id)
        recours = dossier.echeance_ids.filtered(lambda e: e.code == "DL-RECOURS")
        self.assertEqual(
            {e.destinataire_id: str(e.depart) for e in recours},
            {proprietaire: "2027-02-19", occupant: "2027-02-20"},
        )
        self.assertEqual(dossier._etape("MSO-13").etat, "faite")

    def test_executoire(self):
        """Transmitted and notified, in any order (CGCT L. 2131-1)."""
        arrete = self._arrete_signe()
        proprietaire = self._proprietaire(arrete.dossier_id)
        arrete.notifier(
            None, "lrar", "2027-02-17", "2027-02-19", personne_id=proprietaire.id
        )
        self.assertEqual(arrete.state, "notifie")
        self.assertFalse(arrete.date_executoire)
        arrete.transmettre("2027-02-22")
        self.assertEqual(arrete.state, "executoire")
        self.assertEqual(str(arrete.date_executoire), "2027-02-22")
        with self.assertRaisesRegex(UserError, "déjà enregistrée"):
            arrete.transmettre("2027-02-23")

    def test_executoire_exige_tous_les_tenus(self):
        arrete = self._arrete_signe(
            self._dossier({"Q11": "indivision"}, personnes=INDIVISAIRES)
        )
        arrete.transmettre("2027-02-16")
        self.assertEqual(arrete.state, "transmis")
        une, autre = arrete.dossier_id.personne_ids
        arrete.notifier(None, "lrar", "2027-02-17", "2027-02-19", personne_id=une.id)
        self.assertEqual(arrete.state, "notifie")
        arrete.notifier(None, "lrar", "2027-02-17", "2027-02-24", personne_id=autre.id)
        self.assertEqual(arrete.state, "executoire")
        self.assertEqual(str(arrete.date_executoire), "2027-02-24")

    def test_affichage_adresse_connue(self):
        arrete = self._arrete_signe()
        proprietaire = self._proprietaire(arrete.dossier_id)
        with self.assertRaisesRegex(UserError, "L. 511-12"):
            arrete.notifier(None, "affichage", "2027-02-17", personne_id=proprietaire.id)
        self.assertFalse(arrete.notification_ids)
        proprietaire.write({
            "rue": False, "code_postal": False, "ville": False, "adresse_inconnue": True,
        })
        arrete.notifier(None, "affichage", "2027-02-17", personne_id=proprietaire.id)
        self.assertEqual(str(arrete.notification_ids.date_reception), "2027-02-17")

    def test_dates_impossibles(self):
        arrete = self._arrete()
        proprietaire = self._proprietaire(arrete.dossier_id)
        with self.assertRaisesRegex(UserError, "pas encore signé"):
            arrete.notifier(None, "lrar", "2027-02-17", personne_id=proprietaire.id)
        with self.assertRaisesRegex(UserError, "pas encore signé"):
            arrete.transmettre("2027-02-17")
        arrete.with_user(self.responsable).signer("2027-02-15")
        for envoi, reception, motif in (
            ("2027-02-14", None, "précéder la signature"),
            ("2027-02-17", "2027-02-16", "précéder l’envoi"),
            ("17/02/2027", None, "AAAA-MM-JJ"),
        ):
            with self.assertRaisesRegex(UserError, motif):
                arrete.notifier(
                    None, "lrar", envoi, reception, personne_id=proprietaire.id
                )
        with self.assertRaisesRegex(UserError, "Mode de notification inconnu"):
            arrete.notifier(None, "pigeon", "2027-02-17", personne_id=proprietaire.id)

    def test_preuve(self):
        """The receipt is attached once, and neither it nor its notification ever leaves."""
        arrete = self._arrete_signe()
        arrete.notifier(
            None, "lrar", "2027-02-17", "2027-02-19",
            personne_id=self._proprietaire(arrete.dossier_id).id,
            preuve=self._image(), preuve_nom="avis.png",
        )
        notification = arrete.notification_ids
        self.assertEqual(notification.state, "prouve")
        with self.assertRaises(UserError):
            notification.preuve_id.unlink()
        with self.assertRaises(UserError):
            notification.with_user(self.agent).write({"date_reception": "2027-02-18"})
        with self.assertRaises(UserError):
            notification.unlink()
        with self.assertRaisesRegex(UserError, "déjà"):
            notification.recevoir("2027-02-20")

    def test_preuve_jointe_au_parcours(self):
        """Joined once on the step, the receipt is that of the delivery: nothing more is asked there."""
        arrete = self._arrete_signe()
        dossier = arrete.dossier_id
        proprietaire, occupant = self._proprietaire(dossier), self._occupant(dossier)
        arrete.transmettre("2027-02-16")
        for personne in proprietaire | occupant:
            arrete.notifier(None, "lrar", "2027-02-17", personne_id=personne.id)
        sienne, autre = arrete.notification_ids.sorted("id")
        etape = dossier._etape("MSO-13").with_user(self.agent)

        def joindre(nom):
            return self.env(user=self.agent)["ir.attachment"].create(
                {"name": nom, "raw": b"%PDF-1.4 essai"}
            )

        bordereau = joindre("bordereau.pdf")
        etape.realiser("2027-02-17", destinataire_id=proprietaire.id, mode="lrar", piece_ids=bordereau.ids)
        self.assertFalse(sienne.preuve_id, "the slip of the sending proves no receipt")
        avis = joindre("avis.pdf")
        etape.realiser(
            "2027-02-17", destinataire_id=proprietaire.id, mode="lrar", date_reception="2027-02-19",
        )
        self.assertEqual((str(sienne.date_reception), arrete.state), ("2027-02-19", "executoire"))
        self.assertEqual(autre.state, "envoye", "each recipient his own receipt")
        autre.recevoir("2027-02-20")
        self.assertIn("Joignez la preuve", autre.suite)
        etape.realiser("2027-02-17", destinataire_id=occupant.id, mode="lrar", piece_ids=avis.ids)
        self.assertEqual((autre.preuve_id, autre.state, autre.suite), (avis, "prouve", False))
        self.assertEqual(autre.with_user(self.agent).preuve_id.name, "avis.pdf")
        with self.assertRaisesRegex(UserError, "preuve de notification"):
            avis.with_user(self.agent).unlink()
        # A date corrected in the parcours is not left wrong in the list of deliveries.
        etape.realiser(
            "2027-02-17", destinataire_id=occupant.id, mode="lrar", date_reception="2027-02-22",
            motif="Avis mal lu.",
        )
        self.assertEqual((str(autre.date_reception), autre.preuve_id), ("2027-02-22", avis))

    def test_executoire_suit_la_correction(self):
        """A receipt misread moves the day from which the order binds, or takes it back (CGCT L. 2131-1); who is
        bound since does not."""
        arrete = self._arrete_signe()
        dossier, proprietaire = arrete.dossier_id, self._proprietaire(arrete.dossier_id)
        arrete.transmettre("2027-02-16")
        arrete.notifier(None, "lrar", "2027-02-17", "2027-02-19", personne_id=proprietaire.id)
        self.env["oilhi.dossier.personne"].create({"dossier_id": dossier.id, **INDIVISAIRES[0]})
        for nom, faits, attendu in (
            ("misread", {"date_reception": "2027-02-22"}, ("executoire", "2027-02-22")),
            ("never handed over", {"date_reception": False, "issue_pli": "npai"}, ("notifie", "False")),
        ):
            with self.subTest(nom):
                dossier._etape("MSO-13").with_user(self.agent).realiser(
                    "2027-02-17", destinataire_id=proprietaire.id, mode="lrar", motif="Avis mal lu.", **faits)
                self.assertEqual((arrete.state, str(arrete.date_executoire)), attendu)

    def test_preuves_d_une_base_d_avant(self):
        """Joined in the parcours before it was told to the list of deliveries."""
        arrete = self._arrete_signe()
        dossier = arrete.dossier_id
        proprietaire, occupant = self._proprietaire(dossier), self._occupant(dossier)
        for personne in proprietaire | occupant:
            arrete.notifier(None, "lrar", "2027-02-17", "2027-02-19", personne_id=personne.id)
        sienne, autre = arrete.notification_ids.sorted("id")
        avis = self.env(user=self.agent)["ir.attachment"].create({"name": "avis.pdf", "raw": b"%PDF-1.4 essai"})
        dossier._etape("MSO-13").with_user(self.agent).realiser(
            "2027-02-17", destinataire_id=proprietaire.id, mode="lrar", piece_ids=avis.ids
        )
        self.env.flush_all()
        self.env.cr.execute("UPDATE oilhi_notification SET preuve_id = NULL, state = 'recu'")
        script = Path(__file__).parents[1] / "migrations" / "19.0.1.3.0" / "post-preuves.py"
        exec_script(self.env.cr, "19.0.1.2.0", str(script), "oilhi_documents", "post")
        self.env.invalidate_all()
        self.assertEqual((sienne.preuve_id, sienne.state), (avis, "prouve"))
        self.assertEqual((autre.preuve_id, autre.state), (autre.preuve_id.browse(), "recu"))

    def test_transmission_dite_une_fois(self):
        """Recorded with the act, the day of the transmission is not asked again in the parcours."""
        arrete = self._arrete_signe()
        arrete.transmettre("2027-02-16")
        saisie = Form(self.env(user=self.agent)["oilhi.etape.realiser"].with_context(
            default_dossier_etape_id=arrete.dossier_id._etape("MSO-13").id
        ))
        self.assertEqual(str(saisie.date_transmission), "2027-02-16")
        urgent = self._dossier({"Q1": "oui"}, code="MSU", mesures=(SECURISATION,), rue="4 rue des Trois Exemples")
        urgent._etape("MSU-02").realiser("2027-01-05", heure="10:00")
        urgent.procedure_ids.redaction_imminence = IMMINENCE
        arrete = urgent.generer_document("D-MSU-04")
        arrete.with_user(self.responsable).signer("2027-01-05")
        arrete.transmettre("2027-01-06")
        saisie = Form(self.env(user=self.agent)["oilhi.etape.realiser"].with_context(
            default_dossier_etape_id=urgent._etape("MSU-09").id
        ))
        self.assertEqual(str(saisie.date), "2027-01-06")

    def test_second_envoi_au_parcours(self):
        """The letter that left again says nothing of the first delivery, which came back."""
        arrete = self._arrete_signe()
        proprietaire = self._proprietaire(arrete.dossier_id)
        arrete.notifier(None, "lrar", "2027-02-17", personne_id=proprietaire.id)
        premiere = arrete.notification_ids
        etape = arrete.dossier_id._etape("MSO-13").with_user(self.agent)
        etape.realiser("2027-02-17", destinataire_id=proprietaire.id, mode="lrar", issue_pli="npai")
        self.assertEqual(premiere.state, "revenu")
        etape.realiser(
            "2027-03-01", destinataire_id=proprietaire.id, mode="lrar", date_reception="2027-03-03"
        )
        self.assertEqual((premiere.state, str(premiere.date_envoi)), ("revenu", "2027-02-17"))
        self.assertFalse(premiere.date_reception)

    def test_partenaire(self):
        """A sending to the CAF is a communication, kept as a fact, without clock."""
        arrete = self._arrete_signe()
        type_caf = self.env["oilhi.type.organisme"].search([("code", "=", "PA-CAF")], limit=1)
        caf = self.env["res.partner"].create({
            "name": "CAF exemple", "is_company": True, "oilhi_type_ids": [(6, 0, type_caf.ids)],
        })
        arrete.notifier(caf.id, "autre", "2027-02-17")
        self.assertEqual(arrete.notification_ids.nature, "communication")
        self.assertEqual(arrete.state, "signe")
        self.assertIn("D-PART-01", arrete.dossier_id.fait_ids.mapped("code"))

    def test_lettre_ouvre_le_contradictoire(self):
        """Sending the letter realises MSO-08; its receipt starts the period of observations."""
        dossier = self._instruire(self._dossier())
        lettre = dossier.generer_document("D-MSO-03", delai_nombre=2, delai_unite="mois")
        lettre.with_user(self.responsable).signer("2027-01-08")
        lettre.notifier(
            None, "lrar", "2027-01-08", "2027-01-12",
            personne_id=self._proprietaire(dossier).id,
        )
        self.assertEqual(dossier._etape("MSO-08").etat, "faite")
        self.assertEqual(
            str(dossier.procedure_ids._date_au_plus_tot("MSO-12")), "2027-03-13"
        )

    def test_urgence_a_l_heure(self):
        dossier = self._dossier({"Q1": "oui"}, code="MSU", mesures=(SECURISATION,))
        dossier._etape("MSU-02").realiser("2027-01-05", heure="10:00")
        dossier.procedure_ids.redaction_imminence = IMMINENCE
        arrete = dossier.generer_document("D-MSU-04")
        arrete.with_user(self.responsable).signer("2027-01-05")
        with self.assertRaisesRegex(UserError, "16:30"):
            arrete.notifier(
                None, "main_propre", "2027-01-05", heure="25 h",
                personne_id=self._proprietaire(dossier).id,
            )
        resultat = arrete.notifier(
            None, "main_propre", "2027-01-05", heure="16:00",
            personne_id=self._proprietaire(dossier).id,
        )
        execution = [e for e in resultat["echeances"] if e["code"] == "DL-EXEC-MSU"]
        self.assertEqual([str(e["date"])[:10] for e in execution], ["2027-01-07"])


class TestMainlevee(OilhiDocumentsCommon):
    def test_mainlevee(self):
        """Signed, it lifts the first act; notified, it ends the procedure's step."""
        arrete = self._notifier_tous(self._arrete_signe())
        dossier = arrete.dossier_id
        self.assertEqual(arrete.state, "executoire")
        dossier._etape("MSO-17a").realiser("2027-05-03", note="Travaux faits.")
        mainlevee = arrete.mainlever()
        mainlevee.with_user(self.responsable).signer("2027-05-06")
        self.assertEqual((arrete.state, str(arrete.date_levee)), ("leve", "2027-05-06"))
        self.assertEqual(mainlevee.state, "signe")
        self.assertTrue(mainlevee.numero)
        mainlevee.transmettre("2027-05-07")
        mainlevee.notifier(
            None, "lrar", "2027-05-07", "2027-05-10",
            personne_id=self._proprietaire(dossier).id,
        )
        self.assertEqual(mainlevee.state, "executoire")
        self.assertEqual(dossier._etape("MSO-18a").etat, "faite")
        with self.assertRaisesRegex(UserError, "déjà levé"):
            arrete.mainlever()
        with self.assertRaisesRegex(UserError, "Seul un arrêté de mise en sécurité se lève"):
            mainlevee.mainlever()

    def test_avis_de_la_mainlevee_apres_la_cloture(self):
        """The procedure ends when the mainlevée has left: its receipt comes back later, and is recorded."""
        arrete = self._notifier_tous(self._arrete_signe())
        dossier = arrete.dossier_id
        dossier.usage = "professionnel"  # nobody else to inform (R. 511-7)
        dossier._etape("MSO-17a").realiser("2027-05-03", note="Travaux faits.")
        mainlevee = arrete.mainlever()
        mainlevee.with_user(self.responsable).signer("2027-05-06")
        mainlevee.transmettre("2027-05-07")
        proprietaire = self._proprietaire(dossier)
        mainlevee.notifier(None, "lrar", "2027-05-07", personne_id=proprietaire.id)
        self.assertEqual(dossier.procedure_ids.etat, "close")
        notification = mainlevee.notification_ids.with_user(self.agent)
        notification.recevoir("2027-05-10", preuve=self._image(), preuve_nom="avis.png")
        self.assertEqual((notification.state, mainlevee.state), ("prouve", "executoire"))
        fait = self.env["oilhi.dossier.fait"].search([
            ("dossier_id", "=", dossier.id), ("code", "=", "MSO-18a"), ("destinataire_id", "=", proprietaire.id),
        ])
        self.assertEqual((str(fait.date_reception), len(fait.piece_ids)), ("2027-05-10", 1))
        self.assertEqual(dossier.procedure_ids.etat, "close")

    def test_sans_constat(self):
        """No lifting before the works are seen; nor before the arrêté is signed."""
        arrete = self._arrete()
        with self.assertRaisesRegex(UserError, "pas encore signé"):
            arrete.mainlever()
        arrete.with_user(self.responsable).signer("2027-02-15")
        self._notifier_tous(arrete)
        with self.assertRaises(UserError):
            arrete.mainlever().with_user(self.responsable).signer("2027-05-06")
        self.assertEqual(arrete.state, "executoire")


@tagged("post_install", "-at_install")
class TestRoles(OilhiDocumentsCommon):
    def test_lecteur(self):
        """Reads, produces nothing."""
        arrete = self._arrete()
        document = arrete.with_user(self.lecteur)
        self.assertEqual(document.name, arrete.name)
        self.assertTrue(document.docx_id.raw)
        for action in (
            lambda: arrete.dossier_id.with_user(self.lecteur).generer_document("D-MSO-10"),
            lambda: document.action_proposer_signature(),
            lambda: document.signer("2027-02-15"),
            lambda: document.transmettre("2027-02-15"),
            lambda: document.unlink(),
        ):
            with self.assertRaises(AccessError):
                action()

    def test_agent_ne_signe_pas(self):
        arrete = self._arrete().with_user(self.agent)
        self.assertFalse(arrete.peut_signer)
        with self.assertRaisesRegex(UserError, "ne pouvez pas enregistrer une signature"):
            arrete.signer("2027-02-15")
        arrete.action_proposer_signature()
        self.assertEqual(arrete.state, "a_signer")
        self.assertTrue(arrete.with_user(self.responsable).peut_signer)
        arrete.with_user(self.responsable).signer("2027-02-15")
        self.assertEqual(arrete.state, "signe")

    def test_signataire_en_personne(self):
        """The mayor who has an account signs, though an agent by its groups."""
        self.signataire_arras.user_id = self.agent
        arrete = self._arrete().with_user(self.agent)
        self.assertTrue(arrete.peut_signer)
        arrete.signer("2027-02-15")
        self.assertEqual(arrete.state, "signe")

    def test_autre_service(self):
        arrete = self._arrete_signe()
        documents = self.env["oilhi.document"].with_user(self.agent_autre)
        self.assertFalse(documents.search([("id", "=", arrete.id)]))
        for action in (
            lambda: arrete.with_user(self.agent_autre).read(["name"]),
            lambda: arrete.dossier_id.with_user(self.agent_autre).controler("D-MSO-10"),
            lambda: arrete.docx_id.with_user(self.agent_autre).read(["datas"]),
        ):
            with self.assertRaises(AccessError):
                action()

    def test_partage_en_lecture(self):
        """A service that the case is shared with reads the act and changes nothing."""
        arrete = self._arrete()
        self.env["oilhi.dossier.partage"].create({
            "dossier_id": arrete.dossier_id.id, "service_id": self.service_autre.id,
            "niveau": "lecture",
        })
        document = arrete.with_user(self.agent_autre)
        self.assertEqual(document.name, arrete.name)
        for action in (
            lambda: document.action_proposer_signature(),
            lambda: document.unlink(),
            lambda: document.dossier_id.generer_document("D-MSO-10"),
        ):
            with self.assertRaises(AccessError):
                action()

    def test_partage_en_contribution(self):
        """A responsable of another service may contribute, never sign for this one."""
        self.agent_autre.group_ids += self.env.ref("oilhi_partenaires.group_responsable")
        arrete = self._arrete()
        self.env["oilhi.dossier.partage"].create({
            "dossier_id": arrete.dossier_id.id, "service_id": self.service_autre.id,
            "niveau": "contribution",
        })
        document = arrete.with_user(self.agent_autre)
        self.assertFalse(document.peut_signer)
        with self.assertRaisesRegex(UserError, "ne pouvez pas enregistrer une signature"):
            document.signer("2027-02-15")
        document.action_proposer_signature()
        self.assertEqual(document.state, "a_signer")

    def test_coordinateur(self):
        arrete = self._arrete()
        document = arrete.with_user(self.coordinateur)
        self.assertEqual(document.name, arrete.name)
        with self.assertRaises(AccessError):
            document.action_proposer_signature()
