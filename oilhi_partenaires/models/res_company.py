from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    oilhi_departement_id = fields.Many2one("oilhi.departement", string="Département")
