from odoo import fields, models


class ResCompany(models.Model):
    """Who answers for the data: said in the register and in the letters."""

    _inherit = "res.company"

    oilhi_responsable_traitement = fields.Char(
        "Responsable du traitement", help="L’autorité qui décide de l’emploi des données, et son adresse."
    )
    oilhi_dpo_nom = fields.Char("Délégué à la protection des données", help="Nom ou fonction.")
    oilhi_dpo_contact = fields.Char("Contact du délégué", help="Courriel ou adresse postale.")
