from odoo import fields, models


class OilhiContactRecherche(models.TransientModel):
    """Asked from a case, the question carries its facts: use, co-ownership, protection."""

    _inherit = "oilhi.contact.recherche"

    dossier_id = fields.Many2one("oilhi.dossier", string="Dossier", ondelete="cascade")

    def _repondre(self, **faits):
        if self.dossier_id:
            self.dossier_id.check_access("read")
            # the commune may have been changed on the screen: these facts are of another place
            if self.dossier_id.commune_id == self.commune_id:
                faits = {**self.dossier_id._faits_contact(), **faits}
        return super()._repondre(**faits)
