import math
import os
import re
from pathlib import Path

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...moteur.francais import nombre_groupe
from ..oilhi_dossier_a_faire_textes import simple
from ..oilhi_dossier_phase import PHASES
from . import cases

SANS_POSITION = 1000  # beyond, « plus de 1 000 » says enough
POINTS = 2000  # beyond, squares: neither the browser nor the eye follows
LISTE = 50
NOMS = 40  # communes that the plain background names
ZOOM_CASES = 13  # closer, the cases of the window are counted themselves
ZOOM_VASTE = 5  # France on a screen: the squares of a département are one number
ZOOM_MAX = 18
COLONNES = ("reference", "latitude", "longitude", "position_exacte", "phase", "urgence", "sous_arrete")
PIXELS = 70  # side of a square on the screen, closer than that
DOSSIER = "/usr/share/javascript/leaflet"
VARIABLE = "OILHI_CARTE"
FICHIERS = {
    "leaflet.js": ("leaflet.min.js", "text/javascript"),
    "leaflet.css": ("leaflet.css", "text/css"),
    "groupes.js": ("leaflet.markercluster.min.js", "text/javascript"),
    "groupes.css": ("MarkerCluster.css", "text/css"),
}
TUILES = re.compile(r"https?://[^\s\"'<>]+")


