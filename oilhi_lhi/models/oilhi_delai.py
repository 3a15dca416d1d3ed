from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from ..moteur.regles import NATURES, UNITES, RegleDelai


class OilhiDelai(models.Model):
    _name = "oilhi.delai"
    _inherit = ["oilhi.donnee.memoire", "oilhi.referentiel"]
    _description = "Règle de délai"
    _order = "code"
    _rec_names_search = ["code", "name"]

    code = fields.Char(required=True)  # DL-CONTR-MS
    name = fields.Char("Délai", required=True)
    nombre = fields.Float("Durée")
    unite = fields.Char("Unité", default="aucun")
    nature = fields.Char(default="information")
    depart = fields.Char("Départ")
    proroge = fields.Boolean("Prorogé au jour ouvrable")
    base = fields.Char("Base légale")
    niveau_preuve = fields.Selection(
        [
            ("confirme", "Confirmé par le texte"),
            ("a_verifier", "À vérifier"),
            ("pratique", "Pratique conseillée"),
        ],
        string="Niveau de preuve",
        required=True,
        default="confirme",
    )
    preuve = fields.Char()
    observation = fields.Char()
    date_debut = fields.Date("Applicable depuis")
    date_fin = fields.Date("Applicable jusqu’au")

    _code_uniq = models.Constraint("UNIQUE(code)", "Ce code de délai existe déjà.")

    @api.depends("code", "name")
    def _compute_display_name(self):
        for delai in self:
            delai.display_name = f"{delai.code} – {delai.name}"

    @api.constrains("unite", "nature")
    def _check_vocabulaire(self):
        """The pure core knows a closed vocabulary: refuse a word that it could not compute."""
        for delai in self:
            if delai.unite not in UNITES:
                raise ValidationError(
                    self.env._(
                        "Délai %(code)s : l’unité « %(mot)s » est inconnue. Choisissez parmi : %(mots)s.",
                        code=delai.code,
                        mot=delai.unite or "",
                        mots=", ".join(UNITES),
                    )
                )
            if delai.nature not in NATURES:
                raise ValidationError(
                    self.env._(
                        "Délai %(code)s : la nature « %(mot)s » est inconnue. Choisissez parmi : %(mots)s.",
                        code=delai.code,
                        mot=delai.nature or "",
                        mots=", ".join(NATURES),
                    )
                )

    @api.model
    @tools.ormcache()
    def _regles(self):
        """{code: (id, RegleDelai)} for the whole table: some forty rows, read at every step."""
        # sudo: reference data, the same for everyone; the cache must not depend on the first reader
        return {
            delai.code: (
                delai.id,
                RegleDelai(
                    code=delai.code,
                    libelle=delai.name,
                    nombre=delai.nombre or None,
                    unite=delai.unite,
                    nature=delai.nature,
                    depart=delai.depart or "",
                    proroge=delai.proroge,
                    base=delai.base or "",
                    niveau_preuve=delai.niveau_preuve,
                ),
            )
            for delai in self.sudo().search([])
        }
