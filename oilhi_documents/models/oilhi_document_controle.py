from odoo import api, fields, models

from ..controles import trier
from .oilhi_dossier_controle import sans_liens


class OilhiDocument(models.Model):
    _inherit = "oilhi.document"

    controles = fields.Json("Contrôles avant signature", compute="_compute_controles")

    @api.depends("state", "valeurs", "revision_id")
    @api.depends_context("uid")
    def _compute_controles(self):
        for document in self:
            document.controles = (
                False
                if document.state not in ("brouillon", "a_signer") or not document.id
                else document.dossier_id._ecran_controles(document._controles())
            )

    def _controles(self, signature=None):
        """Controls of this very document, with what changed since it was prepared."""
        self.ensure_one()
        controles = []
        if self._perime():
            controles.append(
                {
                    "code": "PERIME",
                    "niveau": "bloquant",
                    "message": self._message_perime(),
                    "base": "",
                    "lien": None,
                }
            )
        controles += self._controles_revision(signature)
        return trier(controles + self._contexte(signature).controler())

    def controler(self, liens=False):
        """Stable method: the checks of this document, the most serious first."""
        self.ensure_one()
        self.check_access("read")
        self._exiger_non_signe()
        return self._controles() if liens else sans_liens(self._controles())


def avec_base(controle):
    base = controle["base"]
    if base and base not in controle["message"]:
        return f"{controle['message'].rstrip('.')} ({base})."
    return controle["message"]
