from odoo import fields, models


class OilhiNotificationReception(models.TransientModel):
    _name = "oilhi.notification.reception"
    _description = "Réception d’une notification"

    notification_id = fields.Many2one("oilhi.notification", required=True, readonly=True)
    date = fields.Date("Reçu le", required=True)
    heure = fields.Char("Heure", help="Utile en urgence : 16:30.")
    preuve = fields.Binary("Preuve (avis de réception, procès-verbal)")
    preuve_nom = fields.Char()

    def action_recevoir(self):
        self.ensure_one()
        self.notification_id.recevoir(
            self.date, self.heure or None, preuve=self.preuve, preuve_nom=self.preuve_nom
        )
        return {"type": "ir.actions.act_window_close"}
