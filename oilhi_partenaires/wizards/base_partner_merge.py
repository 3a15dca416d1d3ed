from odoo import models
from odoo.exceptions import UserError


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """A merge would show the person of a case in the directory, or hide an organisation."""
        # sudo: what the user may not read must not be merged either
        partners = self.env["res.partner"].sudo().browse(partner_ids).exists()
        if len(set(partners.mapped("oilhi_prive"))) > 1:
            raise UserError(self.env._(
                "Une personne d’un dossier ne peut pas être fusionnée avec une fiche de "
                "l’annuaire : retirez-la de la sélection."
            ))
        return super()._merge(partner_ids, dst_partner, extra_checks)
