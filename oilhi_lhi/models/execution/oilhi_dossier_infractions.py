from odoo import fields, models


class OilhiDossier(models.Model):
    """The sheets of a case, for those who may read them."""

    _inherit = "oilhi.dossier"

    infraction_ids = fields.One2many(
        "oilhi.dossier.infraction", "dossier_id", string="Suites pénales",
        groups="oilhi_partenaires.group_agent,oilhi_partenaires.group_coordinateur",
    )

    def action_infractions(self):
        """The sheets of the case, a new one when there is none yet."""
        self.ensure_one()
        self.check_access("write")
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Suites pénales"),
            "res_model": "oilhi.dossier.infraction",
            "views": [[False, "list"], [False, "kanban"], [False, "form"]],
            "domain": [("dossier_id", "=", self.id)],
            "context": {"default_dossier_id": self.id},
        }
        if not self.infraction_count:
            action["views"] = [[False, "form"]]
        return action
