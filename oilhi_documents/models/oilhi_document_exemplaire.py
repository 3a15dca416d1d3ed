import base64

from odoo import api, fields, models

from ..rendu.ooxml import DOCX


class OilhiDocumentExemplaire(models.Model):
    """What left for the parapheur and what came back signed; or the scan of the paper that was signed."""

    _name = "oilhi.document.exemplaire"
    _inherit = "oilhi.dossier.ligne.reservee"
    _description = "Exemplaire signé d’un document"
    _order = "document_id, id desc"

    document_id = fields.Many2one(
        "oilhi.document", string="Document", required=True, index=True, ondelete="cascade"
    )
    dossier_id = fields.Many2one(related="document_id.dossier_id", store=True, index=True)
    company_id = fields.Many2one(related="document_id.company_id", store=True, index=True)
    genre = fields.Selection(
        [
            ("parapheur", "Signature électronique (parapheur)"),
            ("copie", "Copie d’un parapheur, sans preuve de contenu"),
            ("numerise", "Original papier numérisé"),
        ],
        required=True,
    )
    etat = fields.Selection(
        [
            ("attente", "Au parapheur"),
            ("signe", "Signé"),
            ("remplace", "Remplacé"),
            ("retire", "Retiré du parapheur"),
        ],
        string="État",
        required=True,
    )
    user_id = fields.Many2one("res.users", string="Déposé par", required=True)
    date = fields.Datetime("Déposé le", required=True)
    signataire_id = fields.Many2one(
        "oilhi.service.signataire", string="Signataire prévu", ondelete="restrict"
    )
    # What left, kept until the signed file comes back.
    valeurs = fields.Json()
    docx = fields.Binary("Document Word envoyé", attachment=True)
    pdf = fields.Binary("PDF envoyé", attachment=True)
    pdf_sha256 = fields.Char("Empreinte du PDF envoyé")
    # What came back.
    fichier = fields.Binary("Exemplaire signé", attachment=True)
    fichier_nom = fields.Char("Nom du fichier")
    mimetype = fields.Char()
    sha256 = fields.Char("Empreinte SHA-256")
    signatures = fields.Json()  # [{nom, organisme, date, intacte}]
    signatures_texte = fields.Text("Signatures lues", compute="_compute_signatures_texte")
    attestation = fields.Char("Ce qui a été attesté")
    motif = fields.Char("Retiré parce que")

    _une_attente_idx = models.UniqueIndex("(document_id) WHERE etat = 'attente'")

    @api.depends("genre", "document_id")
    def _compute_display_name(self):
        libelles = dict(self._fields["genre"]._description_selection(self.env))
        for exemplaire in self:
            exemplaire.display_name = libelles.get(exemplaire.genre, "")

    @api.depends("signatures")
    def _compute_signatures_texte(self):
        for exemplaire in self:
            exemplaire.signatures_texte = "\n".join(
                self._en_mots(signature) for signature in exemplaire.signatures or ()
            )

    @api.model
    def _en_mots(self, signature):
        qui = " – ".join(filter(None, (signature["nom"], signature["organisme"])))
        jour = fields.Datetime.to_datetime(signature["date"]) if signature["date"] else None
        return self.env._(
            "%(qui)s%(quand)s : %(integrite)s",
            qui=qui or self.env._("Certificat sans nom"),
            quand=self.env._(", le %s", self._heure_locale(jour)) if jour else "",
            integrite=self.env._("fichier inchangé depuis la signature")
            if signature["intacte"] else self.env._("signature rompue"),
        )

    @api.model
    def _heure_locale(self, moment):
        local = fields.Datetime.context_timestamp(self.with_context(tz="Europe/Paris"), moment)
        return local.strftime("%d/%m/%Y à %H:%M")

    def _lire(self, champ):
        """Bytes of a file, even when the client asked for sizes only (bin_size)."""
        self.ensure_one()
        return base64.b64decode(self.with_context(bin_size=False)[champ] or b"")

    def _joindre_au_document(self, nom):
        """{docx_id, pdf_id, sha256} of the act, from what left for the parapheur."""
        document, docx = self.document_id, self._lire("docx")
        return {
            "docx_id": document._joindre(f"{nom}.docx", docx, DOCX).id,
            "pdf_id": document._joindre(f"{nom}.pdf", self._lire("pdf"), "application/pdf").id,
            "pdf_etat": False,
            "sha256": document._empreinte(docx),
        }

    def _message_reserve(self):
        return self.env._("Un exemplaire signé se dépose depuis le document, et ne se modifie pas.")

    def action_telecharger(self):
        """The signed copy, or what left for the parapheur while nothing came back."""
        self.ensure_one()
        self.check_access("read")
        champ = "fichier" if self.fichier else "pdf"
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/{champ}?download=true&filename_field=fichier_nom",
            "target": "self",
        }
