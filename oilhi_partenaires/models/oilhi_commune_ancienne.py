from odoo import api, fields, models

from ..outils import toponymes


class OilhiCommuneAncienne(models.Model):
    """What an address or an old deed still calls a part of a commune of today."""

    _name = "oilhi.commune.ancienne"
    _description = "Ancienne commune, commune déléguée ou arrondissement"
    _order = "code_insee, id"
    _rec_names_search = ["name", "code_insee"]

    code_insee = fields.Char(string="Code INSEE", required=True, size=5, index=True)
    name = fields.Char(string="Nom", help="Vide : la source n’en donne que le code.")
    cle_recherche = fields.Char(
        string="Clé de recherche", compute="_compute_cle_recherche", store=True, precompute=True,
        index="trigram",
    )
    type = fields.Selection(
        [
            ("deleguee", "Commune déléguée"),
            ("associee", "Commune associée"),
            ("arrondissement", "Arrondissement municipal"),
            ("disparue", "Commune disparue"),
            ("renommee", "Ancien nom"),
        ],
        required=True,
    )
    commune_id = fields.Many2one(
        "oilhi.commune", string="Commune actuelle", required=True, index=True, ondelete="cascade"
    )
    codes_postaux = fields.Char(string="Codes postaux")

    # The old name of a commune has the code of the commune, once a name.
    _code_insee_uniq = models.UniqueIndex(
        "(code_insee) WHERE type != 'renommee'",
        "Une ancienne commune ou un arrondissement porte déjà ce code INSEE.",
    )

    @api.depends("name")
    def _compute_cle_recherche(self):
        for ancienne in self:
            ancienne.cle_recherche = toponymes.cle_recherche(ancienne.name)

    @api.depends("name", "code_insee")
    def _compute_display_name(self):
        for ancienne in self:
            ancienne.display_name = (
                f"{ancienne.name} ({ancienne.code_insee})" if ancienne.name else ancienne.code_insee
            )
