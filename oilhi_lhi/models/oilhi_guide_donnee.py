from odoo import api, models


class OilhiGuideDonnee(models.AbstractModel):
    """What the guide reads: any change drops the rules that the workers hold in memory."""

    _name = "oilhi.guide.donnee"
    _description = "Donnée du guide"

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
