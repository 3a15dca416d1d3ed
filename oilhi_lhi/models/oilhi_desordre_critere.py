from odoo import api, fields, models


class OilhiDesordreCritere(models.Model):
    """One thing to see and tick on the spot; a « danger » one calls for urgency."""

    _name = "oilhi.desordre.critere"
    _inherit = ["oilhi.donnee.memoire", "oilhi.referentiel"]
    _description = "Critère observable d’un désordre"
    _order = "desordre_id, sequence, id"
    _rec_names_search = ["code", "name"]

    desordre_id = fields.Many2one(
        "oilhi.desordre", string="Désordre", required=True, index=True, ondelete="cascade"
    )
    code = fields.Char("Code", required=True)  # STR-02-1, STR-02-D1
    name = fields.Char("Ce qui se constate", required=True)
    danger = fields.Boolean("Danger immédiat")
    sequence = fields.Integer("Ordre", default=10)
    active = fields.Boolean("Actif", default=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "Ce code de critère existe déjà.")

    @api.depends("name", "danger")
    def _compute_display_name(self):
        """In a list to tick, a sign of danger says so, in words."""
        for critere in self:
            critere.display_name = (
                self.env._("%s (danger immédiat)", critere.name) if critere.danger else critere.name
            )

    @api.model
    def _minuscule(self, texte):
        """A phrase inside another: only its own capital goes (« VMC » stays)."""
        return texte[:1].lower() + texte[1:] if texte[1:2].islower() or texte[1:2] in " ’" else texte

    def _en_phrase(self, separateur):
        noms = self.mapped("name")
        if not noms:
            return False
        return separateur.join([noms[0], *map(self._minuscule, noms[1:])]) + "."
