from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError

# What a responsable keeps up to date in its own service: identity and letterhead. Who works there
# goes through the habilitations; what decides of competence belongs to the coordinator.
CHAMPS_RESPONSABLE = frozenset({
    "street", "street2", "zip", "city", "phone", "email", "website", "logo", "en_tete",
    "logo_texte", "pied_page",
    "signataire_ids", "habilitation_ids",
})  # fmt: skip


class OilhiService(models.Model):
    """Who works here: the relation read by the access rules, and the register that keeps it."""

    _inherit = "oilhi.service"

    administrable = fields.Boolean(
        string="Modifiable par moi en entier", compute="_compute_administrable"
    )
    habilitation_ids = fields.One2many(
        "oilhi.habilitation", "service_id", string="Habilitations"
    )

    habilitation_count = fields.Integer(
        string="Personnes habilitées", compute="_compute_habilitation_count"
    )
    # Of the partner, entered where one looks for them.
    logo = fields.Image(related="partner_id.image_1920", string="Logo", readonly=False)
    street = fields.Char(related="partner_id.street", string="Rue", readonly=False)
    street2 = fields.Char(related="partner_id.street2", string="Complément", readonly=False)
    zip = fields.Char(related="partner_id.zip", string="Code postal", readonly=False)
    city = fields.Char(related="partner_id.city", string="Ville", readonly=False)
    website = fields.Char(related="partner_id.website", string="Site internet", readonly=False)
    apercu_en_tete = fields.Html(
        string="Aperçu de l’en-tête", compute="_compute_apercu_en_tete", sanitize=False
    )

    @api.depends("habilitation_ids.ouverte")
    def _compute_habilitation_count(self):
        comptes = dict(self.env["oilhi.habilitation"]._read_group(
            [("service_id", "in", self.ids), ("ouverte", "=", True)], ["service_id"], ["__count"],
        ))
        for service in self:
            service.habilitation_count = comptes.get(service._origin, 0)

    @api.depends("name", "en_tete", "street", "street2", "zip", "city", "phone", "email")
    def _compute_apercu_en_tete(self):
        """The lines that head letters and arrêtés."""
        for service in self:
            lignes = (service.en_tete or service.name or "").strip().splitlines()
            ville = " ".join(filter(None, [service.zip, service.city]))
            suite = filter(
                None, [service.street, service.street2, ville, service.phone, service.email]
            )
            service.apercu_en_tete = Markup("<p><strong>%s</strong><br/>%s</p>") % (
                Markup("<br/>").join(lignes), Markup("<br/>").join(suite),
            )

    def action_voir_habilitations(self):
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "oilhi_partenaires.oilhi_habilitation_action"
        )
        return {**action, "domain": [("service_id", "=", self.id)]}

    def _verifier_responsable(self, vals):
        if self.env.su or self.env.user.has_group("oilhi_partenaires.group_coordinateur"):
            return
        if interdits := vals.keys() - CHAMPS_RESPONSABLE:
            raise AccessError(self.env._(
                "Seul un coordinateur change ces informations du service : %s.",
                ", ".join(sorted(self._fields[nom].string for nom in interdits)),
            ))

    @api.depends_context("uid")
    def _compute_administrable(self):
        """What decides of who sees which case is the coordinator's; the screen says so."""
        self.administrable = self.env.user.has_group("oilhi_partenaires.group_coordinateur")

    def _paires(self):
        """{(service, user)} of the relation, archived accounts included."""
        return {
            (service.id, user)
            for service in self.with_context(active_test=False)
            for user in service.user_ids.ids
        }

    @api.model_create_multi
    def create(self, vals_list):
        services = super().create(vals_list)
        # sudo: every user of the service, seen by the author or not
        self.env["oilhi.habilitation"]._depuis_relation(services.sudo()._paires(), ())
        return services

    def write(self, vals):
        self._verifier_responsable(vals)
        # su: a context comes from the client, who could keep a change out of the register
        tenue = self.env.su and self.env.context.get("oilhi_relation_tenue")
        if "user_ids" not in vals or tenue:
            return super().write(vals)
        avant = self.sudo()._paires()  # sudo: see create()
        resultat = super().write(vals)
        apres = self.sudo()._paires()
        self.env["oilhi.habilitation"]._depuis_relation(apres - avant, avant - apres)
        return resultat
