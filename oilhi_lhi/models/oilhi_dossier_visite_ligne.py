from odoo import api, fields, models
from odoo.exceptions import UserError


class OilhiDossierVisiteLigne(models.AbstractModel):
    """One line of a visit, with its photos: it belongs to its visit, and is frozen with it."""

    _name = "oilhi.dossier.visite.ligne"
    _inherit = "oilhi.dossier.ligne"
    _description = "Ligne d’une visite"

    _champs_fixes = ("visite_id",)  # what the line is about
    _champ_photo = ""  # field of a photo that names this line; `photo_ids` is its other side

    visite_id = fields.Many2one(
        "oilhi.dossier.visite", string="Visite", required=True, index=True, ondelete="cascade"
    )
    dossier_id = fields.Many2one(
        related="visite_id.dossier_id", store=True, index=True, string="Dossier"
    )
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, index=True)
    photo_count = fields.Integer("Nombre de photos", compute="_compute_photo_count")

    @api.depends("photo_ids")
    def _compute_photo_count(self):
        for ligne in self:
            ligne.photo_count = len(ligne.photo_ids)

    @api.model_create_multi
    def create(self, vals_list):
        lignes = super().create(vals_list)
        lignes.visite_id._verifier_en_cours()
        return lignes

    def write(self, vals):
        for champ in self._champs_fixes:
            if champ in vals and any(ligne[champ].id != vals[champ] for ligne in self):
                raise UserError(self.env._(
                    "« %s » ne change pas de visite, ni d’objet : ajoutez une autre ligne.",
                    self[:1].display_name,
                ))
        self.visite_id._verifier_en_cours()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_sauf_terminee(self):
        self.visite_id._verifier_en_cours()
        if self.photo_ids:
            raise UserError(self.env._(
                "Cette ligne a des photos, qui servent de preuve : répondez « Non vérifié » plutôt que "
                "de la supprimer."
            ))

    def action_ajouter_photos(self):
        self.ensure_one()
        self.visite_id._verifier_en_cours()
        return self.env["oilhi.dossier.photo.ajout"]._action_ouvrir(
            self.dossier_id, visite_id=self.visite_id.id, **{self._champ_photo: self.id}
        )
