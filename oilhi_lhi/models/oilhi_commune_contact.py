from odoo import models


class OilhiCommune(models.Model):
    _inherit = "oilhi.commune"

    def _lieu_contact(self, **faits):
        """This addon knows who holds the police."""
        return super()._lieu_contact(**{"police": self.police_mise_en_securite, **faits})
