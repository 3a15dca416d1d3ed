from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .oilhi_dossier_occupant import OUI_NON
from .oilhi_journal_reserve import au_journal

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
    _inherit = "oilhi.dossier.ligne"
    _description = "Données réservées d’un ménage"
    _order = "id"
    _rec_names_search = ["occupant_id.lot"]

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

    # -- Each reading is logged ----------------------------------------------

    def _fetch_query(self, query, fields):
        """Where every read of the ORM ends: form, list, export, RPC, many2one, search and read."""
        records = super()._fetch_query(query, fields)
        if records and not self.env.su and SENSIBLES.intersection(champ.name for champ in fields):
            self.env["oilhi.journal.reserve"]._noter(records)
        return records

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, **kwargs):
        """A criterion tells as much as a reading: « pregnant and number 12 » has an answer."""
        if not self.env.su and self._cite(domain, order or ""):
            self.env["oilhi.journal.reserve"]._noter(self.browse(), "recherche")
        return super()._search(domain, offset, limit, order, **kwargs)

    @api.model
    def _cite(self, domain, *textes):
        noms = {c.field_expr.split(".")[0] for c in Domain(domain).iter_conditions()}
        return bool(SENSIBLES & noms) or any(nom in texte for nom in SENSIBLES for texte in textes)

    @api.model
    def _read_group(self, domain, groupby=(), aggregates=(), *args, **kwargs):
        self._noter_groupes(groupby, aggregates)
        return super()._read_group(domain, groupby, aggregates, *args, **kwargs)

    @api.model
    def _read_grouping_sets(self, domain, grouping_sets, aggregates=(), *args, **kwargs):
        self._noter_groupes(*grouping_sets, aggregates)
        return super()._read_grouping_sets(domain, grouping_sets, aggregates, *args, **kwargs)

    def _noter_groupes(self, *listes):
        if not self.env.su and self._cite([], *(mot for liste in listes for mot in liste)):
            self.env["oilhi.journal.reserve"]._noter(self.browse(), "regroupement")

    # How it was read is said by the door that was used, never by the caller.

    @au_journal
    def web_read(self, specification):
        with self.env["oilhi.journal.reserve"]._par("fiche"):
            return super().web_read(specification)

    @api.model
    @au_journal
    def web_search_read(self, *args, **kwargs):
        with self.env["oilhi.journal.reserve"]._par("liste"):
            return super().web_search_read(*args, **kwargs)

    def export_data(self, fields_to_export):
        with self.env["oilhi.journal.reserve"]._par("export"):
            return super().export_data(fields_to_export)

    @au_journal
    def read(self, fields=None, load="_classic_read"):
        return super().read(fields, load)

    @api.model
    @au_journal
    def search_read(self, *args, **kwargs):
        return super().search_read(*args, **kwargs)
