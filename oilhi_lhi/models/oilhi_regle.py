from odoo import fields, models


class OilhiRegle(models.Model):
    _name = "oilhi.regle"
    _description = "Règle du guide"
    _order = "procedure_id, sequence, code"

    code = fields.Char(required=True)
    name = fields.Char("Motif affiché à l’agent", required=True)
    procedure_id = fields.Many2one("oilhi.procedure", index=True, ondelete="cascade")
    effet = fields.Selection(
        [("exige", "Condition nécessaire"), ("appuie", "Élément favorable"), ("ecarte", "Écarte la procédure"),
         ("bloque", "Bloque un acte"), ("alerte", "Alerte")], required=True,
    )
    niveau_alerte = fields.Selection([("info", "Information"), ("attention", "Attention"), ("danger", "Danger")])
    base = fields.Char("Articles")

    niveau_preuve = fields.Selection(
        [("confirme", "Confirmé par le texte"), ("a_verifier", "À vérifier"), ("pratique", "Pratique conseillée")],
        string="Niveau de preuve", required=True, default="confirme",
    )

    date_debut = fields.Date("Applicable depuis")
    date_fin = fields.Date("Applicable jusqu’au")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    clause_ids = fields.One2many("oilhi.regle.clause", "regle_id", string="Conditions (toutes)")
