from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Domain
from odoo.tools import SQL

FUSEAU = "Europe/Paris"
PREAVIS = 30  # days
# What a person allowed to write may change; the rest is the register's.
CHAMPS_SAISIS = frozenset({"date_debut", "date_fin", "motif"})


class OilhiHabilitation(models.Model):
    """A person in a service, from one day to another.

    Access rules read ``oilhi.service.user_ids``, not this model: it is the register that says
    who put whom there, until when, and it keeps that relation.
    """

    _name = "oilhi.habilitation"
    _description = "Habilitation"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "service_id, ouverte desc, user_id, id desc"
    _check_company_auto = True

    user_id = fields.Many2one(
        "res.users", string="Personne", required=True, index=True, ondelete="cascade",
        domain="[('share', '=', False)]",
    )
    service_id = fields.Many2one(
        "oilhi.service", string="Service", required=True, index=True, ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="service_id.company_id", store=True, index=True, string="Département hôte"
    )
    date_debut = fields.Date(
        string="À partir du", required=True, default=lambda self: self._aujourdhui(), tracking=True
    )
    date_fin = fields.Date(
        string="Jusqu’au", tracking=True, help="Dernier jour d’accès. Vide : sans limite."
    )
    motif = fields.Char(string="Motif", help="Agent recruté, stage, renfort, intérim…")
    invite_par_id = fields.Many2one(
        "res.users", string="Ouverte par", readonly=True, default=lambda self: self.env.user
    )
    retiree_le = fields.Datetime(string="Retirée le", readonly=True, copy=False)
    retiree_par_id = fields.Many2one("res.users", string="Retirée par", readonly=True, copy=False)
    ouverte = fields.Boolean(
        string="Ouverte", readonly=True, copy=False, default=True,
        help="Ni retirée, ni arrivée à son terme.",
    )
    etat = fields.Selection(
        [
            ("a_venir", "À venir"),
            ("en_cours", "En cours"),
            ("bientot", "Se termine bientôt"),
            ("terminee", "Terminée"),
        ],
        string="État",
        compute="_compute_etat",
        search="_search_etat",
    )
    login = fields.Char(related="user_id.login", string="Identifiant")

    _unique_ouverte = models.UniqueIndex(
        "(user_id, service_id) WHERE ouverte",
        "Cette personne est déjà habilitée dans ce service : modifiez l’habilitation en cours.",
    )
    _a_clore = models.Index("(date_fin) WHERE ouverte AND date_fin IS NOT NULL")
    _dates = models.Constraint(
        "CHECK(date_fin IS NULL OR date_debut <= date_fin)",
        "La fin de l’habilitation ne peut pas précéder son début.",
    )

    # -- Computes ------------------------------------------------------------

    @api.model
    def _aujourdhui(self):
        """The calendar of the person when known, else that of Paris: never UTC, which would
        leave an ended right open for two hours."""
        return fields.Date.context_today(
            self.with_context(tz=self.env.context.get("tz") or self.env.user.tz or FUSEAU)
        )

    @api.depends("ouverte", "date_debut", "date_fin")
    def _compute_etat(self):
        jour = self._aujourdhui()
        for habilitation in self:
            debut, fin = habilitation.date_debut, habilitation.date_fin
            if not habilitation.ouverte or (fin and fin < jour):
                habilitation.etat = "terminee"
            elif debut and debut > jour:
                habilitation.etat = "a_venir"
            elif fin and fin <= jour + timedelta(days=PREAVIS):
                habilitation.etat = "bientot"
            else:
                habilitation.etat = "en_cours"

    def _search_etat(self, operator, value):
        if operator != "in":
            return NotImplemented
        jour = self._aujourdhui()
        proche = jour + timedelta(days=PREAVIS)
        ouverte = Domain("ouverte", "=", True)
        commencee = ouverte & Domain("date_debut", "<=", jour)
        domaines = {
            "terminee": Domain("ouverte", "=", False) | Domain("date_fin", "<", jour),
            "a_venir": ouverte & Domain("date_debut", ">", jour),
            "bientot": commencee
            & Domain("date_fin", ">=", jour) & Domain("date_fin", "<=", proche),
            "en_cours": commencee
            & (Domain("date_fin", "=", False) | Domain("date_fin", ">", proche)),
        }
        return Domain.OR(domaines[etat] for etat in value if etat in domaines)

    @api.depends("user_id", "service_id")
    def _compute_display_name(self):
        for habilitation in self:
            habilitation.display_name = self.env._(
                "%(personne)s, %(service)s",
                personne=habilitation.user_id.name or "",
                service=habilitation.service_id.name or "",
            )

    @api.constrains("user_id")
    def _check_user_id(self):
        for habilitation in self:
            if habilitation.user_id.share:
                raise ValidationError(self.env._(
                    "%s a un compte externe (portail) : une habilitation demande un compte "
                    "interne.", habilitation.user_id.name,
                ))

    # -- CRUD ----------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                self._refuser_champs(vals, CHAMPS_SAISIS | {"user_id", "service_id"})
        habilitations = super(
            OilhiHabilitation,
            self.with_context(mail_create_nolog=True, mail_create_nosubscribe=True),
        ).create(vals_list).with_env(self.env)
        habilitations._tenir_relation()
        return habilitations

    def write(self, vals):
        if not self.env.su:
            self._refuser_champs(vals, CHAMPS_SAISIS)
            if {"date_debut", "date_fin"} & vals.keys() and not all(self.mapped("ouverte")):
                raise UserError(self.env._(
                    "Cette habilitation est terminée : elle reste telle quelle au registre. "
                    "Invitez de nouveau la personne pour lui rouvrir l’accès."
                ))
        resultat = super().write(vals)
        if {"date_debut", "date_fin", "ouverte"} & vals.keys():
            self._tenir_relation()
        return resultat

    @api.ondelete(at_uninstall=False)
    def _unlink_jamais(self):
        if not self.env.su:
            raise UserError(self.env._(
                "Une habilitation ne se supprime pas : elle dit qui a vu quoi. Mettez-y fin."
            ))

    def _refuser_champs(self, vals, admis):
        systeme = {"ouverte", "retiree_le", "retiree_par_id", "invite_par_id"}
        if systeme & vals.keys():
            raise AccessError(self.env._("Ces informations sont tenues par l’application."))
        if self and {"user_id", "service_id"} & vals.keys() - admis:
            raise UserError(self.env._(
                "Une habilitation ne change ni de personne ni de service : mettez-y fin, puis "
                "ouvrez-en une autre."
            ))

    # -- The relation read by the access rules --------------------------------

    def _valide(self, jour):
        self.ensure_one()
        return (
            self.ouverte
            and self.date_debut <= jour
            and (not self.date_fin or jour <= self.date_fin)
        )

    def _tenir_relation(self):
        """A row of the relation for each habilitation open today, none for the others."""
        jour = self._aujourdhui()
        # sudo: the relation decides of access; a person allowed to write an habilitation may not
        # write the service itself
        for service, habilitations in self.sudo().grouped("service_id").items():
            echues = habilitations.filtered(
                lambda h: h.ouverte and h.date_fin and h.date_fin < jour
            )
            if echues:
                echues.write({"ouverte": False})
            ouverts = habilitations.filtered(lambda h: h._valide(jour)).user_id
            # An older row of the register says nothing against a newer one that is open.
            fermes = habilitations.user_id - ouverts
            if fermes:
                fermes -= self.sudo().search([
                    ("service_id", "=", service.id), ("user_id", "in", fermes.ids),
                    ("ouverte", "=", True), ("date_debut", "<=", jour),
                ]).user_id
            presents = service.with_context(active_test=False).user_ids
            commandes = [Command.link(u.id) for u in ouverts - presents]
            commandes += [Command.unlink(u.id) for u in fermes & presents]
            if commandes:
                service.with_context(oilhi_relation_tenue=True).write({"user_ids": commandes})

    @api.model
    def _depuis_relation(self, ajoutes, retires):
        """Someone wrote the relation itself: the register follows. Pairs (service, user) of ids.

        Added: an open-ended habilitation from today. Removed: the open one is withdrawn.
        """
        # sudo: the register follows what the access rules of the service already let through
        registre = self.sudo()
        paires = set(ajoutes) | set(retires)
        if not paires:
            return
        ouvertes = {
            (h.service_id.id, h.user_id.id): h
            for h in registre.search([
                ("ouverte", "=", True),
                ("service_id", "in", [s for s, _u in paires]),
                ("user_id", "in", [u for _s, u in paires]),
            ])
        }
        jour = self._aujourdhui()
        nouvelles = []
        for service, user in ajoutes:
            if habilitation := ouvertes.get((service, user)):
                if habilitation.date_debut > jour:
                    habilitation.date_debut = jour
            else:
                nouvelles.append({"service_id": service, "user_id": user, "date_debut": jour})
        if nouvelles:
            registre.create(nouvelles)
        registre.browse(
            ouvertes[paire].id for paire in retires if paire in ouvertes
        )._clore()

    def _clore(self):
        """Withdrawn now, by the current user."""
        # sudo: these fields are the register's; callers checked the right to withdraw
        a_clore = self.sudo().filtered("ouverte")
        if a_clore:
            a_clore.write({
                "ouverte": False,
                "retiree_le": fields.Datetime.now(),
                "retiree_par_id": self.env.uid,
            })
            a_clore.activity_ids.unlink()

    # -- Actions -------------------------------------------------------------

    def action_retirer(self):
        """Withdraw the access at once, in open sessions too."""
        self.check_access("write")
        self._clore()
        return True

    # -- Time ----------------------------------------------------------------

    @api.model
    def _clore_echues(self):
        """Close what ended, open what begins today; returns how many rows changed."""
        jour = self._aujourdhui()
        echues = self.search([("ouverte", "=", True), ("date_fin", "<", jour)])
        echues._tenir_relation()
        self.env.flush_all()
        # What begins: open rows of the register that the relation does not have yet.
        self.env.cr.execute(SQL(
            """SELECT h.id FROM oilhi_habilitation h
                 LEFT JOIN oilhi_service_users_rel r
                   ON r.service_id = h.service_id AND r.user_id = h.user_id
                WHERE h.ouverte AND h.date_debut <= %s AND r.user_id IS NULL""", jour,
        ))
        self.browse(ligne[0] for ligne in self.env.cr.fetchall())._tenir_relation()
        return len(echues)

    @api.model
    def _clore_si_jour_nouveau(self):
        """First request of the day in this process: what ended yesterday gives no access, even if
        the scheduled task is late. Afterwards, a comparison of two dates."""
        registre = self.env.registry
        # Not the user's calendar: one answer for everybody.
        jour = fields.Date.context_today(self.with_context(tz=FUSEAU))
        if getattr(registre, "oilhi_jour_clos", None) == jour:
            return
        # As the system: the first request of the day may be a stranger's, or nobody's (a probe).
        self.with_user(SUPERUSER_ID).with_context(tz=FUSEAU)._clore_echues()
        # Only once committed: a request that fails takes its closings back with it.
        self.env.cr.postcommit.add(
            lambda: setattr(registre, "oilhi_jour_clos", jour)
        )

    @api.model
    def _cron_habilitations(self):
        """Hourly: ends, beginnings, and reminders thirty days before an end."""
        # Nobody signs in from the land of the system user: the calendar of the hosts.
        self = self.with_context(tz=FUSEAU, lang="fr_FR")
        self._clore_echues()
        self._prevoir_minuit()
        jour = self._aujourdhui()
        proches = self.search([
            ("ouverte", "=", True),
            ("date_fin", ">=", jour),
            ("date_fin", "<=", jour + timedelta(days=PREAVIS)),
            ("activity_ids", "=", False),
        ])
        proches._rappeler()

    @api.model
    def _prevoir_minuit(self):
        """The task also passes as the next day begins: the first to connect finds it done."""
        demain = datetime.combine(self._aujourdhui() + timedelta(days=1), time(), ZoneInfo(FUSEAU))
        minuit = demain.astimezone(timezone.utc).replace(tzinfo=None)
        tache = self.env.ref("oilhi_partenaires.cron_habilitations")
        if not self.env["ir.cron.trigger"].search_count(
            [("cron_id", "=", tache.id), ("call_at", "=", minuit)], limit=1
        ):
            tache._trigger(minuit)

    def _rappeler(self):
        """An activity for the person and for the responsables of the service."""
        groupe = self.env.ref("oilhi_partenaires.group_responsable")
        for habilitation in self:
            responsables = habilitation.service_id.user_ids.filtered(
                lambda u: groupe in u.all_group_ids
            ) - habilitation.user_id
            fin = habilitation.date_fin.strftime("%d/%m/%Y")
            habilitation.activity_schedule(
                "oilhi_partenaires.mail_activity_type_habilitation",
                date_deadline=habilitation.date_fin,
                user_id=habilitation.user_id.id,
                summary=self.env._("Votre accès se termine le %s", fin),
                note=self.env._(
                    "Votre accès au service « %(service)s » se termine le %(fin)s. S’il doit "
                    "continuer, demandez-le à votre responsable.",
                    service=habilitation.service_id.name, fin=fin,
                ),
            )
            for responsable in responsables or habilitation.invite_par_id.filtered(
                lambda u, h=habilitation: u.active and not u.share and u != h.user_id
            ):
                habilitation.activity_schedule(
                    "oilhi_partenaires.mail_activity_type_habilitation",
                    date_deadline=habilitation.date_fin,
                    user_id=responsable.id,
                    summary=self.env._(
                        "L’accès de %(nom)s se termine le %(fin)s",
                        nom=habilitation.user_id.name, fin=fin,
                    ),
                    note=self.env._("Prolongez-le ou laissez-le prendre fin."),
                )
