import re

from odoo import api, models

from ..rendu import RenduErreur, texte
from ..rendu.examen import aplani

# What makes an article another one; its remarks and its links do not.
SUBSTANCE = {"texte", "citable", "date_debut"}


class OilhiTexte(models.Model):
    """An article changes: the adaptations that cite it are to be read again."""

    _inherit = "oilhi.texte"

    @api.model_create_multi
    def create(self, vals_list):
        textes = super().create(vals_list)
        versions = self._par_article([(t.code, t.article) for t in textes])
        textes.filtered(
            lambda t: len(versions.get((t.code, t.article), t)) > 1
        )._signaler_citations()
        return textes

    def write(self, vals):
        changes = self.filtered(
            lambda t: any(
                t._fields[nom].convert_to_write(t[nom], t) != (vals[nom] or False)
                for nom in SUBSTANCE & vals.keys()
            )
        )
        resultat = super().write(vals)
        changes._signaler_citations()
        return resultat

    def _signaler_citations(self):
        if not self:
            return
        # sudo: a change of the law concerns every service, and shows nothing to its author
        adaptations = self.env["oilhi.document.modele.version"].sudo().search([
            ("livree", "=", False), ("state", "=", "valide"), ("date_fin", "=", False),
        ])
        for adaptation in adaptations:
            try:
                lu = aplani(texte(adaptation._contenu()))
            except RenduErreur:
                continue
            for article in self:
                if re.search(rf"{re.escape(aplani(article.article))}(?![\d-])", lu):
                    adaptation._signaler(self.env._(
                        "L’article %s, que ce modèle cite, a changé.", article.display_name
                    ))
