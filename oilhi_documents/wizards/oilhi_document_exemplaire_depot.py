import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.oilhi_document_parapheur import en_json
from ..rendu import RenduErreur
from ..rendu.exemplaire import verifier_exemplaire
from ..rendu.signature_pdf import verifier_signe


class OilhiDocumentExemplaireDepot(models.TransientModel):
    """The signed file: what it holds is shown before it is kept."""

    _name = "oilhi.document.exemplaire.depot"
    _description = "Dépôt d’un exemplaire signé"

    document_id = fields.Many2one("oilhi.document", required=True, readonly=True)
    parapheur = fields.Boolean(compute="_compute_parapheur")
    fichier = fields.Binary("Fichier signé", required=True)
    fichier_nom = fields.Char()
    lecture = fields.Text("Ce que contient le fichier", compute="_compute_lecture")
    refuse = fields.Boolean(compute="_compute_lecture")
    sans_date = fields.Boolean(compute="_compute_lecture")
    autre_nom = fields.Boolean(compute="_compute_lecture")
    date = fields.Date("Signé le")
    confirme = fields.Boolean(
        "Le certificat est bien celui du signataire ou de la collectivité"
    )
    copie = fields.Boolean(
        "Le parapheur a réécrit le fichier : j’ai relu la copie, son texte est celui de l’acte"
    )
    atteste = fields.Boolean("Ce fichier est la copie de l’original signé de cet acte")

    @api.depends("document_id")
    def _compute_parapheur(self):
        for depot in self:
            depot.parapheur = bool(depot.document_id.parapheur_le)

    @api.depends("fichier", "copie", "document_id")
    def _compute_lecture(self):
        for depot in self:
            depot.lecture, depot.refuse = False, True
            depot.sans_date = depot.autre_nom = False
            contenu = base64.b64decode(depot.with_context(bin_size=False).fichier or b"")
            if not contenu:
                continue
            try:
                depot._lire(contenu)
            except RenduErreur as erreur:
                depot.lecture = str(erreur)

    def _lire(self, contenu):
        document = self.document_id
        if not self.parapheur:
            genre = verifier_exemplaire(contenu)
            self.lecture = self.env._("Fichier lisible : %s.", genre.rpartition("/")[2].upper())
            self.refuse = False
            return
        signatures, problemes = verifier_signe(document._au_parapheur()._lire("pdf"), contenu)
        lignes = [
            self.env["oilhi.document.exemplaire"]._en_mots(en_json(signature))
            for signature in signatures
        ]
        lignes += [probleme.message for probleme in problemes]
        self.lecture = "\n".join(lignes)
        reecrit = {p.code for p in problemes} == {"autre_fichier"}
        self.refuse = bool(problemes) and not (reecrit and self.copie)
        self.sans_date = not any(s.date for s in signatures)
        prevu = document._au_parapheur().signataire_id
        self.autre_nom = not document._au_nom(prevu, signatures)

    def action_deposer(self):
        self.ensure_one()
        if self.parapheur:
            self.document_id.importer_signe(
                self.fichier, self.fichier_nom, date=self.date or None, confirme=self.confirme,
                copie=self.copie,
            )
        elif not self.atteste:
            raise UserError(self.env._(
                "Relisez le fichier, puis cochez que c’est bien la copie de l’original signé."
            ))
        else:
            self.document_id.joindre_exemplaire(self.fichier, self.fichier_nom)
        return {"type": "ir.actions.act_window_close"}
