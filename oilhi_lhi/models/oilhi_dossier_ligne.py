from odoo import api, models
from odoo.exceptions import UserError


class OilhiDossierLigne(models.AbstractModel):
    """What every row of a case obeys: it never moves to another case, its documents are read with it.

    Access rules look at a row before it is written, not after: without this, an agent could slip
    a row into a case that he may not change.
    """

    _name = "oilhi.dossier.ligne"
    _inherit = ["oilhi.dossier.lecture", "oilhi.nom.protege"]
    _description = "Ligne d’un dossier"

    _lignes_entieres = True
    _mouvement = True  # typed by somebody: activity on the case (see oilhi_dossier_mouvement.py)

    @api.model_create_multi
    def create(self, vals_list):
        lignes = super().create(vals_list)
        for champ in self._champs_pieces():
            if f"default_{champ}" in self.env.context or any(vals.get(champ) for vals in vals_list):
                lignes._rattacher_pieces(champ)
            elif self._fields[champ].type == "many2many":
                self._fields[champ]._insert_cache(lignes, [()] * len(lignes))  # none, and it is not asked
        lignes._noter_mouvement()
        return lignes

    def write(self, vals):
        if "dossier_id" in vals and any(
            ligne.dossier_id.id != vals["dossier_id"] for ligne in self
        ):
            raise UserError(self.env._(
                "« %s » ne change pas de dossier : créez-le dans l’autre dossier.",
                self[:1].display_name or self._description,
            ))
        resultat = super().write(vals)
        for champ in self._champs_pieces():
            if champ in vals:
                self._rattacher_pieces(champ)
        self._noter_mouvement()
        return resultat

    def _noter_mouvement(self):
        if self._mouvement:
            self.dossier_id._noter_mouvement()

    def _champs_pieces(self):
        """Fields whose documents belong to the row."""
        return [c.name for c in self._fields.values() if c.comodel_name == "ir.attachment" and c.store]

    def _rattacher_pieces(self, champ):
        """Documents uploaded in a form or a dialog become those of the row: readable with the case."""
        for ligne in self:
            libres = ligne[champ].filtered(lambda p: not p.res_id and p.create_uid.id == self.env.uid)
            libres.write({"res_model": ligne._name, "res_id": ligne.id})
