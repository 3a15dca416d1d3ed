from odoo import models
from odoo.http import request

from ..outils.pannes import dire_panne


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _authenticate(cls, endpoint):
        request.env["oilhi.habilitation"]._clore_si_jour_nouveau()
        return super()._authenticate(endpoint)

    @classmethod
    def _handle_error(cls, exception):
        return super()._handle_error(dire_panne(exception))
