from odoo import api, fields, models


class OilhiDesordre(models.Model):
    _name = "oilhi.desordre"
    _inherit = "oilhi.referentiel"
    _description = "Désordre du référentiel"
    _order = "categorie_id, code"
    # « synonymes »: people type « mur qui gonfle », not « mur bombé ».
    _rec_names_search = ["code", "name", "synonymes"]

    code = fields.Char("Code", required=True)  # STR-02
    name = fields.Char("Désordre", required=True)
    categorie_id = fields.Many2one(
        "oilhi.desordre.categorie",
        string="Catégorie",
        required=True,
        index=True,
        ondelete="restrict",
    )
    criteres = fields.Text("Critères observables")
    danger_si = fields.Text("Danger immédiat si")
    gravite_min = fields.Integer("Gravité minimale", default=1, aggregator=None)
    gravite_max = fields.Integer("Gravité maximale", default=4, aggregator=None)
    base = fields.Char("Référence")
    procedures = fields.Char("Procédures possibles")
    responsable_presume = fields.Char(
        "Responsable présumé", help="P : propriétaire ; O : occupant ; S : syndicat."
    )
    synonymes = fields.Char("Mots du quotidien")
    active = fields.Boolean("Actif", default=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "Ce code de désordre existe déjà.")
    _gravite_bornes = models.Constraint(
        "CHECK(gravite_min BETWEEN 1 AND 4 AND gravite_max BETWEEN gravite_min AND 4)",
        "La gravité va de 1 à 4, la minimale ne dépassant pas la maximale.",
    )

    @api.depends("code", "name")
    def _compute_display_name(self):
        for desordre in self:
            desordre.display_name = f"{desordre.code} {desordre.name}"
