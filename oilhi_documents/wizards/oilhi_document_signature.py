from odoo import api, fields, models


class OilhiDocumentSignature(models.TransientModel):
    _name = "oilhi.document.signature"
    _description = "Signature d’un document"

    document_id = fields.Many2one("oilhi.document", required=True, readonly=True)
    type = fields.Selection(related="document_id.type")
    par_agent = fields.Boolean(compute="_compute_par_agent")
    date = fields.Date("Date de la signature", required=True, default=fields.Date.context_today)
    signataire_possible_ids = fields.Many2many(
        "oilhi.service.signataire", compute="_compute_signataire_possible_ids"
    )
    signataire_id = fields.Many2one(
        "oilhi.service.signataire",
        string="Signataire",
        compute="_compute_signataire_id",
        store=True,
        readonly=False,
        domain="[('id', 'in', signataire_possible_ids)]",
    )
    signataire_motif = fields.Text(compute="_compute_signataire_possible_ids")
    controles = fields.Json(compute="_compute_controle")
    bloque = fields.Boolean(compute="_compute_controle")

    @api.depends("document_id.modele_id.signataire")
    def _compute_par_agent(self):
        """Signed by the agent in his own name: there is no signatory to choose."""
        for assistant in self:
            assistant.par_agent = assistant.document_id.modele_id.signataire == "agent"

    @api.depends("document_id", "date")
    def _compute_signataire_possible_ids(self):
        for assistant in self:
            document = assistant.document_id
            types = document._types_signataire(assistant.date)
            assistant.signataire_possible_ids = document.service_id._signataire_valide(
                assistant.date, types
            )
            assistant.signataire_motif = document.service_id._pourquoi_personne(
                assistant.date, types
            )

    @api.depends("document_id", "date")
    def _compute_signataire_id(self):
        for assistant in self:
            possibles = assistant.signataire_possible_ids
            if assistant.signataire_id not in possibles:
                assistant.signataire_id = possibles[:1]

    @api.depends("document_id", "date", "signataire_id")
    def _compute_controle(self):
        for assistant in self:
            if not assistant.date:
                assistant.controles, assistant.bloque = False, True
                continue
            controles = assistant.document_id._controles(
                {"date": assistant.date, "signataire": assistant.signataire_id}
            )
            assistant.controles = assistant.document_id.dossier_id._ecran_controles(controles)
            assistant.bloque = any(c["niveau"] == "bloquant" for c in controles)

    def action_signer(self):
        self.ensure_one()
        self.document_id.signer(self.date, self.signataire_id.id or None)
        return self.document_id.action_ouvrir()
