from odoo.http import Controller, request, route

from .reponse import trouver


class OilhiFiche(Controller):
    @route(
        "/oilhi/qualification/<int:qualification_id>/fiche",
        type="http", auth="user", methods=["GET"], readonly=True,
    )
    def fiche(self, qualification_id):
        """A qualification as a page to print: to those who may read the case, « not found » else."""
        qualification = trouver("oilhi.dossier.qualification", qualification_id)
        page = request.render("oilhi_lhi.fiche_qualification", qualification._fiche())
        page.headers["Cache-Control"] = "no-store"
        return page
