from odoo import api, fields, models


class OilhiService(models.Model):
    """Who works here: the relation read by the access rules, and the register that keeps it."""

    _inherit = "oilhi.service"

    habilitation_ids = fields.One2many(
        "oilhi.habilitation", "service_id", string="Habilitations"
    )

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
        if "user_ids" not in vals or self.env.context.get("oilhi_relation_tenue"):
            return super().write(vals)
        avant = self.sudo()._paires()  # sudo: see create()
        resultat = super().write(vals)
        apres = self.sudo()._paires()
        self.env["oilhi.habilitation"]._depuis_relation(apres - avant, avant - apres)
        return resultat
