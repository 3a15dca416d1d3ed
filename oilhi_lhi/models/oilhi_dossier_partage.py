from odoo import api, fields, models
from odoo.exceptions import ValidationError


class OilhiDossierPartage(models.Model):
    _name = "oilhi.dossier.partage"
    _inherit = "oilhi.dossier.ligne"
    _description = "Partage du dossier"
    _order = "dossier_id, id"
    _check_company_auto = True

    dossier_id = fields.Many2one(
        "oilhi.dossier", string="Dossier", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, index=True)
    service_id = fields.Many2one(
        "oilhi.service",
        string="Service",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    niveau = fields.Selection(
        [("lecture", "Lecture"), ("contribution", "Contribution")],
        required=True,
        default="lecture",
        help="Lecture : consulter et commenter. Contribution : modifier aussi le dossier.",
    )
    etat = fields.Selection(
        [
            ("demande", "Demandé"),
            ("accepte", "Accepté"),
            ("refuse", "Refusé"),
            ("termine", "Terminé"),
        ],
        string="État",
        required=True,
        default="accepte",
    )
    date_fin = fields.Date("Jusqu’au", help="Dernier jour d’accès. Vide : sans limite.")
    motif = fields.Char("Motif", help="Pourquoi ce service doit voir le dossier.")
    valide = fields.Boolean("Accès ouvert", compute="_compute_valide")

    _service_uniq = models.UniqueIndex(
        "(dossier_id, service_id) WHERE etat IN ('demande', 'accepte')",
        "Ce dossier est déjà partagé avec ce service : modifiez le partage existant.",
    )

    @api.depends("etat", "date_fin")
    def _compute_valide(self):
        jour = fields.Date.context_today(self)
        for partage in self:
            partage.valide = partage._est_valide(jour)

    @api.depends("service_id", "niveau")
    def _compute_display_name(self):
        niveaux = dict(self._fields["niveau"]._description_selection(self.env))
        for partage in self:
            partage.display_name = f"{partage.service_id.name} ({niveaux.get(partage.niveau)})"

    @api.constrains("service_id", "dossier_id")
    def _check_service(self):
        for partage in self:
            if partage.service_id == partage.dossier_id.service_id:
                raise ValidationError(self.env._(
                    "« %s » instruit déjà ce dossier : il n’y a rien à partager.",
                    partage.service_id.name,
                ))

    def _est_valide(self, jour):
        """Open on that day; the last day counts."""
        self.ensure_one()
        return self.etat == "accepte" and (not self.date_fin or self.date_fin >= jour)

    @api.model_create_multi
    def create(self, vals_list):
        partages = super().create(vals_list)
        partages.dossier_id._maj_acces()
        for partage in partages:
            partage._journaliser(self.env._("Dossier partagé avec"))
        return partages

    def write(self, vals):
        resultat = super().write(vals)
        self.dossier_id._maj_acces()
        if {"etat", "niveau", "date_fin", "service_id"} & vals.keys():
            for partage in self:
                partage._journaliser(self.env._("Partage modifié :"))
        return resultat

    def unlink(self):
        dossiers = self.dossier_id
        for partage in self:
            partage._journaliser(self.env._("Partage retiré :"))
        resultat = super().unlink()
        dossiers._maj_acces()
        return resultat

    def _journaliser(self, debut):
        """Who may see the case is part of its history."""
        self.ensure_one()
        etats = dict(self._fields["etat"]._description_selection(self.env))
        fin = self.env._(", jusqu’au %s", self.date_fin.strftime("%d/%m/%Y")) if self.date_fin else ""
        # sudo: only the line of history, which the author may no longer be allowed to write
        self.sudo().dossier_id._message_log(
            body=f"{debut} {self.display_name}, {etats[self.etat].lower()}{fin}.",
            author_id=self.env.user.partner_id.id,
        )

    def action_terminer(self):
        """Withdraw the access at once."""
        self.check_access("write")
        self.write({"etat": "termine", "date_fin": fields.Date.context_today(self)})
        return True
