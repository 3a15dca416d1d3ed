from odoo import fields, models


class OilhiDossier(models.Model):
    """Visits and photos of a case."""

    _inherit = "oilhi.dossier"

    visite_ids = fields.One2many("oilhi.dossier.visite", "dossier_id", string="Visites")

    def action_visites(self):
        """The visits of the case; straight to a new one when there is none."""
        self.ensure_one()
        self.check_access("read")
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Visites"),
            "res_model": "oilhi.dossier.visite",
            "views": [[False, "list"], [False, "form"]],
            "domain": [("dossier_id", "=", self.id)],
            "context": {"default_dossier_id": self.id},
        }
        if not self.visite_count and self.has_access("write"):
            action["views"] = [[False, "form"]]
        return action

    def action_ajouter_photos(self):
        self.ensure_one()
        return self.env["oilhi.dossier.photo.ajout"]._action_ouvrir(self)
