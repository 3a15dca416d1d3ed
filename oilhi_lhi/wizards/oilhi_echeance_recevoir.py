from odoo import api, fields, models
from odoo.exceptions import UserError


class OilhiEcheanceRecevoir(models.TransientModel):
    """Asks on which day the answer that a deadline waited for has arrived."""

    _name = "oilhi.echeance.recevoir"
    _description = "Réponse reçue"

    echeance_id = fields.Many2one(
        "oilhi.dossier.echeance", string="Échéance", required=True, readonly=True, ondelete="cascade"
    )
    depart = fields.Date(related="echeance_id.depart", string="Demandée le")
    date = fields.Date("Reçue le", required=True, default=fields.Date.context_today)

    @api.onchange("date")
    def _onchange_date(self):
        if refus := self._refus():
            return {"warning": {"title": self.env._("Date à corriger"), "message": refus}}
        return None

    def _refus(self):
        if self.date and self.date > fields.Date.context_today(self):
            return self.env._(
                "Une réponse ne se reçoit pas d’avance : le %s n’est pas encore venu.",
                self.date.strftime("%d/%m/%Y"),
            )
        return ""

    def action_valider(self):
        self.ensure_one()
        if refus := self._refus():
            raise UserError(refus)
        self.echeance_id.tenir(self.date)
        return {"type": "ir.actions.act_window_close"}
