from odoo.http import Controller, request, route

from ..models.carte.oilhi_dossier_carte import FICHIERS

DUREE = 7 * 24 * 3600


class OilhiCarte(Controller):
    @route("/oilhi/carte/<string:nom>", type="http", auth="user", methods=["GET"], readonly=True)
    def fichier(self, nom):
        """Leaflet, as the system has it: four files by name, and nothing else of the disk."""
        fichier, genre = FICHIERS.get(nom, ("", ""))
        chemin = request.env["oilhi.dossier"]._dossier_carte() / fichier
        if not fichier or not chemin.is_file():
            raise request.not_found()
        return request.make_response(chemin.read_bytes(), headers=[
            ("Content-Type", f"{genre}; charset=utf-8"),
            ("Cache-Control", f"private, max-age={DUREE}"),
            ("X-Content-Type-Options", "nosniff"),
        ])
