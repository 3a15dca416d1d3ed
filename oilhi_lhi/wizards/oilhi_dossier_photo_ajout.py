from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.pieces import Pieces


class OilhiDossierPhotoAjout(models.TransientModel):
    """Several photos at once, from the camera or the gallery of a telephone."""

    _name = "oilhi.dossier.photo.ajout"
    _description = "Ajouter des photos"

    dossier_id = fields.Many2one("oilhi.dossier", required=True, ondelete="cascade")
    dossier_desordre_id = fields.Many2one(
        "oilhi.dossier.desordre",
        string="Désordre",
        ondelete="cascade",
        domain="[('dossier_id', '=', dossier_id)]",
    )
    visite_id = fields.Many2one("oilhi.dossier.visite", string="Visite", ondelete="cascade")
    visite_point_id = fields.Many2one(
        "oilhi.dossier.visite.point", string="Point de la visite", ondelete="cascade"
    )
    visite_mesure_id = fields.Many2one(
        "oilhi.dossier.visite.mesure", string="Mesure contrôlée", ondelete="cascade"
    )
    legende = fields.Char("Légende")
    piece_ids = Pieces("ir.attachment", string="Prendre ou choisir des photos")

    @api.model
    def _action_ouvrir(self, dossier, **defauts):
        dossier.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "views": [[False, "form"]],
            "target": "new",
            "name": self.env._("Ajouter des photos"),
            "context": {
                "default_dossier_id": dossier.id,
                **{f"default_{nom}": valeur for nom, valeur in defauts.items()},
            },
        }

    def action_ajouter(self):
        """All the photos or none: what is refused is named, and nothing typed is lost."""
        self.ensure_one()
        self.dossier_id.check_access("write")
        if not self.piece_ids:
            raise UserError(self.env._("Choisissez au moins une photo."))
        if any(
            piece.res_model != self._name or piece.create_uid != self.env.user
            for piece in self.piece_ids
        ):
            raise UserError(self.env._("Envoyez vos photos depuis cette fenêtre."))
        point, ligne = self.visite_point_id, self.visite_mesure_id
        self.env["oilhi.dossier.photo"].create([
            {
                "dossier_id": self.dossier_id.id,
                "dossier_desordre_id": (self.dossier_desordre_id or point.dossier_desordre_id).id,
                "visite_id": (self.visite_id or point.visite_id or ligne.visite_id).id,
                "visite_point_id": point.id,
                "visite_mesure_id": ligne.id,
                "name": self.legende or piece.name.rpartition(".")[0] or piece.name,
                "image": piece.datas,
            }
            for piece in self.piece_ids
        ])
        # The files as received hold the place and the owner of the telephone.
        self.piece_ids.unlink()
        return (point or ligne).action_ouvrir() if point or ligne else {"type": "ir.actions.act_window_close"}

    @api.autovacuum
    def _gc_envois_abandonnes(self):
        """Files sent then left there: not kept, they hold where they were taken."""
        self.env["ir.attachment"].search([
            ("res_model", "=", self._name),
            ("res_field", "=", False),
            ("create_date", "<", fields.Datetime.now() - timedelta(days=1)),
        ], limit=1000).unlink()
