from odoo import fields, models


class OilhiExecutionMotif(models.TransientModel):
    """Asks why works or a substitution are given up."""

    _name = "oilhi.execution.motif"
    _description = "Motif d’abandon"

    office_id = fields.Many2one(
        "oilhi.dossier.office", string="Exécution d’office", ondelete="cascade"
    )
    substitution_id = fields.Many2one(
        "oilhi.dossier.substitution", string="Substitution", ondelete="cascade"
    )
    motif = fields.Char("Pourquoi", required=True)

    def action_valider(self):
        self.ensure_one()
        for ligne in filter(None, (self.office_id, self.substitution_id)):
            ligne._abandonner(self.motif)
        return {"type": "ir.actions.act_window_close"}
