from odoo import fields, models


class OilhiDossierRecueilPreparationLigne(models.TransientModel):
    _name = "oilhi.dossier.recueil.preparation.ligne"
    _description = "Pièce proposée pour un recueil"
    _order = "date, id"

    preparation_id = fields.Many2one(
        "oilhi.dossier.recueil.preparation", required=True, ondelete="cascade"
    )
    cle = fields.Char(required=True)
    inclure = fields.Boolean("Joindre", default=True)
    date = fields.Date()
    titre = fields.Char("Pièce")
    sensible = fields.Boolean("Donnée sensible")
