from odoo import models


class IrRule(models.Model):
    _inherit = "ir.rule"

    def _conseil_acces(self, erreur, records):
        """A case of another service is asked for."""
        conseil = super()._conseil_acces(erreur, records)
        if records._name == "oilhi.dossier" and not conseil:
            conseil = " " + self.env._("Pour un dossier d’un autre service : menu « Accès », « Demander l’accès à un dossier ».")
        return conseil
