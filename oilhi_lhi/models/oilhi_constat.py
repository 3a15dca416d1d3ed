from odoo import api, fields, models

GRAVITES = [
    ("1", "1 – Entretien"),
    ("2", "2 – Dégradation"),
    ("3", "3 – Risque"),
    ("4", "4 – Danger imminent probable"),
]
LIEUX = [
    ("batiment", "Le bâtiment entier"),
    ("partie_commune", "Une partie commune"),
    ("logement", "Un logement"),
    ("piece", "Une pièce"),
]


class OilhiConstat(models.AbstractModel):
    """What somebody saw of a disorder: on the case, or on the list of a visit."""

    _name = "oilhi.constat"
    _description = "Constat d’un désordre"

    desordre_id = fields.Many2one(
        "oilhi.desordre", string="Désordre", required=True, index=True, ondelete="restrict"
    )
    gravite = fields.Selection(
        GRAVITES,
        string="Gravité",
        required=True,
        compute="_compute_gravite",
        store=True,
        readonly=False,
        precompute=True,
    )
    gravite_aide = fields.Char("Ce que cela veut dire", compute="_compute_gravite_aide")
    critere_ids = fields.Many2many(
        "oilhi.desordre.critere",
        string="Ce que vous constatez",
        domain="[('desordre_id', '=', desordre_id)]",
        ondelete="restrict",
    )
    lieu = fields.Selection(LIEUX, string="Ce qui est touché")
    localisation = fields.Char("Où ?")
    constat = fields.Text("Ce qui est constaté")
    danger = fields.Char("Danger immédiat", compute="_compute_danger")
    avertissement = fields.Char("À vérifier", compute="_compute_avertissement")

    @api.depends("desordre_id", "critere_ids")
    def _compute_gravite(self):
        """A first proposal: the usual minimum of that disorder, 4 for a sign of danger."""
        for ligne in self:
            reference = ligne.desordre_id
            bas, haut = reference.gravite_min, reference.gravite_max
            if ligne.critere_ids.filtered("danger"):
                ligne.gravite = "4"
            elif reference and not bas <= int(ligne.gravite or 0) <= haut:
                # What was typed before stays, unless the disorder itself has just changed.
                change = ligne.desordre_id != ligne._origin.desordre_id
                ligne.gravite = str(bas) if change or not ligne.gravite else ligne.gravite
            else:
                ligne.gravite = ligne.gravite

    @api.depends("gravite")
    def _compute_gravite_aide(self):
        mots = {
            "1": self.env._("Un simple entretien suffit ; personne n’est menacé."),
            "2": self.env._("Cela se dégrade ; sans travaux, un risque viendra."),
            "3": self.env._("Quelqu’un peut être blessé ou rendu malade si rien n’est fait."),
            "4": self.env._("Un accident est probable à tout moment : agissez aujourd’hui."),
        }
        for ligne in self:
            ligne.gravite_aide = mots.get(ligne.gravite)

    @api.depends("critere_ids")
    def _compute_danger(self):
        for ligne in self:
            ligne.danger = " ; ".join(ligne.critere_ids.filtered("danger").mapped("name"))

    @api.depends("gravite", "critere_ids", "desordre_id.gravite_min", "desordre_id.gravite_max")
    def _compute_avertissement(self):
        for ligne in self:
            reference, gravite = ligne.desordre_id, int(ligne.gravite or 0)
            bas, haut = reference.gravite_min, reference.gravite_max
            dangers = ligne.critere_ids.filtered("danger")
            ligne.avertissement = False
            if dangers and gravite < 4:
                ligne.avertissement = self.env._(
                    "Vous avez coché un signe de danger immédiat, et une gravité de %(gravite)s : "
                    "vérifiez l’un ou l’autre.",
                    gravite=gravite,
                )
            elif reference and gravite and not dangers and not bas <= gravite <= haut:
                ligne.avertissement = self.env._(
                    "Gravité inhabituelle pour ce désordre : %(bas)s à %(haut)s d’ordinaire. "
                    "Expliquez-la dans le constat.",
                    bas=bas,
                    haut=haut,
                )

    @api.onchange("desordre_id")
    def _onchange_desordre_id(self):
        self.critere_ids = self.critere_ids.filtered(lambda c: c.desordre_id == self.desordre_id)
