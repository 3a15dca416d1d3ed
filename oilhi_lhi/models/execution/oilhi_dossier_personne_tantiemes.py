from odoo import fields, models


class OilhiDossierPersonne(models.Model):
    _inherit = "oilhi.dossier.personne"

    tantiemes = fields.Integer(
        "Tantièmes",
        help="Quote-part du copropriétaire, tous ses lots additionnés, d’après le règlement de copropriété.",
    )

    _tantiemes_positifs = models.Constraint(
        "CHECK(tantiemes >= 0)", "Les tantièmes sont un nombre entier positif."
    )
