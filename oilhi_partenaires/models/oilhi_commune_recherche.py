import re

from odoo import api, models
from odoo.fields import Domain

from ..outils import toponymes


class OilhiCommune(models.Model):
    """Finding a commune by whatever an agent, an address or a file calls it."""

    _inherit = "oilhi.commune"

    @api.depends("name", "departement_id.code", "remplacee_par_id.name")
    def _compute_display_name(self):
        """A commune that has been merged says so wherever a service or a dossier names it."""
        for commune in self:
            code = commune.departement_id.code
            nom = f"{commune.name} ({code})" if code else commune.name
            if commune.remplacee_par_id:
                nom = self.env._(
                    "%(ancienne)s, aujourd’hui %(actuelle)s",
                    ancienne=nom, actuelle=commune.remplacee_par_id.name,
                )
            commune.display_name = nom

    @api.model
    def _search_display_name(self, operator, value):
        """Accept « henin beaumont », « 62427 », « 62110 », « Arras (62) », « Paris 11e », « 75111 »
        and the names that a commune had, or that its parts have."""
        if operator in ("in", "not in"):
            domaine = Domain.OR(self._domaine_nom(v, exact=True) for v in value)
            return domaine if operator == "in" else ~domaine
        if operator in ("=", "!=", "ilike", "like", "=ilike", "=like", "not ilike", "not like"):
            domaine = self._domaine_nom(value, exact=operator in ("=", "!="))
            return ~domaine if operator in ("!=", "not ilike", "not like") else domaine
        return super()._search_display_name(operator, value)

    @api.model
    def _domaine_nom(self, value, exact=False):
        texte = (value or "").strip() if isinstance(value, str) else ""
        if not texte:
            return Domain.FALSE if exact else Domain.TRUE
        departement = Domain.TRUE
        trouve = re.fullmatch(r"(.*\S)\s*\((\d{2,3}|2[AB])\)", texte)
        if trouve:
            texte = trouve.group(1)
            departement = Domain("departement_id.code", "=", trouve.group(2))
        if re.fullmatch(r"\d[\dABab]\d{0,3}", texte):
            return departement & self._domaine_code(texte.upper(), exact)
        cle = toponymes.cle_recherche(texte)
        if not cle:
            return Domain.FALSE
        if not exact:
            return departement & (
                Domain("cle_recherche", "ilike", cle)
                | Domain("ancienne_ids.cle_recherche", "ilike", cle)
            )
        actuelle = departement & Domain("cle_recherche", "=", cle)
        if self.search_count(actuelle, limit=1):
            return actuelle
        # An old name may be the name of another commune today: it counts only if it is nobody's.
        return departement & Domain("ancienne_ids.cle_recherche", "=", cle)

    @api.model
    def _domaine_code(self, code, exact):
        if exact:
            return (
                Domain("code_insee", "=", code)
                | Domain("codes_postaux", "ilike", code)
                | Domain("ancienne_ids.code_insee", "=", code)
            )
        return (
            Domain("code_insee", "=ilike", f"{code}%")
            | Domain("codes_postaux", "ilike", code)
            | Domain("ancienne_ids.code_insee", "=ilike", f"{code}%")
        )

    @api.model
    @api.readonly
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Names that begin with what was typed come first: « Lens » before « Noyelles-lès-Lens »."""
        cle = toponymes.cle_recherche(name)
        if operator != "ilike" or not cle or cle[0].isdigit():
            return super().name_search(name, domain, operator, limit)
        debut = Domain("cle_recherche", "=ilike", f"{cle}%")
        domaine = Domain(domain or Domain.TRUE)
        resultats = super().name_search(name, domaine & debut, operator, limit)
        if limit and len(resultats) >= limit:
            return resultats
        reste = limit - len(resultats) if limit else limit
        return resultats + super().name_search(name, domaine & ~debut, operator, reste)

    @api.model
    def _par_codes(self, codes):
        """{code: commune} for INSEE codes of today, of former communes and of arrondissements.

        What a code designates today: the commune that replaced it, if it was merged. A code that
        nobody knows is absent. Two queries, whatever the number of codes.
        """
        codes = {str(code).strip().upper() for code in codes if code}
        trouvees = {
            commune.code_insee: commune if commune.active else commune.remplacee_par_id or commune
            for commune in self.with_context(active_test=False).search(
                [("code_insee", "in", list(codes))]
            )
        }
        anciennes = self.env["oilhi.commune.ancienne"].search(
            [("code_insee", "in", list(codes - trouvees.keys()))]
        )
        return trouvees | {ancienne.code_insee: ancienne.commune_id for ancienne in anciennes}
