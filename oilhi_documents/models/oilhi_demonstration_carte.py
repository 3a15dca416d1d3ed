import hashlib
from datetime import timedelta

from odoo import api, fields, models

ETENDUE = 0.012  # degrees around the centre of the commune: the streets of the demonstration do not exist
SANS_POSITION = 6  # one building out of six is only known by its commune
ENDORMIS = 9  # one open case out of nine has not moved for months


def part(cle, rang):
    """A draw of [0, 1), the same at each loading."""
    return int.from_bytes(hashlib.sha256(f"{cle} {rang}".encode()).digest()[:4], "big") / 2**32


class OilhiDemonstration(models.AbstractModel):
    """Where the fictitious buildings stand, and since when nobody has touched some of the cases."""

    _inherit = "oilhi.demonstration"

    @api.model
    def _charger(self):
        resultat = super()._charger()
        dossiers = self.env["oilhi.dossier"].search([("company_id", "=", self.env.company.id)], order="id")
        self._placer(dossiers.batiment_id)
        self._endormir(dossiers.filtered(lambda d: d.phase in ("signalement", "instruction")))
        chiffre = self.env["oilhi.tableau.chiffre"]
        jour = self.env["oilhi.habilitation"]._aujourdhui()
        chiffre._replier(jour)
        self.env["oilhi.tableau.mois"]._completer(jour)
        return resultat

    @api.model
    def _placer(self, batiments):
        for batiment in batiments.filtered(lambda b: not b.latitude and b.commune_id.latitude):
            cle = batiment.cle_adresse
            if part(cle, 0) < 1 / SANS_POSITION:
                continue
            centre = batiment.commune_id
            batiment.write({
                "latitude": round(centre.latitude + (part(cle, 1) - 0.5) * ETENDUE, 5),
                "longitude": round(centre.longitude + (part(cle, 2) - 0.5) * ETENDUE * 1.6, 5),
            })

    @api.model
    def _endormir(self, dossiers):
        jour = fields.Date.today()
        if any(dossier.dernier_mouvement < jour for dossier in dossiers):
            return  # loaded already
        for rang, dossier in enumerate(dossiers[::ENDORMIS]):
            dossier.dernier_mouvement = jour - timedelta(days=75 + 23 * rang)
