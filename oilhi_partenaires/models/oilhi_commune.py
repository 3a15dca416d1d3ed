import re

from stdnum.fr import siren as stdnum_siren

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..outils import toponymes


class OilhiCommune(models.Model):
    _name = "oilhi.commune"
    _description = "Commune"
    # The key, not the name: « Étaples » is under E whatever the collation of the database.
    _order = "cle_recherche, code_insee"

    active = fields.Boolean(default=True)
    code_insee = fields.Char(string="Code INSEE", required=True, size=5)
    name = fields.Char(string="Nom", required=True)
    cle_recherche = fields.Char(
        string="Clé de recherche", compute="_compute_cle_recherche", store=True, index="trigram"
    )
    departement_id = fields.Many2one(
        "oilhi.departement", string="Département", required=True, index=True
    )
    epci_id = fields.Many2one(
        "oilhi.epci", string="EPCI", index=True, domain=[("type", "!=", "ept")]
    )
    ept_id = fields.Many2one(
        "oilhi.epci",
        string="Établissement public territorial",
        index="btree_not_null",
        domain=[("type", "=", "ept")],
        help="Dans la métropole du Grand Paris, hors Paris.",
    )
    remplacee_par_id = fields.Many2one(
        "oilhi.commune",
        string="Remplacée par",
        index="btree_not_null",
        ondelete="restrict",
        help="Commune qui a repris le territoire de celle-ci.",
    )
    ancienne_ids = fields.One2many(
        "oilhi.commune.ancienne",
        "commune_id",
        string="Anciennes communes, communes déléguées, arrondissements et anciens noms",
    )
    codes_postaux = fields.Char(
        string="Codes postaux", help="Séparés par une barre verticale : 62000|62001."
    )
    population = fields.Integer()
    siren = fields.Char(string="SIREN", size=9)
    latitude = fields.Float(digits=(9, 5), aggregator=None)
    longitude = fields.Float(digits=(9, 5), aggregator=None)
    article_de = fields.Selection(
        [("de", "de"), ("d", "d’")],
        string="Élision de « de »",
        help="À renseigner seulement si l’usage local s’écarte de la règle : « de Harnes ».",
    )
    nom_avec_de = fields.Char(string="Nom avec « de »", compute="_compute_formes")
    nom_avec_a = fields.Char(string="Nom avec « à »", compute="_compute_formes")

    schs = fields.Selection(
        [("oui", "Oui"), ("non", "Non")],
        string="Service communal d’hygiène et de santé",
        help="Service relevant de l’article L. 1422-1 du code de la santé publique : il établit "
        "le rapport à la place de l’ARS. Vide : on ne le sait pas.",
    )
    schs_justificatif = fields.Char(
        string="Justificatif du SCHS", help="Ce qui établit que la commune en est dotée, ou non."
    )

    _ordre_idx = models.Index("(cle_recherche, code_insee)")
    _code_insee_uniq = models.Constraint(
        "UNIQUE(code_insee)", "Une commune porte déjà ce code INSEE."
    )
    _population_positive = models.Constraint(
        "CHECK(population >= 0)", "La population ne peut pas être négative."
    )

    @api.constrains("code_insee")
    def _check_code_insee(self):
        for commune in self:
            if not re.fullmatch(r"(\d{2}|2[AB])\d{3}", commune.code_insee or ""):
                raise ValidationError(self.env._(
                    "Le code INSEE « %s » n’est pas valable : cinq caractères sont attendus, "
                    "des chiffres, ou « 2A » ou « 2B » puis trois chiffres en Corse.",
                    commune.code_insee,
                ))

    @api.constrains("siren")
    def _check_siren(self):
        for commune in self:
            if commune.siren and not stdnum_siren.is_valid(commune.siren):
                raise ValidationError(self.env._(
                    "Le SIREN « %(siren)s » de %(nom)s n’est pas valable : neuf chiffres, dont "
                    "une clé de contrôle, sont attendus.",
                    siren=commune.siren, nom=commune.name,
                ))

    @api.constrains("codes_postaux")
    def _check_codes_postaux(self):
        for commune in self:
            if commune.codes_postaux and not re.fullmatch(
                r"\d{5}(\|\d{5})*", commune.codes_postaux
            ):
                raise ValidationError(self.env._(
                    "Les codes postaux « %s » ne sont pas valables : cinq chiffres chacun, "
                    "séparés par une barre verticale.", commune.codes_postaux,
                ))

    @api.depends("name")
    def _compute_cle_recherche(self):
        for commune in self:
            commune.cle_recherche = toponymes.cle_recherche(commune.name)

    @api.depends("name", "article_de")
    def _compute_formes(self):
        for commune in self:
            commune.nom_avec_de = toponymes.avec_de(commune.name, commune.article_de)
            commune.nom_avec_a = toponymes.avec_a(commune.name)
