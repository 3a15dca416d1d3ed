from odoo import fields, models


class OilhiTableauEcart(models.Model):
    """What changed since the figures were last added up: written by the database, never updated.

    Two agents of a service who save at the same time each insert their own rows: nobody waits.
    """

    _name = "oilhi.tableau.ecart"
    _description = "Écart à reporter dans les chiffres du tableau de bord"
    _log_access = False
    _order = "id"

    company_id = fields.Many2one("res.company", required=True, ondelete="cascade")
    service_id = fields.Many2one("oilhi.service", required=True, ondelete="cascade")
    code = fields.Char(required=True)
    jour = fields.Date(required=True)
    valeur = fields.Integer(required=True)
