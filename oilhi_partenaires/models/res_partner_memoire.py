from odoo import api, models

CHANGE = "oilhi.annuaire"


class ResPartner(models.Model):
    """The workers keep who covers a commune (see oilhi.commune): any change of the directory drops it."""

    _inherit = "res.partner"

    @api.model_create_multi
    def create(self, vals_list):
        contacts = super().create(vals_list)
        contacts._oublier_annuaire()
        return contacts

    def write(self, vals):
        self._oublier_annuaire()  # what leaves the directory
        resultat = super().write(vals)
        self._oublier_annuaire()  # what enters it
        return resultat

    def unlink(self):
        self._oublier_annuaire()
        return super().unlink()

    def _oublier_annuaire(self):
        """Once committed: until then, this transaction alone knows of it and reads the database."""
        apres = self.env.cr.postcommit
        # sudo: a yes or a no; the persons of cases, which change all day, are in no directory
        if apres.data.get(CHANGE) or all(self.sudo().mapped("oilhi_prive")):
            return
        apres.data[CHANGE] = True
        apres.add(self.env.registry.clear_cache)

    @api.model
    def _annuaire_change(self):
        return bool(self.env.cr.postcommit.data.get(CHANGE))
