from odoo import api, fields, models
from odoo.exceptions import AccessError


class OilhiHabilitationDepart(models.TransientModel):
    """Someone leaves: every access that the current user may withdraw goes at once."""

    _name = "oilhi.habilitation.depart"
    _description = "Retirer tous les accès"

    user_id = fields.Many2one("res.users", string="Personne", required=True)
    habilitation_ids = fields.Many2many(
        "oilhi.habilitation", string="Accès retirés", compute="_compute_habilitation_ids"
    )
    service_ids = fields.Many2many("oilhi.service", compute="_compute_habilitation_ids")
    motif = fields.Char(string="Motif", help="Départ, mutation… Gardé au registre.")
    fermer_compte = fields.Boolean(
        string="Fermer aussi son compte",
        help="Ses sessions ouvertes prennent fin, elle ne peut plus se connecter.",
    )
    peut_fermer = fields.Boolean(compute="_compute_habilitation_ids")

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_habilitation_ids(self):
        administrateur = self.env.user.has_group("oilhi_partenaires.group_administrateur")
        for depart in self:
            depart.habilitation_ids = depart._habilitations()
            depart.service_ids = depart.habilitation_ids.service_id
            depart.peut_fermer = administrateur

    def _habilitations(self):
        """Open ones that the current user keeps: those of its services, or of its département."""
        return self.env["oilhi.habilitation"].search([
            ("user_id", "=", self.user_id.id), ("ouverte", "=", True),
        ])._filtered_access("write")

    def action_retirer(self):
        self.ensure_one()
        habilitations = self._habilitations()
        if self.fermer_compte and not self.env.user.has_group(
            "oilhi_partenaires.group_administrateur"
        ):
            raise AccessError(self.env._("Seul l’administrateur ferme un compte."))
        if not habilitations and not self.fermer_compte:
            raise AccessError(self.env._(
                "%s n’a aucun accès que vous puissiez retirer.", self.user_id.name
            ))
        if self.motif:
            habilitations.write({"motif": self.motif})
        self._reattribuer(habilitations.service_id)
        habilitations.action_retirer()
        if self.fermer_compte:
            # sudo: accounts belong to the administrators of the site; checked just above. An
            # archived account loses its sessions: its session token no longer matches.
            self.sudo().user_id.action_archive()
        return {"type": "ir.actions.act_window_close"}

    def _reattribuer(self, services):
        """Hook: what the person followed in these services goes to somebody else."""
