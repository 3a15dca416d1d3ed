from odoo.exceptions import AccessError
from odoo.http import Controller, request, route


class OilhiFiche(Controller):
    @route(
        "/oilhi/qualification/<int:qualification_id>/fiche",
        type="http", auth="user", methods=["GET"], readonly=True,
    )
    def fiche(self, qualification_id):
        """A qualification as a page to print: to those who may read the case, « not found » else."""
        try:
            # A search, so that the rules answer alike for another's case and for none.
            qualification = request.env["oilhi.dossier.qualification"].search(
                [("id", "=", qualification_id)]
            )
        except AccessError:
            qualification = None
        if not qualification:
            raise request.not_found()
        page = request.render("oilhi_lhi.fiche_qualification", qualification._fiche())
        page.headers["Cache-Control"] = "no-store"
        return page
