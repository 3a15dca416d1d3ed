from odoo import fields, models


class OilhiDossierVisite(models.Model):
    """The report of a visit is a document of the case (D-COM-09)."""

    _inherit = "oilhi.dossier.visite"

    document_ids = fields.One2many("oilhi.document", "visite_id", string="Procès-verbal")

    def action_proces_verbal(self):
        """Open the report of the visit, made the first time."""
        self.ensure_one()
        self.check_access("read")
        # A control visit is also told by D-MSO-19 or D-MSO-22.
        document = self.document_ids.filtered(lambda d: d.modele_id._est_proces_verbal())[
            :1
        ] or self.dossier_id.generer_document("D-COM-09", visite_id=self.id)
        return document.action_ouvrir()
