from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from .common import OilhiCommon

JOUR = "2027-03-10 12:00:00"


@tagged("at_install", "-post_install")
class TestHabilitations(OilhiCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Habilitation = cls.env["oilhi.habilitation"]
        cls.responsable_autre = cls._nouvel_utilisateur("responsable", "oilhi_responsable_autre")
        cls.service_autre.user_ids |= cls.responsable_autre
        cls.nouveau = cls._nouvel_utilisateur("agent", "oilhi_nouveau")

    def _registre(self, service, user):
        return self.Habilitation.search([
            ("service_id", "=", service.id), ("user_id", "=", user.id),
        ], order="id")

    def _habiliter(self, user=None, **valeurs):
        return self.Habilitation.with_user(user or self.responsable).create({
            "service_id": self.service_mairie_arras.id, "user_id": self.nouveau.id, **valeurs,
        })

    def _dedans(self, user=None, service=None):
        self.env.invalidate_all()
        return (user or self.nouveau) in (service or self.service_mairie_arras).user_ids

    # -- Register and relation keep each other --------------------------------

    def test_de_la_relation_au_registre(self):
        service = self.service_mairie_arras
        self.assertEqual(
            self._registre(service, self.agent).mapped("etat"), ["en_cours"],
            "users given at the creation of the service are in the register",
        )
        service.user_ids |= self.nouveau
        habilitation = self._registre(service, self.nouveau)
        self.assertEqual((habilitation.etat, habilitation.date_fin), ("en_cours", False))
        service.user_ids -= self.nouveau
        self.assertEqual(habilitation.etat, "terminee")
        self.assertTrue(habilitation.retiree_le)
        self.nouveau.oilhi_service_ids = service
        self.assertEqual(
            self._registre(service, self.nouveau).mapped("ouverte"), [False, True]
        )
        self.nouveau.oilhi_service_ids = [Command.clear()]
        self.assertEqual(
            self._registre(service, self.nouveau).mapped("ouverte"), [False, False]
        )

    def test_utilisateur_cree_avec_ses_services(self):
        user = new_test_user(
            self.env, "oilhi_ne_dedans", groups="oilhi_partenaires.group_agent",
            oilhi_service_ids=[Command.set(self.service_autre.ids)],
        )
        self.assertEqual(self._registre(self.service_autre, user).mapped("etat"), ["en_cours"])

    def test_du_registre_a_la_relation(self):
        cas = [
            # (first day, last day) counted from today, access today?
            (0, None, True), (0, 0, True), (-5, 10, True), (1, None, False), (1, 5, False),
            (-5, -1, False),
        ]
        with freeze_time(JOUR):
            jour = fields.Date.today()
            for debut, fin, attendu in cas:
                with self.subTest(debut=debut, fin=fin):
                    habilitation = self._habiliter(
                        date_debut=jour + timedelta(days=debut),
                        date_fin=fin is not None and jour + timedelta(days=fin),
                    )
                    self.assertEqual(self._dedans(), attendu)
                    habilitation.with_user(self.responsable).action_retirer()
                    self.assertFalse(self._dedans())

    def test_etats(self):
        cas = [
            ("2027-03-11", False, "a_venir"), ("2027-03-10", False, "en_cours"),
            ("2027-01-01", "2027-04-10", "en_cours"), ("2027-01-01", "2027-04-09", "bientot"),
            ("2027-01-01", "2027-03-10", "bientot"), ("2027-01-01", "2027-03-09", "terminee"),
        ]
        with freeze_time(JOUR):
            for debut, fin, etat in cas:
                with self.subTest(debut=debut, fin=fin):
                    habilitation = self._habiliter(date_debut=debut, date_fin=fin)
                    self.assertEqual(habilitation.etat, etat)
                    for autre in ("a_venir", "en_cours", "bientot", "terminee"):
                        trouvees = self.Habilitation.search([
                            ("etat", "=", autre), ("id", "=", habilitation.id),
                        ])
                        self.assertEqual(bool(trouvees), autre == etat, autre)
                    habilitation._clore()

    def test_terme_et_debut_par_le_cron(self):
        cron = self.env.ref("oilhi_partenaires.cron_habilitations")
        self.assertEqual(
            (cron.model_name, cron.code, cron.interval_type),
            ("oilhi.habilitation", "model._cron_habilitations()", "hours"),
        )
        with freeze_time(JOUR):
            self._habiliter(date_debut="2027-03-12", date_fin="2027-03-20")
        for jour, attendu in [
            ("2027-03-11 12:00:00", False), ("2027-03-12 12:00:00", True),
            ("2027-03-20 21:00:00", True),
            # 23:30 in Paris is still the last day; half past midnight is not, whatever UTC says.
            ("2027-03-20 22:30:00", True), ("2027-03-20 23:30:00", False),
        ]:
            with self.subTest(jour=jour), freeze_time(jour):
                self.Habilitation._cron_habilitations()
                self.assertEqual(self._dedans(), attendu)
        # It also passes as each day begins, in Paris: nobody's first page closes what ended.
        prevus = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)]).mapped("call_at")
        for minuit in ("2027-03-11 23:00:00", "2027-03-20 23:00:00", "2027-03-21 23:00:00"):
            self.assertEqual(prevus.count(fields.Datetime.to_datetime(minuit)), 1, minuit)

    def test_sans_attendre_le_cron(self):
        """First request of the day in a process: what ended yesterday is closed."""
        registre = self.env.registry
        avant = getattr(registre, "oilhi_jour_clos", None)
        self.addCleanup(setattr, registre, "oilhi_jour_clos", avant)
        with freeze_time(JOUR):
            self._habiliter(date_fin="2027-03-10")
        with freeze_time("2027-03-11 06:00:00"):
            self.assertTrue(self._dedans())
            self.Habilitation.with_user(self.lecteur)._clore_si_jour_nouveau()
            self.assertFalse(self._dedans())
            registre.oilhi_jour_clos = fields.Date.today()
            with self.assertQueryCount(0):
                self.Habilitation.with_user(self.lecteur)._clore_si_jour_nouveau()

    def test_rappels(self):
        with freeze_time(JOUR):
            habilitation = self._habiliter(date_fin="2027-04-20")
            self.Habilitation._cron_habilitations()
            self.assertFalse(habilitation.activity_ids)
        with freeze_time("2027-03-21 12:00:00"):
            for _fois in range(2):
                self.Habilitation._cron_habilitations()
            activites = habilitation.activity_ids
            self.assertEqual(activites.user_id, self.nouveau | self.responsable)
            self.assertEqual(len(activites), 2)
            self.assertEqual(
                set(activites.mapped("date_deadline")), {fields.Date.to_date("2027-04-20")}
            )
            self.assertIn("20/04/2027", activites[0].summary)
            habilitation.with_user(self.responsable).action_retirer()
            self.assertFalse(habilitation.activity_ids.exists())

    # -- Who may --------------------------------------------------------------

    def test_droits(self):
        agent_arras, autre = self._registre(self.service_mairie_arras, self.agent), self._registre(
            self.service_autre, self.agent_autre
        )
        cas = [
            # (who, sees the one of Arras, may end it, may end the one of Béthune)
            (self.agent, True, False, False), (self.lecteur, False, False, False),
            (self.agent_autre, False, False, False), (self.juriste, False, False, False),
            (self.responsable, True, True, False), (self.responsable_autre, False, False, True),
            (self.coordinateur, True, True, True), (self.administrateur, True, True, True),
        ]
        for user, voit, arras, bethune in cas:
            with self.subTest(user=user.login):
                vues = self.Habilitation.with_user(user).search([])
                self.assertEqual(agent_arras in vues, voit)
                for habilitation, permis in ((agent_arras, arras), (autre, bethune)):
                    self.env.invalidate_all()
                    essai = habilitation.with_user(user)
                    if permis:
                        essai.write({"motif": "Vérifié"})
                    else:
                        with self.assertRaises(AccessError):
                            essai.action_retirer()
                        with self.assertRaises(AccessError):
                            essai.write({"date_fin": "2030-01-01"})
        with self.assertRaises(AccessError):
            self._habiliter(service_id=self.service_autre.id)
        with self.assertRaises(AccessError):
            self._habiliter(user=self.agent)
        with self.assertRaises(UserError):
            agent_arras.with_user(self.administrateur).unlink()

    def test_registre_non_falsifiable(self):
        habilitation = self._habiliter()
        for champ, valeur in (
            ("ouverte", False), ("retiree_le", "2027-01-01"), ("invite_par_id", self.agent.id),
        ):
            with self.assertRaisesRegex(AccessError, "tenues par l’application"):
                habilitation.write({champ: valeur})
        for champ, valeur in (
            ("user_id", self.agent_autre.id), ("service_id", self.service_autre.id),
        ):
            with self.assertRaisesRegex(UserError, "ne change ni de personne"):
                habilitation.write({champ: valeur})
        with self.assertRaises(AccessError):
            self.Habilitation.with_user(self.responsable).create({
                "service_id": self.service_mairie_arras.id, "user_id": self.agent_autre.id,
                "ouverte": False,
            })
        habilitation.action_retirer()
        with self.assertRaisesRegex(UserError, "Invitez de nouveau"):
            habilitation.date_fin = "2030-01-01"

    def test_une_seule_ouverte(self):
        self._habiliter()
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self._habiliter()
            self.env.flush_all()

    def test_compte_externe(self):
        portail = new_test_user(self.env, "oilhi_portail", groups="base.group_portal")
        with self.assertRaises(ValidationError):
            self._habiliter(user_id=portail.id)

    def test_plusieurs_services_sans_changer(self):
        self._habiliter(user=self.coordinateur)
        self._habiliter(user=self.coordinateur, service_id=self.service_autre.id)
        self.assertEqual(
            self.nouveau.oilhi_service_ids, self.service_mairie_arras | self.service_autre
        )

    def test_requetes_de_la_liste(self):
        self.service_autre.user_ids |= self.nouveau
        specification = {"user_id": {"fields": {"display_name": {}}}, "etat": {}, "date_fin": {},
                         "service_id": {"fields": {"display_name": {}}}}
        registre = self.Habilitation.with_user(self.coordinateur)

        def mesurer(limite):
            self.env.invalidate_all()
            avant = self.env.cr.sql_log_count
            lues = registre.web_search_read([], specification, limit=limite)["records"]
            self.assertEqual(len(lues), limite)
            return self.env.cr.sql_log_count - avant

        mesurer(2)
        self.assertEqual(mesurer(2), mesurer(5))

    # -- Invitation -----------------------------------------------------------

    def _inviter(self, user, **valeurs):
        assistant = self.env["oilhi.habilitation.invitation"].with_user(user).create({
            "nom": "Alix Invitée", "email": "alix.invitee@exemple.fr", "role": "agent",
            "service_ids": [Command.set(self.service_mairie_arras.ids)], **valeurs,
        })
        self.env.flush_all()
        # The mail must stay to be read: the mail server of the tests removes what it sends.
        with patch.object(type(self.env["mail.mail"]), "unlink", lambda mails: True):
            return assistant.action_inviter()

    def _compte(self, login="alix.invitee@exemple.fr"):
        return self.env["res.users"].search([("login", "=", login)])

    def test_inviter(self):
        retour = self._inviter(
            self.responsable, date_fin="2099-12-31", motif="Renfort",
            message="Bienvenue <b>à tous</b>\nÀ lundi",
        )
        user = self._compte()
        self.assertEqual(retour["params"]["type"], "success")
        self.assertTrue(user.has_group("oilhi_partenaires.group_agent"))
        self.assertFalse(user.has_group("oilhi_partenaires.group_responsable"))
        self.assertEqual(user.company_ids, self.env.company)
        self.assertTrue(self._dedans(user))
        habilitation = self._registre(self.service_mairie_arras, user)
        self.assertEqual(
            (habilitation.invite_par_id, habilitation.motif, str(habilitation.date_fin)),
            (self.responsable, "Renfort", "2099-12-31"),
        )
        self.assertTrue(user.partner_id.signup_type == "signup")
        mails = self.env["mail.mail"].sudo().search([("email_to", "ilike", user.email)])
        ouverture = mails.filtered(lambda m: m.subject == "Habitat indigne : votre accès est ouvert")
        self.assertEqual(mails, ouverture, "one mail, which says what is opened and how to enter")
        self.assertEqual(len(ouverture), 1)
        for texte in (
            "Mairie d’Arras", "31/12/2099", "Bienvenue &lt;b&gt;à tous", "/odoo", "/web/signup", "vaut 6 jours",
        ):
            self.assertIn(texte, ouverture.body_html)
        self.assertNotIn("Odoo", ouverture.body_html)

    def test_inviter_pouvoirs(self):
        arras, autre = self.service_mairie_arras, self.service_autre
        cas = [
            (self.responsable, "lecteur", arras, True), (self.responsable, "agent", arras, True),
            (self.responsable, "responsable", arras, False),
            (self.responsable, "agent", autre, False),
            (self.responsable, "agent", arras | autre, False),
            (self.coordinateur, "responsable", autre, True),
            (self.coordinateur, "coordinateur", arras, False),
            (self.coordinateur, "administrateur", arras, False),
            (self.coordinateur, "juriste", arras, False),
            (self.administrateur, "coordinateur", arras, True),
            (self.administrateur, "juriste", arras, True),
        ]
        for rang, (user, role, services, permis) in enumerate(cas):
            adresse = f"essai{rang}@exemple.fr"
            with self.subTest(user=user.login, role=role, services=services.mapped("name")):
                valeurs = {"role": role, "email": adresse, "service_ids": [Command.set(services.ids)]}
                if permis:
                    self._inviter(user, **valeurs)
                    self.assertEqual(self._compte(adresse).oilhi_service_ids, services)
                else:
                    with self.assertRaises(AccessError):
                        self._inviter(user, **valeurs)
                    self.assertFalse(self._compte(adresse))
        for user in (self.agent, self.lecteur, self.juriste):
            with self.assertRaises(AccessError):
                self._inviter(user)

    def test_inviter_une_adresse_connue(self):
        """The access is added; neither the role nor the other services change or show."""
        self.agent_autre.write({"email": "claude@exemple.fr"})
        neuf = self._inviter(self.responsable, nom="Claude")
        connu = self._inviter(
            self.responsable, nom="Claude", email="Claude@Exemple.fr", role="lecteur"
        )
        self.assertEqual(
            neuf["params"]["message"].replace("alix.invitee@exemple.fr", "X"),
            connu["params"]["message"].replace("Claude@Exemple.fr", "X"),
        )
        self.assertEqual(
            self.agent_autre.oilhi_service_ids, self.service_autre | self.service_mairie_arras
        )
        self.assertTrue(self.agent_autre.has_group("oilhi_partenaires.group_agent"))
        vues = self.Habilitation.with_user(self.responsable).search([
            ("user_id", "=", self.agent_autre.id),
        ])
        self.assertEqual(vues.service_id, self.service_mairie_arras)

    def test_inviter_refus(self):
        for valeurs, phrase in (
            ({"email": "pas une adresse"}, "adresse électronique"),
            ({"date_fin": "2020-01-01"}, "déjà passé"),
        ):
            with self.assertRaisesRegex(UserError, phrase):
                self._inviter(self.responsable, **valeurs)
        self.nouveau.write({"email": "parti@exemple.fr", "active": False})
        with self.assertRaisesRegex(UserError, "administrateur"):
            self._inviter(self.responsable, email="parti@exemple.fr")
        # A coordinator of another département would see all of this one.
        autre = self.env["res.company"].create({"name": "Autre département"})
        self.coordinateur.write({
            "email": "coord@exemple.fr", "company_ids": [Command.set(autre.ids)],
            "company_id": autre.id,
        })
        with self.assertRaisesRegex(UserError, "administrateur"):
            self._inviter(self.responsable, email="coord@exemple.fr")

    def test_inviter_un_agent_d_un_autre_departement(self):
        autre = self.env["res.company"].create({"name": "Autre département"})
        self.nouveau.write({
            "email": "voisin@exemple.fr", "company_ids": [Command.set(autre.ids)],
            "company_id": autre.id,
        })
        self._inviter(self.coordinateur, email="voisin@exemple.fr")
        self.assertEqual(self.nouveau.company_ids, autre | self.env.company)
        self.assertTrue(self._dedans())

    def test_inviter_un_referent_juridique(self):
        """The law belongs to no service; who already has a role keeps it beside."""
        aucun = [Command.set([])]
        retour = self._inviter(self.administrateur, role="juriste", service_ids=aucun)
        user = self._compte()
        self.assertTrue(user.has_group("oilhi_partenaires.group_juriste"))
        self.assertFalse(user.has_group("oilhi_partenaires.group_lecteur"))
        self.assertEqual((user.company_ids, user.oilhi_service_ids.ids), (self.env.company, []))
        self.assertIn("tient désormais le droit", retour["params"]["message"])
        courriels = self.env["mail.mail"].sudo().search([("email_to", "ilike", user.email)])
        self.assertTrue(any("les règles de droit" in corps for corps in courriels.mapped("body_html")))
        self.agent_autre.write({"email": "claude@exemple.fr"})
        self._inviter(self.administrateur, nom="Claude", email="claude@exemple.fr", role="juriste", service_ids=aucun)
        self.assertTrue(self.agent_autre.has_group("oilhi_partenaires.group_juriste"))
        self.assertTrue(self.agent_autre.has_group("oilhi_partenaires.group_agent"))
        with self.assertRaisesRegex(UserError, "au moins un service"):
            self._inviter(self.administrateur, role="agent", service_ids=aucun, email="sans@exemple.fr")

    def test_formulaire_d_invitation(self):
        with Form(self.env["oilhi.habilitation.invitation"].with_user(self.responsable)) as form:
            self.assertEqual(form.service_ids[:], self.service_mairie_arras)
            self.assertEqual(form.role, "agent")
            form.nom, form.email = "Alix Invitée", "alix.invitee@exemple.fr"

    # -- Departure ------------------------------------------------------------

    def _depart(self, user, **valeurs):
        return self.env["oilhi.habilitation.depart"].with_user(user).create({
            "user_id": self.nouveau.id, **valeurs,
        })

    def test_depart(self):
        (self.service_mairie_arras | self.service_autre).write({
            "user_ids": [Command.link(self.nouveau.id)],
        })
        with self.assertRaises(AccessError):
            self._depart(self.responsable, fermer_compte=True).action_retirer()
        self._depart(self.responsable, motif="Mutation").action_retirer()
        self.assertEqual(self.nouveau.oilhi_service_ids, self.service_autre)
        self.assertEqual(
            self._registre(self.service_mairie_arras, self.nouveau).mapped("motif"), ["Mutation"]
        )
        with self.assertRaisesRegex(AccessError, "aucun accès"):
            self._depart(self.responsable).action_retirer()
        self._depart(self.coordinateur).action_retirer()
        self.assertFalse(self.nouveau.oilhi_service_ids)
        self._depart(self.administrateur, fermer_compte=True).action_retirer()
        self.assertFalse(self.nouveau.active)
        for user in (self.agent, self.lecteur):
            with self.assertRaises(AccessError):
                self._depart(user)
