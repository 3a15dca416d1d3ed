from odoo import models
from odoo.exceptions import UserError


class OilhiDossierLigne(models.AbstractModel):
    """What every row of a case obeys: it never moves to another case.

    Access rules look at a row before it is written, not after: without this, an agent could slip
    a row into a case that he may not change.
    """

    _name = "oilhi.dossier.ligne"
    _inherit = ["oilhi.dossier.lecture", "oilhi.nom.protege"]
    _description = "Ligne d’un dossier"

    def write(self, vals):
        if "dossier_id" in vals and any(
            ligne.dossier_id.id != vals["dossier_id"] for ligne in self
        ):
            raise UserError(self.env._(
                "« %s » ne change pas de dossier : créez-le dans l’autre dossier.",
                self[:1].display_name or self._description,
            ))
        return super().write(vals)

    def _champs_pieces(self):
        """Fields whose documents belong to the row."""
        return ("piece_ids",)

    def _rattacher_pieces(self):
        """Documents uploaded in a form or a dialog become those of the row: readable with the case."""
        for ligne in self:
            for champ in ligne._champs_pieces():
                libres = ligne[champ].filtered(
                    lambda p: not p.res_id and p.create_uid.id == self.env.uid
                )
                libres.write({"res_model": ligne._name, "res_id": ligne.id})
