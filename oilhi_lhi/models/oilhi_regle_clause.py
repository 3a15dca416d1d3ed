from odoo import api, fields, models
from odoo.exceptions import ValidationError


class OilhiRegleClause(models.Model):
    _name = "oilhi.regle.clause"
    _description = "Condition d’une règle"
    _inherit = ["oilhi.regle.redaction", "oilhi.donnee.memoire", "oilhi.referentiel"]
    _order = "regle_id, id"

    regle_id = fields.Many2one(
        "oilhi.regle", string="Règle", required=True, index=True, ondelete="cascade"
    )
    question_id = fields.Many2one(
        "oilhi.question", string="Question", required=True, index=True, ondelete="restrict"
    )
    operateur = fields.Selection(
        [
            ("parmi", "est parmi"),
            ("hors", "n’est pas parmi"),
            ("inconnu", "n’est pas connue"),
            ("admet", "peut être"),
        ],
        string="Réponse",
        required=True,
        default="parmi",
    )
    reponse_ids = fields.Many2many(
        "oilhi.reponse", string="Réponses", ondelete="restrict",
        domain="[('question_id', '=', question_id)]",
    )

    @api.depends("question_id.code", "operateur", "reponse_ids.name")
    def _compute_display_name(self):
        libelles = dict(self._fields["operateur"]._description_selection(self.env))
        for clause in self:
            valeurs = ", ".join(clause.reponse_ids.mapped("name"))
            texte = f"{clause.question_id.code} {libelles.get(clause.operateur, '')}"
            clause.display_name = f"{texte} : {valeurs}" if valeurs else texte

    @api.constrains("question_id", "operateur", "reponse_ids", "regle_id")
    def _check_reponses(self):
        for clause in self:
            if autres := clause.reponse_ids.filtered(lambda r, c=clause: r.question_id != c.question_id):
                raise ValidationError(self.env._(
                    "La réponse « %(reponse)s » n’appartient pas à la question %(question)s.",
                    reponse=autres[0].name,
                    question=clause.question_id.code,
                ))
        self.regle_id._check_coherence()
