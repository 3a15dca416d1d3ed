from odoo import api, fields, models

SANS_NOM = "My Company"  # of Odoo, in every language


class ResCompany(models.Model):
    _inherit = "res.company"

    oilhi_departement_id = fields.Many2one("oilhi.departement", string="Département")

    @api.model
    def _nommer_departement(self):
        """A new database: the company that Odoo made takes the name of the host's département, if it has only one."""
        societe = self.env.ref("base.main_company")
        departements = self.env["oilhi.commune"]._read_group([], ["departement_id"])
        if len(departements) == 1 and societe.name == SANS_NOM:
            [[departement]] = departements
            societe.write({"name": departement.name, "oilhi_departement_id": departement.id})
