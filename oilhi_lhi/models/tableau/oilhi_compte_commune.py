from odoo import fields, models


class OilhiCompteCommune(models.Model):
    """The crossing of communes and phases: at most seven rows a commune, archived cases apart."""

    _name = "oilhi.compte.commune"
    _inherit = "oilhi.compte"
    _description = "Nombre de dossiers par commune et par phase"
    _champs = ("company_id", "active", "phase", "commune_id")

    commune_id = fields.Many2one("oilhi.commune", required=True, index=True, ondelete="cascade")
