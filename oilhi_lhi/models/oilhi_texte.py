from odoo import api, fields, models


class OilhiTexte(models.Model):
    _name = "oilhi.texte"
    _inherit = "oilhi.referentiel"
    _description = "Article de loi ou de règlement"
    _order = "code, article"
    _rec_names_search = ["article", "code", "libelle_code"]

    code = fields.Char("Code", required=True)  # CCH, CSP…
    article = fields.Char("Article", required=True)  # « L. 511-11 »
    libelle_code = fields.Char("Texte")
    texte = fields.Text("Contenu")
    date_version = fields.Date("Vérifié en vigueur au")
    date_debut = fields.Date("En vigueur depuis")
    source_url = fields.Char("Source")
    citable = fields.Boolean(
        "Peut être cité",
        default=True,
        help="Décoché : article annulé ou abrogé, à ne reproduire dans aucun acte.",
    )
    remarque = fields.Text("Remarque")

    _article_uniq = models.Constraint(
        "UNIQUE(code, article)", "Cet article figure déjà au référentiel."
    )

    @api.depends("code", "article")
    def _compute_display_name(self):
        for texte in self:
            texte.display_name = f"{texte.code} {texte.article}"
