from odoo import models
from odoo.http import request


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _authenticate(cls, endpoint):
        request.env["oilhi.habilitation"]._clore_si_jour_nouveau()
        return super()._authenticate(endpoint)
