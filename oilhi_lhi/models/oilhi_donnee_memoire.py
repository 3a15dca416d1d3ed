from odoo import models


class OilhiDonneeMemoire(models.AbstractModel):
    """Data of law that the cores read: any change drops what the workers hold in memory."""

    _name = "oilhi.donnee.memoire"
    _inherit = "oilhi.donnee.gardee"
    _description = "Donnée de droit gardée en mémoire"
