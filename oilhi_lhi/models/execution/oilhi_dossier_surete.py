from odoo import api, fields, models
from odoo.exceptions import ValidationError

NATURES = [
    ("privilege", "Privilège spécial immobilier"),
    ("hypotheque", "Hypothèque légale ou judiciaire"),
    ("autre", "Autre sûreté"),
]


class OilhiDossierSurete(models.Model):
    """What guarantees the debt on the building."""

    _name = "oilhi.dossier.surete"
    _inherit = "oilhi.dossier.argent"
    _description = "Sûreté"
    _order = "dossier_id.id, id"

    nature = fields.Selection(NATURES, required=True, default="privilege")
    etat = fields.Selection(
        [
            ("a_demander", "À demander"),
            ("demandee", "Inscription demandée"),
            ("inscrite", "Inscrite"),
            ("radiee", "Radiée"),
        ],
        string="État",
        required=True,
        default="a_demander",
    )
    montant = fields.Monetary("Somme garantie")
    demandee_le = fields.Date("Demandée le")
    inscrite_le = fields.Date("Inscrite le")
    fin_le = fields.Date("Fin de l’inscription")
    radiee_le = fields.Date("Radiée le")
    personne_id = fields.Many2one(
        "oilhi.dossier.personne",
        string="Sur le bien de",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('dossier_id', '=', dossier_id)]",
    )
    reference = fields.Char("Référence de l’inscription")
    base = fields.Char("Base légale", compute="_compute_base")
    a_savoir = fields.Text("À savoir", compute="_compute_base")

    @api.depends("nature")
    def _compute_base(self):
        for surete in self:
            privilege = surete.nature == "privilege"
            surete.base = "CCH L. 511-17, L. 543-1" if privilege else False
            surete.a_savoir = (
                self.env._(
                    "À vérifier avec le comptable : L. 511-17 renvoie au 8° de l’article 2374 du code "
                    "civil, L. 543-1 au 7° de l’article 2402. La charge suit le bien compris dans un plan "
                    "de cession (CCH L. 541-4)."
                ) if privilege else self.env._("À vérifier avec le comptable : aucun article lu n’en traite.")
            )

    @api.depends("nature", "etat")
    def _compute_display_name(self):
        etats = dict(self._fields["etat"]._description_selection(self.env))
        for surete in self:
            surete.display_name = f"{dict(NATURES)[surete.nature]} ({etats[surete.etat].lower()})"

    @api.constrains("etat", "inscrite_le", "radiee_le", "montant", "personne_id", "dossier_id")
    def _check_etat(self):
        for surete in self:
            if surete.personne_id.dossier_id - surete.dossier_id:
                raise ValidationError(self.env._("La personne doit être du même dossier."))
            if surete.montant < 0:
                raise ValidationError(self.env._("La somme garantie ne peut pas être négative."))
            if surete.etat in ("inscrite", "radiee") and not surete.inscrite_le:
                raise ValidationError(self.env._("Indiquez la date d’inscription de la sûreté."))
            if surete.etat == "radiee" and (
                not surete.radiee_le or surete.radiee_le < surete.inscrite_le
            ):
                raise ValidationError(self.env._(
                    "Indiquez la date de radiation : elle ne peut pas précéder l’inscription."
                ))
