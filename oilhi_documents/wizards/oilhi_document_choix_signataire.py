from odoo import api, fields, models


class OilhiDocumentChoixSignataire(models.AbstractModel):
    """Who signs, on what day: those entitled on that day, or why nobody is."""

    _name = "oilhi.document.choix.signataire"
    _description = "Choix d’un signataire"
    _depend_de = ()  # what the document to sign is found from

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

    def _document_a_signer(self):
        """The document, or one of them when all have the same template and service."""
        raise NotImplementedError

    @api.depends(lambda self: ("date", *self._depend_de))
    def _compute_signataire_possible_ids(self):
        for assistant in self:
            document = assistant._document_a_signer()
            # Signed by the agent in his own name: there is no signatory to choose.
            assistant.par_agent = document.modele_id.signataire == "agent"
            if not document:
                assistant.signataire_possible_ids = assistant.signataire_motif = False
                continue
            service, types = document.service_id, document._types_signataire(assistant.date)
            assistant.signataire_possible_ids = service._signataire_valide(assistant.date, types)
            assistant.signataire_motif = service._pourquoi_personne(assistant.date, types)

    @api.depends(lambda self: ("date", *self._depend_de))
    def _compute_signataire_id(self):
        for assistant in self:
            possibles = assistant.signataire_possible_ids
            if assistant.signataire_id not in possibles:
                assistant.signataire_id = possibles[:1]
