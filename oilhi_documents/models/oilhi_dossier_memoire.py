from odoo import api, models
from odoo.fields import Domain

SIGNES = ("signe", "transmis", "notifie", "executoire", "leve", "abroge")


class OilhiDossier(models.Model):
    """Cases are found by the number of their acts; the memory of a place names its arrêtés."""

    _inherit = "oilhi.dossier"

    @api.model
    def _sources_cle(self):
        return (*super()._sources_cle(), "document_ids.numero")

    def _textes_cle(self):
        textes, autres = super()._textes_cle()
        return (*textes, *self.document_ids.sorted("id").filtered("numero").mapped("numero")), autres

    def _arretes_memoire(self):
        """The signed arrêtés; a step speaks for the procedures whose arrêté was not made here."""
        documents = self.env["oilhi.document"].search_fetch(
            Domain("dossier_id", "in", self.ids) & Domain("type", "=", "arrete")
            & Domain("state", "in", SIGNES),
            ["name", "numero", "date_signature", "state", "date_levee", "date_abrogation",
             "dossier_procedure_id", "modele_id"],
            order="date_signature desc, id desc",
        )
        procedures = set(documents.dossier_procedure_id.ids)
        lignes = [
            ligne for ligne in super()._arretes_memoire() if ligne["procedure_id"] not in procedures
        ] + [
            {
                "id": f"document{document.id}",
                "procedure_id": document.dossier_procedure_id.id,
                "document_id": document.id,
                "nom": document.name,
                "numero": document.numero or "",
                "jour": document.date_signature and str(document.date_signature) or "",
                "date": document.date_signature and document.date_signature.strftime("%d/%m/%Y") or "",
                "dossier_id": document.dossier_id.id,
                "reference": document.dossier_id.reference,
                **document._etat_memoire(),
            }
            for document in documents
        ]
        return sorted(lignes, key=lambda ligne: ligne["jour"], reverse=True)


class OilhiDocument(models.Model):
    _inherit = "oilhi.document"

    def _etat_memoire(self):
        """What a reader of the history needs: does this arrêté still bind."""
        self.ensure_one()
        fin = self.date_levee or self.date_abrogation
        le = self.env._(" le %s", fin.strftime("%d/%m/%Y")) if fin else ""
        if self.state == "leve":
            return {"en_vigueur": False, "etat": self.env._("levé%s", le)}
        if self.state == "abroge":
            return {"en_vigueur": False, "etat": self.env._("abrogé ou retiré%s", le)}
        if self.modele_id._nomme_un_acte():
            return {"en_vigueur": False, "etat": self.env._("met fin à un arrêté, ou le modifie")}
        return {"en_vigueur": True, "etat": self.env._("en vigueur : aucune mainlevée notée")}
