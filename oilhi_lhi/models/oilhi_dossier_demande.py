from odoo import api, fields, models
from odoo.exceptions import UserError


class OilhiDossierDemande(models.Model):
    """A service asks to see a case that it only knows by its reference.

    It holds what was typed and the answer, never a link to the case: whether the reference exists
    or not, the asking service sees the same thing. The owner's side is ``oilhi.dossier.partage``.
    """

    _name = "oilhi.dossier.demande"
    _inherit = "mail.thread"
    _description = "Demande d’accès à un dossier"
    _order = "id desc"
    _rec_name = "reference"

    reference = fields.Char("Référence demandée", required=True, readonly=True)
    service_id = fields.Many2one(
        "oilhi.service", string="Service demandeur", required=True, readonly=True, index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="service_id.company_id", store=True, index=True)
    user_id = fields.Many2one("res.users", string="Demandé par", required=True, readonly=True)
    niveau = fields.Selection(
        [("lecture", "Lecture"), ("contribution", "Contribution")], required=True, readonly=True
    )
    motif = fields.Char("Motif", required=True, readonly=True)
    etat = fields.Selection(
        [
            ("envoyee", "Envoyée"),
            ("acceptee", "Acceptée"),
            ("refusee", "Refusée"),
            ("retiree", "Retirée"),
            ("terminee", "Accès terminé"),
        ],
        string="État", required=True, default="envoyee", readonly=True,
    )
    date_fin = fields.Date("Accès jusqu’au", readonly=True)
    reponse = fields.Char("Réponse", readonly=True)
    repondue_le = fields.Datetime("Répondue le", readonly=True)

    _une_en_attente = models.UniqueIndex(
        "(service_id, reference) WHERE etat = 'envoyee'",
        "Votre service a déjà demandé l’accès à ce dossier.",
    )

    @api.model
    def _transmettre(self, service, reference, niveau, motif, dossier=None):
        """Enter the request, and hand it to the owner if the case exists. Returns the request.

        ``dossier``: the case, when the request names it otherwise than by its reference.
        """
        # sudo: nothing of the case comes back to the asker; agents do not write requests
        demande = self.sudo().with_context(
            mail_create_nolog=True, mail_create_nosubscribe=True
        ).create({
            "reference": reference, "service_id": service.id, "niveau": niveau, "motif": motif,
            "user_id": self.env.uid,
        })
        if dossier is None:
            dossier = self.env["oilhi.dossier"].sudo().with_context(active_test=False).search([
                ("company_id", "=", service.company_id.id), ("reference", "=", reference),
            ], limit=1)
        if not dossier or dossier.service_id == service:
            return demande
        partage = dossier.partage_ids.filtered(
            lambda p: p.service_id == service and p.etat in ("demande", "accepte")
        )
        if partage:
            partage.write({"demande_id": demande.id})
        else:
            partage = partage.create({
                "dossier_id": dossier.id, "service_id": service.id, "niveau": niveau,
                "motif": motif, "etat": "demande", "demande_id": demande.id,
                "demandeur_id": self.env.uid,
            })
            partage._prevenir()
        return demande

    def _suivre(self, repondus):
        """Copy the state of the shares; tell the asker when one was just answered."""
        etats = {
            "demande": "envoyee", "accepte": "acceptee", "refuse": "refusee", "termine": "terminee",
        }
        partages = self.env["oilhi.dossier.partage"].search([("demande_id", "in", self.ids)])
        for partage in partages:
            demande = partage.demande_id
            if demande.etat == "retiree":
                continue
            demande.write({
                "etat": etats[partage.etat], "niveau": partage.niveau,
                "date_fin": partage.date_fin, "reponse": partage.reponse,
                **({"repondue_le": fields.Datetime.now()} if partage in repondus else {}),
            })
            if partage in repondus and partage.etat in ("accepte", "refuse"):
                demande._annoncer()

    def _annoncer(self):
        """The asker is told; only what it typed and the answer."""
        self.ensure_one()
        if self.etat == "acceptee":
            phrase = self.env._("L’accès au dossier %s est accordé", self.reference)
            if self.date_fin:
                phrase = self.env._(
                    "%(phrase)s jusqu’au %(fin)s",
                    phrase=phrase, fin=self.date_fin.strftime("%d/%m/%Y"),
                )
        else:
            phrase = self.env._("L’accès au dossier %s est refusé", self.reference)
        self.message_notify(
            partner_ids=self.user_id.partner_id.ids,
            subject=self.env._("Demande d’accès : %s", self.reference),
            body=f"{phrase}. {self.reponse or ''}".strip(),
        )

    def action_retirer(self):
        """The asking service changes its mind, or gives the access back."""
        self.check_access("read")
        for demande in self:
            if demande.service_id not in self.env.user.oilhi_service_ids or not (
                self.env.user.has_group("oilhi_partenaires.group_agent")
            ):
                raise UserError(self.env._(
                    "Seul un agent du service demandeur retire sa demande."
                ))
            if demande.etat not in ("envoyee", "acceptee"):
                raise UserError(self.env._("Cette demande est déjà close."))
        # sudo: the asker changes nothing but the end of its own request
        demandes = self.sudo()
        demandes.write({"etat": "retiree"})
        self.env["oilhi.dossier.partage"].sudo().search([
            ("demande_id", "in", demandes.ids), ("etat", "in", ("demande", "accepte")),
        ]).write({"etat": "termine"})
        return True

    def action_ouvrir_dossier(self):
        """The case, by the rights of the user: nothing is found without a valid share."""
        self.ensure_one()
        self.check_access("read")
        dossier = self.env["oilhi.dossier"].search([("reference", "=", self.reference)], limit=1)
        if not dossier:
            raise UserError(self.env._("Vous n’avez pas accès à un dossier %s.", self.reference))
        return dossier.action_ouvrir()
