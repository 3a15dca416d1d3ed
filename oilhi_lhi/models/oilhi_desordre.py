from odoo import api, fields, models, tools
from odoo.fields import Domain

from odoo.addons.oilhi_partenaires.outils import recherche

from ..moteur.desordres import Catalogue, Fiche
from ..moteur.urgence import gestes


class OilhiDesordre(models.Model):
    _name = "oilhi.desordre"
    _inherit = ["oilhi.donnee.memoire", "oilhi.referentiel"]
    _description = "Désordre du référentiel"
    _order = "categorie_id, code"
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
    critere_ids = fields.One2many(
        "oilhi.desordre.critere", "desordre_id", string="Ce qui se constate"
    )
    criteres = fields.Text("Critères observables", compute="_compute_criteres")
    danger_si = fields.Text("Danger immédiat si", compute="_compute_criteres")
    gravite_min = fields.Integer("Gravité minimale", default=1, aggregator=None)
    gravite_max = fields.Integer("Gravité maximale", default=4, aggregator=None)
    base = fields.Char("Référence")
    procedures = fields.Char("Procédures possibles")
    responsable_presume = fields.Char(
        "Responsable présumé", help="P : propriétaire ; O : occupant ; S : syndicat."
    )
    synonymes = fields.Char(
        "Mots du quotidien",
        help="Ce que les gens disent, séparé par des virgules : « mur qui gonfle ».",
    )
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

    @api.depends("critere_ids.name", "critere_ids.danger", "critere_ids.active")
    def _compute_criteres(self):
        for desordre in self:
            dangers = desordre.critere_ids.filtered("danger")
            desordre.criteres = (desordre.critere_ids - dangers)._en_phrase(", ")
            desordre.danger_si = dangers._en_phrase(", ou ")

    # -- Search in everyday words ---------------------------------------------

    @api.model
    @tools.ormcache()
    def _catalogue(self):
        """The catalogue as it is searched; dropped as soon as a sheet changes."""
        # sudo: the catalogue is the same for everybody, and the result is shared by all users
        return Catalogue(
            tuple(
                Fiche(
                    d.code,
                    d.name,
                    tuple(mot.strip() for mot in (d.synonymes or "").split(",") if mot.strip()),
                    tuple(d.critere_ids.mapped("name")),
                    d.categorie_id.name,
                )
                for d in self.sudo().search([], order="code")
            ),
            recherche.normaliser,
            recherche.proches,
        )

    @api.model
    @api.readonly
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """« plancher qui bouge », « ça sent le brulé »: best answers first."""
        if not (name or "").strip() or operator not in ("ilike", "like"):
            return super().name_search(name, domain, operator, limit)
        codes = self._catalogue().chercher(name)
        rangs = {code: rang for rang, code in enumerate(codes)}
        trouves = self.search(Domain(domain or Domain.TRUE) & Domain("code", "in", codes))
        trouves = trouves.sorted(lambda d: rangs[d.code])[:limit]
        return [(d.id, d.display_name) for d in trouves] or super().name_search(
            name, domain, operator, limit
        )

    @api.model
    @api.readonly
    def chercher(self, texte):
        """Codes of the disorders that answer everyday words, best first."""
        self.check_access("read")
        return list(self._catalogue().chercher(texte)) if isinstance(texte, str) else []

    @api.model
    @api.readonly
    def catalogue_guide(self):
        """Categories, disorders and criteria, as the first step of the guide shows them.

        :return: ``{"categories": [{code, nom, gestes, desordres}], "desordres": {code: {…}}}``
        """
        self.check_access("read")
        desordres = self.search_fetch([], ["code", "name", "categorie_id", "critere_ids"])
        par_categorie = {}
        for desordre in desordres:
            par_categorie.setdefault(desordre.categorie_id, []).append(desordre.code)
        return {
            "categories": [
                {
                    "code": categorie.code,
                    "nom": categorie.name,
                    "gestes": gestes([categorie.code]),
                    "desordres": codes,
                }
                for categorie, codes in par_categorie.items()
            ],
            "desordres": {
                desordre.code: {
                    "code": desordre.code,
                    "nom": desordre.name,
                    "categorie": desordre.categorie_id.code,
                    "gravite_min": desordre.gravite_min,
                    "gravite_max": desordre.gravite_max,
                    "criteres": [
                        {"code": c.code, "nom": c.name, "danger": c.danger}
                        for c in desordre.critere_ids
                    ],
                }
                for desordre in desordres
            },
        }
