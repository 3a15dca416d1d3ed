from odoo import fields, models


class OilhiDesordreCategorie(models.Model):
    _name = "oilhi.desordre.categorie"
    _inherit = ["oilhi.donnee.memoire", "oilhi.referentiel"]
    _description = "Catégorie de désordres"
    _order = "sequence, code"
    _rec_names_search = ["name", "code"]

    code = fields.Char("Code", required=True)  # STR, TOI, FAC, ESC…
    name = fields.Char("Catégorie", required=True)
    sequence = fields.Integer("Ordre", default=10)
    desordre_ids = fields.One2many("oilhi.desordre", "categorie_id", string="Désordres")

    _code_uniq = models.Constraint("UNIQUE(code)", "Ce code de catégorie existe déjà.")
