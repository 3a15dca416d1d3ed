from odoo import fields, models


class OilhiCommune(models.Model):
    """Zones that the commune or its EPCI has set up: the guide proposes their procedures there."""

    _inherit = "oilhi.commune"

    permis_louer = fields.Boolean(
        "Permis de louer",
        help="Déclaration ou autorisation préalable de mise en location, dans une partie au moins "
        "de la commune (CCH L. 634-1, L. 635-1).",
    )
    diagnostic_structurel = fields.Boolean(
        "Zone de diagnostic structurel",
        help="Les immeubles collectifs y produisent un diagnostic de leur structure (CCH L. 126-6-1).",
    )
