import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

# Prefix of a merged commune (optional), section (letters, or digits in Alsace-Moselle), number.
PARCELLE = re.compile(r"(?:(\d{3})[\s-]*)?([A-Z]{1,2}|\d{1,2}|\d[A-Z])[\s-]*0*(\d{1,4})")


class OilhiBatimentParcelle(models.Model):
    _name = "oilhi.batiment.parcelle"
    _description = "Parcelle cadastrale"
    _order = "batiment_id, name"

    batiment_id = fields.Many2one(
        "oilhi.batiment", string="Bâtiment", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="batiment_id.company_id", store=True, index=True)
    name = fields.Char("Référence", required=True, help="Section et numéro : « AB 123 ».")

    _name_uniq = models.Constraint(
        "UNIQUE(batiment_id, name)", "Cette parcelle est déjà indiquée pour ce bâtiment."
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals["name"] = self._normaliser(vals.get("name"))
        return super().create(vals_list)

    def write(self, vals):
        if "name" in vals:
            vals = dict(vals, name=self._normaliser(vals["name"]))
        return super().write(vals)

    @api.model
    def _normaliser(self, reference):
        """« ab0123 » -> « AB 123 »."""
        trouve = PARCELLE.fullmatch((reference or "").strip().upper())
        if not trouve:
            raise ValidationError(self.env._(
                "La parcelle « %s » n’est pas lisible : indiquez la section puis le numéro, "
                "comme « AB 123 » (avec le préfixe de la commune associée s’il existe : "
                "« 456 AB 123 »).", reference or "",
            ))
        return " ".join(filter(None, trouve.groups()))
