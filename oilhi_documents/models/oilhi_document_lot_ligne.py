from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from ..rendu import RenduErreur
from ..rendu.pdf import convertir_lot

ESSAIS = 5  # of a line that somebody else's work on the same case undoes
ESSAIS_PDF = 3


class OilhiDocumentLotLigne(models.Model):
    _name = "oilhi.document.lot.ligne"
    _inherit = "oilhi.dossier.ligne.reservee"
    _description = "Document d’un lot"
    _order = "lot_id, id"

    lot_id = fields.Many2one("oilhi.document.lot", required=True, index=True, ondelete="cascade")
    dossier_id = fields.Many2one(related="lot_id.dossier_id", store=True, index=True)
    company_id = fields.Many2one(related="lot_id.company_id", store=True, index=True)
    destinataire_id = fields.Many2one(
        "oilhi.dossier.personne", "Destinataire", index="btree_not_null", ondelete="cascade"
    )
    document_id = fields.Many2one(
        "oilhi.document", "Document", index="btree_not_null", ondelete="set null"
    )
    etat = fields.Selection(
        [
            ("a_faire", "À faire"),
            ("a_convertir", "PDF à produire"),
            ("fait", "Fait"),
            ("sans_pdf", "Sans PDF"),
            ("echec", "À reprendre"),
        ],
        string="État",
        required=True,
        default="a_faire",
        index=True,
    )
    a_traiter = fields.Boolean(compute="_compute_a_traiter", search="_search_a_traiter")
    message = fields.Text("Ce qui manque")
    essais = fields.Integer()

    @api.depends("etat")
    def _compute_a_traiter(self):
        for ligne in self:
            ligne.a_traiter = ligne.etat in ("a_faire", "a_convertir")

    def _search_a_traiter(self, operator, value):
        return [("etat", operator, ("a_faire", "a_convertir"))] if operator == "in" else NotImplemented

    @api.depends("destinataire_id", "document_id")
    def _compute_display_name(self):
        for ligne in self:
            ligne.display_name = (
                ligne.document_id.display_name or ligne.destinataire_id.display_name or ""
            )

    def _comme_demandeur(self, record):
        """The same record, seen by the user who asked: his rights, his language."""
        user = self.lot_id.user_id
        contexte = {
            "lang": user.lang, "tz": user.tz, "allowed_company_ids": user.company_ids.ids,
            "oilhi_sans_pdf": True,
        }
        return record.with_user(user).with_context(**contexte)

    def _faire(self):
        """Make or sign one document and keep it at once; True when the line moved."""
        self.ensure_one()
        for essai in range(1, ESSAIS + 1):
            try:
                with self.env.cr.savepoint():
                    document = self._operer()
                self.write({"document_id": document.id, "etat": "a_convertir", "message": False})
            except (*PG_CONCURRENCY_EXCEPTIONS_TO_RETRY, ConcurrencyError):
                self.env.cr.rollback()
                if essai == ESSAIS:
                    return False  # left as it is: the next run tries again
                continue
            except UserError as erreur:
                self.write({"etat": "echec", "message": str(erreur)})
            self.env["ir.cron"]._commit_progress()
            return True

    def _operer(self):
        lot, options = self.lot_id, dict(self.lot_id.options or {})
        if lot.operation == "signer":
            document = self._comme_demandeur(self.document_id)
            document.signer(options["date"], options.get("signataire_id"))
            return document
        dossier = self._comme_demandeur(lot.dossier_id)
        return dossier.generer_document(lot.modele_id.code, self.destinataire_id.id, **options)

    def _convertir(self):
        """PDF of these documents together; one that fails is tried three times, then said."""
        lignes = self.filtered("document_id")
        (self - lignes).write({"etat": "echec", "message": self.env._("Le document n’existe plus.")})
        contenus = [ligne.document_id.docx_id.raw for ligne in lignes]
        try:
            resultats = convertir_lot(contenus)
        except RenduErreur as erreur:
            resultats = [erreur] * len(lignes)
        for ligne, resultat in zip(lignes, resultats, strict=True):
            if isinstance(resultat, RenduErreur):
                ligne.essais += 1
                if ligne.essais >= ESSAIS_PDF:
                    ligne.write({"etat": "sans_pdf", "message": str(resultat)})
                continue
            document = ligne._comme_demandeur(ligne.document_id)
            document._garder_pdf(resultat)
            ligne.write({"etat": "fait", "message": False})
