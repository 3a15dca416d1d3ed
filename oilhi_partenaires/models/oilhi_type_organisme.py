from odoo import fields, models


class OilhiTypeOrganisme(models.Model):
    _name = "oilhi.type.organisme"
    _inherit = ["oilhi.donnee.gardee", "oilhi.donnee.livree"]
    _description = "Type d’organisme partenaire"
    _order = "name"
    _rec_names_search = ["name", "code"]

    code = fields.Char(required=True)
    name = fields.Char(string="Nom", required=True)
    role = fields.Char(string="Rôle")
    quand = fields.Char(string="Solliciter quand")
    envoyer = fields.Text(string="Ce qu’il faut lui envoyer")
    telephone_national = fields.Char(
        string="Numéro national", help="Numéro valable dans toute la France : 115, 18…"
    )
    statut = fields.Selection(
        [
            ("obligatoire", "Obligatoire"),
            ("conditionnel", "Selon le cas"),
            ("conseille", "Conseillé"),
        ],
        required=True,
        default="conseille",
    )
    base = fields.Char(string="Base légale")
    niveau_preuve = fields.Selection(
        [
            ("confirme", "Confirmé"),
            ("a_verifier", "À vérifier"),
            ("pratique", "Pratique"),
        ],
        string="Niveau de preuve",
        required=True,
        default="a_verifier",
    )
    active = fields.Boolean(string="Actif", default=True)
    matiere_ids = fields.Many2many(
        "oilhi.matiere", "oilhi_matiere_type_organisme_rel", "type_id", "matiere_id",
        string="Matières",
    )
    partner_ids = fields.Many2many(
        "res.partner", "oilhi_type_organisme_res_partner_rel", "type_id", "partner_id",
        string="Organismes",
    )

    _code_uniq = models.Constraint("UNIQUE(code)", "Un type d’organisme porte déjà ce code.")
