from odoo import fields, models


class OilhiEtapeMotif(models.TransientModel):
    """A reason is asked before a step is set aside or undone, or a procedure closed."""

    _name = "oilhi.etape.motif"
    _description = "Motif d’une décision du parcours"

    operation = fields.Selection(
        [("ecarter", "Écarter"), ("annuler", "Annuler"), ("clore", "Clore")], required=True
    )
    dossier_etape_id = fields.Many2one(
        "oilhi.dossier.etape", string="Étape", ondelete="cascade"
    )
    dossier_procedure_id = fields.Many2one(
        "oilhi.dossier.procedure", string="Procédure", ondelete="cascade"
    )
    motif = fields.Text("Motif", required=True)

    def action_valider(self):
        self.ensure_one()
        if self.operation == "clore":
            self.dossier_procedure_id.clore(self.motif)
        elif self.operation == "annuler":
            self.dossier_etape_id.annuler(self.motif)
        else:
            self.dossier_etape_id.ecarter(self.motif)
        return {"type": "ir.actions.act_window_close"}
