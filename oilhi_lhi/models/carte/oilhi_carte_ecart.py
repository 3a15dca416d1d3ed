from odoo import fields, models


class OilhiCarteEcart(models.Model):
    """What changed on the map since its squares were last added up: see `oilhi.tableau.ecart`."""

    _name = "oilhi.carte.ecart"
    _description = "Écart à reporter sur la carte"
    _log_access = False
    _order = "id"

    company_id = fields.Many2one("res.company", required=True, ondelete="cascade")
    x = fields.Integer(required=True)
    y = fields.Integer(required=True)
    phase = fields.Char(required=True)
    urgence = fields.Boolean(required=True)
    sous_arrete = fields.Boolean(required=True)
    procedures = fields.Char(required=True)
    nombre = fields.Integer(required=True)
    # Sums: their mean is where the square shows its number.
    latitude = fields.Float(digits=(16, 5), required=True)
    longitude = fields.Float(digits=(16, 5), required=True)
