from odoo import models


class OilhiProcedure(models.Model):
    """The guide reads the name, the urgency and the authority of the procedures."""

    _name = "oilhi.procedure"
    _inherit = ["oilhi.procedure", "oilhi.donnee.memoire"]
