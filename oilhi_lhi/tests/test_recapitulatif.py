from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged
from odoo.tools.mail import html2plaintext

from odoo.addons.base.models.ir_cron import IrCron
from odoo.addons.oilhi_lhi.models import res_users_recapitulatif as recapitulatif

from .test_a_faire import OilhiSemaineCommon

LUNDI = "2027-01-11"


@tagged("at_install", "-post_install")
class TestRecapitulatif(OilhiSemaineCommon):
    """One mail on Monday morning, to whom has something to do, with what he may read."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for role in ("agent", "responsable", "coordinateur", "lecteur", "agent_autre"):
            getattr(cls, role).email = f"{role}@exemple.fr"
        cls._sans_rappel()
        cls.dossier.name = "Mur de Madame Secret"
        cls.env["mail.mail"].search([]).unlink()

    def _tache(self, moment=f"{LUNDI} 06:00:00", lot=recapitulatif.LOT, temps=1.0):
        """The hourly task, at 07:00 in Paris unless said otherwise; returns the mails it queued."""
        avant = self.env["mail.mail"].search([])

        def avancer(cron, fait=0, *, remaining=None, deactivate=False):
            return temps

        self.env.flush_all()
        self.env.invalidate_all()
        with (
            freeze_time(moment),
            patch.object(recapitulatif, "LOT", lot),
            patch.object(IrCron, "_commit_progress", avancer),
        ):
            self.env["res.users"]._cron_recapitulatif()
        return self.env["mail.mail"].search([]) - avant

    def _recu(self, mails, user):
        return mails.filtered(lambda m: user.email in (m.email_to or ""))

    def test_lundi_sept_heures(self):
        """At 07:00 in Paris, in winter as in summer; made up for until Wednesday, then no more."""
        self._dater("2027-01-08")
        self.assertFalse(self._tache(f"{LUNDI} 05:30:00"), "06:30 à Paris")
        self.assertFalse(self._tache("2027-01-14 09:00:00"), "un jeudi")
        self.assertFalse(self._tache("2027-07-05 04:30:00"), "06:30 à Paris, l’été")
        self.assertTrue(self._recu(self._tache("2027-07-05 05:10:00"), self.agent))
        self.assertTrue(self._recu(self._tache("2027-07-14 09:00:00"), self.agent), "un mercredi")

    def test_contenu(self):
        """Late, this week, proofs awaited: reference, commune, what; no person, no free text."""
        with freeze_time("2027-01-08 09:00:00"):
            self._instruire(self.dossier)
            self._lettre(self.dossier, reception=None)
        self._dater("2027-01-08")
        self._dater("2027-01-14", niveau_preuve="a_verifier",
                    destinataire_id=self.dossier.personne_ids[0].id)
        self._dater("2027-01-20")
        mail = self._recu(self._tache(), self.agent)
        self.assertEqual(len(mail), 1)
        self.assertIn("À faire cette semaine : 2 en retard, ", mail.subject)
        self.assertIn("1 preuve attendue", mail.subject)
        texte = html2plaintext(mail.body_html)
        for attendu in (
            self.dossier.reference, "Arras", self.delai.name, "Dépassée depuis le 08/01/2027",
            "Accusé de réception d’un signalement", "(conseillé, aucun texte ne l’impose)",
            "Au plus tard jeudi 14/01/2027", "(à vérifier)", "Envoyée le 08/01/2027",
            self.dossier._etape("MSO-08").etape_id.name, "Jamais",
        ):
            self.assertIn(attendu, texte)
        self.assertNotIn("Conseillé\u00a0:", texte, "said once, beside it")
        self.assertNotIn("20/01/2027", texte, "la semaine prochaine attendra")
        base = self.env["res.users"].get_base_url()
        self.assertIn(f'href="{base}/odoo/dossiers/{self.dossier.id}"', mail.body_html)
        self.assertIn(f'href="{base}/odoo/a-faire-cette-semaine"', mail.body_html)
        for tu in ("Secret", "Exemple", "Modèle", "Dominique", "Fours"):
            self.assertNotIn(tu, mail.subject + texte.replace(self.agent.name, ""))
        self.assertEqual(mail.state, "outgoing", "dans la file, jamais envoyé par la tâche")

    def test_texte_seul(self):
        """Who reads his mail without HTML reads the same."""
        self._dater("2027-01-08")
        mail = self._recu(self._tache(), self.agent)
        envoi = mail._prepare_outgoing_list()[0]
        self.assertIn(self.dossier.reference, envoi["body_alternative"])
        self.assertNotIn("<", envoi["body_alternative"].replace("<https", "").replace("<http", ""))

    def test_a_chacun_le_sien(self):
        """Nothing of another service; nothing to somebody who has nothing to do."""
        self._dater("2027-01-08")
        autre = self._sans_rappel(self._maison(user=self.agent_autre).with_env(self.env))
        self._dater("2027-01-08", autre)
        mails = self._tache()
        self.assertIn(self.dossier.reference, self._recu(mails, self.agent).body_html)
        self.assertNotIn(autre.reference, self._recu(mails, self.agent).body_html)
        self.assertIn(autre.reference, self._recu(mails, self.agent_autre).body_html)
        self.assertNotIn(self.dossier.reference, self._recu(mails, self.agent_autre).body_html)
        self.assertFalse(self._recu(mails, self.lecteur) | self._recu(mails, self.coordinateur))
        self.assertEqual(self.lecteur.oilhi_recapitulatif_le.isoformat(), LUNDI, "vu : rien à dire")

    def test_responsable(self):
        """The responsable reads what the others are late with in his service, and who follows it."""
        self._dater("2027-01-08")
        self._dater("2027-01-14")
        mail = self._recu(self._tache(), self.responsable)
        texte = html2plaintext(mail.body_html)
        self.assertEqual(mail.subject, "À faire cette semaine : 1 en retard dans le service")
        self.assertIn("En retard dans votre service", texte)
        self.assertIn(f"suivi par {self.agent.name}", texte)
        self.assertNotIn("14/01/2027", texte, "ce qui n’est pas en retard est l’affaire de l’agent")

    def test_une_fois_par_semaine(self):
        self._dater("2027-01-08")
        self.assertTrue(self._tache())
        self.assertFalse(self._tache(f"{LUNDI} 07:00:00"))
        self.assertFalse(self._tache("2027-01-12 07:00:00"))
        self.assertTrue(self._recu(self._tache("2027-01-18 06:00:00"), self.agent))

    def test_reprise(self):
        """Stopped in the middle: the others receive it at the next run, nobody twice."""
        self._dater("2027-01-08")
        autre = self._sans_rappel(self._maison(user=self.agent_autre).with_env(self.env))
        self._dater("2027-01-08", autre)
        users = self.env["res.users"]
        lundi = fields.Date.to_date(LUNDI)
        restent = users.search_count(users._domaine_recapitulatif(lundi))
        mails = self._tache(lot=3, temps=0.0)
        self.assertEqual(users.search_count(users._domaine_recapitulatif(lundi)), restent - 3)
        mails |= self._tache(f"{LUNDI} 07:00:00")
        for user in (self.agent, self.agent_autre, self.responsable):
            self.assertEqual(len(self._recu(mails, user)), 1)

    def test_un_compte_en_erreur(self):
        """One account that fails deprives nobody, and is tried again."""
        self._dater("2027-01-08")
        classe = type(self.env["res.users"])
        vrai = classe._recapitulatif

        def faux(user, jour):
            if user == self.agent:
                raise ValueError("panne")
            return vrai(user, jour)

        with (
            patch.object(classe, "_recapitulatif", faux),
            self.assertLogs(recapitulatif._logger, "ERROR"),
        ):
            mails = self._tache()
        self.assertTrue(self._recu(mails, self.responsable))
        self.assertFalse(self.agent.oilhi_recapitulatif_le)
        self.assertTrue(self._recu(self._tache(f"{LUNDI} 07:00:00"), self.agent))

    def test_preference(self):
        """Each one decides, in his own preferences, for himself."""
        self._dater("2027-01-08")
        moi = self.agent.with_user(self.agent)
        moi.oilhi_recapitulatif = "aucun"
        self.assertEqual(moi.read(["oilhi_recapitulatif"])[0]["oilhi_recapitulatif"], "aucun")
        vue = self.env["res.users"].with_user(self.agent).get_view(
            self.env.ref("base.view_users_form_simple_modif").id, "form"
        )
        self.assertIn("oilhi_recapitulatif", vue["arch"])
        self.assertFalse(self._recu(self._tache(), self.agent))

    def test_absence(self):
        """The substitute receives the cases of the absent with his own; the absent, nothing."""
        self._dater("2027-01-08")
        collegue = self._nouvel_utilisateur("agent", "oilhi_collegue")
        collegue.email = "collegue@exemple.fr"
        self.service_mairie_arras.user_ids += collegue
        self.env["oilhi.absence"].create({
            "user_id": self.agent.id, "remplacant_id": collegue.id,
            "date_debut": LUNDI, "date_fin": "2027-01-15",
        })
        mails = self._tache()
        self.assertIn(self.dossier.reference, self._recu(mails, collegue).body_html)
        self.assertFalse(self._recu(mails, self.agent))
        self.assertTrue(self._recu(self._tache("2027-01-18 06:00:00"), self.agent))

    def test_sans_adresse_ni_role(self):
        self._dater("2027-01-08")
        self.agent.email = False
        self.agent.partner_id.email = False
        self.responsable.active = False
        self.assertFalse(self._tache().filtered(lambda m: self.dossier.reference in m.body_html))

    def test_longue_liste(self):
        """Twenty lines, and how many more: the page has the rest."""
        for n in range(1, 24):
            self._dater(f"2026-12-{n:02d}")
        mail = self._recu(self._tache(), self.agent)
        texte = html2plaintext(mail.body_html)
        self.assertIn("En retard (23)", texte)
        self.assertIn("… et 3 de plus.", texte)
