from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...moteur.copropriete import TauxLegal


class OilhiTauxLegal(models.Model):
    """The rate of legal interest of a period: typed with the text that sets it, never shipped.

    CCH L. 511-17 al. 3: interest on what the authority paid for defaulting co-owners.
    """

    _name = "oilhi.taux.legal"
    _inherit = "oilhi.referentiel"
    _description = "Taux d’intérêt légal"
    _order = "date_debut desc"
    _rec_name = "reference"

    date_debut = fields.Date("Du", required=True)
    date_fin = fields.Date("Au", required=True)
    taux = fields.Float("Taux annuel (%)", digits=(6, 4), required=True)
    reference = fields.Char(
        "Texte qui le fixe", required=True,
        help="Arrêté publié au Journal officiel. Deux taux sont publiés : celui des créanciers autres "
        "que des particuliers est à retenir pour une collectivité (à vérifier).",
    )

    _dates = models.Constraint(
        "CHECK(date_fin >= date_debut)", "La période du taux finit avant de commencer."
    )
    _taux_positif = models.Constraint(
        "CHECK(taux > 0 AND taux < 100)", "Le taux d’intérêt légal est un pourcentage entre 0 et 100."
    )

    @api.constrains("date_debut", "date_fin")
    def _check_periode(self):
        for taux in self:
            if self.search_count([
                ("id", "!=", taux.id),
                ("date_debut", "<=", taux.date_fin), ("date_fin", ">=", taux.date_debut),
            ], limit=1):
                raise ValidationError(self.env._(
                    "Un autre taux couvre déjà une partie de cette période : corrigez les dates."
                ))

    @api.model
    def _noyau(self):
        """Rates for the core; read once by whoever computes for many rows."""
        return tuple(
            TauxLegal(t.date_debut, t.date_fin, Decimal(str(t.taux)), t.reference)
            for t in self.search([])
        )
