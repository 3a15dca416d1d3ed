from odoo import http
from odoo.http import request

from odoo.addons.web.controllers.binary import Binary


def _sans_journal(_controleur, _regle, arguments):
    """Whether the replica may serve it: opening a file of an offence writes the log, which the replica cannot."""
    numero = arguments.get("id") or request.httprequest.args.get("id") or ""
    if not str(numero).isdigit():
        return True
    # sudo: only what the file hangs on, to choose a server; nothing of it is given
    piece = request.env["ir.attachment"].sudo().browse(int(numero)).exists()
    return not piece._porteurs_journalises()


class Piece(Binary):
    @http.route(readonly=_sans_journal)
    def content_common(self, *args, **kwargs):
        return super().content_common(*args, **kwargs)

    @http.route(readonly=_sans_journal)
    def content_image(self, *args, **kwargs):
        return super().content_image(*args, **kwargs)
