from odoo import fields, models


class OilhiDossierReponse(models.Model):
    _name = "oilhi.dossier.reponse"
    _description = "Réponse donnée au guide"

    dossier_id = fields.Many2one("oilhi.dossier", string="Dossier", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, index=True)

    question_id = fields.Many2one("oilhi.question", required=True, index=True, ondelete="restrict")
    reponse_ids = fields.Many2many("oilhi.reponse", string="Réponses")
    inconnu = fields.Boolean("Je ne sais pas")
    date = fields.Datetime(default=fields.Datetime.now)
    user_id = fields.Many2one("res.users", string="Par", default=lambda self: self.env.user)

    _question_uniq = models.Constraint("UNIQUE(dossier_id, question_id)", "Une seule réponse par question et par dossier.")
