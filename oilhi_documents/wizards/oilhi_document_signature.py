from odoo import api, fields, models


class OilhiDocumentSignature(models.TransientModel):
    _name = "oilhi.document.signature"
    _inherit = "oilhi.document.choix.signataire"
    _description = "Signature d’un document"
    _depend_de = ("document_id",)

    document_id = fields.Many2one("oilhi.document", required=True, readonly=True)
    type = fields.Selection(related="document_id.type")
    parapheur = fields.Boolean()  # it leaves to be signed elsewhere: its day is not known yet
    controles = fields.Json(compute="_compute_controle")
    bloque = fields.Boolean(compute="_compute_controle")

    def _document_a_signer(self):
        return self.document_id

    @api.depends("document_id", "date", "signataire_id")
    def _compute_controle(self):
        for assistant in self:
            if not assistant.date:
                assistant.controles, assistant.bloque = False, True
                continue
            controles = assistant.document_id._controles(
                {"date": assistant.date, "signataire": assistant.signataire_id}
            )
            assistant.controles = assistant.document_id.dossier_id._ecran_controles(
                controles, assistant.date
            )
            assistant.bloque = any(c["niveau"] == "bloquant" for c in controles)

    def action_signer(self):
        self.ensure_one()
        self.document_id.signer(self.date, self.signataire_id.id or None)
        return self.document_id.action_ouvrir()

    def action_envoyer(self):
        self.ensure_one()
        self.document_id.envoyer_parapheur(self.signataire_id.id or None)
        return self.document_id.action_ouvrir()
