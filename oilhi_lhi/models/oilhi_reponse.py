from odoo import fields, models


class OilhiReponse(models.Model):
    _name = "oilhi.reponse"
    _description = "Réponse possible"
    _order = "question_id, sequence, id"

    question_id = fields.Many2one("oilhi.question", required=True, index=True, ondelete="cascade")
    code = fields.Char(required=True)  # oui, non, interne…
    name = fields.Char("Réponse", required=True)
    aide = fields.Text()
    sequence = fields.Integer(default=10)
