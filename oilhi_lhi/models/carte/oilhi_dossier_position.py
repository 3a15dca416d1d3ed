from odoo import api, fields, models

from . import cases


class OilhiDossier(models.Model):
    """Where the case is on the map: kept on it, so that a window of the map is one index away."""

    _inherit = "oilhi.dossier"

    latitude = fields.Float(digits=(9, 5), compute="_compute_position", store=True, aggregator=None)
    longitude = fields.Float(digits=(9, 5), compute="_compute_position", store=True, aggregator=None)
    position_exacte = fields.Boolean(
        "Position du bâtiment",
        compute="_compute_position",
        store=True,
        help="Sinon, le dossier est placé au centre de sa commune.",
    )

    _position_idx = models.Index(
        "(company_id, latitude, longitude) WHERE active IS TRUE AND latitude != 0"
    )
    # As the ORM writes it: PostgreSQL compares the texts.
    _sans_position_idx = models.Index(
        "(company_id) WHERE active IS TRUE AND (latitude = 0.00000 OR latitude IS NULL)"
    )

    @api.depends(
        "batiment_id.latitude", "batiment_id.longitude", "commune_id.latitude", "commune_id.longitude"
    )
    def _compute_position(self):
        for dossier in self:
            dossier.position_exacte = bool(dossier.batiment_id.latitude)
            lieu = dossier.batiment_id if dossier.position_exacte else dossier.commune_id
            dossier.latitude, dossier.longitude = lieu.latitude, lieu.longitude

    @api.model
    def _sql_noter(self, lignes):
        return [cases.sql_noter(lignes), *super()._sql_noter(lignes)]
