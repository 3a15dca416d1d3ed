from odoo import api, fields, models
from odoo.exceptions import ValidationError


class OilhiService(models.Model):
    _name = "oilhi.service"
    _description = "Service instructeur"
    _order = "name"
    _check_company_auto = True

    name = fields.Char(string="Nom", required=True, index="trigram")
    active = fields.Boolean(string="Actif", default=True)
    type = fields.Selection(
        [
            ("mairie", "Mairie"),
            ("epci", "Intercommunalité"),
            ("schs", "Service communal d’hygiène et de santé"),
            ("ddtm", "DDT(M)"),
            ("ars", "Agence régionale de santé"),
            ("caf", "Caisse d’allocations familiales"),
            ("autre", "Autre service"),
        ],
        required=True,
        default="mairie",
    )
    company_id = fields.Many2one(
        "res.company",
        string="Département hôte",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Coordonnées",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        help="Adresse, téléphone, courriel et logo repris dans les courriers.",
    )
    phone = fields.Char(related="partner_id.phone", string="Téléphone", readonly=False)
    email = fields.Char(related="partner_id.email", string="Courriel", readonly=False)
    commune_id = fields.Many2one(
        "oilhi.commune", string="Commune du siège", index="btree_not_null"
    )
    epci_id = fields.Many2one("oilhi.epci", string="EPCI", index="btree_not_null")
    commune_ids = fields.Many2many(
        "oilhi.commune",
        "oilhi_service_commune_rel",
        "service_id",
        "commune_id",
        string="Communes couvertes",
        compute="_compute_commune_ids",
        store=True,
        readonly=False,
    )
    user_ids = fields.Many2many(
        "res.users",
        "oilhi_service_users_rel",
        "service_id",
        "user_id",
        string="Utilisateurs",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        check_company=True,
        copy=False,
        help="Ces personnes voient les dossiers du service.",
    )
    signataire_ids = fields.One2many(
        "oilhi.service.signataire", "service_id", string="Signataires"
    )
    sequence_arrete_id = fields.Many2one(
        "ir.sequence", string="Numérotation des arrêtés", readonly=True, copy=False
    )
    en_tete = fields.Text(
        string="En-tête des courriers",
        help="Une ligne par ligne d’en-tête, sous le logo. Vide : le nom du service.",
    )
    logo_texte = fields.Char(
        string="Texte du logo",
        help="Lu à la place de l’image par un lecteur d’écran. Vide : « Logo » et le nom du service.",
    )
    pied_page = fields.Text(
        string="Pied de page des courriers",
        help="Trois lignes au plus, en bas de chaque page : adresse, horaires, site internet…",
    )

    @api.depends("type", "commune_id", "epci_id")
    def _compute_commune_ids(self):
        """Usual coverage, proposed when the seat changes; the user keeps the last word."""
        for service in self:
            if service.type == "epci" and service.epci_id:
                service.commune_ids = service.epci_id.commune_ids
            elif service.type in ("mairie", "schs") and service.commune_id:
                service.commune_ids = service.commune_id

    @api.constrains("type", "commune_id", "epci_id")
    def _check_siege(self):
        for service in self:
            if service.type == "mairie" and not service.commune_id:
                raise ValidationError(self.env._(
                    "Indiquez la commune de la mairie « %s ».", service.name
                ))
            if service.type == "epci" and not service.epci_id:
                raise ValidationError(self.env._(
                    "Indiquez l’EPCI du service « %s ».", service.name
                ))

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if not vals.get("partner_id") and vals.get("name"):
                vals["partner_id"] = self.env["res.partner"].create({
                    "name": vals["name"], "is_company": True,
                }).id
        services = super().create(vals_list)
        # sudo: sequences belong to the system; a coordinator who creates a service gets its
        # register, and nothing else of ir.sequence.
        sequences = self.env["ir.sequence"].sudo().create([
            service._valeurs_sequence() for service in services
        ])
        for service, sequence in zip(services, sequences, strict=True):
            service.sequence_arrete_id = sequence
        return services

    def write(self, vals):
        resultat = super().write(vals)
        if "user_ids" in vals:
            self.env["res.users"]._oilhi_oublier_droits()
        if "company_id" in vals:
            # Rules are checked before a write only: not into a département that is not one's own.
            self.check_access("write")
        return resultat

    def _valeurs_sequence(self):
        """A register of arrêtés restarts each year and has no hole."""
        self.ensure_one()
        return {
            "name": self.env._("Arrêtés : %s", self.name),
            "implementation": "no_gap",
            "prefix": "%(range_year)s-",
            "padding": 3,
            "use_date_range": True,
            "company_id": self.company_id.id,
        }

    def unlink(self):
        # sudo: see create()
        sequences = self.sudo().sequence_arrete_id
        resultat = super().unlink()
        sequences.unlink()
        return resultat

    def copy_data(self, default=None):
        return [
            dict(vals, name=self.env._("%s (copie)", service.name))
            for service, vals in zip(self, super().copy_data(default), strict=True)
        ]

    def _signataire_valide(self, date=None, types=None):
        """Signatories entitled on that date, the head of the executive first."""
        self.ensure_one()
        jour = fields.Date.to_date(date) or fields.Date.context_today(self)
        rang = {"maire": 0, "president_epci": 0}
        return self.signataire_ids.filtered(
            lambda s: s._est_valide(jour) and (not types or s.type in types)
        ).sorted(lambda s: (rang.get(s.type, 1), s.sequence, s.id))

    def _autres_signataires(self, date, types=None, sauf=None):
        """« Peuvent signer ce jour-là : … », or what to do when nobody may."""
        self.ensure_one()
        possibles = self._signataire_valide(date, types)
        if sauf:
            possibles -= sauf
        if possibles:
            return self.env._(
                "Peuvent signer ce jour-là : %s.",
                ", ".join(possibles.mapped("display_name")),
            )
        return self.env._(
            "Personne d’autre ne peut signer ce jour-là dans le service « %s » : le responsable ou "
            "le coordinateur enregistre une délégation ou un mandat dans la fiche du service.",
            self.name,
        )

    def _pourquoi_personne(self, date, types=None):
        """Reasons why the signatories of the service may not sign that day, one each."""
        self.ensure_one()
        jour = fields.Date.to_date(date) or fields.Date.context_today(self)
        return " ".join(
            s._pourquoi_pas(jour) for s in self.signataire_ids
            if not types or s.type in types
        ).strip()
