import base64
import binascii
import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.mimetypes import guess_mimetype

TYPES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WebP"}
TAILLE_MAX = 20 * 1024 * 1024


class OilhiDossierPhoto(models.Model):
    _name = "oilhi.dossier.photo"
    _inherit = "oilhi.dossier.ligne"
    _description = "Photo"
    _order = "dossier_id.id, date, id"

    dossier_id = fields.Many2one(
        "oilhi.dossier", string="Dossier", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, index=True)
    name = fields.Char("Légende")
    # Never resized: the file kept must be the one whose hash is recorded.
    image = fields.Image("Photo", required=True)
    image_512 = fields.Image(
        "Vignette", related="image", max_width=512, max_height=512, store=True
    )
    date = fields.Date("Prise le", default=fields.Date.context_today)
    user_id = fields.Many2one("res.users", string="Auteur", default=lambda self: self.env.user)
    dossier_desordre_id = fields.Many2one(
        "oilhi.dossier.desordre",
        string="Désordre",
        index="btree_not_null",
        ondelete="set null",
        domain="[('dossier_id', '=', dossier_id)]",
    )
    sha256 = fields.Char(
        "Empreinte SHA-256",
        readonly=True,
        copy=False,
        help="Prouve que la photo n’a pas changé depuis son enregistrement.",
    )

    @api.depends("name", "date")
    def _compute_display_name(self):
        for photo in self:
            jour = photo.date and photo.date.strftime("%d/%m/%Y")
            photo.display_name = photo.name or self.env._("Photo du %s", jour)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals["sha256"] = self._controler(vals.get("image"), vals.get("name"))
        # The attachments' own shrinking and recompression would break the hash.
        photos = super(
            OilhiDossierPhoto, self.with_context(image_no_postprocess=True)
        ).create(vals_list)
        return photos.with_env(self.env)

    def write(self, vals):
        if {"image", "image_512", "sha256"} & vals.keys():
            raise UserError(self.env._(
                "Une photo enregistrée ne se modifie pas : elle sert de preuve. "
                "Ajoutez-en une autre."
            ))
        return super().write(vals)

    @api.model
    def _controler(self, image, nom):
        """Refuse what is not a photo; return the hash of the bytes as received."""
        try:
            contenu = base64.b64decode(image or "", validate=False)
        except (binascii.Error, ValueError) as erreur:
            raise UserError(self.env._("La photo « %s » est illisible.", nom or "")) from erreur
        if not contenu:
            raise UserError(self.env._("Choisissez le fichier de la photo."))
        if len(contenu) > TAILLE_MAX:
            raise UserError(self.env._(
                "La photo « %(nom)s » pèse %(poids)s Mo : 20 Mo au plus.",
                nom=nom or "", poids=len(contenu) // (1024 * 1024),
            ))
        if guess_mimetype(contenu, "") not in TYPES:
            raise UserError(self.env._(
                "La photo « %(nom)s » n’est pas d’un format accepté (%(formats)s). "
                "Sur un iPhone : Réglages, Appareil photo, Formats, « Le plus compatible ».",
                nom=nom or "", formats=", ".join(TYPES.values()),
            ))
        return hashlib.sha256(contenu).hexdigest()
