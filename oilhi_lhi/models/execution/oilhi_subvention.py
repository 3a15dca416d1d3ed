from odoo import fields, models

from ..oilhi_referentiel import NIVEAUX_PREUVE


class OilhiSubvention(models.Model):
    """Help that may pay a part of the expenses: what is known of it, and how surely."""

    _name = "oilhi.subvention"
    _inherit = "oilhi.referentiel"
    _description = "Aide financière"
    _order = "sequence, code"

    code = fields.Char(required=True)
    name = fields.Char("Aide", required=True)
    organisme = fields.Char("Qui l’accorde", required=True)
    conditions = fields.Text("Conditions connues")
    base = fields.Char("Base")
    niveau_preuve = fields.Selection(
        NIVEAUX_PREUVE, string="Niveau de preuve", required=True, default="a_verifier"
    )
    preuve = fields.Char("Preuve")
    partenaire_code = fields.Char("Partenaire")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "Ce code d’aide existe déjà.")
