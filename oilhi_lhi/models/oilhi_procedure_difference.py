from typing import NamedTuple

from odoo import api, fields, models, tools

from .oilhi_codes_cites import DOCUMENT, codes
from .oilhi_referentiel import NIVEAUX_PREUVE


class Difference(NamedTuple):
    """What a variant changes in a step, as the engine holds it in memory."""

    id: int
    effet: str
    niveau_preuve: str
    delai_codes: tuple[str, ...]
    partenaire_codes: tuple[str, ...]
    document_codes: tuple[str, ...]


class OilhiProcedureDifference(models.Model):
    """What a variant changes in a step of the procedure that it follows, with the article."""

    _name = "oilhi.procedure.difference"
    _inherit = ["oilhi.donnee.memoire", "oilhi.codes.cites", "oilhi.referentiel"]
    _description = "Différence d’une variante"
    _order = "procedure_id, etape_id"
    _rec_name = "motif"
    _champs_codes = {
        "delai_codes": ("oilhi.delai",),
        "partenaire_codes": ("oilhi.type.organisme",),
        "document_codes": (DOCUMENT,),
    }

    procedure_id = fields.Many2one(
        "oilhi.procedure", string="Variante", required=True, index=True, ondelete="cascade"
    )
    etape_id = fields.Many2one(
        "oilhi.etape", string="Étape", required=True, index=True, ondelete="cascade"
    )
    effet = fields.Selection(
        [
            ("ecartee", "Étape écartée"),
            ("obligatoire", "Étape obligatoire"),
            ("consigne", "Consigne complétée"),
        ],
        required=True,
        default="consigne",
    )
    motif = fields.Char(required=True, help="Phrase affichée dans le parcours.")
    base = fields.Char("Base légale")
    consigne = fields.Text("À ajouter à la consigne")
    delai_codes = fields.Char("Délais à la place")
    partenaire_codes = fields.Char("Partenaires en plus")
    document_codes = fields.Char("Documents en plus")
    niveau_preuve = fields.Selection(
        NIVEAUX_PREUVE,
        string="Niveau de preuve",
        required=True,
        default="confirme",
    )

    _unique = models.Constraint(
        "UNIQUE(procedure_id, etape_id)", "Cette variante change déjà cette étape."
    )

    @api.model
    @tools.ormcache()
    def _par_variante(self):
        """{variant: {step: Difference}}: a few dozen rows, read at each step of each case."""
        variantes = {}
        # sudo: reference data, the same for everyone; the cache must not depend on the first reader
        for d in self.sudo().search([]):  # pylint: disable=no-search-all
            variantes.setdefault(d.procedure_id.id, {})[d.etape_id.id] = Difference(
                d.id, d.effet, d.niveau_preuve,
                codes(d.delai_codes), codes(d.partenaire_codes), codes(d.document_codes),
            )
        return variantes

    def _phrase(self):
        """Reason shown beside the step, with its article and its level of proof."""
        self.ensure_one()
        phrase = self.motif.rstrip(". ")
        if self.base:
            phrase = f"{phrase} ({self.base})"
        if self.niveau_preuve == "a_verifier":
            phrase = self.env._("%s [à vérifier]", phrase)
        return f"{phrase}."