class OilhiDossier(models.Model):
    """The map: cases as points, or as squares with their number when there are many; one request."""

    _inherit = "oilhi.dossier"

    @api.model
    def carte(self, etat="ouvert", procedure=False, bornes=None, zoom=None, service_id=False):
        """What is in the window, for who asks: the access rules decide, nothing else is shown.

        `bornes`: [south, west, north, east] in degrees; without them, everything, and the choices.
        """
        self.browse().check_access("read")
        if (
            etat not in cases.ETATS or not isinstance(procedure or "", str)
            or not isinstance(service_id or 0, int) or not isinstance(zoom or 0, int | float)
        ):
            raise UserError(self.env._("Ce filtre de la carte n’existe pas."))
        bornes = self._lire_bornes(bornes)
        choix = cases.domaine(etat, procedure)
        if service_id:
            choix &= Domain("service_id", "=", service_id)
        # A coordinateur reads all of his département: what is added up for it is what he may count.
        cumul = self._coordonne() and not service_id
        filtre = cases.sql_filtre(etat, procedure) if cumul else None
        lus = None if filtre is not None else self._lire_siens(choix, bornes, zoom)
        debut = {} if bornes else {
            "options": self._options_carte(), "sans_position": self._sans_position(choix, lus),
        }
        points = None if lus is None else [self._point(ligne) for ligne in lus if ligne[2]]
        emprise = bornes or (self._emprise(choix, filtre) if points is None else self._autour(points))
        if not emprise:
            return {**debut, "emprise": None, "total": 0, "environ": False, "points": [], "groupes": [],
                    "liste": [], "communes": [], **self._textes_carte(0, False, 0), "action": self._liste_carte(choix)}
        zoom = self._zoom(emprise) if zoom is None else max(0, min(ZOOM_MAX, int(zoom)))
        # The window that holds them all chooses none: PostgreSQL would think that it does, and read them by their place.
        lue, groupes, environ = choix & self._dans_fenetre(bornes), [], False
        if points is None:
            groupes = self._groupes(lue, filtre, emprise, zoom)
            total = sum(g["nombre"] for g in groupes)
            environ = bool(bornes) and filtre is not None and zoom <= ZOOM_CASES
            if total <= POINTS:
                points = [self._point(ligne) for ligne in self._lire_points(lue) or ()]
        if points is not None:
            groupes, total, environ = [], len(points), False
        # Few enough to be drawn: they are known, and the order of the whole base is not gone through.
        liste = self._decrire_points(
            self.search(lue, limit=LISTE) if points is None
            else self.browse(point["id"] for point in points[:LISTE])
        )
        return {
            **debut,
            "emprise": emprise,
            "total": total,
            "points": points or [],
            "groupes": groupes,
            "liste": liste,
            "communes": self._communes_carte(emprise),
            **self._textes_carte(total, environ, len(liste)),
            "action": self._liste_carte(choix & self._domaine_bornes(bornes) if bornes else choix),
        }

    # -- The window ----------------------------------------------------------

    @api.model
    def _lire_bornes(self, bornes):
        if not bornes:
            return None
        try:
            sud, ouest, nord, est = (float(borne) for borne in bornes)
        except (TypeError, ValueError):
            sud = ouest = nord = est = math.nan
        if not (-90 <= sud <= nord <= 90 and -180 <= ouest <= est <= 180):
            raise UserError(self.env._("La fenêtre demandée n’est pas sur la carte."))
        return [round(sud, 5), round(ouest, 5), round(nord, 5), round(est, 5)]

    @api.model
    def _domaine_bornes(self, bornes):
        sud, ouest, nord, est = bornes
        return (
            Domain("latitude", "!=", 0) & Domain("latitude", ">=", sud) & Domain("latitude", "<=", nord)
            & Domain("longitude", ">=", ouest) & Domain("longitude", "<=", est)
        )

    @api.model
    def _dans_fenetre(self, bornes):
        """The same for our own queries: the ORM takes an empty number for zero and writes « OR IS NULL »,
        which the index of positions serves by half. No bounds: all that are placed."""
        if not bornes:
            return Domain.custom(
                to_sql=lambda _modele, alias, _requete: SQL("%s != 0", SQL.identifier(alias, "latitude")),
                predicate=lambda d: bool(d.latitude),
            )
        sud, ouest, nord, est = bornes

        def condition(_modele, alias, _requete):
            lat, lon = SQL.identifier(alias, "latitude"), SQL.identifier(alias, "longitude")
            return SQL(
                "(%(lat)s != 0 AND %(lat)s BETWEEN %(sud)s::numeric AND %(nord)s::numeric"
                " AND %(lon)s BETWEEN %(ouest)s::numeric AND %(est)s::numeric)",
                lat=lat, lon=lon, sud=sud, nord=nord, ouest=ouest, est=est,
            )

        return Domain.custom(to_sql=condition, predicate=lambda d: bool(
            d.latitude and sud <= d.latitude <= nord and ouest <= d.longitude <= est
        ))

    @api.model
    def _zoom(self, bornes):
        """The zoom at which a window of that size fills a screen."""
        etendue = max(bornes[3] - bornes[1], 2 * (bornes[2] - bornes[0]), 0.001)
        return max(0, min(ZOOM_MAX, int(math.log2(360 * 3 / etendue))))

    @api.model
    def _emprise(self, choix, filtre):
        """Where the cases are: from the big squares, or from the cases themselves."""
        if filtre is not None:
            carres = self.env["oilhi.carte.case"]._sql_carres(
                cases.GRANDE, self.env.companies.ids, filtre, None
            )
            requete = SQL(
                "SELECT MIN(y) * %(c)s, MIN(x) * %(c)s, (MAX(y) + 1) * %(c)s, (MAX(x) + 1) * %(c)s FROM (%(r)s) r",
                c=cases.cote(cases.GRANDE), r=carres,
            )
        else:
            lus = self._search(choix & Domain("latitude", "!=", 0))
            lat, lon = SQL.identifier(lus.table, "latitude"), SQL.identifier(lus.table, "longitude")
            lus.order = None
            requete = lus.select(*(SQL("%s(%s)", SQL(f), c) for f in ("MIN", "MAX") for c in (lat, lon)))
        [emprise] = self.env.execute_query(requete)
        return None if emprise[0] is None else [float(borne) for borne in emprise]

    # -- Squares and points --------------------------------------------------

    @api.model
    def _groupes(self, fenetre, filtre, bornes, zoom):
        if filtre is not None and zoom <= ZOOM_CASES:
            maille = cases.PETITE if zoom > 10 else cases.GRANDE if zoom > ZOOM_VASTE else cases.VASTE
            requete = self.env["oilhi.carte.case"]._sql_carres(
                maille, self.env.companies.ids, filtre, bornes
            )
            # Seen from afar the squares would cover one another: several make one.
            nombre = math.ceil(PIXELS * 360 / (cases.cote(maille) * 256 * 2 ** zoom))
            if nombre > 1:
                requete = SQL(
                    """SELECT FLOOR(x / %(n)s::numeric)::int AS gx, FLOOR(y / %(n)s::numeric)::int AS gy,
                              SUM(nombre)::int, SUM(urgents)::int,
                              SUM(latitude * nombre) / SUM(nombre), SUM(longitude * nombre) / SUM(nombre)
                         FROM (%(r)s) r GROUP BY gx, gy""", n=nombre, r=requete,
                )
        else:
            pas = SQL("%s::numeric", str(round(360 * PIXELS / 256 / 2 ** zoom, 6)))
            lus = self._search(fenetre)
            lus.order = None
            lat, lon, urgence = (
                SQL.identifier(lus.table, nom) for nom in ("latitude", "longitude", "urgence")
            )
            lus.groupby = SQL("1, 2")
            requete = lus.select(
                SQL("FLOOR(%s / %s)::int AS x", lon, pas), SQL("FLOOR(%s / %s)::int AS y", lat, pas),
                SQL("COUNT(*)::int AS nombre"), SQL("(COUNT(*) FILTER (WHERE %s))::int AS urgents", urgence),
                SQL("AVG(%s) AS latitude", lat), SQL("AVG(%s) AS longitude", lon),
            )
        return [
            {
                "lat": round(float(lat), 5), "lon": round(float(lon), 5), "nombre": nombre,
                "texte": nombre_groupe(nombre), "urgents": urgents,
            }
            for _x, _y, nombre, urgents, lat, lon in self.env.execute_query(requete)
        ]

    @api.model
    def _lire_siens(self, choix, bornes, zoom):
        """Who sees few cases reads them all, and the window is looked for among them: PostgreSQL, which
        expects one case at a place, would ask of each case of the town whether he may read it. Closer
        there are few of them."""
        proche = bornes and zoom is not None and zoom > ZOOM_CASES
        tous = None if proche else self._lire_points(choix)
        if not bornes:
            return tous
        if tous is None:
            return self._lire_points(choix & self._dans_fenetre(bornes))
        sud, ouest, nord, est = bornes
        return [
            ligne for ligne in tous
            if ligne[2] and sud <= float(ligne[2]) <= nord and ouest <= float(ligne[3]) <= est
        ]

    @api.model
    def _lire_points(self, choix):
        """Read by the rules of the user, in the order of the list; None: more than the map draws."""
        siens = self._search(choix, limit=POINTS + 1)  # too many are not put in order
        lus = self._search(Domain("id", "any", siens), order=self._order, bypass_access=True)
        lignes = self.env.execute_query(lus.select(
            SQL.identifier(lus.table, "id"), *(self._field_to_sql(lus.table, nom, lus) for nom in COLONNES)
        ))
        return lignes if len(lignes) <= POINTS else None

    @api.model
    def _point(self, ligne):
        identifiant, reference, latitude, longitude, exacte, phase, urgence, arrete = ligne
        return {
            "id": identifiant, "reference": reference, "lat": float(latitude), "lon": float(longitude),
            "exacte": exacte, "clos": phase == "clos", "urgent": bool(urgence), "arrete": bool(arrete),
        }

    @api.model
    def _autour(self, points):
        """The window that holds these points."""
        if not points:
            return None
        lats, lons = ([point[axe] for point in points] for axe in ("lat", "lon"))
        return [min(lats), min(lons), max(lats), max(lons)]

    @api.model
    def _decrire_points(self, dossiers):
        """The list beside the map: the most urgent of the window, in words."""
        phases = dict(PHASES)
        dossiers.fetch([
            "reference", "name", "batiment_id", "commune_id", "phase", "procedures_resume", "urgence",
            "sous_arrete", "position_exacte", "latitude", "longitude",
        ])
        return [
            {
                "id": dossier.id,
                "nom": dossier.display_name,
                "adresse": dossier.batiment_id.name,
                "phase": phases.get(dossier.phase, ""),
                "procedures": dossier.procedures_resume or "",
                "urgent": dossier.urgence,
                "arrete": dossier.sous_arrete,
                "exacte": dossier.position_exacte,
                "lat": dossier.latitude,
                "lon": dossier.longitude,
            }
            for dossier in dossiers
        ]

    # -- Around --------------------------------------------------------------

    @api.model
    def _communes_carte(self, bornes):
        """The names of the plain background: the most peopled of the window."""
        return [
            {"nom": c["name"], "lat": c["latitude"], "lon": c["longitude"]}
            for c in self.env["oilhi.commune"].search_read(
                self._dans_fenetre(bornes), ["name", "latitude", "longitude"],
                order="population desc, id", limit=NOMS,
            )
        ]

    @api.model
    def _sans_position(self, choix, lus):
        """Cases that the map cannot show: neither the building nor the commune is placed.

        `lus`: the rows of all of them, when they are few enough to be drawn.
        """
        nombre = (
            self.search_count(choix & Domain("latitude", "=", 0), limit=SANS_POSITION + 1) if lus is None
            else sum(not ligne[2] for ligne in lus)
        )
        if not nombre:
            return ""
        if nombre == 1:
            return self.env._("Un dossier n’a pas de position : il n’est que dans la liste.")
        if nombre > SANS_POSITION:
            return self.env._(
                "Plus de %s dossiers n’ont pas de position : ils ne sont que dans la liste.",
                nombre_groupe(SANS_POSITION),
            )
        return self.env._(
            "%s dossiers n’ont pas de position : ils ne sont que dans la liste.", nombre_groupe(nombre)
        )

    @api.model
    def _textes_carte(self, total, environ, listes):
        dits = nombre_groupe(total)
        if not total:
            resume = self.env._("Aucun dossier à cet endroit, avec ces filtres.")
        elif total == 1:
            resume = self.env._("Un dossier.")
        elif environ:
            resume = self.env._("Environ %s dossiers dans cette fenêtre.", dits)
        else:
            resume = self.env._("%s dossiers.", dits)
        suite = self.env._("Les %s premiers sont dans la liste.", listes) if listes < total else ""
        return {"resume": f"{resume} {suite}".strip()}

    @api.model
    def _liste_carte(self, choix):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Dossiers de la carte"),
            "res_model": self._name,
            "views": [[False, "list"], [False, "kanban"], [False, "form"]],
            "domain": simple(choix),
            "context": {},
        }

    @api.model
    def _options_carte(self):
        # sudo: three settings of the map, and no other, are read for whoever may read a case
        parametre = self.env["ir.config_parameter"].sudo().get_param
        tuiles = (parametre("oilhi.carte_tuiles") or "").strip()
        return {
            "bibliotheque": all((self._dossier_carte() / nom).is_file() for nom, _type in FICHIERS.values()),
            # Empty unless a host chose a server: the map asks nothing of anybody outside.
            "tuiles": tuiles if TUILES.fullmatch(tuiles) and "{z}" in tuiles else "",
            "attribution": parametre("oilhi.carte_attribution") or "",
            "etats": [
                ["ouvert", self.env._("Ouverts")], ["urgent", self.env._("Urgents")],
                ["arrete", self.env._("Sous arrêté en vigueur")], ["clos", self.env._("Clos")],
                ["tous", self.env._("Tous")],
            ],
            "procedures": [
                [code, f"{code} – {nom}"] for code, nom in self.env["oilhi.procedure"]._noms().items()
            ],
        }

    @api.model
    def _dossier_carte(self):
        """Where the system keeps Leaflet: a package of the distribution, never a copy of ours."""
        # sudo: same as above
        choisi = self.env["ir.config_parameter"].sudo().get_param("oilhi.carte_bibliotheque")
        return Path(choisi or os.environ.get(VARIABLE) or DOSSIER)
