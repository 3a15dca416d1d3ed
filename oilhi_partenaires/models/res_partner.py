from operator import attrgetter

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from .oilhi_nom_protege import masquer

# What decides who sees a person: contacts below it follow.
CHAMPS_ACCES = ("oilhi_prive", "oilhi_acces_ids", "company_id")


class ResPartner(models.Model):
    _inherit = "res.partner"

    civilite = fields.Selection(
        [
            ("madame", "Madame"),
            ("monsieur", "Monsieur"),
            ("madame_monsieur", "Madame, Monsieur"),
        ],
        string="Civilité",
    )
    oilhi_prenom = fields.Char(string="Prénom")
    oilhi_nom = fields.Char(string="Nom de famille")
    oilhi_prive = fields.Boolean(
        string="Personne d’un dossier",
        default=False,
        help="Absente de l’annuaire : visible des seuls services des dossiers où elle figure.",
    )
    oilhi_acces_ids = fields.Many2many(
        "oilhi.service",
        "oilhi_service_res_partner_rel",
        "partner_id",
        "service_id",
        string="Services autorisés",
        copy=False,
    )

    # What the access rule reads: see oilhi.dossier.lisible, same reasons.
    oilhi_lisible = fields.Boolean(
        string="Lisible par mes services",
        compute="_compute_oilhi_lisible",
        search="_search_oilhi_lisible",
    )

    # Both sides of the rule « public, or mine » have their index: persons of cases soon outnumber
    # the directory ten to one, and who sees three hundred of them does not read the others.
    _oilhi_prive_index = models.Index("(company_id) WHERE oilhi_prive")
    _oilhi_public_index = models.Index("(complete_name, id DESC) WHERE oilhi_prive IS NOT TRUE")

    @api.depends("oilhi_acces_ids")
    @api.depends_context("uid")
    def _compute_oilhi_lisible(self):
        self.env.user._oilhi_calculer(self, oilhi_lisible="oilhi_acces_ids")

    def _search_oilhi_lisible(self, operator, value):
        """As a list of ids: inside an « or », an EXISTS is tried on every row of the table."""
        if operator != "in":
            return NotImplemented
        lien, services = self._fields["oilhi_acces_ids"], sorted(self.env.user._oilhi_services())

        def condition(_modele, alias, _requete):
            return SQL(
                "%s = ANY(ARRAY(SELECT %s FROM %s WHERE %s = ANY(%s)))",
                SQL.identifier(alias, "id"), SQL.identifier(lien.column1),
                SQL.identifier(lien.relation), SQL.identifier(lien.column2), services,
            )

        lisible = Domain.custom(to_sql=condition, predicate=attrgetter("oilhi_lisible"))
        return Domain.OR([lisible if vrai else ~lisible for vrai in value])

    @api.constrains("oilhi_prive", "company_id", "oilhi_type_ids", "parent_id")
    def _check_oilhi_prive(self):
        for partner in self:
            if partner.parent_id.oilhi_prive and not partner.oilhi_prive:
                raise ValidationError(self.env._(
                    "%(contact)s dépend de %(personne)s, qui figure dans un dossier : ce contact "
                    "ne peut pas être public.",
                    contact=partner.display_name, personne=partner.parent_id.name,
                ))
        for partner in self.filtered("oilhi_prive"):
            if not partner.company_id:
                raise ValidationError(self.env._(
                    "%s figure dans un dossier : indiquez le département hôte (société).",
                    partner.name,
                ))
            if partner.oilhi_type_ids:
                raise ValidationError(self.env._(
                    "%s figure dans un dossier : cette personne ne peut pas être inscrite à "
                    "l’annuaire des partenaires.", partner.name,
                ))

    @api.onchange("oilhi_prenom", "oilhi_nom")
    def _onchange_oilhi_nom(self):
        if not self.is_company and (self.oilhi_prenom or self.oilhi_nom):
            self.name = " ".join(filter(None, [self.oilhi_prenom, self.oilhi_nom]))

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._completer_prive(dict(vals)) for vals in vals_list])

    def _completer_prive(self, vals):
        """A contact below a private person is private; a private person belongs to someone."""
        parent = self.browse(vals.get("parent_id"))
        if parent and parent.oilhi_prive:
            vals["oilhi_prive"] = True
            vals["company_id"] = parent.company_id.id
            vals.setdefault("oilhi_acces_ids", [fields.Command.set(parent.oilhi_acces_ids.ids)])
        if not vals.get("oilhi_prive", self.env.context.get("default_oilhi_prive")):
            return vals
        if not vals.get("company_id"):
            vals["company_id"] = self.env.company.id
        if not vals.get("oilhi_acces_ids") and not self.env.context.get(
            "default_oilhi_acces_ids"
        ):
            # The creator's own services: otherwise an agent could not read back what it typed.
            services = self.env.user.oilhi_service_ids.filtered(
                lambda s: s.company_id.id == vals["company_id"]
            )
            vals["oilhi_acces_ids"] = [fields.Command.set(services.ids)]
        return vals

    def write(self, vals):
        self._verifier_changement_prive(vals)
        resultat = super().write(vals)
        if any(champ in vals for champ in CHAMPS_ACCES):
            for partner in self.filtered(lambda p: p.oilhi_prive and p.child_ids):
                # sudo: the new access may already exclude the writer from the contacts below
                partner.sudo().child_ids.write({
                    "oilhi_prive": True,
                    "company_id": partner.company_id.id,
                    "oilhi_acces_ids": [fields.Command.set(partner.oilhi_acces_ids.ids)],
                })
        return resultat

    def _verifier_changement_prive(self, vals):
        """Neither a person shown to all, nor an entry of the directory taken from the others."""
        if (
            "oilhi_prive" not in vals
            or self.env.su
            or self.env.user.has_group("oilhi_partenaires.group_coordinateur")
        ):
            return
        if not vals["oilhi_prive"] and any(self.mapped("oilhi_prive")):
            raise AccessError(self.env._(
                "Seul un coordinateur peut rendre publique une personne d’un dossier."
            ))
        if vals["oilhi_prive"] and not all(self.mapped("oilhi_prive")):
            raise AccessError(self.env._(
                "Seul un coordinateur peut retirer une fiche de l’annuaire commun."
            ))

    @api.depends("oilhi_prive")
    @api.depends_context("uid")
    def _compute_display_name(self):
        resultat = super()._compute_display_name()
        # sudo: to know whose name is protected, which the name itself then tells or not
        masquer(self.filtered(lambda partner: partner.sudo().oilhi_prive))
        return resultat
