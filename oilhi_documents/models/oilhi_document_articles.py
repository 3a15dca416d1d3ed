from odoo import api, fields, models

REPRODUITS = ("annexes", "reproductions")


class OilhiDocument(models.Model):
    _inherit = "oilhi.document"

    articles_reproduits = fields.Char(
        "Articles reproduits",
        compute="_compute_articles_reproduits",
        help="Texte officiel, dans la version en vigueur à la date de l’acte.",
    )

    @api.depends("valeurs")
    def _compute_articles_reproduits(self):
        """From what was frozen with the document: what it holds, not what it would hold today."""
        for document in self:
            valeurs = document.valeurs or {}
            titres = [a["titre"] for cle in REPRODUITS for a in valeurs.get(cle) or ()]
            document.articles_reproduits = " ; ".join(
                t.removeprefix("Article ") for t in titres
            ) or False
