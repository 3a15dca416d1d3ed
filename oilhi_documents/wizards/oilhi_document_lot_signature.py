from odoo import api, fields, models


class OilhiDocumentLotSignature(models.TransientModel):
    _name = "oilhi.document.lot.signature"
    _description = "Signature d’un lot de documents"

    lot_id = fields.Many2one("oilhi.document.lot", required=True, readonly=True)
    date = fields.Date("Date de la signature", required=True, default=fields.Date.context_today)
    par_agent = fields.Boolean(compute="_compute_signataire_possible_ids")
    signataire_possible_ids = fields.Many2many(
        "oilhi.service.signataire", compute="_compute_signataire_possible_ids"
    )
    signataire_motif = fields.Text(compute="_compute_signataire_possible_ids")
    signataire_id = fields.Many2one(
        "oilhi.service.signataire",
        string="Signataire",
        compute="_compute_signataire_id",
        store=True,
        readonly=False,
        domain="[('id', 'in', signataire_possible_ids)]",
    )

    @api.depends("lot_id", "date")
    def _compute_signataire_possible_ids(self):
        for assistant in self:
            document = assistant.lot_id.ligne_ids.document_id[:1]
            types = document._types_signataire(assistant.date) if document else None
            service = document.service_id
            assistant.par_agent = document.modele_id.signataire == "agent"
            assistant.signataire_possible_ids = (
                service._signataire_valide(assistant.date, types) if service else False
            )
            assistant.signataire_motif = (
                service._pourquoi_personne(assistant.date, types) if service else False
            )

    @api.depends("lot_id", "date")
    def _compute_signataire_id(self):
        for assistant in self:
            possibles = assistant.signataire_possible_ids
            if assistant.signataire_id not in possibles:
                assistant.signataire_id = possibles[:1]

    def action_signer(self):
        self.ensure_one()
        self.lot_id.signer(self.date, self.signataire_id.id or None)
        return self.lot_id._action_fiche()
