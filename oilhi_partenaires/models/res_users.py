from odoo import api, fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    oilhi_service_ids = fields.Many2many(
        "oilhi.service",
        "oilhi_service_users_rel",
        "user_id",
        "service_id",
        string="Services",
        help="L’utilisateur voit les dossiers de ces services.",
    )
    oilhi_habilitation_ids = fields.One2many(
        "oilhi.habilitation", "user_id", string="Habilitations"
    )

    def _oilhi_paires(self):
        """{(service, user)} of the relation, archived services included."""
        return {
            (service, user.id)
            for user in self.with_context(active_test=False)
            for service in user.oilhi_service_ids.ids
        }

    @api.model_create_multi
    def create(self, vals_list):
        users = super().create(vals_list)
        if any(vals.get("oilhi_service_ids") for vals in vals_list):
            # sudo: every service of these accounts, seen by the author or not
            self.env["oilhi.habilitation"]._depuis_relation(users.sudo()._oilhi_paires(), ())
        return users

    def write(self, vals):
        if "oilhi_service_ids" not in vals:
            return super().write(vals)
        avant = self.sudo()._oilhi_paires()  # sudo: see create()
        resultat = super().write(vals)
        apres = self.sudo()._oilhi_paires()
        self.env["oilhi.habilitation"]._depuis_relation(apres - avant, avant - apres)
        return resultat

    def _check_uid_passwd(self, uid, passwd):
        # XML-RPC does not go through ir.http
        self.env["oilhi.habilitation"]._clore_si_jour_nouveau()
        return super()._check_uid_passwd(uid, passwd)
