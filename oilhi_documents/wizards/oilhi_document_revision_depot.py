from odoo import fields, models


class OilhiDocumentRevisionDepot(models.TransientModel):
    _name = "oilhi.document.revision.depot"
    _description = "Dépôt d’un document terminé dans Word"
    # rendu/ reads the macros itself, and says more than the deposit would.
    _oilhi_macros_lues = ("fichier",)

    document_id = fields.Many2one("oilhi.document", required=True, readonly=True)
    fichier = fields.Binary("Fichier Word (.docx)", required=True)
    fichier_nom = fields.Char()

    def action_deposer(self):
        self.ensure_one()
        self.document_id.deposer_revision(self.fichier, self.fichier_nom)
        return {"type": "ir.actions.act_window_close"}
