from odoo import api, fields, models


class OilhiProcedure(models.Model):
    _name = "oilhi.procedure"
    _inherit = "oilhi.referentiel"
    _description = "Procédure"
    _order = "sequence, code"
    _rec_names_search = ["code", "name"]

    code = fields.Char(required=True)  # MSO, MSU, PGI
    name = fields.Char("Procédure", required=True)
    resume = fields.Text("En clair")
    autorite = fields.Char("Autorité")
    titulaire = fields.Selection(
        [("maire", "Maire"), ("prefet", "Préfet"), ("autre", "Autre")],
        string="Qui décide",
        required=True,
        default="maire",
        help="En l’absence de transfert à l’EPCI.",
    )
    base = fields.Char("Fondement")
    effets = fields.Char("Effets")
    urgente = fields.Boolean()
    transferable_epci = fields.Boolean("Police transférable à l’EPCI")
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
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    etape_ids = fields.One2many("oilhi.etape", "procedure_id", string="Étapes")

    _code_uniq = models.Constraint("UNIQUE(code)", "Ce code de procédure existe déjà.")

    @api.depends("code", "name")
    def _compute_display_name(self):
        for procedure in self:
            procedure.display_name = f"{procedure.code} – {procedure.name}"
