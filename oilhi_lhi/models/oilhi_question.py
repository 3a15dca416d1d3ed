import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class OilhiQuestion(models.Model):
    _name = "oilhi.question"
    _description = "Question du guide"
    _inherit = ["oilhi.regle.redaction", "oilhi.donnee.memoire", "oilhi.referentiel"]
    _order = "sequence, code"
    _rec_names_search = ["code", "name"]

    code = fields.Char(required=True, help="Code stable : Q1, Q2…")
    name = fields.Char("Question", required=True)
    aide = fields.Text("Pourquoi cette question")
    multiple = fields.Boolean("Plusieurs réponses possibles")
    prioritaire = fields.Boolean(
        "Posée en premier",
        help="Posée avant celles qui apprendraient davantage : le danger, sa cause, son objet.",
    )
    sequence = fields.Integer("Ordre", default=10)
    active = fields.Boolean("Active", default=True)
    reponse_ids = fields.One2many("oilhi.reponse", "question_id", string="Réponses")
    clause_ids = fields.One2many("oilhi.regle.clause", "question_id", string="Règles concernées")

    _code_uniq = models.Constraint("UNIQUE(code)", "Ce code de question existe déjà.")

    @api.depends("code", "name")
    def _compute_display_name(self):
        for question in self:
            question.display_name = f"{question.code} – {question.name}"

    @api.constrains("code")
    def _check_code(self):
        for question in self:
            if not re.fullmatch(r"Q[1-9]\d{0,2}", question.code):
                raise ValidationError(self.env._(
                    "Le code « %s » n’est pas un code de question : écrivez « Q » suivi d’un numéro.",
                    question.code,
                ))

    @api.constrains("active")
    def _check_active(self):
        """An archived question would silently blind the rules that read it."""
        for question in self.filtered(lambda q: not q.active):
            if regles := question.clause_ids.regle_id.filtered("active"):
                raise ValidationError(self.env._(
                    "La question %(code)s sert à des règles actives (%(regles)s) : "
                    "modifiez ces règles avant de l’archiver.",
                    code=question.code,
                    regles=", ".join(regles.mapped("code")),
                ))
