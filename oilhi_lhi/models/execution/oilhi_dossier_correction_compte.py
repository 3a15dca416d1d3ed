from odoo import models


class OilhiDossierCorrection(models.Model):
    """A date was corrected: the liquidations already decided that counted from the former one."""

    _inherit = "oilhi.dossier.correction"

    def _actes_affectes(self):
        return super()._actes_affectes() + [
            {
                "sorte": "acte",
                "libelle": liquidation.display_name,
                "portee": "compte",
                "risque": liquidation.ecart,
                "que_faire": self.env._(
                    "Préparez la liquidation rectificative depuis la page « Astreinte et frais » : celle "
                    "qui est décidée ne change pas."
                ),
                "base": liquidation.base or "CCH L. 511-15",
                "niveau_preuve": "confirme",
            }
            for liquidation in self.dossier_id.liquidation_ids
            if liquidation.etat == "decidee" and liquidation.ecart
        ]
