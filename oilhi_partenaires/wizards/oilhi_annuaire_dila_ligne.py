from odoo import fields, models


class OilhiAnnuaireDilaLigne(models.TransientModel):
    _name = "oilhi.annuaire.dila.ligne"
    _description = "Aperçu de l’annuaire de l’administration, par type"
    _order = "id"

    dila_id = fields.Many2one("oilhi.annuaire.dila", required=True, ondelete="cascade", index=True)
    dila_type_id = fields.Many2one("oilhi.dila.type", string="Type de services", readonly=True)
    nb_creer = fields.Integer(string="À créer", readonly=True)
    nb_maj = fields.Integer(string="À rafraîchir", readonly=True)
    nb_identique = fields.Integer(string="Inchangées", readonly=True)
    nb_disparu = fields.Integer(string="Absentes du fichier", readonly=True)
