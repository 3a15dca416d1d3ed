from odoo import api, fields, models
from odoo.tools import SQL


class OilhiRgpdTrace(models.Model):
    """What was taken away from which case, and when: done once, and the case can say it."""

    _name = "oilhi.rgpd.trace"
    _inherit = "oilhi.rgpd.genre"
    _description = "Données retirées d’un dossier"
    _order = "id desc"

    dossier_id = fields.Many2one(
        "oilhi.dossier", string="Dossier", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, index=True)
    date = fields.Date("Retirées le", required=True, readonly=True)

    _une_fois = models.UniqueIndex("(dossier_id, genre)")

    @api.model
    def _noter(self, genre, dossiers):
        self.env.cr.execute(SQL(
            "INSERT INTO oilhi_rgpd_trace (dossier_id, company_id, genre, date, create_uid, create_date) "
            "SELECT d.id, d.company_id, %s, %s, %s, now() AT TIME ZONE 'UTC' FROM oilhi_dossier d "
            "WHERE d.id IN %s ON CONFLICT DO NOTHING",
            genre, fields.Date.context_today(self), self.env.uid, tuple(dossiers)))
        self.invalidate_model()
