from odoo import fields, models


class OilhiDossier(models.Model):
    _inherit = "oilhi.dossier"

    conserver_motif = fields.Char(
        "À garder au-delà de la durée", tracking=True, copy=False,
        help="Recours, contentieux, demande d’un juge… Tant que ce motif est écrit, rien de ce dossier "
        "n’est effacé ni anonymisé.",
    )
    rgpd_trace_ids = fields.One2many("oilhi.rgpd.trace", "dossier_id", string="Données retirées")
