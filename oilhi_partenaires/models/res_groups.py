from odoo import models


class ResGroups(models.Model):
    """Writing what a group implies goes through each of its users, thousands of them."""

    _name = "res.groups"
    _inherit = ["res.groups", "oilhi.donnee.livree"]
