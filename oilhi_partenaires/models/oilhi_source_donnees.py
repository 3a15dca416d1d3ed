from odoo import fields, models


class OilhiSourceDonnees(models.Model):
    """Where the reference data comes from: a licence asks for it, and an agent may doubt a figure."""

    _name = "oilhi.source.donnees"
    _inherit = "oilhi.donnee.livree"
    _description = "Source de données"
    _order = "id"

    code = fields.Char(required=True)
    name = fields.Char(string="Source", required=True)
    producteur = fields.Char(string="Producteurs")
    version = fields.Char()
    date = fields.Date()
    licence = fields.Char()
    url = fields.Char(string="Adresse")
    contenu = fields.Text(string="Ce qui en vient")
    limites = fields.Text(string="Limites connues")

    _code_uniq = models.Constraint("UNIQUE(code)", "Une source porte déjà ce code.")
