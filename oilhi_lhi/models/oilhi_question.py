from odoo import fields, models


class OilhiQuestion(models.Model):
    _name = "oilhi.question"
    _description = "Question du guide"
    _order = "sequence, code"

    code = fields.Char(required=True)  # Q1
    name = fields.Char("Question", required=True)
    aide = fields.Text("Pourquoi cette question")
    multiple = fields.Boolean("Plusieurs réponses possibles")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    reponse_ids = fields.One2many("oilhi.reponse", "question_id", string="Réponses")
