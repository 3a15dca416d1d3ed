from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from .oilhi_codes_cites import codes
from .oilhi_referentiel import NIVEAUX_PREUVE


class OilhiProcedure(models.Model):
    _name = "oilhi.procedure"
    _inherit = "oilhi.referentiel"
    _description = "Procédure"
    _order = "sequence, code"
    _rec_names_search = ["code", "name"]

    code = fields.Char(required=True)  # MSO, MSU, PGI
    name = fields.Char("Procédure", required=True)
    resume = fields.Text("En clair")
    autorite = fields.Char("Autorité")
    titulaire = fields.Selection(
        [("maire", "Maire"), ("prefet", "Préfet"), ("autre", "Autre")],
        string="Qui décide",
        required=True,
        default="maire",
        help="En l’absence de transfert à l’EPCI.",
    )
    base = fields.Char("Fondement")
    effets = fields.Char("Effets")
    urgente = fields.Boolean()
    transferable_epci = fields.Boolean("Police transférable à l’EPCI")
    niveau_preuve = fields.Selection(
        NIVEAUX_PREUVE,
        string="Niveau de preuve",
        required=True,
        default="confirme",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    etape_ids = fields.One2many("oilhi.etape", "procedure_id", string="Étapes")
    parcours_id = fields.Many2one(
        "oilhi.procedure",
        string="Suit les étapes de",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('parcours_id', '=', False), ('id', '!=', id)]",
        help="Une variante suit les étapes d’une autre procédure, avec ses différences.",
    )
    cumulable = fields.Boolean(
        "S’ajoute aux autres", help="Ne remplace aucune procédure et n’est remplacée par aucune."
    )
    roles_tenus = fields.Char(
        "Personnes visées ensemble",
        help="Rôles qui doivent tous être tenus, par exemple « proprietaire,exploitant ».",
    )
    difference_ids = fields.One2many(
        "oilhi.procedure.difference", "procedure_id", string="Différences"
    )

    _code_uniq = models.Constraint("UNIQUE(code)", "Ce code de procédure existe déjà.")

    @api.depends("code", "name")
    def _compute_display_name(self):
        for procedure in self:
            procedure.display_name = f"{procedure.code} – {procedure.name}"

    @api.constrains("parcours_id")
    def _check_parcours(self):
        for procedure in self:
            if procedure.parcours_id.parcours_id or procedure == procedure.parcours_id:
                raise ValidationError(self.env._(
                    "« %s » ne peut suivre que les étapes d’une procédure qui a les siennes.",
                    procedure.name,
                ))

    @api.model
    @tools.ormcache()
    def _noms(self):
        """{code: name} of the procedures in use."""
        # sudo: reference data, the same for everyone; the cache must not depend on the first reader
        return {procedure.code: procedure.name for procedure in self.sudo().search([])}

    @api.model
    @tools.ormcache()
    def _deroulees(self):
        """Codes of the procedures that have steps of their own, in their order."""
        # sudo: same as above
        return self.sudo().search([("etape_ids", "!=", False)]).mapped("code")

    def _etapes(self):
        """Steps of reference, its own or those of the procedure that it follows."""
        self.ensure_one()
        return (self.parcours_id or self).etape_ids

    def _regles_execution(self):
        """Versions of the rules that its steps give to carry out the works, in their order."""
        self.ensure_one()
        delais = self.env["oilhi.delai"]
        connus = delais._versions()
        versions = (
            delais._version(code)
            for etape in self._etapes()
            for code in codes(etape.delai_codes)
            if code in connus
        )
        return [v for v in versions if v.depart_type == "execution"]

    def _minimum_execution(self):
        """Rule of the least time that its order leaves for works (R. 511-6), None if there is none."""
        if self.urgente:
            return None
        return next((v.regle for v in self._regles_execution() if v.regle.nature == "minimum"), None)

    def _maximum_execution(self):
        """Rule of the longest time that its order may leave (L. 126-3), None if there is none."""
        return next((v.regle for v in self._regles_execution() if v.plafond), None)
