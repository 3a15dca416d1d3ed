from odoo import api, fields, models
from odoo.exceptions import ValidationError


class OilhiDossierDesordre(models.Model):
    _name = "oilhi.dossier.desordre"
    _inherit = "oilhi.dossier.ligne"
    _description = "Désordre constaté"
    _order = "dossier_id.id, gravite desc, id"

    dossier_id = fields.Many2one(
        "oilhi.dossier", string="Dossier", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, index=True)
    desordre_id = fields.Many2one(
        "oilhi.desordre", string="Désordre", required=True, index=True, ondelete="restrict"
    )
    gravite = fields.Selection(
        [
            ("1", "1 – Entretien"),
            ("2", "2 – Dégradation"),
            ("3", "3 – Risque"),
            ("4", "4 – Danger imminent probable"),
        ],
        string="Gravité",
        required=True,
        compute="_compute_gravite",
        store=True,
        readonly=False,
        precompute=True,
    )
    localisation = fields.Char("Où ?")
    constat = fields.Text("Ce qui est constaté")
    date = fields.Date("Constaté le", required=True, default=fields.Date.context_today)
    user_id = fields.Many2one(
        "res.users", string="Constaté par", default=lambda self: self.env.user
    )
    criteres = fields.Text(related="desordre_id.criteres", string="À observer")
    danger_si = fields.Text(related="desordre_id.danger_si", string="Danger immédiat si")
    avertissement = fields.Char("À vérifier", compute="_compute_avertissement")
    photo_ids = fields.One2many("oilhi.dossier.photo", "dossier_desordre_id", string="Photos")

    @api.depends("desordre_id")
    def _compute_gravite(self):
        """The usual minimum of that disorder, as a first proposal."""
        for ligne in self:
            reference = ligne.desordre_id
            bas, haut = reference.gravite_min, reference.gravite_max
            if reference and not bas <= int(ligne.gravite or 0) <= haut:
                ligne.gravite = str(bas)

    @api.depends("desordre_id.name", "localisation")
    def _compute_display_name(self):
        for ligne in self:
            ligne.display_name = ", ".join(
                filter(None, [ligne.desordre_id.name, ligne.localisation])
            )

    @api.depends("gravite", "desordre_id.gravite_min", "desordre_id.gravite_max")
    def _compute_avertissement(self):
        for ligne in self:
            reference, gravite = ligne.desordre_id, int(ligne.gravite or 0)
            bas, haut = reference.gravite_min, reference.gravite_max
            ligne.avertissement = reference and gravite and not bas <= gravite <= haut and (
                self.env._(
                    "Gravité inhabituelle pour ce désordre : %(bas)s à %(haut)s d’ordinaire. "
                    "Expliquez-la dans le constat.", bas=bas, haut=haut,
                )
            )

    @api.constrains("date", "dossier_id")
    def _check_date(self):
        for ligne in self:
            if ligne.date.year < 1950:
                raise ValidationError(self.env._(
                    "La date de constat du désordre « %s » n’est pas plausible.",
                    ligne.desordre_id.name,
                ))

    def action_ouvrir(self):
        """The whole sheet: what to look for, what makes it dangerous."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [[False, "form"]],
            "target": "new",
            "name": self.display_name,
        }
