from odoo import api, models


class OilhiDossier(models.Model):
    """Found in one box: reference, object, address, persons, parcel, commune, identifiers.

    Who reads a case reads its persons (same access rules): the key tells no more than they do.
    """

    _name = "oilhi.dossier"
    _inherit = ["oilhi.dossier", "oilhi.cle.recherche"]

    _mots_idx = models.Index("USING gin (array_to_tsvector(string_to_array(cle_recherche, ' ')))")

    @api.model
    def _sources_cle(self):
        return (
            *super()._sources_cle(), "reference", "name", "batiment_id.cle_recherche",
            "personne_ids.nom_complet",
        )

    def _textes_cle(self):
        return (
            self.reference, self.name, self.batiment_id.cle_recherche,
            *self.personne_ids.mapped("nom_complet"),
        ), {}
