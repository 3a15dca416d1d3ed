from odoo import api, fields, models
from odoo.exceptions import UserError


class OilhiDossierPartageReponse(models.TransientModel):
    _name = "oilhi.dossier.partage.reponse"
    _description = "Réponse à une demande d’accès"

    partage_id = fields.Many2one("oilhi.dossier.partage", required=True, readonly=True)
    service_id = fields.Many2one(related="partage_id.service_id")
    demandeur_id = fields.Many2one(related="partage_id.demandeur_id")
    motif = fields.Char(related="partage_id.motif", string="Motif de la demande")
    decision = fields.Selection(
        [("accepter", "Accepter"), ("refuser", "Refuser")], required=True, default="accepter"
    )
    niveau = fields.Selection(
        [("lecture", "Lecture"), ("contribution", "Contribution")],
        compute="_compute_niveau", store=True, readonly=False,
    )
    date_fin = fields.Date("Jusqu’au", help="Dernier jour d’accès. Vide : sans limite.")
    reponse = fields.Char("Motif de la réponse")

    @api.depends("partage_id")
    def _compute_niveau(self):
        for assistant in self:
            assistant.niveau = assistant.partage_id.niveau

    def action_repondre(self):
        self.ensure_one()
        if self.partage_id.etat != "demande":
            raise UserError(self.env._("Cette demande a déjà reçu une réponse."))
        if self.decision == "refuser":
            vals = {"etat": "refuse", "reponse": (self.reponse or "").strip()}
        else:
            vals = {
                "etat": "accepte", "niveau": self.niveau or "lecture", "date_fin": self.date_fin,
                "reponse": self.reponse,
            }
        self.partage_id.write(vals)
        return {"type": "ir.actions.act_window_close"}
