from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..outils.toponymes import de_personne

PREAVIS = 60  # days
CHEFS = ("maire", "president_epci")

def _jour(date):
    """« 3 avril 2026 », as acts quote it."""
    mois = (
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
        "octobre", "novembre", "décembre",
    )
    return f"{'1er' if date.day == 1 else date.day} {mois[date.month - 1]} {date.year}"


def _minuscule(texte):
    return texte[:1].lower() + texte[1:]


class OilhiServiceSignataire(models.Model):
    _name = "oilhi.service.signataire"
    _description = "Signataire"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "service_id, sequence, name"
    _check_company_auto = True

    service_id = fields.Many2one(
        "oilhi.service", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="service_id.company_id", store=True, index=True, string="Département hôte"
    )
    sequence = fields.Integer(string="Ordre", default=10)
    active = fields.Boolean(string="Actif", default=True)
    name = fields.Char(string="Prénom et nom", required=True)
    civilite = fields.Selection(
        [("madame", "Madame"), ("monsieur", "Monsieur")], string="Civilité"
    )
    qualite = fields.Char(
        string="Qualité", required=True, help="Telle qu’elle figure sur l’acte : Maire d’Arras."
    )
    type = fields.Selection(
        [
            ("maire", "Maire"),
            ("president_epci", "Président de l’EPCI"),
            ("adjoint", "Adjoint au maire"),
            ("vice_president", "Vice-président de l’EPCI"),
            ("autre", "Autre délégataire"),
        ],
        string="Fonction",
        required=True,
        default="maire",
    )
    # The act that gives power, as facts; the sentence that the arrêté quotes is made of them.
    delegation_numero = fields.Char(string="N° de l’arrêté de délégation", tracking=True)
    delegation_date = fields.Date(string="Arrêté du", tracking=True)
    delegation_executoire_le = fields.Date(
        string="Exécutoire le", tracking=True,
        help="Publié et transmis au préfet (CGCT L. 2131-1) : la délégation ne joue pas avant.",
    )
    delegation_matieres = fields.Char(
        string="Matières déléguées", tracking=True, help="Habitat, sécurité des immeubles…"
    )
    delegation = fields.Text(
        string="Délégation",
        compute="_compute_delegation", store=True, readonly=False,
        help="Telle que l’acte la citera. Rédigée d’après le numéro, la date et les matières ; "
        "vous pouvez la reprendre.",
    )
    date_debut = fields.Date(string="À partir du", tracking=True)
    date_fin = fields.Date(
        string="Jusqu’au", tracking=True, help="Fin du mandat, ou fin fixée par la délégation."
    )
    fin_mandat_auteur = fields.Date(
        string="Fin du mandat de l’auteur", tracking=True,
        help="Date à laquelle le maire ou le président qui a délégué quitte ses fonctions : à "
        "partir du lendemain, une nouvelle délégation est demandée.",
    )
    pouvoir_du = fields.Date(string="Peut signer du", compute="_compute_pouvoir")
    pouvoir_au = fields.Date(string="Peut signer jusqu’au", compute="_compute_pouvoir")
    etat = fields.Selection(
        [
            ("a_venir", "À venir"),
            ("en_exercice", "En exercice"),
            ("bientot", "Expire bientôt"),
            ("expiree", "Expirée"),
        ],
        string="État", compute="_compute_etat", search="_search_etat",
    )
    user_id = fields.Many2one(
        "res.users", string="Utilisateur", index="btree_not_null", check_company=True,
        domain="[('share', '=', False)]",
    )

    _dates = models.Constraint(
        "CHECK(date_fin IS NULL OR date_debut IS NULL OR date_debut <= date_fin)",
        "La fin du pouvoir de signer ne peut pas précéder son début.",
    )

    @api.depends(
        "type", "delegation_numero", "delegation_date", "delegation_executoire_le",
        "delegation_matieres",
    )
    def _compute_delegation(self):
        """Left as it is while no fact is entered: an older text must not be lost."""
        for signataire in self:
            if signataire.type in CHEFS or not signataire.delegation_date:
                signataire.delegation = signataire.delegation
                continue
            numero = signataire.delegation_numero
            signataire.delegation = "".join([
                self.env._("arrêté"),
                self.env._(" n° %s", numero.strip()) if numero else "",
                self.env._(" du %s", _jour(signataire.delegation_date)),
                self.env._(" portant délégation"),
                f" ({_minuscule(signataire.delegation_matieres.strip())})"
                if signataire.delegation_matieres else "",
                self.env._(", exécutoire le %s", _jour(signataire.delegation_executoire_le))
                if signataire.delegation_executoire_le else "",
            ])

    @api.depends(
        "type", "date_debut", "date_fin", "delegation_executoire_le", "fin_mandat_auteur"
    )
    def _compute_pouvoir(self):
        for signataire in self:
            debuts, fins = [signataire.date_debut], [signataire.date_fin]
            if signataire.type not in CHEFS:
                debuts.append(signataire.delegation_executoire_le)
                fins.append(signataire.fin_mandat_auteur)
            signataire.pouvoir_du = max(filter(None, debuts), default=False)
            signataire.pouvoir_au = min(filter(None, fins), default=False)

    @api.depends("active", "pouvoir_du", "pouvoir_au")
    def _compute_etat(self):
        jour = self.env["oilhi.habilitation"]._aujourdhui()
        for signataire in self:
            du, au = signataire.pouvoir_du, signataire.pouvoir_au
            if not signataire.active or (au and au < jour):
                signataire.etat = "expiree"
            elif du and du > jour:
                signataire.etat = "a_venir"
            elif au and au <= jour + timedelta(days=PREAVIS):
                signataire.etat = "bientot"
            else:
                signataire.etat = "en_exercice"

    @api.model
    def _domaine_pouvoir(self, champs, operateur, jour):
        """One of these bounds compares so; those of a delegation do not bind the head."""
        propre, delegue = champs
        return Domain(propre, operateur, jour) | (
            Domain("type", "not in", CHEFS) & Domain(delegue, operateur, jour)
        )

    def _search_etat(self, operator, value):
        if operator != "in":
            return NotImplemented
        jour = self.env["oilhi.habilitation"]._aujourdhui()
        fins, debuts = ("date_fin", "fin_mandat_auteur"), ("date_debut", "delegation_executoire_le")
        finie = self._domaine_pouvoir(fins, "<", jour) | Domain("active", "=", False)
        future = ~finie & self._domaine_pouvoir(debuts, ">", jour)
        proche = (
            ~finie & ~future
            & self._domaine_pouvoir(fins, "<=", jour + timedelta(days=PREAVIS))
        )
        domaines = {
            "expiree": finie, "a_venir": future, "bientot": proche,
            "en_exercice": ~finie & ~future & ~proche,
        }
        return Domain.OR(domaines[etat] for etat in value if etat in domaines)

    @api.constrains("type", "delegation")
    def _check_delegation(self):
        for signataire in self:
            if signataire.type not in ("maire", "president_epci") and not (
                signataire.delegation or ""
            ).strip():
                raise ValidationError(self.env._(
                    "%s signe par délégation : indiquez l’acte de délégation (date et objet).",
                    signataire.name,
                ))

    @api.constrains("delegation_date", "delegation_executoire_le")
    def _check_executoire(self):
        for signataire in self:
            date, executoire = signataire.delegation_date, signataire.delegation_executoire_le
            if date and executoire and executoire < date:
                raise ValidationError(self.env._(
                    "%s : la délégation ne peut pas être exécutoire avant d’avoir été prise.",
                    signataire.name,
                ))

    @api.depends("name", "qualite")
    def _compute_display_name(self):
        for signataire in self:
            signataire.display_name = ", ".join(
                filter(None, [signataire.name, signataire.qualite])
            )

    @api.model_create_multi
    def create(self, vals_list):
        return super(
            OilhiServiceSignataire, self.with_context(mail_create_nosubscribe=True)
        ).create(vals_list).with_env(self.env)

    def write(self, vals):
        resultat = super().write(vals)
        if {"date_fin", "fin_mandat_auteur", "active"} & vals.keys():
            # sudo: what was to be done for the former dates belongs to several users
            self.sudo().activity_unlink(["oilhi_partenaires.mail_activity_type_signataire"])
        if "service_id" in vals:
            # Rules are checked before a write only: nobody may push a signatory into a service
            # that is not theirs.
            self.check_access("write")
        return resultat

    def _est_valide(self, jour):
        """Bounds included; an empty bound is open."""
        self.ensure_one()
        return (
            self.active
            and (not self.pouvoir_du or self.pouvoir_du <= jour)
            and (not self.pouvoir_au or jour <= self.pouvoir_au)
        )

    def _pourquoi_pas(self, jour):
        """Why this person may not sign on that day, in a sentence; empty when it may."""
        self.ensure_one()
        if self._est_valide(jour):
            return ""
        if not self.active:
            return self.env._("%s n’est plus signataire du service.", self.name)
        du, au, de_nom = self.pouvoir_du, self.pouvoir_au, de_personne(self.name)
        if du and jour < du:
            if self.type not in CHEFS and du == self.delegation_executoire_le:
                return self.env._(
                    "La délégation %(de_nom)s n’est exécutoire que le %(du)s.",
                    de_nom=de_nom, du=_jour(du),
                )
            return self.env._("%(nom)s ne signe qu’à partir du %(du)s.", nom=self.name, du=_jour(du))
        if self.type not in CHEFS and au == self.fin_mandat_auteur:
            return self.env._(
                "La délégation %(de_nom)s a pris fin avec le mandat de son auteur, le %(au)s.",
                de_nom=de_nom, au=_jour(au),
            )
        if self.type not in CHEFS:
            return self.env._(
                "La délégation %(de_nom)s a pris fin le %(au)s.", de_nom=de_nom, au=_jour(au)
            )
        return self.env._("Le mandat %(de_nom)s a pris fin le %(au)s.", de_nom=de_nom, au=_jour(au))

    # -- Reminders ------------------------------------------------------------

    @api.model
    def _cron_signataires(self):
        """Daily: sixty days before the end of a power, then on the day after its last."""
        self = self.with_context(tz="Europe/Paris", lang="fr_FR")
        jour = self.env["oilhi.habilitation"]._aujourdhui()
        bientot = self.search([("etat", "=", "bientot")])
        expires = self.search([
            ("etat", "=", "expiree"),
            *self._domaine_pouvoir(
                ("date_fin", "fin_mandat_auteur"), ">=", jour - timedelta(days=PREAVIS)
            ),
        ])
        coordinateurs = self.env.ref("oilhi_partenaires.group_coordinateur").all_user_ids.filtered(
            lambda u: u.active and not u.share
        )
        for signataire in bientot:
            signataire._rappeler(coordinateurs, signataire.pouvoir_au, self.env._(
                "%(nom)s ne pourra plus signer après le %(au)s",
                nom=signataire.name, au=_jour(signataire.pouvoir_au),
            ))
        for signataire in expires:
            signataire._rappeler(coordinateurs, jour, self.env._(
                "%(nom)s ne peut plus signer (dernier jour : %(au)s)",
                nom=signataire.name, au=_jour(signataire.pouvoir_au),
            ))

    def _rappeler(self, coordinateurs, echeance, sujet):
        """Once for each person and each sentence, done or not."""
        self.ensure_one()
        groupe = self.env.ref("oilhi_partenaires.group_responsable")
        cibles = self.service_id.user_ids.filtered(lambda u: groupe in u.all_group_ids)
        cibles |= coordinateurs.filtered(lambda u: self.company_id in u.company_ids)
        deja = self.with_context(active_test=False).env["mail.activity"].search([
            ("res_model", "=", self._name), ("res_id", "=", self.id), ("summary", "=", sujet),
        ]).user_id
        for user in cibles - deja:
            self.activity_schedule(
                "oilhi_partenaires.mail_activity_type_signataire",
                date_deadline=echeance, user_id=user.id, summary=sujet,
                note=self.env._(
                    "Service « %s » : enregistrez la nouvelle délégation ou le nouveau mandat, ou "
                    "désignez un autre signataire.", self.service_id.name,
                ),
            )
