from odoo import fields, models

from ...rendu.signal_logement import CLASSIFICATIONS


class OilhiDocumentModele(models.Model):
    """Under which label of Signal Logement an arrêté leaves; without one, why it does not leave."""

    _inherit = "oilhi.document.modele"

    signal_classification = fields.Selection(
        [(libelle, libelle) for libelle in CLASSIFICATIONS], string="Libellé dans Signal Logement"
    )
    signal_motif = fields.Char(
        "Pourquoi", help="Pourquoi ce libellé, ou pourquoi cet acte ne s’y exporte pas."
    )
