from odoo import api, fields, models

from .oilhi_commune import AUTORITES


class OilhiDossier(models.Model):
    """Is the case in the right hands: authority, territory of the service."""

    _inherit = "oilhi.dossier"

    autorite = fields.Selection(
        AUTORITES, string="Police de mise en sécurité", compute="_compute_autorite"
    )
    autorite_motif = fields.Text("Explication", compute="_compute_autorite")
    alerte_territoire = fields.Char("Territoire", compute="_compute_alerte_territoire")

    @api.depends("commune_id.police_mise_en_securite", "commune_id.police_motif")
    def _compute_autorite(self):
        """Today: an act is signed by who is competent on the day of its signature."""
        for dossier in self:
            dossier.autorite = dossier.commune_id.police_mise_en_securite
            dossier.autorite_motif = dossier.commune_id.police_motif

    @api.depends("commune_id.epci_id", "service_id.commune_ids", "service_id.epci_id")
    def _compute_alerte_territoire(self):
        """Warn only: services help one another across their borders."""
        for dossier in self:
            service, commune = dossier.service_id, dossier.commune_id
            # The communes of a service may be many: read only when the seat and the EPCI say nothing.
            ok = (
                not (service and commune)
                or commune == service.commune_id
                or (commune.epci_id and commune.epci_id == service.epci_id)
                or commune in service.commune_ids
                # No territory: a service of the whole département.
                or not (service.commune_id or service.epci_id or service.commune_ids)
            )
            dossier.alerte_territoire = not ok and self.env._(
                "%(commune)s n’est pas dans le territoire du service « %(service)s ». "
                "Vérifiez la commune ou le service instructeur.",
                commune=commune.name, service=service.name,
            )
