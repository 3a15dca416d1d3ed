import re

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class OilhiDossierAccesDemander(models.TransientModel):
    _name = "oilhi.dossier.acces.demander"
    _description = "Demander l’accès à un dossier"

    reference = fields.Char("Référence du dossier")
    # From the warning of a creation or the history of a building: the case is only counted there.
    batiment_id = fields.Many2one("oilhi.batiment", string="Lieu")
    service_possible_ids = fields.Many2many(
        "oilhi.service", compute="_compute_service_possible_ids"
    )
    service_id = fields.Many2one(
        "oilhi.service", string="Pour le service", required=True,
        domain="[('id', 'in', service_possible_ids)]",
        default=lambda self: self.env["oilhi.dossier"]._default_service_id(),
    )
    niveau = fields.Selection(
        [("lecture", "Lecture : consulter et commenter"), ("contribution", "Contribution : modifier aussi")],
        required=True, default="lecture",
    )
    motif = fields.Char("Motif", required=True)

    @api.depends_context("uid")
    @api.depends("reference")
    def _compute_service_possible_ids(self):
        self.service_possible_ids = self.env.user.oilhi_service_ids

    def action_demander(self):
        """Same answer and same traces for the asker, whether the reference exists or not."""
        self.ensure_one()
        if self.service_id not in self.env.user.oilhi_service_ids or not self.env.user.has_group(
            "oilhi_partenaires.group_agent"
        ):
            raise AccessError(self.env._(
                "Seul un agent demande un accès, pour un service auquel il est rattaché."
            ))
        if not self.motif.strip():
            raise UserError(self.env._(
                "Dites pourquoi votre service doit voir ce dossier : le motif est transmis au "
                "service qui l’instruit."
            ))
        if self.batiment_id:
            self.batiment_id.check_access("read")
            self.env["oilhi.dossier.demande"]._transmettre_lieu(
                self.service_id, self.batiment_id, self.niveau, self.motif.strip()
            )
            return self._annoncer(self.env._(
                "Le service qui instruit est prévenu. Suivez la réponse dans « Mes demandes »."
            ))
        reference = re.sub(r"\s+", "", self.reference or "").upper()
        if not reference:
            raise UserError(self.env._("Indiquez la référence du dossier : « LHI-2027-00012 »."))
        if self.env["oilhi.dossier"].search_count([("reference", "=", reference)], limit=1):
            raise UserError(self.env._(
                "Vous voyez déjà le dossier %s : ouvrez-le dans la liste des dossiers.", reference
            ))
        Demande = self.env["oilhi.dossier.demande"]
        if Demande.search_count([
            ("service_id", "=", self.service_id.id), ("reference", "=", reference),
            ("etat", "=", "envoyee"),
        ], limit=1):
            raise UserError(self.env._(
                "Votre service a déjà demandé l’accès à %s : suivez la réponse dans « Mes "
                "demandes ».", reference,
            ))
        Demande._transmettre(self.service_id, reference, self.niveau, self.motif.strip())
        return self._annoncer(self.env._(
            "Si un dossier %s existe, le service qui l’instruit est prévenu. Suivez la "
            "réponse dans « Mes demandes ».", reference,
        ))

    def _annoncer(self, message):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "title": self.env._("Demande enregistrée"),
                "message": message,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
