from odoo import fields, models


class OilhiDocumentModeleApercu(models.TransientModel):
    _name = "oilhi.document.modele.apercu"
    _description = "Aperçu d’un modèle sur un dossier"

    version_id = fields.Many2one(
        "oilhi.document.modele.version", string="Version", required=True, readonly=True
    )
    dossier_id = fields.Many2one("oilhi.dossier", string="Dossier", required=True)

    def action_voir(self):
        """The PDF in another tab: nothing is recorded, neither here nor in the case."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/oilhi/modele/version/{self.version_id.id}/apercu.pdf?dossier={self.dossier_id.id}",
            "target": "new",
        }
