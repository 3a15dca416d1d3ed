from unittest.mock import patch

from odoo.exceptions import AccessError, ConcurrencyError, LockError, UserError
from odoo.tests import Form, tagged

from .parcours_common import OilhiParcoursCommon


@tagged("at_install", "-post_install")
class TestEtapeRealiser(OilhiParcoursCommon):
    """The dialog « C’est fait »: facts asked, corrections explained, nobody forgotten."""

    def setUp(self):
        super().setUp()
        self.dossier = self._maison()
        self._instruire(self.dossier)

    def _formulaire(self, code, user=None, **contexte):
        user = user or self.agent
        action = self.dossier._etape(code).with_user(user).action_realiser(**contexte)
        return Form(self.env[action["res_model"]].with_user(user).with_context(**action["context"]))

    def _second(self):
        return self.env(user=self.agent)["oilhi.dossier.personne"].create({
            "dossier_id": self.dossier.id, "role": "proprietaire", "civilite": "madame",
            "prenom": "Alix", "nom": "Second", "rue": "1 rue d’Essai", "ville": "Arras",
        })

    def _echeance_lettre(self):
        return self._echeance(self.dossier, "DL-CONTR-MS")

    # -- Completing and correcting -------------------------------------------

    def test_completer_sans_motif(self):
        """The receipt comes back: an empty value is filled, nobody asks why."""
        self._lettre(self.dossier, reception=None)
        fait = self.dossier._etape("MSO-08").fait_ids
        saisie = self._formulaire("MSO-08", fait_id=fait.id)
        self.assertEqual((str(saisie.date), saisie.mode), ("2027-01-08", "lrar"))
        saisie.date_reception = "2027-01-12"
        self.assertFalse(saisie.modifie)
        saisie.save().action_realiser()
        self.assertEqual(str(self._echeance_lettre().date), "2027-02-12")
        self.assertFalse(self._echeance_lettre().historique_ids)
        self.assertFalse(fait.active)

    def test_corriger_avec_motif(self):
        """A value changes: the reason is asked, the former date stays readable."""
        self._lettre(self.dossier)
        fait = self.dossier._etape("MSO-08").fait_ids
        saisie = self._formulaire("MSO-08", fait_id=fait.id)
        self.assertFalse(saisie.modifie)
        saisie.date_reception = "2027-01-14"
        self.assertTrue(saisie.modifie)
        with self.assertRaises(AssertionError, msg="required in the form"):
            saisie.save()
        saisie.motif = "  "
        with self.assertRaisesRegex(UserError, "écrivez pourquoi"):
            saisie.save().action_realiser()
        self.assertTrue(fait.active)
        saisie.motif = "L’avis avait été mal lu."
        saisie.save().action_realiser()
        ancienne = self._echeance_lettre().historique_ids
        self.assertEqual(str(ancienne.date), "2027-02-12")
        self.assertEqual((ancienne.motif, ancienne.user_id), ("L’avis avait été mal lu.", self.agent))
        nouveau = self.dossier._etape("MSO-08").fait_ids
        self.assertEqual(nouveau.remplace_id, fait)
        self.assertEqual(nouveau.motif_correction, "L’avis avait été mal lu.")

    def test_vider_une_date(self):
        """A date typed by mistake can be emptied: it does not come back by itself."""
        self._lettre(self.dossier)
        fait = self.dossier._etape("MSO-08").fait_ids
        saisie = self._formulaire("MSO-08", fait_id=fait.id)
        saisie.date_reception = False
        saisie.motif = "Ce n’était pas cet avis."
        saisie.save().action_realiser()
        self.assertFalse(self.dossier._etape("MSO-08").fait_ids.date_reception)
        self.assertEqual(self.dossier._etape("MSO-08").fait_ids.mode, "lrar")
        self.assertFalse(self._echeance_lettre().date)
        self.assertEqual(self._echeance_lettre().preuve, "manquante")

    def test_corriger_une_seule_visite(self):
        """Of a step done several times, the one that is named, and no other."""
        self._faire(self.dossier, "MSO-04", "2027-01-07", heure="10:00")
        etape = self.dossier._etape("MSO-04")
        premiere, seconde = etape.fait_ids.sorted("date")
        saisie = self._formulaire("MSO-04", fait_id=seconde.id)
        self.assertEqual(saisie.heure, "10:00")
        saisie.heure = "11h"
        self.assertTrue(saisie.modifie)
        saisie.motif = "Heure du procès-verbal."
        saisie.save().action_realiser()
        self.assertFalse(seconde.active)
        self.assertEqual(len(etape.fait_ids), 2)
        self.assertIn(premiere, etape.fait_ids)
        self.assertEqual((etape.fait_ids - premiere).heure, "11:00")
        self._formulaire("MSO-04").save().action_realiser()
        self.assertEqual(len(etape.fait_ids), 3, "without a name, it is one more")

    def test_meme_heure_autrement_ecrite(self):
        self._faire(self.dossier, "MSO-04", "2027-01-07", heure="09:00")
        fait = self.dossier._etape("MSO-04").fait_ids.filtered("heure")
        saisie = self._formulaire("MSO-04", fait_id=fait.id)
        saisie.heure = "9h"
        self.assertFalse(saisie.modifie)
        saisie.heure = "neuf heures"
        self.assertTrue(saisie.modifie)

    def test_fait_d_ailleurs(self):
        """Neither a fact of another step, nor one already replaced."""
        self._lettre(self.dossier)
        fait = self.dossier._etape("MSO-08").fait_ids
        with self.assertRaisesRegex(UserError, "pas de cette étape"):
            self._faire(self.dossier, "MSO-04", "2027-01-07", fait_id=fait.id)
        self._faire(self.dossier, "MSO-08", "2027-01-09", fait_id=fait.id)
        with self.assertRaisesRegex(UserError, "déjà été remplacé"):
            self._faire(self.dossier, "MSO-08", "2027-01-10", fait_id=fait.id)

    # -- Proof ---------------------------------------------------------------

    def test_joindre_la_preuve(self):
        self._lettre(self.dossier)
        echeance = self._echeance_lettre()
        self.assertTrue(echeance.provisoire)
        saisie = self._formulaire("MSO-08", fait_id=echeance.fait_id.id).save()
        saisie.piece_ids = self.env(user=self.agent)["ir.attachment"].create(
            {"name": "avis.pdf", "raw": b"%PDF-1.4"}
        )
        saisie.action_realiser()
        self.assertEqual((echeance.provisoire, echeance.preuve), (False, "jointe"))
        self.assertEqual(echeance.fait_id.piece_ids.res_id, echeance.fait_id.id)
        saisie = self._formulaire("MSO-08", fait_id=echeance.fait_id.id)
        self.assertEqual(saisie.deja_joint, "avis.pdf")
        saisie.note = "Signé par le gardien."
        saisie.save().action_realiser()
        self.assertEqual(echeance.fait_id.piece_ids.name, "avis.pdf", "the proof follows the fact")

    def test_pli_non_reclame(self):
        """A letter never claimed counts from its first presentation (R7)."""
        saisie = self._formulaire("MSO-08")
        saisie.date = "2027-01-08"
        self.assertFalse(saisie.demande_avis)
        saisie.mode = "lrar"
        self.assertTrue(saisie.demande_avis and saisie.demande_reception)
        saisie.date_reception = "2027-01-11"
        saisie.issue_pli = "non_reclame"
        self.assertTrue(saisie.demande_presentation)
        self.assertFalse(saisie.demande_reception)
        saisie.date_presentation = "2027-01-12"
        saisie.save().action_realiser()
        fait = self.dossier._etape("MSO-08").fait_ids
        self.assertEqual(
            (str(fait.date_presentation), fait.issue_pli), ("2027-01-12", "non_reclame")
        )
        self.assertFalse(fait.date_reception, "a letter that came back was not received")
        echeance = self._echeance_lettre()
        self.assertEqual(str(echeance.depart), "2027-01-12")
        self.assertIn("première présentation", echeance.avertissements)

    def test_presentation_avant_envoi(self):
        saisie = self._formulaire("MSO-08")
        saisie.date, saisie.mode, saisie.issue_pli = "2027-01-08", "lrar", "refuse"
        saisie.date_presentation = "2027-01-07"
        with self.assertRaisesRegex(UserError, "première présentation"):
            saisie.save().action_realiser()

    # -- Recipients ----------------------------------------------------------

    def test_deux_destinataires(self):
        premier, second = self._personnes(self.dossier, "proprietaire"), self._second()
        saisie = self._formulaire("MSO-08")
        self.assertEqual(saisie.destinataire_id, premier)
        self.assertEqual(saisie.restants, "Madame Alix Second")
        saisie.date, saisie.mode = "2027-01-08", "lrar"
        saisie.date_reception = "2027-01-12"
        action = saisie.save().action_realiser_suivant()
        self.assertEqual(action["res_model"], "oilhi.etape.realiser")
        saisie = Form(self.env[action["res_model"]].with_user(self.agent).with_context(
            **action["context"]
        ))
        self.assertEqual(saisie.destinataire_id, second)
        self.assertFalse(saisie.restants or saisie.date_reception or saisie.corrige_id)
        saisie.date, saisie.mode = "2027-01-08", "lrar"
        saisie.date_reception = "2027-01-20"
        saisie.save().action_realiser()
        faits = self.dossier._etape("MSO-08").fait_ids
        self.assertEqual(faits.destinataire_id, premier | second)
        self.assertEqual(
            str(self.dossier.procedure_ids._date_au_plus_tot("MSO-12")), "2027-02-23",
            "the latest recipient decides",
        )

    def test_choisir_un_destinataire_deja_saisi(self):
        """His own dates come back; another one does not inherit them."""
        premier, second = self._personnes(self.dossier, "proprietaire"), self._second()
        self._faire(self.dossier, "MSO-08", "2027-01-08", mode="lrar",
                    date_reception="2027-01-12", destinataire_id=premier.id)
        saisie = self._formulaire("MSO-08")
        self.assertEqual(saisie.destinataire_id, second)
        saisie.destinataire_id = premier
        self.assertEqual(str(saisie.date_reception), "2027-01-12")
        self.assertTrue(saisie.corrige_id)
        saisie.destinataire_id = second
        self.assertFalse(saisie.date_reception or saisie.corrige_id)

    def test_se_tromper_de_destinataire(self):
        """The recipient himself is corrected, unless he already has an entry of his own."""
        premier, second = self._personnes(self.dossier, "proprietaire"), self._second()
        self._faire(self.dossier, "MSO-08", "2027-01-08", mode="lrar", destinataire_id=premier.id)
        fait = self.dossier._etape("MSO-08").fait_ids
        saisie = self._formulaire("MSO-08", fait_id=fait.id)
        saisie.destinataire_id = second
        self.assertTrue(saisie.modifie)
        saisie.motif = "La lettre était pour elle."
        saisie.save().action_realiser()
        fait = self.dossier._etape("MSO-08").fait_ids
        self.assertEqual(fait.destinataire_id, second)
        self._faire(self.dossier, "MSO-08", "2027-01-08", mode="lrar", destinataire_id=premier.id)
        saisie = self._formulaire("MSO-08", fait_id=fait.id)
        saisie.destinataire_id = premier
        saisie.motif = "Finalement non."
        with self.assertRaisesRegex(UserError, "déjà enregistré pour Monsieur Dominique Exemple"):
            saisie.save().action_realiser()

    # -- Before saving -------------------------------------------------------

    def test_apercu(self):
        """The dates announced are those that are then kept, and announcing writes nothing."""
        saisie = self._formulaire("MSO-08")
        saisie.date, saisie.mode = "2027-01-08", "lrar"
        self.assertNotIn("12/02/2027", saisie.apercu, "no date without a receipt")
        saisie.date_reception = "2027-01-12"
        self.assertIn("12/02/2027", saisie.apercu)
        self.assertIn("13/02/2027", saisie.apercu)
        self.assertFalse(self._echeance_lettre())
        saisie.save().action_realiser()
        self.assertEqual(str(self._echeance_lettre().date), "2027-02-12")
        saisie = self._formulaire("MSO-04")
        saisie.heure = "neuf heures"
        self.assertFalse(saisie.apercu)

    def test_blocages_annonces(self):
        """Said before anything is typed, with who can lift it."""
        self._lettre(self.dossier)
        saisie = self._formulaire("MSO-12")
        saisie.date = "2027-01-20"
        self.assertIn("Trop tôt", saisie.blocages)
        self.assertIn("Qui peut lever ce blocage", saisie.blocages)
        self.assertIn("il faut attendre la fin du délai", saisie.blocages)
        with self.assertRaisesRegex(UserError, "Trop tôt"):
            saisie.save().action_realiser()

    def test_qui(self):
        etape = self.dossier._etape("MSO-08")
        for utilisateur in (self.lecteur, self.agent_autre):
            with self.subTest(utilisateur=utilisateur.login), self.assertRaises(AccessError):
                etape.with_user(utilisateur).action_realiser()
        with self.assertRaises(AccessError):
            self.env["oilhi.etape.realiser"].with_user(self.agent_autre).with_context(
                default_dossier_etape_id=etape.id
            ).default_get(["dossier_etape_id", "date", "destinataire_id"])

    def test_dossier_tenu_par_un_autre(self):
        """Somebody else holds the case for a second: Odoo plays the request again, nobody is refused."""
        Dossier = self.env.registry["oilhi.dossier"]
        with (
            patch.object(Dossier, "lock_for_update", side_effect=LockError("tenu")),
            self.assertRaises(ConcurrencyError),
        ):
            self._lettre(self.dossier)
        self._lettre(self.dossier)
        self.assertTrue(self._echeance_lettre())
