from odoo import fields, models

from ..models.oilhi_dossier_fait import MODES
from ..models.pieces import Pieces


class OilhiCommunicationEnregistrer(models.TransientModel):
    """Records that an order was communicated (R. 511-7): a procedure ends only with that proof."""

    _name = "oilhi.communication.enregistrer"
    _description = "Enregistrer une communication"

    dossier_id = fields.Many2one(
        "oilhi.dossier", string="Dossier", required=True, ondelete="cascade"
    )
    code = fields.Char(required=True)
    qui = fields.Char("Communiqué à")
    date = fields.Date("Envoyé le", required=True, default=fields.Date.context_today)
    date_reception = fields.Date("Reçu le")
    mode = fields.Selection(MODES, string="Moyen")
    note = fields.Text("Précisions")
    piece_ids = Pieces("ir.attachment", string="Preuves à joindre")

    def action_valider(self):
        self.ensure_one()
        self.dossier_id.enregistrer_fait(
            self.code,
            self.date,
            date_reception=self.date_reception or None,
            mode=self.mode or None,
            note=self.note or None,
            piece_ids=self.piece_ids.ids,
        )
        return {"type": "ir.actions.act_window_close"}
