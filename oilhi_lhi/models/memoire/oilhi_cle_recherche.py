from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.oilhi_partenaires.outils.mots_cles import groupes_saisis, texte_cle


class OilhiCleRecherche(models.AbstractModel):
    """One box: every word typed begins a word of the record, whatever the order, accents and case.

    The key holds nothing that a reader of the record may not read: searching never tells more. Words
    are not learnt for the correction of mistakes: a name would outlive the case that it came with.
    The model declares the index (see ``oilhi.recherche.mixin``).
    """

    _name = "oilhi.cle.recherche"
    _inherit = "oilhi.recherche.mixin"
    _description = "Recherche par mots"
    _champ_recherche = "cle_recherche"

    cle_recherche = fields.Text(
        "Texte de recherche", compute="_compute_cle_recherche", store=True, prefetch=False,
        exportable=False, readonly=True,
    )
    chercher = fields.Char(
        "Recherche", compute="_compute_chercher", search="_search_chercher", exportable=False
    )

    @api.model
    def _sources_cle(self):
        """Fields that the key is made of."""
        return ()

    def _textes_cle(self):
        """Arguments of ``texte_cle`` for this record: (texts, {other arguments})."""
        return (), {}

    @api.depends(lambda self: self._sources_cle())
    def _compute_cle_recherche(self):
        for record in self:
            textes, autres = record._textes_cle()
            record.cle_recherche = texte_cle(*textes, **autres)

    def _compute_chercher(self):
        """Searched, never read."""
        self.chercher = False

    @api.model
    def _domaine_recherche(self, saisie):
        if not (saisie or "").strip():
            return Domain.TRUE
        return self._domaine_groupes(groupes_saisis(saisie))

    @api.model
    def _search_chercher(self, operator, value):
        if operator in ("ilike", "like", "=ilike", "=like"):
            return self._domaine_recherche(value)
        if operator == "in":
            return Domain.OR(self._domaine_recherche(v) for v in value if v)
        return NotImplemented

    @api.model
    def _search_display_name(self, operator, value):
        """Choosing a record by typing is the same search."""
        if operator == "ilike" and isinstance(value, str):
            return self._domaine_recherche(value)
        return super()._search_display_name(operator, value)
