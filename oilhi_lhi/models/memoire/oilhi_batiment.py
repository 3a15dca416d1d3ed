from odoo import api, models


class OilhiBatiment(models.Model):
    """Found by its address as people write it, its parcels, its identifiers."""

    _name = "oilhi.batiment"
    _inherit = ["oilhi.batiment", "oilhi.cle.recherche"]

    _mots_idx = models.Index("USING gin (array_to_tsvector(string_to_array(cle_recherche, ' ')))")

    @api.model
    def _sources_cle(self):
        return (
            *super()._sources_cle(), "name", "rue", "rnb_id", "ban_cle", "parcelle_ids.name",
            "commune_id.code_insee",
        )

    def _textes_cle(self):
        return (self.name, self.commune_id.code_insee), {
            "identifiants": (self.rnb_id, self.ban_cle),
            "parcelles": self.parcelle_ids.mapped("name"),
            "rue": self.rue,
        }
