from odoo import api, models

from ..outils import recherche


class OilhiCommune(models.Model):
    """Finding a commune in spite of a typing mistake: « bethunne », « monreuil »."""

    _name = "oilhi.commune"
    _inherit = ["oilhi.commune", "oilhi.recherche.mixin"]
    _champ_recherche = "cle_recherche"

    _mots_index = models.Index("USING gin (array_to_tsvector(string_to_array(cle_recherche, ' ')))")

    def _compute_cle_recherche(self):
        super()._compute_cle_recherche()
        self._apprendre()

    @api.model
    def _domaine_nom(self, value, exact=False):
        """Only what finds nothing as it is written is corrected."""
        domaine = super()._domaine_nom(value, exact)
        if exact or not isinstance(value, str) or self.search_count(domaine, limit=1):
            return domaine
        return domaine | self._domaine_recherche(value)

    @api.model
    @api.readonly
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """« monreuil » gives what « montreuil » gives, in the same order."""
        mots = recherche.mots_saisis(name)
        if operator == "ilike" and mots and not self.search_count(
            super()._domaine_nom(name), limit=1
        ):
            corriges = self._corriger(mots).values()
            corrige = " ".join(mot.removesuffix(recherche.ENTIER) for mot, *_autres in corriges)
            if resultats := super().name_search(corrige, domain, operator, limit):
                return resultats
        return super().name_search(name, domain, operator, limit)
