from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .parcours_common import OilhiParcoursCommon


@tagged("post_install", "-at_install")
class TestExecutionOffice(OilhiParcoursCommon):
    """Works by the authority: from the failure to the reception (CCH L. 511-16, L. 511-20)."""

    @classmethod
    def _en_carence(cls, type_mesure="travaux", carence=True):
        """Order notified on 19 February 2027, two months given: over on 19 April."""
        dossier = cls._maison()
        cls._instruire(dossier)
        cls._lettre(dossier)
        cls._mesure(dossier, type=type_mesure)
        cls._faire(dossier, "MSO-12", "2027-02-15")
        cls._faire(dossier, "MSO-13", "2027-02-16", mode="lrar", date_reception="2027-02-19")
        if carence:
            cls._faire(dossier, "MSO-17b", "2027-04-22")
        return dossier

    def _preparer(self, dossier, **valeurs):
        Office = self.env(user=self.agent)["oilhi.dossier.office"].with_context(
            default_dossier_id=dossier.id
        )
        return Office.create({"motifs": "Pignon non conforté, constat du 22 avril.", **valeurs})

    def _valider(self, action, **valeurs):
        """Play the dialog that an action opens, as the agent."""
        assistant = self.env(user=self.agent)[action["res_model"]].with_context(**action["context"])
        saisie = assistant.create({**valeurs})
        return getattr(saisie, "action_realiser" if "etape" in saisie._name else "action_valider")()

    def _devis(self, office, montant, retenu=False, nom="Maçonnerie d’essai"):
        entreprise = self.env["res.partner"].create({"name": nom, "is_company": True})
        return self.env(user=self.agent)["oilhi.dossier.devis"].create({
            "office_id": office.id, "entreprise_id": entreprise.id, "montant_ht": montant,
            "montant_tva": montant / 10, "retenu": retenu,
        })

    # -- Whole life ----------------------------------------------------------

    def test_de_la_carence_a_la_reception(self):
        with freeze_time("2027-05-03 10:00:00"):
            dossier = self._en_carence()
            office = self._preparer(dossier)
            self.assertEqual(office.dossier_procedure_id, dossier.procedure_ids)
            self.assertEqual(office.mesure_ids, dossier.mesure_ids)
            self.assertFalse(office.bloque, office.blocages)
            self.assertTrue(office.regime.endswith("propriétaire (CCH L. 511-16)."), office.regime)
            self.assertIn("</span>.</li>", office.contenu)
            self.assertIn("Aucun devis", office.devis_conseil)
            self._devis(office, 10000)
            self.assertIn("Un seul devis", office.devis_conseil)
            retenu = self._devis(office, 9000, nom="Étaiements d’essai")
            retenu.action_retenir()
            self.assertFalse(office.devis_conseil)
            self.assertEqual(office.entreprise_id.name, "Étaiements d’essai")
            self.assertEqual(office.cout_estime, 9900)
            proprietaire = self._personnes(dossier, "proprietaire")
            self._valider(
                office.action_decider(), date="2027-05-03", destinataire_id=proprietaire.id, mode="lrar"
            )
            self.assertEqual(office.etat, "decidee")
            self.assertEqual(str(office.date_decision), "2027-05-03")
            self.assertEqual(dossier._etape("MSO-19b").etat, "faite")
        with freeze_time("2027-05-10 10:00:00"):
            self._valider(office.action_notifier(), date_reception="2027-05-06")
            self.assertEqual((office.etat, str(office.date_notification)), ("notifiee", "2027-05-06"))
            office.write({"acces": "libre"})
            self.assertEqual(office.etat, "acces")
            office.date_debut = "2027-05-10"
            self.assertEqual(office.etat, "travaux")
        with freeze_time("2027-06-15 10:00:00"):
            office.date_fin = "2027-06-14"
            office.action_receptionner()
            self.assertEqual(office.etat, "receptionnee")
            action = office.action_constater()
            self.assertEqual(action["context"]["default_date"], "2027-06-15")
            etape = dossier._etape("MSO-17a")
            self.assertEqual(action["context"]["default_dossier_etape_id"], etape.id)
        textes = " ".join(dossier.message_ids.mapped("body"))
        self.assertIn("travaux commencés le 10/05/2027", textes)

    def test_demolition_attend_le_jugement(self):
        """CCH L. 511-16: the demolition prescribed, on a judgment."""
        with freeze_time("2027-05-03 10:00:00"):
            dossier = self._en_carence("demolition")
            office = self._preparer(dossier)
            self.assertEqual(office.demolition, "complete")
            self.assertTrue(office.bloque)
            with self.assertRaisesRegex(UserError, "jugement du président"):
                office.action_decider()
            with self.assertRaisesRegex(UserError, "procédure accélérée au fond"):
                self._faire(dossier, "MSO-19b", "2027-05-03")
            self._valider(office.action_saisir_juge(), date="2027-05-03")
            self.assertEqual(str(office.juge_saisi_le), "2027-05-03")
        with freeze_time("2027-07-12 10:00:00"):
            self._valider(office.action_jugement(), date="2027-07-05")
            self.assertEqual(str(office.jugement_le), "2027-07-05")
            self.assertFalse(office.bloque, office.blocages)
            self._valider(office.action_decider(), date="2027-07-12", mode="main_propre",
                          destinataire_id=self._personnes(dossier, "proprietaire").id)
            with self.assertRaisesRegex(ValidationError, "jugement|décision"), self.cr.savepoint():
                office.write({"acces": "libre", "date_debut": "2027-07-04"})
            office.write({"acces": "libre", "date_debut": "2027-07-12"})

    def test_pas_avant_la_carence_ni_le_delai(self):
        with freeze_time("2027-04-15 10:00:00"):
            dossier = self._en_carence(carence=False)
            office = self._preparer(dossier)
            self.assertIn("Trop tôt", office.blocages)
            self.assertIn("20 avril 2027", office.blocages)
            with self.assertRaisesRegex(UserError, "Trop tôt"):
                office.action_decider()
        with freeze_time("2027-04-22 10:00:00"):
            office.invalidate_recordset()
            with self.assertRaisesRegex(UserError, "inexécution n’est pas constatée"):
                office.action_decider()

    def test_decision_motivee(self):
        with freeze_time("2027-05-03 10:00:00"):
            office = self._preparer(self._en_carence(), motifs=False)
            with self.assertRaisesRegex(UserError, "motivée"):
                office.action_decider()

    def test_acces_refuse(self):
        """No entry against a refusal: the judge first; to verify for works (L. 511-7, L. 511-16)."""
        with freeze_time("2027-05-20 10:00:00"):
            dossier = self._en_carence()
            office = self._preparer(dossier)
            self._faire(dossier, "MSO-19b", "2027-05-03", mode="main_propre",
                        destinataire_id=self._personnes(dossier, "proprietaire").id)
            office.acces = "refuse"
            self.assertIn("juge des libertés", office.acces_conseil)
            self.assertIn("À vérifier", office.acces_conseil)
            for acces in ("refuse", "injoignable", "demande", "rejete"):
                with self.assertRaisesRegex(ValidationError, "comment l’entreprise entre"), self.cr.savepoint():
                    office.write({"acces": acces, "date_debut": "2027-05-18"})
            office.write({
                "acces": "autorise", "acces_demande_le": "2027-05-04", "acces_reponse_le": "2027-05-14",
            })
            with self.assertRaisesRegex(ValidationError, "comment l’entreprise entre"), self.cr.savepoint():
                office.date_debut = "2027-05-13"
            office.date_debut = "2027-05-18"

    def test_urgence_le_meme_jour(self):
        """MSU: a period in hours ends, and lets act, on the same Saturday (L. 511-20, R6)."""
        with freeze_time("2027-03-13 15:00:00"):
            dossier = self._maison(procedure="MSU")
            for code in ("MSU-02", "MSU-05"):
                self._faire(dossier, code, "2027-03-12")
            self._mesure(dossier, type="securisation", texte="Étayer le pignon.", delai_nombre=12,
                         delai_unite="heures")
            self._faire(dossier, "MSU-07", "2027-03-12", heure="18:00")
            self._faire(dossier, "MSU-08", "2027-03-12", heure="20:00", mode="main_propre",
                        destinataire_id=self._personnes(dossier, "proprietaire").id)
            self._faire(dossier, "MSU-11", "2027-03-13")
            office = self._preparer(dossier)
            self.assertIn("Obligation", office.regime)
            self.assertFalse(office.bloque, office.blocages)
            self._valider(office.action_decider(), date="2027-03-13", mode="main_propre",
                          destinataire_id=self._personnes(dossier, "proprietaire").id)
            office.write({"acces": "libre", "date_debut": "2027-03-13"})
            self.assertEqual(office.etat, "travaux")

    def test_regles_sanitaires_jamais(self):
        """RSHS: no works by the authority (CSP R. 1331-16)."""
        dossier = self._dossier_pignon()
        procedure = self._ouvrir(dossier, "RSHS")
        with self.assertRaisesRegex(ValidationError, "contravention"):
            self._preparer(dossier, dossier_procedure_id=procedure.id)

    # -- One source of dates, nothing silent ---------------------------------

    def test_decision_prise_depuis_le_parcours(self):
        with freeze_time("2027-05-20 10:00:00"):
            dossier = self._en_carence()
            self._faire(dossier, "MSO-19b", "2027-05-03", note="Pignon non conforté.", mode="lrar",
                        destinataire_id=self._personnes(dossier, "proprietaire").id)
            office = dossier.office_ids
            self.assertEqual((office.etat, office.motifs), ("decidee", "Pignon non conforté."))
            self._faire(dossier, "MSO-19b", "2027-05-04", motif="Date mal lue",
                        destinataire_id=self._personnes(dossier, "proprietaire").id)
            self.assertEqual(str(office.date_decision), "2027-05-04")
            self.assertEqual(len(dossier.office_ids), 1)
            dossier._etape("MSO-19b").with_user(self.responsable).annuler("Saisie par erreur")
            office.invalidate_recordset()
            self.assertFalse(office.date_decision)
            self.assertEqual(office.etat, "preparee")

    def test_decision_prise_ne_change_plus(self):
        with freeze_time("2027-05-20 10:00:00"):
            dossier = self._en_carence()
            office = self._preparer(dossier)
            devis = self._devis(office, 1000, retenu=True)
            self._faire(dossier, "MSO-19b", "2027-05-03", mode="main_propre",
                        destinataire_id=self._personnes(dossier, "proprietaire").id)
            for ecrire in (
                lambda: office.write({"motifs": "Autre chose"}),
                lambda: office.write({"mesure_ids": [(5,)]}),
                lambda: devis.write({"montant_ht": 1}),
                office.unlink,
                devis.unlink,
            ):
                with self.assertRaises(UserError), self.cr.savepoint():
                    ecrire()

    def test_une_date_corrigee_dit_pourquoi(self):
        with freeze_time("2027-05-20 10:00:00"):
            dossier = self._en_carence()
            office = self._preparer(dossier)
            self._faire(dossier, "MSO-19b", "2027-05-03", mode="main_propre",
                        destinataire_id=self._personnes(dossier, "proprietaire").id)
            office.write({"acces": "libre", "date_debut": "2027-05-10"})
            with self.assertRaisesRegex(UserError, "écrivez pourquoi"):
                office.write({"date_debut": "2027-05-12"})
            office.write({"date_debut": "2027-05-12", "motif_correction": "Ordre de service relu"})
            textes = " ".join(dossier.message_ids.mapped("body"))
            self.assertIn("10/05/2027 → 12/05/2027 (Ordre de service relu)", textes)
            for champ, jour in (("date_fin", "2027-05-11"), ("date_reception", "2027-05-19"),
                                ("date_fin", "2027-06-01")):
                with self.assertRaises(ValidationError), self.cr.savepoint():
                    office.write({champ: jour})

    def test_abandon_motive(self):
        with freeze_time("2027-05-20 10:00:00"):
            office = self._preparer(self._en_carence())
            with self.assertRaises(UserError):
                office._abandonner(" ")
            self._valider(office.action_abandonner(), motif="Le propriétaire a commencé.")
            self.assertEqual(office.etat, "abandonnee")
            with self.assertRaisesRegex(UserError, "abandonnée"):
                office.write({"acces": "libre"})
            with self.assertRaises(UserError):
                office.unlink()

    # -- Access --------------------------------------------------------------

    def test_droits(self):
        with freeze_time("2027-05-20 10:00:00"):
            dossier = self._en_carence()
            office = self._preparer(dossier)
            devis = self._devis(office, 1000)
        lecteur = self.lecteur
        for ligne in (office, devis):
            self.assertTrue(ligne.with_user(lecteur).has_access("read"))
            self.assertFalse(ligne.with_user(lecteur).has_access("write"))
            self.assertFalse(ligne.with_user(self.agent_autre).has_access("read"))
            self.assertTrue(ligne.with_user(self.responsable).has_access("write"))
        for methode in ("action_decider", "action_notifier", "action_saisir_juge", "action_jugement",
                        "action_receptionner", "action_constater", "action_abandonner"):
            with self.assertRaises(AccessError):
                getattr(office.with_user(self.agent_autre), methode)()
        with self.assertRaises(AccessError):
            office.with_user(lecteur)._abandonner("x")

    def test_requetes(self):
        """The page of the case does not ask more for three decisions than for one."""
        with freeze_time("2027-05-20 10:00:00"):
            dossier = self._en_carence()
            self._preparer(dossier)
            lus = ["etat", "date_decision", "entreprise_id", "cout_estime", "date_reception"]

            def compter(n):
                self.env.flush_all()
                self.env.invalidate_all()
                avant = self.cr.sql_log_count
                dossier.with_user(self.agent).office_ids.read(lus)
                self.assertEqual(len(dossier.office_ids), n)
                return self.cr.sql_log_count - avant

            compter(1)
            une = compter(1)
            self._preparer(dossier)
            self._preparer(dossier)
            self.assertLessEqual(compter(3), une)
