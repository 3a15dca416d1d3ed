from odoo import api, models

from odoo.addons.oilhi_lhi.models.oilhi_codes_cites import DOCUMENT


class OilhiCodesCites(models.AbstractModel):
    _inherit = "oilhi.codes.cites"

    @api.model
    def _codes_connus(self, modele):
        """The documents that a jurist added are named too."""
        codes = super()._codes_connus(modele)
        if modele == DOCUMENT:
            documents = self.env["oilhi.document.modele"].with_context(active_test=False)
            codes |= set(documents.search([]).mapped("code"))  # pylint: disable=no-search-all
        return codes
