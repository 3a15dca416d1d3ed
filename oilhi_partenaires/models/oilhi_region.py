from odoo import fields, models


class OilhiRegion(models.Model):
    _name = "oilhi.region"
    _inherit = ["oilhi.donnee.gardee", "oilhi.donnee.livree"]
    _description = "Région"
    _order = "name"
    _rec_names_search = ["name", "code"]

    code = fields.Char(string="Code INSEE", required=True, size=3)
    name = fields.Char(string="Nom", required=True)
    departement_ids = fields.One2many("oilhi.departement", "region_id", string="Départements")

    _code_uniq = models.Constraint("UNIQUE(code)", "Une région porte déjà ce code INSEE.")
