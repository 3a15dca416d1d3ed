from odoo import api, models


class OilhiDonneeMemoire(models.AbstractModel):
    """Data of law that the cores read: any change drops what the workers hold in memory."""

    _name = "oilhi.donnee.memoire"
    _description = "Donnée de droit gardée en mémoire"

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()
