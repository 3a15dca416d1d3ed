import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..outils import toponymes


class OilhiDepartement(models.Model):
    _name = "oilhi.departement"
    _inherit = ["oilhi.donnee.gardee", "oilhi.donnee.livree"]
    _description = "Département"
    _order = "code"
    _rec_names_search = ["name", "code", "cle_recherche"]

    code = fields.Char(required=True, size=3)
    name = fields.Char(string="Nom", required=True)
    cle_recherche = fields.Char(
        string="Clé de recherche", compute="_compute_cle_recherche", store=True
    )
    article = fields.Selection(
        [("le", "le"), ("la", "la"), ("les", "les"), ("l’", "l’")],
        help="Article de l’usage officiel : « du Pas-de-Calais » ; vide : « de Saône-et-Loire ».",
    )
    nom_avec_de = fields.Char(string="Nom avec « de »", compute="_compute_nom_avec_de")
    region_id = fields.Many2one("oilhi.region", string="Région", required=True, index=True)
    zone_feries = fields.Selection(
        [
            ("metropole", "Métropole"),
            ("alsace_moselle", "Alsace et Moselle"),
            ("guadeloupe", "Guadeloupe"),
            ("martinique", "Martinique"),
            ("guyane", "Guyane"),
            ("reunion", "La Réunion"),
            ("mayotte", "Mayotte"),
        ],
        string="Jours fériés",
        required=True,
        default="metropole",
    )
    outre_mer = fields.Boolean(
        string="Outre-mer", compute="_compute_outre_mer", store=True, precompute=True,
        help="Guadeloupe, Martinique, Guyane, La Réunion et Mayotte.",
    )
    charge_le = fields.Datetime(
        string="Communes chargées le", readonly=True, copy=False,
        help="Dernier chargement qui a changé quelque chose. Vide : aucune commune n’est chargée.",
    )
    millesime = fields.Char(
        string="Millésime", readonly=True, copy=False,
        help="Version de la source au dernier chargement.",
    )
    tribunal_administratif = fields.Char(
        string="Tribunal administratif", help="Par exemple : tribunal administratif de Lille."
    )
    livre_foncier = fields.Boolean(
        string="Livre foncier",
        help="Le livre foncier remplace le fichier immobilier (Alsace et Moselle).",
    )
    epci_ids = fields.One2many("oilhi.epci", "departement_id", string="EPCI")
    commune_ids = fields.One2many("oilhi.commune", "departement_id", string="Communes")

    _code_uniq = models.Constraint("UNIQUE(code)", "Un département porte déjà ce code.")

    @api.constrains("code")
    def _check_code(self):
        for departement in self:
            if not re.fullmatch(r"0[1-9]|[1-8]\d|9[0-5]|2[AB]|97\d", departement.code or ""):
                raise ValidationError(self.env._(
                    "Le code de département « %s » n’est pas valable : attendu deux chiffres, "
                    "« 2A », « 2B » ou trois chiffres commençant par 97.", departement.code,
                ))

    @api.depends("zone_feries")
    def _compute_outre_mer(self):
        for departement in self:
            departement.outre_mer = departement.zone_feries not in ("metropole", "alsace_moselle")

    @api.depends("name")
    def _compute_cle_recherche(self):
        for departement in self:
            departement.cle_recherche = toponymes.cle_recherche(departement.name)

    @api.depends("name", "article")
    def _compute_nom_avec_de(self):
        for departement in self:
            departement.nom_avec_de = toponymes.departement_avec_de(
                departement.name, departement.article
            )
