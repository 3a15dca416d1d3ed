from odoo import api, fields, models
from odoo.exceptions import UserError

from .oilhi_dossier_occupant import OUI_NON

# Read together and apart from the rest: reading the case of a row tells nothing of the person.
RESERVE = {"prefetch": "reserve", "copy": False}
SENSIBLES = frozenset({
    "vulnerable", "sante", "grossesse", "mineurs", "mineurs_ages", "handicap", "situation_sociale",
    "travailleur_social",
})  # fmt: skip


class OilhiDossierOccupantReserve(models.Model):
    """Health, children, social situation of a household: one row, one group, each reading logged.

    No thread, no tracking, no name made of it. Who may open a row is who may open the case (rules)
    and holds the group (access rights); who may write it is who may write the household.
    """

    _name = "oilhi.dossier.occupant.reserve"
    _inherit = ["oilhi.dossier.ligne", "oilhi.lecture.reservee"]
    _description = "Données réservées d’un ménage"
    _order = "id"
    _rec_names_search = ["occupant_id.lot"]

    _champs_journalises = SENSIBLES

    occupant_id = fields.Many2one(
        "oilhi.dossier.occupant", string="Ménage", required=True, index=True, ondelete="cascade",
        readonly=True,
    )
    dossier_id = fields.Many2one(
        related="occupant_id.dossier_id", store=True, index=True, string="Dossier"
    )
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, index=True)
    vulnerable = fields.Selection(
        OUI_NON, string="Personne vulnérable", default="inconnu", **RESERVE,
        help="Les peines du code sont alors plus lourdes (CCH L. 511-22, L. 521-4).",
    )
    sante = fields.Text("Santé", **RESERVE)
    grossesse = fields.Selection(OUI_NON, string="Femme enceinte", default="inconnu", **RESERVE)
    mineurs = fields.Integer("Nombre de mineurs", **RESERVE)
    mineurs_ages = fields.Char("Âges des mineurs", **RESERVE)
    handicap = fields.Text("Handicap", **RESERVE)
    situation_sociale = fields.Text("Situation sociale", **RESERVE)
    travailleur_social = fields.Char("Travailleur social", **RESERVE)

    _occupant_uniq = models.UniqueIndex(
        "(occupant_id)", "Ce ménage a déjà ses données réservées."
    )
    _mineurs_idx = models.Index("(occupant_id, dossier_id) WHERE mineurs > 0")

    @api.depends("occupant_id.lot")
    def _compute_display_name(self):
        for reserve in self:
            reserve.display_name = self.env._("Données réservées n° %s", reserve.id or "")

    # -- The role decides of the operation, the group is not enough -----------

    def _check_access(self, operation):
        """Reading asks for the right to read the household, the rest for the right to write it."""
        refus = super()._check_access(operation)
        if self.env.su:
            return refus
        restants = self - refus[0] if refus else self
        # sudo: only to know whose they are
        menages = restants.sudo().occupant_id.with_env(self.env)
        exige = "read" if operation == "read" else "write"
        ferme = menages._check_access(exige)
        if not ferme:
            return refus
        interdits = restants.filtered(lambda r: r.sudo().occupant_id in ferme[0]) if menages else restants
        return (refus[0] + interdits if refus else interdits), (refus or ferme)[1]

    def write(self, vals):
        if "occupant_id" in vals and any(r.occupant_id.id != vals["occupant_id"] for r in self):
            raise UserError(self.env._("Ces données ne changent pas de ménage."))
        return super().write(vals)

    def _repere_journal(self):
        return {"occupant_id": self.occupant_id.id, "occupant_numero": self.occupant_id.id}
