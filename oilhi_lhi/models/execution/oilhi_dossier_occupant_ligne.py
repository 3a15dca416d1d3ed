from odoo import fields, models
from odoo.exceptions import UserError

NATURES = [("hebergement", "Hébergement"), ("relogement", "Relogement")]


class OilhiDossierOccupantLigne(models.AbstractModel):
    """What is done for a household: it stays its own."""

    _name = "oilhi.dossier.occupant.ligne"
    _inherit = "oilhi.dossier.ligne"
    _description = "Ligne d’un ménage"

    occupant_id = fields.Many2one(
        "oilhi.dossier.occupant", string="Ménage", required=True, index=True, ondelete="cascade"
    )
    dossier_id = fields.Many2one(
        related="occupant_id.dossier_id", store=True, index=True, string="Dossier"
    )
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    nature = fields.Selection(NATURES, required=True, default="hebergement")

    def write(self, vals):
        if "occupant_id" in vals and any(
            ligne.occupant_id.id != vals["occupant_id"] for ligne in self
        ):
            raise UserError(self.env._(
                "« %s » ne change pas de ménage : saisissez-le pour l’autre.", self[:1].display_name
            ))
        return super().write(vals)
