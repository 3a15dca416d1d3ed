from odoo import models


class OilhiCommune(models.Model):
    """The plain background of the map names the most peopled communes of its window: of France, read
    by rank; of a canton, by place."""

    _inherit = "oilhi.commune"

    _population_idx = models.Index("(population DESC, id)")
    _position_idx = models.Index("(latitude, longitude)")
