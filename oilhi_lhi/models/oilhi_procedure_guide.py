from odoo import models


class OilhiProcedure(models.Model):
    """The guide reads the name, the urgency and the authority of the procedures."""

    _name = "oilhi.procedure"
    _inherit = ["oilhi.procedure", "oilhi.regle.redaction", "oilhi.donnee.memoire"]

    _champs_guide = (
        "code", "name", "urgente", "sequence", "transferable_epci", "titulaire", "active",
    )
