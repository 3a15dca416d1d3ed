from odoo import api, fields, models
from odoo.exceptions import UserError


class OilhiAgendaLien(models.TransientModel):
    """« Mon agenda »: makes, shows and removes the secret address of the current user.

    The address itself is in no column: it goes from the button to the screen, once.
    """

    _name = "oilhi.agenda.lien"
    _description = "Mon agenda"

    abonnement_id = fields.Many2one(
        "oilhi.agenda.abonnement", string="Lien en service", compute="_compute_abonnement_id"
    )
    cree_le = fields.Datetime(
        related="abonnement_id.create_date", string="Lien créé le", related_sudo=False
    )
    lu_le = fields.Datetime(related="abonnement_id.lu_le", related_sudo=False)
    portee = fields.Selection(
        lambda self: self.env["oilhi.agenda.abonnement"]._fields["portee"].selection,
        string="Échéances à recevoir", required=True, default=lambda self: self._default_portee(),
    )

    @api.model
    def _default_portee(self):
        return self.env["oilhi.agenda.abonnement"]._mien().portee or "miens"

    @api.depends_context("uid")
    def _compute_abonnement_id(self):
        self.abonnement_id = self.env["oilhi.agenda.abonnement"]._mien()

    # -- Actions -------------------------------------------------------------

    def action_creer(self):
        """A new address, the former one stops; shown once, by the browser alone."""
        self.ensure_one()
        Abonnement = self.env["oilhi.agenda.abonnement"]
        Abonnement.check_access("read")
        return {
            "type": "ir.actions.client",
            "tag": "oilhi_agenda_lien",
            "name": self.env._("Votre lien d’agenda"),
            "target": "new",
            # The browser puts in front the name by which this person reaches OILHI.
            "params": {"chemin": f"/oilhi/agenda/{Abonnement._abonner(self.portee)}.ics"},
        }

    def action_enregistrer(self):
        """Other deadlines by the same address: calendars follow at their next reading."""
        self.ensure_one()
        abonnement = self.env["oilhi.agenda.abonnement"]._mien()
        if not abonnement:
            raise UserError(self.env._("Vous n’avez pas de lien d’agenda : créez-en un."))
        # sudo: users do not write this model; it is one's own subscription
        abonnement.sudo().portee = self.portee
        return self._dire(self.env._(
            "Vos agendas suivront ce choix à leur prochaine lecture, dans six heures au plus."
        ))

    def action_revoquer(self):
        self.ensure_one()
        self.check_access("read")
        self.env["oilhi.agenda.abonnement"]._mien()._revoquer()
        return self._dire(self.env._(
            "Le lien ne fonctionne plus. Retirez aussi l’abonnement de vos agendas."
        ))

    def _dire(self, message):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "title": self.env._("Mon agenda"),
                "message": message,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
