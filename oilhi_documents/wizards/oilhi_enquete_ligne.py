from odoo import fields, models
from odoo.exceptions import UserError


class OilhiEnqueteLigne(models.TransientModel):
    _name = "oilhi.enquete.ligne"
    _description = "Chiffre de l’enquête annuelle"
    _order = "id"

    enquete_id = fields.Many2one("oilhi.enquete", required=True, index=True, ondelete="cascade")
    code = fields.Char(required=True)
    rubrique = fields.Char("Rubrique")
    name = fields.Char("Indicateur", required=True)
    nombre = fields.Integer("Nombre")
    definition = fields.Char("Comment il est compté")

    def action_ouvrir(self):
        """The list behind the figure, found again from its code: the row itself holds no domain."""
        self.ensure_one()
        self.check_access("read")
        enquete = self.enquete_id
        indicateur = next((i for i in enquete._indicateurs() if i.code == self.code), None)
        if not indicateur:
            raise UserError(self.env._("Rien n’est plus compté sous « %s ». Comptez de nouveau.", self.name))
        return {
            "type": "ir.actions.act_window",
            "name": f"{self.name} – {enquete.annee}",
            "res_model": indicateur.modele,
            "views": [[False, "list"], [False, "form"]],
            "domain": list(indicateur.domaine & enquete._perimetre(indicateur)),
            "context": {"create": False},
        }
