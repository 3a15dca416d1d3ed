from odoo import fields, models


class OilhiDossierQualification(models.Model):
    _name = "oilhi.dossier.qualification"
    _description = "Qualification"
    _order = "dossier_id, date desc, id desc"

    dossier_id = fields.Many2one("oilhi.dossier", string="Dossier", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, index=True)

    date = fields.Datetime(required=True, default=fields.Datetime.now)
    user_id = fields.Many2one("res.users", string="Par", default=lambda self: self.env.user)
    version = fields.Char("Version des règles")
    reponses = fields.Json()
    desordres = fields.Json()
    resultat = fields.Json()
    empreinte = fields.Char("Empreinte SHA-256")
