"""The routes that receive files: Odoo's would answer « Something horrible happened »."""
import json

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.mail.controllers.attachment import AttachmentController
from odoo.addons.web.controllers.binary import Binary, clean


def _refus(fichiers):
    """``{position: sentence}``; each file is left as it was found."""
    refus = {}
    for rang, fichier in enumerate(fichiers):
        contenu = fichier.read()
        fichier.seek(0)
        try:
            request.env["oilhi.depot"]._examiner(fichier.filename, contenu)
        except UserError as erreur:
            refus[rang] = str(erreur)
    return refus


class Depot(Binary):
    @http.route()
    def upload_attachment(self, model, id, ufile, callback=None):
        fichiers = request.httprequest.files.getlist("ufile")
        refus = _refus(fichiers)
        if not refus:
            return super().upload_attachment(model, id, ufile, callback)
        # All or none, as the browser sends them: the sentence says which one to take out.
        reponse = json.dumps([{"error": phrase} for phrase in refus.values()])
        if not callback:
            return reponse
        return (
            '<script language="javascript" type="text/javascript">var win = window.top.window;'
            f"win.jQuery(win).trigger({json.dumps(clean(callback))}, {reponse});</script>"
        )


class DepotMessagerie(AttachmentController):
    @http.route()
    def mail_attachment_upload(self, ufile, thread_id, thread_model, is_pending=False, **kwargs):
        # The route is public: nothing is examined for whoever may not post here.
        if self._get_thread_with_access_for_post(thread_model, thread_id, **kwargs) and (refus := _refus([ufile])):
            # As the web client reads it: with a bare sentence it says « an error occurred ».
            return request.make_json_response({"error": {"message": refus[0]}})
        return super().mail_attachment_upload(ufile, thread_id, thread_model, is_pending, **kwargs)
