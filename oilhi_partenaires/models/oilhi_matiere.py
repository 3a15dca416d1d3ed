from odoo import fields, models


class OilhiMatiere(models.Model):
    _name = "oilhi.matiere"
    _inherit = ["oilhi.donnee.gardee", "oilhi.donnee.livree"]
    _description = "Matière"
    _order = "sequence, name"
    _rec_names_search = ["name", "synonymes"]

    code = fields.Char(required=True)
    name = fields.Char(string="Nom", required=True)
    description = fields.Char()
    synonymes = fields.Char(
        string="Autres mots", help="Mots qui la désignent aussi, séparés par des virgules."
    )
    sequence = fields.Integer(string="Ordre", default=100)
    active = fields.Boolean(string="Actif", default=True)
    type_ids = fields.Many2many(
        "oilhi.type.organisme", "oilhi_matiere_type_organisme_rel", "matiere_id", "type_id",
        string="Types d’organismes compétents",
    )

    _code_uniq = models.Constraint("UNIQUE(code)", "Une matière porte déjà ce code.")
