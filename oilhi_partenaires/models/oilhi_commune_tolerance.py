from odoo import api, models
from odoo.fields import Domain

from ..outils import recherche


class OilhiCommune(models.Model):
    """Finding a commune in spite of a typing mistake: « bethunne », « monreuil »."""

    _name = "oilhi.commune"
    _inherit = ["oilhi.commune", "oilhi.recherche.mixin"]
    _champ_recherche = "cle_recherche"

    _mots_index = models.Index("USING gin (array_to_tsvector(string_to_array(cle_recherche, ' ')))")

    def _compute_cle_recherche(self):
        resultat = super()._compute_cle_recherche()
        self._apprendre()
        return resultat

    @api.model
    def _corrige(self, saisie):
        """What was typed, its mistakes corrected; empty if it has none that can be."""
        mots = recherche.mots_saisis(saisie)
        choix = self._corriger(mots).values() if mots else []
        corriges = [mot.removesuffix(recherche.ENTIER) for mot, *_autres in choix]
        return " ".join(corriges) if corriges != mots else ""

    @api.model
    def _domaine_nom(self, value, exact=False):
        """« aras » is Arras as well as Barastre; « boulogne mer » is Boulogne-sur-Mer."""
        domaine = super()._domaine_nom(value, exact)
        if exact or not isinstance(value, str) or not recherche.mots_saisis(value):
            return domaine
        return domaine | self._domaine_recherche(value)

    @api.model
    @api.readonly
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """« monreuil » gives what « montreuil » gives, in the same order, then the rest."""
        corrige = self._corrige(name) if operator == "ilike" else ""
        if not corrige:
            return super().name_search(name, domain, operator, limit)
        resultats = super().name_search(corrige, domain, operator, limit)
        if limit and len(resultats) >= limit:
            return resultats
        deja = Domain("id", "not in", [identifiant for identifiant, _nom in resultats])
        reste = limit - len(resultats) if limit else limit
        return resultats + super().name_search(
            name, Domain(domain or Domain.TRUE) & deja, operator, reste
        )
