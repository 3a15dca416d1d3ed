from odoo import fields, models

MODELES = [
    ("oilhi.dossier.office", "Exécution d’office"),
    ("oilhi.dossier.substitution", "Substitution"),
]


class OilhiExecutionMotif(models.TransientModel):
    """Asks why works or a substitution are given up."""

    _name = "oilhi.execution.motif"
    _description = "Motif d’abandon"

    res_model = fields.Selection(MODELES, string="Quoi", required=True)
    res_id = fields.Many2oneReference("Ligne", model_field="res_model", required=True)
    motif = fields.Char("Pourquoi", required=True)

    def action_valider(self):
        self.ensure_one()
        self.env[self.res_model].browse(self.res_id).exists().abandonner(self.motif)
        return {"type": "ir.actions.act_window_close"}
