from odoo import models


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def _postprocess_contents(self, values):
        """A photo on its way to a case keeps its date until the case has read it."""
        if values.get("res_model") == "oilhi.dossier.photo.ajout":
            return dict(values, mimetype=self._compute_mimetype(values))
        return super()._postprocess_contents(values)
