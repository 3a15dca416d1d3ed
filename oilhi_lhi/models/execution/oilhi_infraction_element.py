from odoo import fields, models


class OilhiInfractionElement(models.Model):
    """A fact without which there is no offence: what the authority says of it, the judge weighs."""

    _name = "oilhi.infraction.element"
    _inherit = "oilhi.referentiel"
    _description = "Élément d’une infraction"
    _order = "infraction_id, sequence, id"

    infraction_id = fields.Many2one(
        "oilhi.infraction", string="Infraction", required=True, index=True, ondelete="cascade"
    )
    code = fields.Char("Code", required=True)  # INF-REFUS-1
    cle = fields.Char("Clé", required=True)  # arrete, delai, carence…
    name = fields.Char("Ce qui doit être établi", required=True)
    sequence = fields.Integer("Ordre", default=10)

    _code_uniq = models.Constraint("UNIQUE(code)", "Ce code d’élément existe déjà.")
