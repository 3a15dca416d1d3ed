from odoo.exceptions import AccessError
from odoo.http import Controller, content_disposition, request, route


class OilhiCompte(Controller):
    @route(
        "/oilhi/compte/<int:dossier_id>.csv",
        type="http", auth="user", methods=["GET"], readonly=True,
    )
    def compte(self, dossier_id):
        """The account of a case for the accountant: « not found » to who may not read the case."""
        try:
            # A search, so that the rules answer alike for another's case and for none.
            dossier = request.env["oilhi.dossier"].with_context(active_test=False).search(
                [("id", "=", dossier_id)]
            )
        except AccessError:
            dossier = None
        if not dossier:
            raise request.not_found()
        return request.make_response(dossier._compte_csv(), headers=[
            ("Content-Type", "text/csv; charset=utf-8"),
            ("Content-Disposition", content_disposition(f"compte-{dossier.reference}.csv")),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
        ])
