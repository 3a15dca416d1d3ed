from odoo import api, models

from ..outils.pannes import DISQUE_PLEIN

PLEIN = "No space left on device"


class Base(models.AbstractModel):
    _inherit = "base"

    @api.model
    def load(self, fields, data):
        """Odoo's import shows PostgreSQL's own words, in English: a full disk is said as elsewhere."""
        resultat = super().load(fields, data)
        for message in resultat.get("messages", ()):
            if PLEIN in str(message.get("message", "")):
                message["message"] = DISQUE_PLEIN
        return resultat
