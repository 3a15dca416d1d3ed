from odoo import api, fields, models
from odoo.exceptions import UserError

from ..controles import actes


class OilhiDossierEtape(models.Model):
    _inherit = "oilhi.dossier.etape"

    document_ids = fields.Many2many(
        "oilhi.document", string="Documents de l’étape", compute="_compute_document_ids"
    )

    @api.depends(
        "dossier_procedure_id.document_ids.code", "dossier_id.document_ids.code",
        "etape_id.document_codes",
    )
    def _compute_document_ids(self):
        for etape in self:
            codes = etape._codes_documents()
            # The report of a visit serves every procedure of the case.
            documents = etape.dossier_procedure_id.document_ids | (
                etape.dossier_id.document_ids.filtered(lambda d: not d.dossier_procedure_id)
            )
            etape.document_ids = documents.filtered(lambda d, codes=codes: d.code in codes)

    def _codes_documents(self):
        self.ensure_one()
        return self._codes("document_codes")

    def action_generer_document(self, code=None):
        """Prepare a document of this step; opens it, or asks for the addressee."""
        self.ensure_one()
        self.check_access("write")
        codes = self._codes_documents()
        code = code or codes[:1] and codes[0]
        if not code or code not in codes:
            raise UserError(self.env._("Ce document n’est pas produit à cette étape."))
        dossier = self.dossier_id
        modele = dossier._modele_document(code)
        if dossier._a_completer(modele):
            return {
                **dossier.action_preparer_document(),
                "context": {"default_dossier_id": dossier.id, "default_modele_id": modele.id},
            }
        return dossier.generer_document(code).action_ouvrir()

    def documents_possibles(self):
        """[{code, nom, disponible, controlable, existants}] for the stepper: what this step produces."""
        self.ensure_one()
        self.check_access("read")
        return self._documents_possibles()[self.id]

    def _documents_possibles(self):
        """Which ones have a template in force, and which are prepared: read once for all the steps."""
        possibles = super()._documents_possibles()
        codes = {d["code"] for documents in possibles.values() for d in documents}
        modeles = {m.code: m for m in self.env["oilhi.document.modele"]._par_code(codes)}
        en_vigueur = modeles and self.env["oilhi.document.modele"]._versions_du_jour(
            fields.Date.context_today(self)
        )
        prepares = {}  # the report of a visit, without a procedure, serves every one of the case
        lisibles = self.dossier_id._documents_lisibles()
        # They are those of the procedures too: no other must be found there.
        self.dossier_procedure_id._noter_lignes("document_ids", lisibles)
        for d in lisibles:
            prepares.setdefault((d.dossier_procedure_id.id, d.code), []).append(
                {"id": d.id, "nom": d.display_name, "etat": d.state}
            )
        for etape in self:
            procedure = etape.dossier_procedure_id.id
            for document in possibles[etape.id]:
                document["controlable"] = actes.controlable(document["code"])
                modele = modeles.get(document["code"])
                if modele and modele.id in en_vigueur:
                    document.update(disponible=True, nom=modele.name)
                document["existants"] = [
                    *prepares.get((procedure, document["code"]), ()),
                    *prepares.get((False, document["code"]), ()),
                ]
        return possibles
