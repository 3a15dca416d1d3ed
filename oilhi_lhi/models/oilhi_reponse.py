import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..moteur.guide_regles import INCONNU


class OilhiReponse(models.Model):
    _name = "oilhi.reponse"
    _description = "Réponse possible"
    _inherit = ["oilhi.regle.redaction", "oilhi.donnee.memoire", "oilhi.referentiel"]
    _order = "question_id, sequence, id"

    question_id = fields.Many2one(
        "oilhi.question", string="Question", required=True, index=True, ondelete="cascade"
    )
    code = fields.Char(required=True, help="Code stable, sans accent : oui, non, interne…")
    name = fields.Char("Réponse", required=True)
    aide = fields.Text("Précision")
    sequence = fields.Integer("Ordre", default=10)

    _code_uniq = models.Constraint(
        "UNIQUE(question_id, code)", "Ce code de réponse existe déjà pour cette question."
    )

    @api.depends("question_id.code", "name")
    def _compute_display_name(self):
        for reponse in self:
            reponse.display_name = f"{reponse.question_id.code} : {reponse.name}"

    @api.constrains("code")
    def _check_code(self):
        for reponse in self:
            if not re.fullmatch(r"[a-z][a-z0-9_]*", reponse.code) or reponse.code == INCONNU:
                raise ValidationError(self.env._(
                    "Le code de réponse « %s » n’est pas admis : lettres minuscules sans accent, "
                    "chiffres et « _ » ; « inconnu » est réservé à « Je ne sais pas ».",
                    reponse.code,
                ))
