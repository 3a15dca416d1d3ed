from odoo import api, fields, models
from odoo.exceptions import ValidationError


class OilhiDossierReponse(models.Model):
    _name = "oilhi.dossier.reponse"
    _inherit = "oilhi.dossier.ligne"
    _description = "Réponse donnée au guide"
    _order = "dossier_id.id, question_id"

    dossier_id = fields.Many2one(
        "oilhi.dossier", string="Dossier", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, precompute=True, index=True)
    question_id = fields.Many2one(
        "oilhi.question", string="Question", required=True, index=True, ondelete="restrict"
    )
    reponse_ids = fields.Many2many("oilhi.reponse", string="Réponses", ondelete="restrict")
    inconnu = fields.Boolean("Je ne sais pas")
    date = fields.Datetime("Répondu le", default=fields.Datetime.now)
    user_id = fields.Many2one("res.users", string="Par", default=lambda self: self.env.user)

    _question_uniq = models.Constraint(
        "UNIQUE(dossier_id, question_id)", "Une seule réponse par question et par dossier."
    )

    @api.constrains("question_id", "reponse_ids", "inconnu")
    def _check_reponses(self):
        publiees = self.env["oilhi.regle"]._regles().questions
        multiples = {q.code: q.multiple for q in publiees}
        for ligne in self:
            question = ligne.question_id
            if any(reponse.question_id != question for reponse in ligne.reponse_ids):
                raise ValidationError(self.env._(
                    "Une réponse n’appartient pas à la question %s.", question.code
                ))
            if bool(ligne.reponse_ids) == ligne.inconnu:
                raise ValidationError(self.env._(
                    "Question %s : donnez une réponse, ou « Je ne sais pas ».", question.code
                ))
            if len(ligne.reponse_ids) > 1 and not multiples.get(question.code, question.multiple):
                raise ValidationError(self.env._(
                    "Question %s : une seule réponse est possible.", question.code
                ))

    @api.depends("question_id.code", "reponse_ids.name", "inconnu")
    def _compute_display_name(self):
        for ligne in self:
            valeur = ", ".join(ligne.reponse_ids.mapped("name")) or self.env._("Je ne sais pas")
            ligne.display_name = f"{ligne.question_id.code} : {valeur}"
