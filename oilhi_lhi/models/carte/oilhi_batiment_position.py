from odoo import api, fields, models
from odoo.exceptions import ValidationError


class OilhiBatiment(models.Model):
    """Where the building stands: typed, or imported with the address; never asked from a server."""

    _inherit = "oilhi.batiment"

    # 0 and 0: not known. No French commune is on the equator.
    latitude = fields.Float(digits=(9, 5), aggregator=None, copy=False)
    longitude = fields.Float(
        digits=(9, 5), aggregator=None, copy=False,
        help="Degrés décimaux (WGS 84). Sans elles, le dossier est placé au centre de sa commune.",
    )

    @api.constrains("latitude", "longitude")
    def _check_position(self):
        for batiment in self:
            if not -90 <= batiment.latitude <= 90 or not -180 <= batiment.longitude <= 180:
                raise ValidationError(self.env._(
                    "« %s » : la latitude va de -90 à 90 et la longitude de -180 à 180, en degrés décimaux "
                    "(par exemple 50,29116 et 2,77721).", batiment.name,
                ))
            if batiment.longitude and not batiment.latitude:
                raise ValidationError(self.env._(
                    "« %s » : indiquez la latitude avec la longitude.", batiment.name
                ))

    def _fusionner(self, absorbe):
        """The record that is kept takes the place of the other, when it has none."""
        place = {"latitude": absorbe.latitude, "longitude": absorbe.longitude}
        dossiers = super()._fusionner(absorbe)
        if place["latitude"] and not self.latitude:
            # sudo: the rights on both buildings were just checked
            self.sudo().write(place)
        return dossiers
