from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..outils.contacts import CONDITIONS, EFFETS, Regle


class OilhiTypeOrganismeRegle(models.Model):
    """What the law changes here: SCHS, transferred police, livre foncier, overseas…"""

    _name = "oilhi.type.organisme.regle"
    _inherit = ["oilhi.donnee.gardee", "oilhi.donnee.livree"]
    _description = "Particularité locale d’un type d’organisme"
    _order = "sequence, code"
    _rec_name = "code"

    code = fields.Char(required=True)
    sequence = fields.Integer(
        string="Ordre", default=20, help="La première règle qui fixe l’effet l’emporte."
    )
    type_id = fields.Many2one(
        "oilhi.type.organisme", string="Type d’organisme", index=True, ondelete="cascade",
        help="Vide : remarque valable pour la commune.",
    )
    condition = fields.Selection(list(CONDITIONS.items()), required=True, default="toujours")
    contexte = fields.Char(
        help="Matières, procédures ou étapes où la règle vaut, séparées par des virgules : "
        "insalubrite,INS,MSO-13. Vide : partout.",
    )
    effet = fields.Selection(list(EFFETS.items()), required=True, default="precision")
    remplacant_id = fields.Many2one(
        "oilhi.type.organisme", string="Remplacé par", ondelete="cascade", index="btree_not_null"
    )
    nom = fields.Char(string="Nom à montrer", help="Nom que l’organisme porte ici.")
    raison = fields.Text()
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

    _code_uniq = models.Constraint("UNIQUE(code)", "Une particularité porte déjà ce code.")

    @api.constrains("effet", "remplacant_id", "type_id", "raison")
    def _check_effet(self):
        for regle in self:
            if (regle.effet == "remplace") != bool(regle.remplacant_id):
                raise ValidationError(self.env._(
                    "%s : indiquez le remplaçant si l’effet est « Remplacé par un autre », et dans "
                    "ce cas seulement.", regle.code,
                ))
            if not regle.type_id and (regle.effet != "precision" or not regle.raison):
                raise ValidationError(self.env._(
                    "%s : sans type d’organisme, la règle est une remarque : choisissez l’effet "
                    "« Précision » et écrivez la raison.", regle.code,
                ))

    def _en_regles(self):
        """Frozen values for the core."""
        return [
            Regle(
                code=regle.code,
                condition=regle.condition,
                effet=regle.effet,
                type=regle.type_id.code or "",
                contexte=frozenset(
                    cle.strip() for cle in (regle.contexte or "").split(",") if cle.strip()
                ),
                remplacant=regle.remplacant_id.code or "",
                nom=regle.nom or "",
                raison=regle.raison or "",
                base=regle.base or "",
                niveau_preuve=regle.niveau_preuve,
                sequence=regle.sequence,
            )
            for regle in self
        ]
