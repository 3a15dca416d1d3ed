from odoo import api, models

from .oilhi_referentiel import CHARGEMENT


class OilhiRegleRedaction(models.AbstractModel):
    """Rows that a version of the rules is made of: a correction belongs to a draft.

    The guide reads published versions only, so that whoever corrects a row must find, without
    looking for it, the draft where it is checked and published.
    """

    _name = "oilhi.regle.redaction"
    _description = "Donnée d’une version des règles"

    # What the core reads; empty: everything.
    _champs_guide = ()

    @api.model_create_multi
    def create(self, vals_list):
        lignes = super().create(vals_list)
        self._ouvrir_brouillon()
        return lignes

    def write(self, vals):
        resultat = super().write(vals)
        if not self._champs_guide or set(self._champs_guide) & set(vals):
            self._ouvrir_brouillon()
        return resultat

    def unlink(self):
        resultat = super().unlink()
        self._ouvrir_brouillon()
        return resultat

    def _ouvrir_brouillon(self):
        # Not under sudo nor at loading: the delivery decides by itself what becomes of its rows.
        if not self.env.su and not any(self.env.context.get(cle) for cle in CHARGEMENT):
            self.env["oilhi.regle.version"]._ouvrir_brouillon()
