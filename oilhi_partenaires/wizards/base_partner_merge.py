from odoo import models
from odoo.exceptions import UserError


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """A merge would show the person of a case in the directory, or to another service."""
        # sudo: what the user may not read must not be merged either
        partners = self.env["res.partner"].sudo().browse(partner_ids).exists()
        if any(partners.mapped("oilhi_prive")):
            raise UserError(self.env._(
                "Une personne d’un dossier ne peut pas être fusionnée avec une autre fiche : "
                "elle appartient à son dossier. Retirez-la de la sélection."
            ))
        # Odoo asks for one same email, to protect accounts: two entries of the directory for one body have seldom
        # the same, or one has none. Nobody signs in with them, and who may write them could have typed it.
        if (
            all(partner.oilhi_type_ids for partner in partners)
            and not partners.with_context(active_test=False).user_ids
            and partners.sudo(False).has_access("write")
        ):
            extra_checks = False
        return super()._merge(partner_ids, dst_partner, extra_checks)
