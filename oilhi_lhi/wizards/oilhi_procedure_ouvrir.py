from odoo import fields, models


class OilhiProcedureOuvrir(models.TransientModel):
    """Open a procedure without the guide, or against it: then the reason is asked."""

    _name = "oilhi.procedure.ouvrir"
    _description = "Ouvrir une procédure"

    dossier_id = fields.Many2one(
        "oilhi.dossier", string="Dossier", required=True, ondelete="cascade"
    )
    procedure_id = fields.Many2one(
        "oilhi.procedure",
        string="Procédure",
        required=True,
        # A variant has no step of its own: it follows those of another procedure.
        domain="['|', ('etape_ids', '!=', False), ('parcours_id', '!=', False)]",
    )
    resume = fields.Text(related="procedure_id.resume")
    autorite = fields.Char(related="procedure_id.autorite")
    base = fields.Char(related="procedure_id.base")
    motif = fields.Text("Pourquoi, si le guide l’écarte")

    def action_ouvrir(self):
        self.ensure_one()
        self.dossier_id.ouvrir_procedure(self.procedure_id.code, self.motif)
        return {"type": "ir.actions.act_window_close"}
