from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...moteur import penal
from ..oilhi_codes_cites import codes
from ..oilhi_referentiel import NIVEAUX_PREUVE

# Columns of the table that the core reads.
COLONNES = (
    "code", "name", "fait", "base", "emprisonnement", "amende", "contravention", "circonstance",
    "emprisonnement_aggrave", "amende_aggravee", "peines_complementaires",
    "base_complementaires", "procedures", "niveau_preuve", "remarque",
)  # fmt: skip


class OilhiInfraction(models.Model):
    """An offence as the text has it: a jurist corrects it here, nothing is in the code."""

    _name = "oilhi.infraction"
    _inherit = "oilhi.referentiel"
    _description = "Infraction"
    _order = "sequence, code"
    _rec_names_search = ["code", "name"]

    code = fields.Char(required=True)  # INF-REFUS
    name = fields.Char("Infraction", required=True)
    sequence = fields.Integer("Ordre", default=10)
    fait = fields.Text("Ce que dit le texte", required=True)
    base = fields.Char("Base légale", required=True)
    emprisonnement = fields.Integer("Emprisonnement (ans)")
    amende = fields.Integer("Amende (€)")
    contravention = fields.Integer("Contravention de classe")
    circonstance = fields.Char("Circonstance aggravante")
    emprisonnement_aggrave = fields.Integer("Emprisonnement aggravé (ans)")
    amende_aggravee = fields.Integer("Amende aggravée (€)")
    peines_complementaires = fields.Char("Peines complémentaires")
    complementaires_mots = fields.Text(
        "Peines complémentaires encourues", compute="_compute_complementaires_mots"
    )
    base_complementaires = fields.Char("Base des peines complémentaires")
    procedures = fields.Char(
        "Procédures", help="Codes séparés par des virgules ; vide : proposée dans toutes les procédures."
    )  # « MSO,MSU »
    niveau_preuve = fields.Selection(
        NIVEAUX_PREUVE, string="Niveau de preuve", required=True, default="confirme"
    )
    remarque = fields.Text("Remarque")
    element_ids = fields.One2many(
        "oilhi.infraction.element", "infraction_id", string="Éléments à établir"
    )
    active = fields.Boolean("Active", default=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "Ce code d’infraction existe déjà.")

    @api.constrains("peines_complementaires")
    def _check_peines_complementaires(self):
        for infraction in self:
            try:
                infraction._noyau()
            except ValueError as erreur:
                raise ValidationError(self.env._(
                    "Peines complémentaires : %(erreur)s Codes possibles : %(codes)s.",
                    erreur=erreur,
                    codes=", ".join(penal.COMPLEMENTAIRES),
                )) from erreur

    @api.constrains("procedures")
    def _check_procedures(self):
        connus = set(self.env["oilhi.procedure"].with_context(active_test=False).search([("code", "!=", False)]).mapped("code"))
        for infraction in self:
            if inconnus := set(codes(infraction.procedures)) - connus:
                raise ValidationError(self.env._(
                    "Procédures inconnues : %s. Écrivez leurs codes, séparés par des virgules.",
                    ", ".join(sorted(inconnus)),
                ))

    @api.depends("peines_complementaires")
    def _compute_complementaires_mots(self):
        for infraction in self:
            mots = penal.complementaires_en_mots(infraction.peines_complementaires)
            infraction.complementaires_mots = "\n".join(m[:1].upper() + m[1:] for m in mots) or False

    def _noyau(self):
        """Value object of the core."""
        self.ensure_one()
        return penal.construire(
            {colonne: self[colonne] for colonne in COLONNES},
            [penal.Element(element.cle, element.name) for element in self.element_ids],
        )
