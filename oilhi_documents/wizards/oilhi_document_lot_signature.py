from odoo import fields, models


class OilhiDocumentLotSignature(models.TransientModel):
    _name = "oilhi.document.lot.signature"
    _inherit = "oilhi.document.choix.signataire"
    _description = "Signature d’un lot de documents"
    _depend_de = ("lot_id",)

    lot_id = fields.Many2one("oilhi.document.lot", required=True, readonly=True)

    def _document_a_signer(self):
        return self.lot_id.ligne_ids.document_id[:1]

    def action_signer(self):
        self.ensure_one()
        self.lot_id.signer(self.date, self.signataire_id.id or None)
        return self.lot_id._action_fiche()
