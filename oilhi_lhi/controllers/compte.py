from odoo.http import Controller, route

from .reponse import fichier, trouver


class OilhiCompte(Controller):
    @route(
        "/oilhi/compte/<int:dossier_id>.csv",
        type="http", auth="user", methods=["GET"], readonly=True,
    )
    def compte(self, dossier_id):
        """The account of a case for the accountant: « not found » to who may not read the case."""
        dossier = trouver("oilhi.dossier", dossier_id)
        return fichier(
            dossier._compte_csv(), f"compte-{dossier.reference}.csv", "text/csv; charset=utf-8"
        )
