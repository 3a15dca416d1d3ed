from odoo import fields, models


class OilhiDilaType(models.Model):
    """A kind of service of the State's open directory, and what it is for us."""

    _name = "oilhi.dila.type"
    _inherit = "oilhi.donnee.livree"
    _description = "Type de l’annuaire de l’administration"
    _order = "sequence, name"
    _rec_names_search = ["name", "code"]

    code = fields.Char(
        required=True, help="Code « type_service_local » de l’annuaire de l’administration."
    )
    name = fields.Char(string="Nom", required=True)
    type_id = fields.Many2one(
        "oilhi.type.organisme", string="Rôle dans l’habitat indigne", required=True, index=True,
    )
    couverture = fields.Selection(
        [
            ("communes", "Les communes indiquées, à défaut celle du siège"),
            ("ressort", "Les communes indiquées, à défaut le département du siège"),
            ("departement", "Le ou les départements"),
            ("region", "La région du siège"),
            ("epci", "L’intercommunalité elle-même"),
            ("tribunal", "Les départements du ressort du tribunal administratif"),
        ],
        string="Territoire couvert", required=True, default="departement",
    )
    sequence = fields.Integer(string="Ordre", default=100)
    active = fields.Boolean(string="Actif", default=True)

    _code_uniq = models.Constraint(
        "UNIQUE(code)", "Ce type de l’annuaire de l’administration est déjà décrit."
    )
