from odoo import api, fields, models
from odoo.exceptions import UserError


class OilhiDossierConfier(models.TransientModel):
    """« Suivi par » for several cases."""

    _name = "oilhi.dossier.confier"
    _inherit = "oilhi.dossier.lot"
    _description = "Confier des dossiers à un collègue"

    service_ids = fields.Many2many(
        "oilhi.service", string="Services instructeurs", compute="_compute_service_ids"
    )
    user_id = fields.Many2one(
        "res.users", string="Suivi par", domain="[('oilhi_service_ids', 'in', service_ids)]"
    )
    prevenir = fields.Boolean("Le prévenir par un message", default=True)

    @api.depends("dossier_ids")
    def _compute_service_ids(self):
        for lot in self:
            lot.service_ids = lot.dossier_ids.service_id

    def action_confier(self):
        self._verifier_choix()
        if not self.user_id:
            raise UserError(self.env._("Choisissez le collègue qui suivra ces dossiers."))
        user, dossiers = self.user_id, self.dossier_ids
        # sudo: of this colleague, only the services are looked at, as the list of choices did
        services = user.sudo().oilhi_service_ids
        a_faire, refus = self._trier([
            (self.env._("déjà suivi par %s", user.name), dossiers.filtered(lambda d: d.user_id == user)),
            (
                self.env._("vous ne pouvez pas le modifier"),
                dossiers - dossiers._filtered_access("write"),
            ),
            (
                self.env._("%s n’est pas membre du service qui l’instruit", user.name),
                dossiers.filtered(lambda d: d.service_id not in services),
            ),
        ])
        if a_faire:
            # One message for all of them, below, and not one for each.
            a_faire.with_context(mail_auto_subscribe_no_notify=True).write({"user_id": user.id})
            if self.prevenir and user != self.env.user:
                self._prevenir(a_faire)
        nombre = len(a_faire)
        fait = (
            self.env._("%(nombre)s dossiers sont maintenant suivis par %(qui)s.",
                       nombre=nombre, qui=user.name)
            if nombre > 1 else
            self.env._("1 dossier est maintenant suivi par %s.", user.name)
            if nombre else self.env._("Aucun dossier n’a changé de main.")
        )
        return self._rendre_compte(fait, refus)

    def _prevenir(self, dossiers):
        """References alone: a message goes by e-mail, where nothing of the case has to be."""
        self.env["mail.thread"].message_notify(
            partner_ids=self.user_id.partner_id.ids,
            subject=(
                self.env._("%(qui)s vous confie %(nombre)s dossiers",
                           qui=self.env.user.name, nombre=len(dossiers))
                if len(dossiers) > 1 else
                self.env._("%s vous confie 1 dossier", self.env.user.name)
            ),
            body=self.env._("Vous suivez maintenant : %s.", ", ".join(dossiers.mapped("reference"))),
        )
