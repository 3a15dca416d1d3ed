import re

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..moteur.citations import Citation, segments, viser
from ..moteur.francais import date_courte

ESPACE = re.compile(r" (?=[:;!?»])|(?<=«) ")
DEMANDES_MAX = 500  # texts of one screen
LONGUEUR_MAX = 5_000
VERSIONS_MAX = 60  # articles of one range


class OilhiTexte(models.Model):
    """Citations made readable: which words open which article, and what is then shown."""

    _inherit = "oilhi.texte"

    @api.model
    def citations(self, demandes):
        """Cut each {texte, jour} at its citations: [[{texte, ids?, titre?, etat?, url?}]].

        `ids`: versions in force that day; `etat` « autre » when only another version is loaded,
        « annule » when the article may not be cited. `url`: Légifrance, where no text is loaded.
        One query, whatever the number of texts and of citations.
        """
        self.check_access("read")
        decoupes = [
            (segments(texte), jour) for texte, jour in self._demandes_lues(demandes)
        ]
        codes = {citation.code for morceaux, _jour in decoupes for _mot, citation in morceaux if citation}
        versions = (
            self.search_fetch(
                [("code", "in", sorted(codes))],
                ["code", "article", "date_debut", "date_fin", "date_version", "citable",
                 "identifiant_legiarti"],
            ).grouped(lambda t: (t.code, t.article))
            if codes
            else {}
        )  # fmt: skip
        # Whether a text is loaded, without bringing the texts themselves.
        vides = set(
            self.search([("code", "in", sorted(codes)), ("texte", "in", (False, ""))]).ids
        ) if codes else set()
        return [
            [self._morceau(mot, citation, versions, vides, jour) for mot, citation in morceaux]
            for morceaux, jour in decoupes
        ]

    def _demandes_lues(self, demandes):
        """[(text, day)] of what a client sent; what has no shape is refused in words."""
        aujourdhui = fields.Date.context_today(self)
        if not isinstance(demandes, list) or len(demandes) > DEMANDES_MAX:
            raise UserError(self.env._("Demande illisible : une liste de textes est attendue."))
        lues = []
        for demande in demandes:
            texte = demande.get("texte") if isinstance(demande, dict) else None
            if not isinstance(texte, str):
                raise UserError(self.env._("Demande illisible : une liste de textes est attendue."))
            lues.append((texte[:LONGUEUR_MAX], self._jour_lu(demande.get("jour")) or aujourdhui))
        return lues

    def _jour_lu(self, jour):
        try:
            return fields.Date.to_date(jour or None)
        except (TypeError, ValueError) as erreur:
            raise UserError(
                self.env._("« %s » n’est pas une date (exemple : 2027-01-31).", jour)
            ) from erreur

    def _morceau(self, mot, citation: Citation | None, versions, vides, jour):
        if not citation:
            return {"texte": mot}
        ids, autres, annule, url = [], False, False, ""
        for paire in viser(citation, versions):
            toutes = versions[paire].filtered(lambda t: t.id not in vides)
            valable = toutes._valable(jour)
            url = url or versions[paire][:1].legifrance_url or ""
            # Without the version of that day, the nearest one is opened, and it says so.
            version = valable or toutes[-1:]
            if version:
                ids.append(version.id)
                autres = autres or not valable
                annule = annule or not version.citable
        if not ids:
            return {"texte": mot, "url": url} if url else {"texte": mot}
        suite = f" à {citation.jusqua}" if citation.jusqua else ""
        return {
            "texte": mot,
            "ids": ids[:VERSIONS_MAX],
            "titre": f"{citation.code} {citation.article}{suite}",
            "etat": "annule" if annule else "autre" if autres else "en_vigueur",
        }

    def lire(self, jour=None):
        """Everything the reader of an article is told, version by version, as plain values."""
        self.check_access("read")
        jour = self._jour_lu(jour) or fields.Date.context_today(self)
        niveaux = dict(self._fields["niveau_preuve"]._description_selection(self.env))
        toutes = self._par_article([(t.code, t.article) for t in self])
        return {
            "jour": date_courte(jour),
            "aujourdhui": jour == fields.Date.context_today(self),
            "textes": [
                t._lecture(jour, niveaux, toutes[t.code, t.article]) for t in self[:VERSIONS_MAX]
            ],
        }

    def _lecture(self, jour, niveaux, versions):
        self.ensure_one()
        return {
            "id": self.id,
            "nom": f"{self.code} {self.article}",
            "libelle": self.libelle_code or self.code,
            # The official words; only the spaces of French typography hold a sign to its word.
            "alineas": [
                ESPACE.sub("\u00a0", a.strip()) for a in (self.texte or "").splitlines() if a.strip()
            ],
            "version": self._periode(),
            "en_vigueur": bool(self & versions._valable(jour)),
            "verifie": date_courte(self.date_version) if self.date_version else "",
            "citable": self.citable,
            "complet": self.complet,
            "complet_motif": self.complet_motif or "",
            "niveau_preuve": self.niveau_preuve,
            "niveau": niveaux[self.niveau_preuve],
            "source": self.source_url or "",
            "licence": self.licence or "",
            "legifrance": self.legifrance_url or "",
            "remarque": self.remarque or "",
            "autres": [{"id": v.id, "version": v._periode()} for v in versions - self],
        }

    def _periode(self):
        """« En vigueur depuis le 11/04/2024 », « du 01/01/2021 au 10/04/2024 »…"""
        debut = self.date_debut and date_courte(self.date_debut)
        fin = self.date_fin and date_courte(self.date_fin)
        if debut and fin:
            return self.env._("Version du %(debut)s au %(fin)s", debut=debut, fin=fin)
        if debut:
            return self.env._("Version en vigueur depuis le %s", debut)
        if fin:
            return self.env._("Version en vigueur jusqu’au %s", fin)
        return self.env._("Date d’entrée en vigueur non donnée par la source")
