from markupsafe import Markup

from odoo import api, models
from odoo.exceptions import UserError

ICONES = {
    "bloquant": ("fa-times-circle", "danger", "Bloquant"),
    "avertissement": ("fa-exclamation-triangle", "warning", "Attention"),
    "ok": ("fa-check-circle", "success", "Conforme"),
}


class OilhiDocument(models.Model):
    _inherit = "oilhi.document"

    @api.depends("state", "valeurs")
    @api.depends_context("uid")
    def _compute_controle_html(self):
        for document in self:
            document.controle_html = (
                False
                if document.state not in ("brouillon", "a_signer") or not document.id
                else document._html_controles(document._controles())
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
                }
            )
        return controles + self._contexte(signature).controler()

    def controler(self):
        """Stable method: the checks of this document, the most serious first."""
        self.ensure_one()
        self.check_access("read")
        if self.state not in ("brouillon", "a_signer"):
            raise UserError(self.env._("Ce document est signé : il ne se contrôle plus."))
        return self._controles()

    def _html_controles(self, controles):
        """Icon, word and text: never the colour alone. Conforming points fold into one line."""
        conformes = [c for c in controles if c["niveau"] == "ok"]
        lignes = [_ligne(c) for c in controles if c["niveau"] != "ok"]
        if conformes:
            details = Markup("").join(
                Markup("<li>%s</li>") % avec_base(c) for c in conformes
            )
            lignes.append(
                Markup(
                    '<details class="mt-2"><summary class="text-success">'
                    '<i class="fa fa-check-circle me-1" aria-hidden="true"></i>%s</summary>'
                    '<ul class="mb-0">%s</ul></details>'
                )
                % (
                    self.env._("%s points conformes", len(conformes))
                    if len(conformes) > 1
                    else self.env._("1 point conforme"),
                    details,
                )
            )
        return Markup('<div class="o_oilhi_controles">%s</div>') % Markup("").join(lignes)


def avec_base(controle):
    base = controle["base"]
    if base and base not in controle["message"]:
        return f"{controle['message'].rstrip('.')} ({base})."
    return controle["message"]


def _ligne(controle):
    icone, couleur, mot = ICONES[controle["niveau"]]
    texte = Markup("<br/>").join(avec_base(controle).split("\n"))
    return Markup(
        '<div class="d-flex gap-2 mb-1"><i class="fa %s text-%s mt-1" aria-hidden="true"></i>'
        '<div><strong class="text-%s">%s</strong> – %s</div></div>'
    ) % (icone, couleur, couleur, mot, texte)
