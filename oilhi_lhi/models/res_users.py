from odoo import api, models


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    def _oilhi_oublier_droits(self):
        self.env["oilhi.dossier"].invalidate_model(["lisible", "modifiable"], flush=False)
        return super()._oilhi_oublier_droits()
