from odoo import http
from odoo.http import content_disposition, request


class PersonneController(http.Controller):
    @http.route("/oilhi/personne/<int:recherche>", type="http", auth="user", methods=["GET"], readonly=False)
    def personne(self, recherche):
        """All that is held on a person, in one page to hand over; nothing of it is kept here."""
        assistant = request.env["privacy.lookup.wizard"].browse(recherche).exists()
        # The rule leaves to each his own searches; the role is asked again, in _page().
        if not assistant or not assistant.has_access("read"):
            raise request.not_found()
        return request.make_response(assistant._page(), headers=[
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Disposition", content_disposition("donnees-personnelles.html")),
            ("Cache-Control", "no-store"),
        ])
