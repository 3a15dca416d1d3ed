import json
from datetime import date

from werkzeug.exceptions import NotFound

from odoo.http import Controller, request, route

from odoo.addons.oilhi_lhi.moteur.francais import date_lettres

from ..rendu.donnees_ouvertes import COLONNES
from ..rendu.masquage import PETIT, TU

CELLULES = {PETIT: "moins de 5", TU: "non publié"}
PUBLIC = {"type": "http", "auth": "public", "methods": ["GET"], "readonly": True, "save_session": False}


class OilhiPublications(Controller):
    """Pages of the public: what was computed for it, and « not found » for what is not published."""

    def _contenu(self, genre):
        contenu = request.env["oilhi.publication.contenu"]._lire(genre)
        if not contenu:
            raise NotFound(response=request.make_response(
                request.render("oilhi_documents.publication_absente", lazy=False), status=404))
        return contenu

    def _fichier(self, genre, mimetype, nom):
        octets, empreinte, change_le = self._contenu(genre)
        return self._conditionnel(request.make_response(octets, [
            ("Content-Type", mimetype),
            ("Content-Disposition", f'inline; filename="{nom}"'),
            ("X-Content-Type-Options", "nosniff"),
            ("Access-Control-Allow-Origin", "*"),
        ]), empreinte, change_le)

    def _conditionnel(self, reponse, empreinte, change_le):
        """A visitor who has it already is told so; caches keep it for an hour."""
        reponse.set_etag(empreinte)
        reponse.last_modified = change_le
        reponse.headers["Cache-Control"] = "public, max-age=3600"
        reponse.make_conditional(request.httprequest)
        return reponse

    @route("/oilhi/donnees/arretes.csv", **PUBLIC)
    def arretes_csv(self):
        return self._fichier("arretes_csv", "text/csv; charset=utf-8", "arretes.csv")

    @route("/oilhi/donnees/arretes.json", **PUBLIC)
    def arretes_json(self):
        return self._fichier("arretes_json", "application/json; charset=utf-8", "arretes.json")

    @route("/oilhi/donnees", **PUBLIC)
    def donnees(self):
        """What the files hold, column by column."""
        _octets, _empreinte, change_le = self._contenu("arretes_csv")
        return self._page("oilhi_documents.donnees_ouvertes", {
            "colonnes": list(COLONNES.items()), "change_le": date_lettres(change_le.date()),
        })

    @route("/oilhi/statistiques", **PUBLIC)
    def statistiques(self):
        octets, _empreinte, _change_le = self._contenu("statistiques")
        donnees = json.loads(octets)
        return self._page("oilhi_documents.statistiques", {
            **donnees,
            "au": date_lettres(date.fromisoformat(donnees["au"])),
            "cellule": lambda valeur: CELLULES.get(valeur) or f"{valeur:,}".replace(",", "\u202f"),
        })

    def _page(self, modele, valeurs):
        """One page for all, so cached."""
        page = request.make_response(request.render(modele, valeurs, lazy=False), [
            ("Content-Type", "text/html; charset=utf-8"),
        ])
        page.headers["Cache-Control"] = "public, max-age=3600"
        page.add_etag()
        page.make_conditional(request.httprequest)
        return page
