"""The document, as a service that adapts it sees it."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class OilhiDocumentModele(models.Model):
    _inherit = "oilhi.document.modele"

    a_revoir = fields.Boolean(
        "À revoir", compute="_compute_a_revoir", search="_search_a_revoir",
        help="Une adaptation de ce document date d’avant un changement du texte livré ou de la loi.",
    )  # fmt: skip
    suite = fields.Char("À faire", compute="_compute_a_revoir")
    peut_adapter = fields.Boolean(compute="_compute_peut_adapter")

    @api.depends("version_ids.a_revoir")
    @api.depends_context("uid")
    def _compute_a_revoir(self):
        signalees = self.env["oilhi.document.modele.version"]._read_group(
            [("modele_id", "in", self.ids), ("a_revoir", "=", True)], ["modele_id"]
        )
        a_revoir = {modele.id for (modele,) in signalees}
        for modele in self:
            modele.a_revoir = modele.id in a_revoir
            modele.suite = self.env._("À revoir") if modele.a_revoir else False

    def _search_a_revoir(self, operator, value):
        if operator != "in":
            return NotImplemented
        signalees = self.env["oilhi.document.modele.version"].search([("a_revoir", "=", True)])
        return [("id", "in" if True in value else "not in", signalees.modele_id.ids)]

    @api.depends_context("uid")
    def _compute_peut_adapter(self):
        self.peut_adapter = bool(self._services_adaptables()) or self.env.user.has_group(
            "oilhi_partenaires.group_juriste"
        )

    def _services_adaptables(self):
        """Services for which the user keeps the documents: his own, if he is their responsable."""
        if not self.env.user.has_group("oilhi_partenaires.group_responsable"):
            return self.env["oilhi.service"]
        return self.env["oilhi.service"].search([("user_ids", "in", self.env.uid)])

    def action_adapter(self):
        """Open the adaptation in preparation, or begin one for the service of the user."""
        self.ensure_one()
        services = self._services_adaptables()
        juriste = self.env.user.has_group("oilhi_partenaires.group_juriste")
        if not services and not juriste:
            raise UserError(self.env._(
                "Un modèle est adapté par le responsable d’un service, ou par le référent juridique."
            ))
        versions = self.env["oilhi.document.modele.version"]
        version = versions.search([
            ("modele_id", "=", self.id), ("state", "=", "brouillon"), ("livree", "=", False),
            ("service_id", "in", services.ids or [False]),
        ], limit=1)
        version = version or versions.create({"modele_id": self.id, "service_id": services[:1].id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Adapter ce modèle"),
            "res_model": versions._name,
            "res_id": version.id,
            "views": [(False, "form")],
        }

    def _signaler_adaptations(self, motif):
        """The adaptations in use of these documents rest on something that has changed."""
        aujourdhui = fields.Date.context_today(self)
        # sudo: the change comes from an update or from the jurist, for every service
        self.env["oilhi.document.modele.version"].sudo().search([
            ("modele_id", "in", self.ids), ("livree", "=", False), ("state", "=", "valide"),
            "|", ("date_fin", "=", False), ("date_fin", ">=", aujourdhui),
        ])._signaler(motif)
