from odoo import fields, models


class OilhiDossierEtape(models.Model):
    _name = "oilhi.dossier.etape"
    _description = "Étape du parcours"
    _order = "dossier_procedure_id, sequence, id"

    dossier_id = fields.Many2one("oilhi.dossier", string="Dossier", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, index=True)

    dossier_procedure_id = fields.Many2one("oilhi.dossier.procedure", string="Procédure", required=True, index=True, ondelete="cascade")
    etape_id = fields.Many2one("oilhi.etape", string="Étape", required=True, index=True, ondelete="restrict")
    code = fields.Char(related="etape_id.code", store=True, index=True)
    sequence = fields.Integer(related="etape_id.sequence", store=True)
    etat = fields.Selection([("a_faire", "À faire"), ("faite", "Faite"), ("ecartee", "Écartée")], required=True, default="a_faire", index=True)
    motif = fields.Char("Motif")
    date = fields.Date("Faite le")
    fait_ids = fields.One2many("oilhi.dossier.fait", "dossier_etape_id", string="Faits")
    echeance_ids = fields.One2many("oilhi.dossier.echeance", "dossier_etape_id", string="Échéances")
