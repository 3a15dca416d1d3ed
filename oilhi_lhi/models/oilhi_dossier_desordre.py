from odoo import api, fields, models
from odoo.exceptions import ValidationError


class OilhiDossierDesordre(models.Model):
    _name = "oilhi.dossier.desordre"
    _inherit = ["oilhi.dossier.ligne", "oilhi.constat"]
    _description = "Désordre constaté"
    _order = "dossier_id.id, gravite desc, id"

    dossier_id = fields.Many2one(
        "oilhi.dossier", string="Dossier", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, index=True)
    date = fields.Date("Constaté le", required=True, default=fields.Date.context_today)
    user_id = fields.Many2one(
        "res.users", string="Constaté par", default=lambda self: self.env.user
    )
    photo_ids = fields.One2many("oilhi.dossier.photo", "dossier_desordre_id", string="Photos")
    point_ids = fields.One2many(
        "oilhi.dossier.visite.point", "dossier_desordre_id", string="Visites où il a été vu"
    )

    @api.depends("desordre_id.name", "localisation")
    def _compute_display_name(self):
        for ligne in self:
            ligne.display_name = ", ".join(
                filter(None, [ligne.desordre_id.name, ligne.localisation])
            )

    @api.constrains("date", "dossier_id")
    def _check_date(self):
        for ligne in self:
            if ligne.date.year < 1950:
                raise ValidationError(self.env._(
                    "La date de constat du désordre « %s » n’est pas plausible.",
                    ligne.desordre_id.name,
                ))

    def action_ouvrir(self):
        """The whole sheet: what to look for, what makes it dangerous."""
        return self._action_fiche(dialogue=True)

    def action_ajouter_photos(self):
        self.ensure_one()
        return self.env["oilhi.dossier.photo.ajout"]._action_ouvrir(
            self.dossier_id, dossier_desordre_id=self.id
        )
