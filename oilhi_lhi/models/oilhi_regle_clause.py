from odoo import fields, models


class OilhiRegleClause(models.Model):
    _name = "oilhi.regle.clause"
    _description = "Condition d’une règle"

    regle_id = fields.Many2one("oilhi.regle", required=True, index=True, ondelete="cascade")
    question_id = fields.Many2one("oilhi.question", required=True, index=True, ondelete="restrict")
    operateur = fields.Selection([("parmi", "est parmi"), ("hors", "n’est pas parmi")], required=True, default="parmi")
    reponse_ids = fields.Many2many("oilhi.reponse", string="Réponses")
