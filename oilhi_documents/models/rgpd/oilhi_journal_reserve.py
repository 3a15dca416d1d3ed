from odoo import fields, models


class OilhiJournalReserve(models.Model):
    _inherit = "oilhi.journal.reserve"

    mode = fields.Selection(
        selection_add=[("personne", "Export des données d’une personne")],
        ondelete={"personne": "cascade"},
    )
