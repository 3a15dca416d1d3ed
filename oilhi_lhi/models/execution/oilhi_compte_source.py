from odoo import api, models


class OilhiCompteSource(models.AbstractModel):
    """A row that the account of its case adds up: what it changes is counted at once."""

    _name = "oilhi.compte.source"
    _inherit = "oilhi.dossier.ligne"
    _description = "Ligne comptée dans le compte du dossier"

    @api.model_create_multi
    def create(self, vals_list):
        lignes = super().create(vals_list)
        lignes.dossier_id._actualiser_compte()
        return lignes

    def write(self, vals):
        resultat = super().write(vals)
        self.dossier_id._actualiser_compte()
        return resultat

    def unlink(self):
        dossiers = self.dossier_id
        resultat = super().unlink()
        dossiers._actualiser_compte()
        return resultat
