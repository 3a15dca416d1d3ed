from odoo import fields, models


class ResPartner(models.Model):
    """What the State's open directory said of an entry, to follow it without losing our changes."""

    _inherit = "res.partner"

    oilhi_source_valeurs = fields.Json(string="Dernières valeurs de la source", copy=False)
    oilhi_source_le = fields.Date(
        string="Date du fichier d’origine", copy=False, readonly=True,
        help="Annuaire de l’administration, DILA, Licence Ouverte 2.0.",
    )
    oilhi_source_absent_le = fields.Date(
        string="Absent de la source depuis", copy=False, readonly=True,
        help="Date du premier fichier de l’annuaire de l’administration où cet organisme ne "
        "figure plus. La fiche n’est jamais supprimée : vérifiez-la.",
    )
