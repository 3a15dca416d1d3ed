from odoo import api, fields, models
from odoo.exceptions import UserError


class OilhiHabilitationDepart(models.TransientModel):
    _inherit = "oilhi.habilitation.depart"

    dossier_count = fields.Integer("Dossiers suivis", compute="_compute_dossier_count")
    dossier_ouvert_count = fields.Integer("Dossiers en cours", compute="_compute_dossier_count")
    reste_a_dire = fields.Char(compute="_compute_dossier_count")
    remplacant_possible_ids = fields.Many2many("res.users", compute="_compute_dossier_count")
    remplacant_id = fields.Many2one(
        "res.users", string="Confier ses dossiers à",
        domain="[('id', 'in', remplacant_possible_ids)]",
    )
    sans_personne = fields.Boolean(
        "Laisser ces dossiers sans personne",
        help="Ils restent à son nom ; leurs rappels vont à un responsable du service, qui peut les réaffecter un à un.",
    )

    def _dossiers(self, services):
        return self.env["oilhi.dossier"].search([
            ("user_id", "=", self.user_id.id), ("service_id", "in", services.ids),
        ])

    @api.depends("user_id")
    def _compute_dossier_count(self):
        for depart in self:
            dossiers = depart._dossiers(depart.service_ids)
            depart.dossier_count = len(dossiers)
            depart.dossier_ouvert_count = len(dossiers.filtered(self._en_cours))
            depart.reste_a_dire = depart._phrase_reste()
            # _origin: in a form not saved yet the users of the services are not equal to the one who leaves.
            depart.remplacant_possible_ids = depart.service_ids._origin.user_ids - depart.user_id._origin

    def _en_cours(self, dossier):
        return dossier.phase != "clos"

    def _phrase_reste(self):
        if not self.dossier_ouvert_count:
            return False
        if self.dossier_ouvert_count == 1:
            return self.env._(
                "Un dossier en cours reste à son nom, et personne ne le suivra : confiez-le à un collègue, ou cochez "
                "« Laisser ces dossiers sans personne ».")
        return self.env._(
            "%s dossiers en cours restent à son nom, et personne ne les suivra : confiez-les à un collègue, ou cochez "
            "« Laisser ces dossiers sans personne ».", self.dossier_ouvert_count)

    def _reattribuer(self, services):
        """Case by case: the one who takes over must work in the service of the case."""
        super()._reattribuer(services)
        if not self.remplacant_id:
            if not self.sans_personne and self._dossiers(services).filtered(self._en_cours):
                raise UserError(self._phrase_reste())
            return
        if self.remplacant_id == self.user_id:
            raise UserError(self.env._("Confiez les dossiers à une autre personne que celle qui part."))
        dossiers = self._dossiers(services)
        etrangers = dossiers.filtered(
            lambda d: self.remplacant_id not in d.service_id.user_ids
        ).service_id
        if etrangers:
            raise UserError(self.env._(
                "%(nom)s ne travaille pas dans « %(services)s » : invitez cette personne d’abord, "
                "ou choisissez quelqu’un d’autre.",
                nom=self.remplacant_id.name, services=", ".join(etrangers.mapped("name")),
            ))
        dossiers.write({"user_id": self.remplacant_id.id})
        # sudo: what the person had to do on these cases belongs to that person
        self.env["mail.activity"].sudo().search([
            ("user_id", "=", self.user_id.id), ("res_model", "=", "oilhi.dossier"),
            ("res_id", "in", dossiers.ids),
        ]).write({"user_id": self.remplacant_id.id})
