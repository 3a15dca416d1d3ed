from odoo import models
from odoo.exceptions import AccessError


class ResPartner(models.Model):
    _inherit = "res.partner"

    def write(self, vals):
        self._refuser_personne_de_dossier()
        return super().write(vals)

    def unlink(self):
        self._refuser_personne_de_dossier()
        return super().unlink()

    def _refuser_personne_de_dossier(self):
        """The contact of a person of a case repeats the case: only the case changes it.

        A service that only reads the case reads the contact too, and any agent may write
        partners: without this, it would change an address to notify, or give itself more access.
        """
        if self.env.su:
            return
        prives = self.sudo().filtered("oilhi_prive")  # sudo: a yes or a no, nothing is shown
        # sudo: same
        if prives and self.env["oilhi.dossier.personne"].sudo().search_count(
            [("partner_id", "in", prives.ids)], limit=1
        ):
            raise AccessError(self.env._(
                "Ce contact est celui d’une personne d’un dossier : modifiez la personne dans "
                "le dossier."
            ))
