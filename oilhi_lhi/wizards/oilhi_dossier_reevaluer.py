from odoo import api, fields, models


class OilhiDossierReevaluer(models.TransientModel):
    """The differences are read before the new rules are applied to a case."""

    _name = "oilhi.dossier.reevaluer"
    _description = "Réévaluation d’un dossier"

    dossier_id = fields.Many2one(
        "oilhi.dossier", string="Dossier", required=True, ondelete="cascade"
    )
    comparaison = fields.Html("Différences", compute="_compute_comparaison", sanitize=False)

    @api.depends("dossier_id")
    def _compute_comparaison(self):
        for assistant in self:
            assistant.comparaison = self.env["ir.qweb"]._render(
                "oilhi_lhi.oilhi_dossier_reevaluation",
                {"comparaison": assistant.dossier_id.comparer_versions()},
            ) if assistant.dossier_id.qualification_ids else False

    def action_appliquer(self):
        self.ensure_one()
        self.dossier_id.reevaluer()
        # What opened the dialog reads the case again when it closes; reloading the page too would
        # destroy it while it reads, and the dialog would wait for it for ever.
        return {"type": "ir.actions.act_window_close"}
