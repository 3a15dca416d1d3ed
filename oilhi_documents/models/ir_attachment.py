from odoo import api, models
from odoo.exceptions import UserError

CONTENU = {"datas", "raw", "db_datas", "store_fname", "res_model", "res_id", "res_field", "name"}


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def write(self, vals):
        if CONTENU & vals.keys():
            self._verifier_pieces_figees()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_sauf_pieces_figees(self):
        self._verifier_pieces_figees()

    def _verifier_pieces_figees(self):
        """A signed act and a validated template are files too: guard them where they live."""
        documents, versions, notifications, revisions, exemplaires = set(), set(), set(), set(), set()
        for piece in self.sudo():  # sudo: only to read where the file hangs, nothing is returned
            if piece.res_model == "oilhi.document":
                documents.add(piece.id)
            elif piece.res_model == "oilhi.document.modele.version" and piece.res_field == "fichier":
                versions.add(piece.res_id)
            elif piece.res_model == "oilhi.document.revision":
                revisions.add(piece.res_id)
            elif piece.res_model == "oilhi.document.exemplaire":
                exemplaires.add(piece.res_id)
            elif piece.res_model in ("oilhi.notification", "oilhi.dossier.fait"):
                notifications.add(piece.id)
        fige = any(p.res_model == "oilhi.dossier.recueil" for p in self.sudo())  # sudo: same as above
        if documents:
            fige = self.env["oilhi.document"].sudo().search_count(  # sudo: a lock holds for all
                [
                    ("state", "not in", ("brouillon", "a_signer")),
                    "|", "|",
                    ("docx_id", "in", list(documents)),
                    ("pdf_id", "in", list(documents)),
                    ("genere_id", "in", list(documents)),
                ],
                limit=1,
            )
        if revisions and not fige:
            fige = self.env["oilhi.document.revision"].sudo().search_count(  # sudo: same
                [
                    ("id", "in", list(revisions)),
                    ("document_id.state", "not in", ("brouillon", "a_signer")),
                ],
                limit=1,
            )
        if versions and not fige:
            fige = self.env["oilhi.document.modele.version"].sudo().search_count(  # sudo: same
                [("id", "in", list(versions)), ("state", "!=", "brouillon")], limit=1
            )
        if exemplaires and not fige:
            fige = self.env["oilhi.document.exemplaire"].sudo().search_count(  # sudo: same
                [("id", "in", list(exemplaires)), ("etat", "!=", "retire")], limit=1
            )
        if notifications and not fige:
            fige = self.env["oilhi.notification"].sudo().search_count(  # sudo: same
                [("preuve_id", "in", list(notifications))], limit=1
            )
        if fige:
            raise UserError(
                self.env._(
                    "Ce fichier appartient à un acte signé, à une preuve de notification, à un recueil "
                    "communiqué ou à un modèle validé : il ne peut être ni modifié ni supprimé."
                )
            )
