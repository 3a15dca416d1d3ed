from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import email_normalize
from odoo.tools.misc import format_date

ROLES = [
    ("lecteur", "Lecteur : consulte"),
    ("agent", "Agent : instruit"),
    ("responsable", "Responsable : signe, réattribue"),
    ("coordinateur", "Coordinateur : tout le département"),
    ("juriste", "Référent juridique : tient le droit et les modèles"),
    ("administrateur", "Administrateur : règle l’application"),
]
# Highest first: (group of the one who invites, roles that may be given).
POUVOIRS = [
    ("administrateur", frozenset(role for role, _nom in ROLES)),
    ("coordinateur", frozenset({"lecteur", "agent", "responsable"})),
    ("responsable", frozenset({"lecteur", "agent"})),
]
TOUS_ROLES = ("lecteur", "agent", "responsable", "coordinateur", "juriste", "administrateur")


class OilhiHabilitationInvitation(models.TransientModel):
    _name = "oilhi.habilitation.invitation"
    _description = "Inviter une personne"
    _check_company_auto = True

    nom = fields.Char(string="Prénom et nom", required=True)
    email = fields.Char(string="Adresse électronique", required=True)
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company)
    service_possible_ids = fields.Many2many(
        "oilhi.service", compute="_compute_service_possible_ids"
    )
    service_ids = fields.Many2many(
        "oilhi.service", "oilhi_habilitation_invitation_service_rel",
        string="Services", domain="[('id', 'in', service_possible_ids)]",
        default=lambda self: self._default_service_ids(),
    )
    role = fields.Selection(
        selection="_selection_role", string="Rôle", required=True, default="agent",
        help="Pour un nouveau compte. Une personne qui a déjà un compte garde son rôle ; celui de référent "
        "juridique s’y ajoute.",
    )
    date_debut = fields.Date(
        string="À partir du", required=True,
        default=lambda self: self.env["oilhi.habilitation"]._aujourdhui(),
    )
    date_fin = fields.Date(string="Jusqu’au", help="Dernier jour d’accès. Vide : sans limite.")
    motif = fields.Char(string="Motif", help="Agent recruté, stage, renfort… Gardé au registre.")
    message = fields.Text(string="Message", help="Joint au courriel d’invitation.")

    # -- What the current user may give ----------------------------------------

    @api.model
    def _roles_permis(self):
        for groupe, roles in POUVOIRS:
            if self.env.user.has_group(f"oilhi_partenaires.group_{groupe}"):
                return roles
        return frozenset()

    @api.model
    def _selection_role(self):
        permis = self._roles_permis()
        return [(role, nom) for role, nom in ROLES if role in permis]

    @api.model
    def _services_permis(self):
        """Those of the département for a coordinator, one's own for a responsable."""
        services = self.env["oilhi.service"]
        if self.env.user.has_group("oilhi_partenaires.group_coordinateur"):
            return services.search([("company_id", "in", self.env.companies.ids)])
        if self.env.user.has_group("oilhi_partenaires.group_responsable"):
            return services.search([("user_ids", "in", self.env.uid)])
        return services

    @api.model
    def _default_service_ids(self):
        services = self._services_permis()
        return services if len(services) == 1 else services.browse()

    @api.depends("company_id")
    def _compute_service_possible_ids(self):
        self.service_possible_ids = self._services_permis()

    # -- Invite ---------------------------------------------------------------

    def action_inviter(self):
        """Find or create the account, enter it in the services, write to the person.

        Says the same whether the account existed or not: the one who invites learns nothing of
        what this person does elsewhere.
        """
        self.ensure_one()
        self._verifier()
        # sudo: accounts belong to the administrators of the site; _verifier() has checked that
        # the role and the services are the current user's to give, and only these are written.
        user = self._trouver_compte() or self._creer_compte()
        ouvertes = self.sudo().env["oilhi.habilitation"].search([
            ("user_id", "=", user.id), ("service_id", "in", self.service_ids.ids),
            ("ouverte", "=", True),
        ])
        valeurs = {"date_debut": self.date_debut, "date_fin": self.date_fin, "motif": self.motif}
        # Already there: the new dates are those wanted now; a beginning is not moved forward.
        for habilitation in ouvertes:
            habilitation.write({
                **valeurs, "date_debut": min(habilitation.date_debut, self.date_debut),
            })
        ouvertes.create([
            {**valeurs, "user_id": user.id, "service_id": service.id,
             "invite_par_id": self.env.uid}
            for service in self.service_ids - ouvertes.service_id
        ])
        self._envoyer(user)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "title": self.env._("Invitation envoyée"),
                "message": self._annonce(),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _annonce(self):
        if not self.service_ids:
            return self.env._(
                "%(nom)s (%(email)s) tient désormais le droit et les modèles.", nom=self.nom, email=self.email,
            )
        return self.env._(
            "%(nom)s (%(email)s) est habilité(e) : %(services)s.",
            nom=self.nom, email=self.email, services=", ".join(self.service_ids.mapped("name")),
        )

    def _verifier(self):
        refuses = self.service_ids - self._services_permis()
        if refuses or self.role not in self._roles_permis():
            raise AccessError(self.env._(
                "Vous ne pouvez pas donner ce rôle ou ouvrir ces services : un responsable invite "
                "dans ses services, comme lecteur ou agent ; un coordinateur, dans son "
                "département, jusqu’au rôle de responsable."
            ))
        # The law and the templates belong to no service.
        if not self.service_ids and self.role != "juriste":
            raise UserError(self.env._("Choisissez au moins un service."))
        if not email_normalize(self.email):
            raise UserError(self.env._(
                "L’adresse « %s » n’est pas une adresse électronique : prenom.nom@mairie.fr est "
                "attendu.", self.email,
            ))
        if self.date_fin and self.date_fin < max(
            self.date_debut, self.env["oilhi.habilitation"]._aujourdhui()
        ):
            raise UserError(self.env._(
                "Le dernier jour d’accès est déjà passé ou précède le premier : corrigez les dates."
            ))

    def _trouver_compte(self):
        """The account of that address, if it may be used; the refusal is the same in all cases."""
        adresse = email_normalize(self.email)
        users = self.env["res.users"].sudo().with_context(active_test=False).search([
            "|", ("login", "=ilike", adresse.replace("_", r"\_").replace("%", r"\%")),
            ("email_normalized", "=", adresse),
        ])
        if not users:
            return users
        administrateur = self.env.user.has_group("oilhi_partenaires.group_administrateur")
        societes = self._societes()
        user = users.filtered("active")[:1] or users[:1]
        ailleurs = societes - user.company_ids
        # A coordinator of elsewhere would see a whole département through its company.
        large = user.has_group("oilhi_partenaires.group_coordinateur")
        if user.share or not user.active or (ailleurs and large and not administrateur):
            raise UserError(self.env._(
                "Cette adresse ne peut pas être invitée d’ici : demandez à l’administrateur."
            ))
        if ailleurs:
            user.write({"company_ids": [fields.Command.link(s.id) for s in ailleurs]})
        # Beside the others: the same person may instruct and keep the law data.
        if self.role == "juriste" or not any(
            user.has_group(f"oilhi_partenaires.group_{role}") for role in TOUS_ROLES
        ):
            user.write({"group_ids": [
                fields.Command.link(self.env.ref(f"oilhi_partenaires.group_{self.role}").id)
            ]})
        return user

    def _societes(self):
        return self.service_ids.company_id or self.env.company

    def _creer_compte(self):
        adresse = email_normalize(self.email)
        societes = self._societes()
        francais = self.env["res.lang"]._get_data(code="fr_FR")
        # no_reset_password: the mail of Odoo is sent in _envoyer(), once the account may enter
        return self.env["res.users"].sudo().with_context(no_reset_password=True).create({
            "name": self.nom.strip(),
            "login": adresse,
            "email": adresse,
            "lang": "fr_FR" if francais else self.env.lang or "en_US",
            "tz": self.env.user.tz or "Europe/Paris",
            "company_id": societes[:1].id,
            "company_ids": [fields.Command.set(societes.ids)],
            "group_ids": [fields.Command.set([
                self.env.ref("base.group_user").id,
                self.env.ref(f"oilhi_partenaires.group_{self.role}").id,
            ])],
        })

    def _envoyer(self, user):
        """What is opened and, to who never signed in, the link to choose a password.

        One mail, in the words of a mairie: Odoo's own invitation praises Odoo. Queued: a mail
        server that is down must not lose what was typed here.
        """
        if user.state == "new":
            user.partner_id.signup_prepare(signup_type="signup")
        # sudo: a mail to that person only, with what was typed here
        self.env["mail.mail"].sudo().create({
            "subject": self.env._("Habitat indigne : votre accès est ouvert"),
            "email_from": self.env.user.email_formatted or user.company_id.email_formatted,
            "reply_to": self.env.user.email_formatted,
            "email_to": user.email_formatted,
            "body_html": self._corps(user),
            "auto_delete": True,
        })

    def _corps(self, user):
        jour = format_date(self.env, self.date_debut, lang_code=user.lang)
        fin = self.date_fin and format_date(self.env, self.date_fin, lang_code=user.lang)
        dates = (
            self.env._("du %(debut)s au %(fin)s", debut=jour, fin=fin) if fin
            else self.env._("à partir du %s", jour)
        )
        services = Markup().join(
            Markup("<li>%s</li>") % service.name for service in self.service_ids
        )
        message = Markup("<blockquote>%s</blockquote>") % (
            Markup("<br/>").join((self.message or "").strip().splitlines())
        ) if (self.message or "").strip() else Markup()
        ouvert = Markup(
            "<p>{invitant} vous ouvre, {dates}, l’accès aux dossiers d’habitat indigne de :</p><ul>{services}</ul>"
        ) if services else Markup(
            "<p>{invitant} vous confie les règles de droit et les modèles de documents de l’habitat indigne.</p>"
        )
        return Markup("<p>Bonjour,</p>{ouvert}{message}{entrer}").format(
            ouvert=ouvert.format(invitant=self.env.user.name, dates=dates, services=services),
            message=message, entrer=self._entrer(user),
        )

    def _entrer(self, user):
        adresse = f"{self.get_base_url()}/odoo"
        if user.state != "new":
            return Markup('<p><a href="{url}">Ouvrir l’application</a></p>').format(url=adresse)
        # sudo: a parameter of Odoo, its default being Odoo's
        heures = self.env["ir.config_parameter"].sudo().get_param("auth_signup.signup.validity.hours", 144)
        return Markup(
            '<p><a href="{lien}">Choisir mon mot de passe</a></p>'
            "<p>Ce lien n’est que pour vous, et vaut {jours} jours. Vous entrerez ensuite par "
            '<a href="{url}">{url}</a>, avec votre adresse électronique ({login}) et ce mot de passe. Passé ce délai, '
            "« Réinitialiser le mot de passe », à la même adresse, en envoie un autre.</p>"
        ).format(
            lien=user.partner_id._get_signup_url(), jours=int(heures) // 24, url=adresse, login=user.login,
        )
