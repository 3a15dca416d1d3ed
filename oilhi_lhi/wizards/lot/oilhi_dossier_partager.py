from odoo import fields, models
from odoo.exceptions import UserError


class OilhiDossierPartager(models.TransientModel):
    """Several cases shared with a service: the rights of a single share, and its traces."""

    _name = "oilhi.dossier.partager"
    _inherit = "oilhi.dossier.lot"
    _description = "Partager des dossiers avec un service"

    service_id = fields.Many2one("oilhi.service", string="Avec le service")
    niveau = fields.Selection(
        [("lecture", "Lecture : consulter et commenter"), ("contribution", "Contribution : modifier aussi")],
        required=True,
        default="lecture",
    )
    date_fin = fields.Date("Jusqu’au", help="Dernier jour d’accès. Vide : sans limite.")
    motif = fields.Char("Motif", help="Pourquoi ce service doit voir ces dossiers.")

    def action_partager(self):
        self._verifier_choix()
        service, dossiers = self.service_id, self.dossier_ids
        if not service:
            raise UserError(self.env._("Choisissez le service avec qui partager."))
        if self.date_fin and self.date_fin < fields.Date.context_today(self):
            raise UserError(self.env._("Le dernier jour d’accès est déjà passé : corrigez la date."))
        partages = self.env["oilhi.dossier.partage"]
        existants = partages.search([
            ("dossier_id", "in", dossiers.ids), ("service_id", "=", service.id),
            ("etat", "in", ("demande", "accepte")),
        ])
        demandes = existants.filtered(lambda p: p.etat == "demande")
        a_faire, refus = self._trier([
            (
                self.env._("seuls son service instructeur et le coordinateur le partagent"),
                dossiers - self._partageables(),
            ),
            (
                self.env._("« %s » l’instruit déjà", service.name),
                dossiers.filtered(lambda d: d.service_id == service),
            ),
            (
                self.env._("« %s » n’est pas du même département hôte", service.name),
                dossiers.filtered(lambda d: d.company_id != service.company_id),
            ),
            (
                self.env._("« %s » a demandé l’accès : répondez à sa demande", service.name),
                demandes.dossier_id,
            ),
            (
                self.env._("déjà partagé avec « %s » : modifiez ce partage", service.name),
                (existants - demandes).dossier_id,
            ),
        ])
        partages.create([
            {
                "dossier_id": dossier.id, "service_id": service.id, "niveau": self.niveau,
                "date_fin": self.date_fin, "motif": self.motif,
            }
            for dossier in a_faire
        ])
        nombre = len(a_faire)
        fait = (
            self.env._("%(nombre)s dossiers sont maintenant partagés avec « %(qui)s ».",
                       nombre=nombre, qui=service.name)
            if nombre > 1 else
            self.env._("1 dossier est maintenant partagé avec « %s ».", service.name)
            if nombre else self.env._("Aucun dossier n’a été partagé.")
        )
        return self._rendre_compte(fait, refus)

    def _partageables(self):
        """Those that the rule of a single share lets the user share; `create` asks it again."""
        if self.env.user.has_group("oilhi_partenaires.group_coordinateur"):
            return self.dossier_ids
        services = self.env.user._oilhi_services()
        return self.dossier_ids.filtered(lambda d: d.service_id.id in services)
