from odoo import api, models


class OilhiDonneeMemoire(models.AbstractModel):
    """Data of law that the cores read: any change drops what the workers hold in memory."""

    _name = "oilhi.donnee.memoire"
    _description = "Donnée de droit gardée en mémoire"

    @api.model_create_multi
    def create(self, vals_list):
        self._oublier()
        return super().create(vals_list)

    def write(self, vals):
        self._oublier()
        return super().write(vals)

    def unlink(self):
        self._oublier()
        return super().unlink()

    def _oublier(self):
        """Now, and once committed: another thread may have read the former data in between."""
        self.env.registry.clear_cache()
        apres = self.env.cr.postcommit
        if not apres.data.get("oilhi_lhi.memoire"):
            apres.data["oilhi_lhi.memoire"] = True
            apres.add(self.env.registry.clear_cache)
