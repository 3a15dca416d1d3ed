from odoo import fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    oilhi_service_ids = fields.Many2many(
        "oilhi.service",
        "oilhi_service_users_rel",
        "user_id",
        "service_id",
        string="Services",
        help="L’utilisateur voit les dossiers de ces services.",
    )
