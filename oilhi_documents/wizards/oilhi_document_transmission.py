from odoo import fields, models


class OilhiDocumentTransmission(models.TransientModel):
    _name = "oilhi.document.transmission"
    _description = "Transmission d’un arrêté au préfet"

    document_id = fields.Many2one("oilhi.document", required=True, readonly=True)
    date = fields.Date("Transmis au préfet le", required=True, default=fields.Date.context_today)

    def action_transmettre(self):
        self.ensure_one()
        self.document_id.transmettre(self.date)
        return {"type": "ir.actions.act_window_close"}
