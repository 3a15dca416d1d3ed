from odoo import fields, models


class OilhiDossierProcedure(models.Model):
    _name = "oilhi.dossier.procedure"
    _description = "Procédure ouverte"
    _order = "dossier_id, id"

    dossier_id = fields.Many2one("oilhi.dossier", string="Dossier", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, index=True)

    procedure_id = fields.Many2one("oilhi.procedure", string="Procédure", required=True, index=True, ondelete="restrict")
    code = fields.Char(related="procedure_id.code", store=True, index=True)
    etat = fields.Selection([("en_cours", "En cours"), ("close", "Close"), ("abandonnee", "Abandonnée")], required=True, default="en_cours")
    date_ouverture = fields.Date("Ouverte le", default=fields.Date.context_today, required=True)
    date_cloture = fields.Date("Close le")
    qualification_id = fields.Many2one("oilhi.dossier.qualification", index="btree_not_null", ondelete="restrict")
    motif_desaccord = fields.Text("Motif de l’agent contre le guide")
    etape_ids = fields.One2many("oilhi.dossier.etape", "dossier_procedure_id", string="Étapes")
    mesure_ids = fields.One2many("oilhi.dossier.mesure", "dossier_procedure_id", string="Mesures")
