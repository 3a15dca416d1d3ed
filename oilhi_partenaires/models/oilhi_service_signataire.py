from odoo import api, fields, models
from odoo.exceptions import ValidationError


class OilhiServiceSignataire(models.Model):
    _name = "oilhi.service.signataire"
    _description = "Signataire"
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
    delegation = fields.Text(
        string="Délégation",
        help="Acte qui donne le pouvoir de signer : arrêté de délégation du …, sa publication.",
    )
    date_debut = fields.Date(string="À partir du")
    date_fin = fields.Date(string="Jusqu’au")
    user_id = fields.Many2one(
        "res.users", string="Utilisateur", index="btree_not_null", check_company=True,
        domain="[('share', '=', False)]",
    )

    _dates = models.Constraint(
        "CHECK(date_fin IS NULL OR date_debut IS NULL OR date_debut <= date_fin)",
        "La fin du pouvoir de signer ne peut pas précéder son début.",
    )

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

    @api.depends("name", "qualite")
    def _compute_display_name(self):
        for signataire in self:
            signataire.display_name = ", ".join(
                filter(None, [signataire.name, signataire.qualite])
            )

    def write(self, vals):
        resultat = super().write(vals)
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
            and (not self.date_debut or self.date_debut <= jour)
            and (not self.date_fin or jour <= self.date_fin)
        )
