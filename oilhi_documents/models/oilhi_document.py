import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import file_open

from odoo.addons.oilhi_partenaires.models.depot.oilhi_depot import fichier_produit

OUVERTS = ("brouillon", "a_signer")
# Written by code only: a value typed straight into them would be a forged act.
PROTEGES = {
    "dossier_id",
    "dossier_procedure_id",
    "modele_id",
    "version_id",
    "destinataire_id",
    "contact_id",
    "ligne_id",
    "ligne_modele",
    "service_id",
    "name",
    "numero",
    "state",
    "valeurs",
    "options",
    "docx_id",
    "pdf_id",
    "pdf_etat",
    "sha256",
    "date_signature",
    "date_transmission",
    "date_executoire",
    "date_levee",
    "signataire_id",
    "signe_par_id",
    "document_lie_id",
    "visite_id",
    "revision_id",
    "genere_id",
    "exemplaire_id",
    "parapheur_le",
    "numero_reserve",
    "date_abrogation",
}


class OilhiDocument(models.Model):
    _name = "oilhi.document"
    _description = "Document"
    _inherit = ["oilhi.dossier.lecture", "oilhi.fil.protege"]
    _order = "id desc"
    _rec_names_search = ["name", "numero", "code", "dossier_id.reference"]
    # What the stepper says of a document, and what its access rules ask.
    _ensemble_champs = (
        "dossier_id", "company_id", "dossier_procedure_id", "modele_id", "code", "name", "numero", "state",
        "destinataire_id", "contact_id", "create_date",
    )

    name = fields.Char("Document", required=True, readonly=True)
    dossier_id = fields.Many2one(
        "oilhi.dossier", required=True, index=True, ondelete="restrict", readonly=True
    )
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, index=True)
    commune_id = fields.Many2one(related="dossier_id.commune_id", store=True)
    dossier_procedure_id = fields.Many2one(
        "oilhi.dossier.procedure",
        string="Procédure",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
    )
    service_id = fields.Many2one(
        "oilhi.service", string="Service", required=True, index=True, ondelete="restrict", readonly=True
    )
    modele_id = fields.Many2one(
        "oilhi.document.modele", string="Modèle", required=True, index=True, ondelete="restrict",
        readonly=True,
    )  # fmt: skip
    version_id = fields.Many2one(
        "oilhi.document.modele.version",
        string="Version du modèle",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    code = fields.Char(related="modele_id.code", store=True, index=True)
    type = fields.Selection(related="modele_id.type", store=True)
    destinataire_id = fields.Many2one(
        "oilhi.dossier.personne",
        string="Destinataire",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
    )
    contact_id = fields.Many2one(
        "res.partner", string="Partenaire", index="btree_not_null", ondelete="restrict", readonly=True
    )
    document_lie_id = fields.Many2one(
        "oilhi.document",
        string="Acte concerné",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
        help="L’acte que celui-ci lève, modifie, abroge ou retire.",
    )
    visite_id = fields.Many2one(
        "oilhi.dossier.visite",
        string="Visite",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
    )
    numero = fields.Char("Numéro", readonly=True, copy=False, index="btree_not_null")
    state = fields.Selection(
        [
            ("brouillon", "Brouillon"),
            ("a_signer", "À signer"),
            ("signe", "Signé"),
            ("transmis", "Transmis"),
            ("notifie", "Notifié"),
            ("executoire", "Exécutoire"),
            ("leve", "Levé"),
            ("abroge", "Abrogé"),
        ],
        string="État",
        required=True,
        default="brouillon",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    verrouille = fields.Boolean(compute="_compute_verrouille", exportable=False)
    alerte_signataire = fields.Text("Signataire prévu", compute="_compute_alerte_signataire")
    valeurs = fields.Json("Valeurs figées", readonly=True, copy=False, exportable=False)
    options = fields.Json(readonly=True, copy=False, exportable=False)  # date and time granted chosen by the agent
    docx_id = fields.Many2one(
        "ir.attachment", string="Document Word", readonly=True, copy=False,
        index="btree_not_null", ondelete="restrict",
    )  # fmt: skip
    pdf_id = fields.Many2one(
        "ir.attachment", string="Document PDF", readonly=True, copy=False,
        index="btree_not_null", ondelete="restrict",
    )  # fmt: skip
    pdf_apercu = fields.Binary("Aperçu", compute="_compute_pdf_apercu", exportable=False)
    pdf_etat = fields.Char("État du PDF", readonly=True, copy=False)
    sha256 = fields.Char("Empreinte SHA-256", readonly=True, copy=False)
    signataire_id = fields.Many2one(
        "oilhi.service.signataire", string="Signataire", index="btree_not_null",
        ondelete="restrict", readonly=True, copy=False, tracking=True,
    )  # fmt: skip
    signe_par_id = fields.Many2one(
        "res.users", string="Signature enregistrée par", readonly=True, copy=False
    )
    date_signature = fields.Date("Signé le", readonly=True, copy=False, tracking=True)
    date_transmission = fields.Date(
        "Transmis au préfet le", readonly=True, copy=False, tracking=True
    )
    date_executoire = fields.Date("Exécutoire depuis le", readonly=True, copy=False)
    date_levee = fields.Date("Levé le", readonly=True, copy=False)
    notification_ids = fields.One2many(
        "oilhi.notification", "document_id", string="Notifications", readonly=True
    )
    peut_signer = fields.Boolean(compute="_compute_peut_signer", exportable=False)

    # A number belongs to one act of one service, forever.
    _numero_uniq = models.UniqueIndex("(service_id, numero) WHERE numero IS NOT NULL")
    _dossier_idx = models.Index("(dossier_id, code, state)")

    @api.depends("state", "parapheur_le")
    def _compute_verrouille(self):
        for document in self:
            document.verrouille = document.state not in OUVERTS or bool(document.parapheur_le)

    @api.depends("pdf_id")
    def _compute_pdf_apercu(self):
        for document in self:
            document.pdf_apercu = document.pdf_id.datas

    @api.depends("name", "numero", "destinataire_id", "contact_id")
    def _compute_display_name(self):
        for document in self:
            nom = document.name or ""
            if document.numero:
                nom = self.env._("%(nom)s n° %(numero)s", nom=nom, numero=document.numero)
            if document.destinataire_id:
                nom = f"{nom} – {document.destinataire_id.display_name}"
            elif document.contact_id:
                nom = f"{nom} – {document.contact_id.display_name}"
            document.display_name = nom

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise UserError(
                self.env._("Un document se produit depuis son dossier, avec « Préparer un document ».")
            )
        return super().create(vals_list)

    def _creer(self, vals):
        """Create past the guard of `create`, with the rights of the user; never an RPC endpoint."""
        dossier = self.env["oilhi.dossier"].browse(vals["dossier_id"])
        # The words of the case hold the numbers of its acts: a draft has none.
        mots = [] if vals.get("numero") else [dossier._fields["cle_recherche"]]
        with self.env.protecting(mots, dossier):
            document = super().create([vals])  # pylint: disable=super-method-mismatch
        dossier._noter_mouvement()
        return document

    def write(self, vals):
        if PROTEGES & vals.keys():
            raise UserError(
                self.env._(
                    "Le contenu et l’état d’un document ne se modifient pas à la main : "
                    "utilisez les boutons du document."
                )
            )
        return super().write(vals)

    def _ecrire(self, vals):
        """Write past the guard of `write`; once signed, only the life of the act goes on."""
        fige = {
            "valeurs", "docx_id", "sha256", "numero", "date_signature", "signataire_id", "revision_id",
            "genere_id",
        }  # fmt: skip
        if fige & vals.keys() and any(
            document.state not in OUVERTS or (document.parapheur_le and "parapheur_le" not in vals)
            for document in self
        ):
            raise UserError(self.env._("Un acte signé ne change plus."))
        if "state" in vals or "docx_id" in vals:
            self.dossier_id._noter_mouvement()
        return super().write(vals)  # pylint: disable=super-method-mismatch

    @api.ondelete(at_uninstall=False)
    def _unlink_sauf_brouillon(self):
        if any(document.state not in OUVERTS for document in self):
            raise UserError(
                self.env._(
                    "Un acte signé ne se supprime pas : il peut être levé ou abrogé par un autre acte."
                )
            )

    def copy(self, default=None):  # pylint: disable=method-required-super
        raise UserError(self.env._("Un document ne se duplique pas : produisez-en un nouveau."))

    def _joindre(self, nom, contenu, mimetype):
        """Create the attachment with its record in the same call: never an orphan file."""
        self.ensure_one()
        with fichier_produit():
            return self.env["ir.attachment"].create(
                {
                    "name": nom,
                    "raw": contenu,
                    "mimetype": mimetype,
                    "res_model": self._name,
                    "res_id": self.id,
                    # Else the browser draws one and sends it back: an error on its screen if the
                    # draft was replaced meanwhile.
                    "thumbnail": self._vignette() if mimetype == "application/pdf" else False,
                }
            )

    @api.model
    def _vignette(self):
        with file_open("web/static/img/mimetypes/pdf.svg", "rb") as image:
            return base64.b64encode(image.read())

    def _nom_fichier(self, extension):
        self.ensure_one()
        morceaux = [self.code, (self.numero or "").replace("/", "-"), self.dossier_id.reference]
        return "_".join(m for m in morceaux if m).replace("/", "-") + f".{extension}"

    def _empreinte(self, contenu):
        return hashlib.sha256(contenu).hexdigest()

    def action_telecharger_docx(self):
        return self._telecharger("docx_id")

    def action_telecharger_pdf(self):
        return self._telecharger("pdf_id")

    def _telecharger(self, champ):
        self.ensure_one()
        self.check_access("read")
        if not self[champ]:
            raise UserError(self.pdf_etat or self.env._("Ce fichier n’a pas été produit."))
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self[champ].id}?download=true",
            "target": "self",
        }

    def action_ouvrir(self):
        return self._action_fiche()
