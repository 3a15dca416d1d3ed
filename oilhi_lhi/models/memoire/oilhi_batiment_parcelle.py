from odoo import models


class OilhiBatimentParcelle(models.Model):
    _inherit = "oilhi.batiment.parcelle"

    # Other buildings of the same parcel are looked for each time an address is chosen.
    _name_idx = models.Index("(name)")
