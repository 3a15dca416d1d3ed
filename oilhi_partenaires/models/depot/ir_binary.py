from odoo import models

# Shown by the browser as a page of the site: kept by nobody but an administrator, and never shown.
PAGES = {"text/html", "application/xhtml+xml", "application/xml", "text/xml"}


class IrBinary(models.AbstractModel):
    _inherit = "ir.binary"

    def _get_stream_from(self, record, *args, **kwargs):
        stream = super()._get_stream_from(record, *args, **kwargs)
        if stream.mimetype in PAGES:
            stream.mimetype = "application/octet-stream"
        return stream
