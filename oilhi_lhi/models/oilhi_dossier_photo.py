import base64
import binascii
import hashlib

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..moteur.photo import FORMATS, POIDS_MAX, PhotoRefusee, preparer

# The evidence itself, and what the application says of it.
FIGE = frozenset({"image", "image_512", "sha256", "prise_le", "user_id"})
# Written by « Écarter la photo » alone.
ECART = frozenset({"ecartee_le", "ecartee_par_id"})
# What may still change once the report of the visit is made.
APRES_VISITE = ECART | {"motif_ecart", "dossier_desordre_id"}


class OilhiDossierPhoto(models.Model):
    """A photograph kept as evidence: never replaced, never deleted, only set aside with a motive."""

    _name = "oilhi.dossier.photo"
    _inherit = "oilhi.dossier.ligne"
    _description = "Photo"
    _order = "dossier_id.id, date, id"

    dossier_id = fields.Many2one(
        "oilhi.dossier", string="Dossier", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, index=True)
    name = fields.Char("Légende")
    # Resized before the hash is taken, never after: the file kept is the one of the hash.
    image = fields.Image("Photo", required=True)
    image_512 = fields.Image(
        "Vignette", related="image", max_width=512, max_height=512, store=True
    )
    date = fields.Date("Prise le", default=fields.Date.context_today)
    prise_le = fields.Datetime(
        "Heure de l’appareil",
        readonly=True,
        copy=False,
        help="Écrite dans le fichier par le téléphone ou l’appareil photo.",
    )
    user_id = fields.Many2one(
        "res.users", string="Auteur", readonly=True, default=lambda self: self.env.user
    )
    dossier_desordre_id = fields.Many2one(
        "oilhi.dossier.desordre",
        string="Désordre",
        index="btree_not_null",
        ondelete="set null",
        domain="[('dossier_id', '=', dossier_id)]",
    )
    visite_id = fields.Many2one(
        "oilhi.dossier.visite",
        string="Visite",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('dossier_id', '=', dossier_id)]",
    )
    visite_point_id = fields.Many2one(
        "oilhi.dossier.visite.point",
        string="Point de la visite",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('visite_id', '=', visite_id)]",
    )
    sha256 = fields.Char(
        "Empreinte SHA-256",
        readonly=True,
        copy=False,
        help="Prouve que la photo n’a pas changé depuis son enregistrement.",
    )
    motif_ecart = fields.Char("Pourquoi l’écarter ?", copy=False)
    ecartee_le = fields.Datetime("Écartée le", readonly=True, copy=False)
    ecartee_par_id = fields.Many2one(
        "res.users", string="Écartée par", readonly=True, copy=False
    )

    @api.depends("name", "date")
    def _compute_display_name(self):
        for photo in self:
            jour = photo.date and photo.date.strftime("%d/%m/%Y")
            photo.display_name = photo.name or self.env._("Photo du %s", jour)

    @api.constrains("dossier_id", "dossier_desordre_id", "visite_id", "visite_point_id")
    def _check_dossier(self):
        for photo in self:
            for lien in (photo.dossier_desordre_id, photo.visite_id, photo.visite_point_id):
                if lien and lien.dossier_id != photo.dossier_id:
                    raise ValidationError(self.env._(
                        "La photo et « %s » ne sont pas du même dossier : choisissez un élément "
                        "de ce dossier.",
                        lien.display_name,
                    ))
            if photo.visite_point_id and photo.visite_point_id.visite_id != photo.visite_id:
                raise ValidationError(self.env._(
                    "« %s » est un point d’une autre visite : choisissez un point de cette visite.",
                    photo.visite_point_id.display_name,
                ))

    # -- CRUD ----------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._preparer(vals) for vals in vals_list]
        # The attachments' own shrinking and recompression would break the hash.
        photos = super(
            OilhiDossierPhoto, self.with_context(image_no_postprocess=True)
        ).create(vals_list)
        photos.visite_id._verifier_en_cours()
        return photos.with_env(self.env)

    def write(self, vals):
        if FIGE & vals.keys() or (ECART & vals.keys() and not self.env.su):
            raise UserError(self.env._(
                "Une photo enregistrée ne se modifie pas : elle sert de preuve. "
                "Ajoutez-en une autre."
            ))
        if "motif_ecart" in vals and any(photo.ecartee_le for photo in self):
            raise UserError(self.env._("Cette photo est déjà écartée : son motif ne change plus."))
        if vals.keys() - APRES_VISITE:
            self.visite_id._verifier_en_cours()
        resultat = super().write(vals)
        if "visite_id" in vals:
            self.visite_id._verifier_en_cours()
        return resultat

    @api.ondelete(at_uninstall=False)
    def _unlink_sauf_preuve(self):
        if not self.env.su and not self.env.user.has_group(
            "oilhi_partenaires.group_administrateur"
        ):
            raise AccessError(self.env._(
                "Une photo enregistrée sert de preuve : elle ne se supprime pas. "
                "Ouvrez-la et écartez-la, avec un motif."
            ))

    # -- Set aside -----------------------------------------------------------

    def ecarter(self, motif):
        """Keep the file, but say that it no longer counts, and why."""
        self.check_access("write")
        motif = (motif or "").strip()
        if not motif:
            raise UserError(self.env._(
                "Écrivez pourquoi cette photo est écartée : floue, autre immeuble, personne "
                "reconnaissable…"
            ))
        for photo in self:
            if photo.ecartee_le:
                raise UserError(self.env._("Cette photo est déjà écartée."))
        # sudo: these marks are written here alone (see the write guard); the right to write the
        # photo was just checked.
        self.sudo().write({
            "motif_ecart": motif,
            "ecartee_le": fields.Datetime.now(),
            "ecartee_par_id": self.env.uid,
        })
        for photo in self:
            photo.dossier_id._message_log(
                body=self.env._("Photo écartée (%(photo)s) : %(motif)s", photo=photo.display_name, motif=motif)
            )
        return True

    def action_ecarter(self):
        """Button: the motive was typed in the form, which saves before."""
        self.ensure_one()
        self.ecarter(self.motif_ecart)
        return {"type": "ir.actions.act_window_close"}

    # -- What is kept of the file --------------------------------------------

    @api.model
    def _preparer(self, vals):
        """Values with the clean file, its hash, its author and the date of the shot."""
        try:
            contenu = base64.b64decode(vals.get("image") or "", validate=False)
        except (binascii.Error, ValueError):
            contenu = b"?"
        try:
            photo = preparer(contenu, self.env.user.tz or "Europe/Paris")
        except PhotoRefusee as refus:
            raise UserError(self._refus(refus.code, vals.get("name"), len(contenu))) from refus
        prise_le = photo.prise_le
        if prise_le and not vals.get("date"):
            vals = dict(vals, date=fields.Datetime.context_timestamp(self, prise_le).date())
        elif vals.get("visite_id") and not vals.get("date"):
            # Often added at the office, days after the visit.
            vals = dict(vals, date=self.env["oilhi.dossier.visite"].browse(vals["visite_id"]).date)
        return dict(
            vals,
            image=base64.b64encode(photo.octets),
            sha256=hashlib.sha256(photo.octets).hexdigest(),
            prise_le=prise_le,
            user_id=self.env.uid,
            motif_ecart=False,
            ecartee_le=False,
            ecartee_par_id=False,
        )

    @api.model
    def _refus(self, code, nom, poids):
        nom = nom or self.env._("sans nom")
        if code == "vide":
            return self.env._("Choisissez le fichier de la photo.")
        if code == "poids":
            return self.env._(
                "La photo « %(nom)s » pèse %(poids)s Mo : %(max)s Mo au plus.",
                nom=nom, poids=poids // (1024 * 1024), max=POIDS_MAX // (1024 * 1024),
            )
        if code == "taille":
            return self.env._(
                "La photo « %s » est trop grande : 120 millions de pixels au plus.", nom
            )
        if code == "illisible":
            return self.env._(
                "La photo « %s » est abîmée ou incomplète : ouvrez-la sur votre appareil, "
                "et envoyez-la de nouveau.",
                nom,
            )
        return self.env._(
            "« %(nom)s » n’est pas une photo d’un format accepté (%(formats)s). "
            "Sur un iPhone : Réglages, Appareil photo, Formats, « Le plus compatible ».",
            nom=nom, formats=", ".join(FORMATS.values()),
        )
