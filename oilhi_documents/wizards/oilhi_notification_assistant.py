from odoo import api, fields, models


class OilhiNotificationAssistant(models.TransientModel):
    _name = "oilhi.notification.assistant"
    _description = "Notification d’un document"

    document_id = fields.Many2one("oilhi.document", required=True, readonly=True)
    dossier_id = fields.Many2one(related="document_id.dossier_id")
    nature = fields.Selection(
        [
            ("personne", "Une personne du dossier"),
            ("partenaire", "Un partenaire (CAF, EPCI, fonds de solidarité…)"),
        ],
        string="Destinataire",
        required=True,
        default="personne",
    )
    personne_id = fields.Many2one(
        "oilhi.dossier.personne",
        string="Personne",
        compute="_compute_personne_id",
        store=True,
        readonly=False,
        domain="[('dossier_id', '=', dossier_id)]",
    )
    partner_id = fields.Many2one(
        "res.partner", string="Partenaire", domain="[('oilhi_prive', '=', False)]"
    )
    mode = fields.Selection(
        [
            ("lrar", "Lettre recommandée avec avis de réception"),
            ("main_propre", "Remise en main propre"),
            ("affichage", "Affichage (adresse inconnue seulement)"),
            ("signification", "Signification par commissaire de justice"),
            ("autre", "Autre moyen donnant date certaine"),
        ],
        required=True,
        default="lrar",
    )
    date_envoi = fields.Date("Envoyé ou remis le", required=True, default=fields.Date.context_today)
    heure = fields.Char("Heure", help="Utile en urgence : 16:30.")
    date_reception = fields.Date("Reçu le", help="Vide tant que la preuve n’est pas revenue.")
    preuve = fields.Binary("Preuve (avis de réception, procès-verbal)")
    preuve_nom = fields.Char()

    @api.depends("document_id")
    def _compute_personne_id(self):
        for assistant in self:
            document = assistant.document_id
            visees = document.destinataire_id or document.dossier_id.personne_ids.filtered("tenue")
            restantes = visees - document.notification_ids.personne_id
            assistant.personne_id = restantes[:1]

    def action_notifier(self):
        self.ensure_one()
        personne = self.personne_id if self.nature == "personne" else self.personne_id.browse()
        self.document_id.notifier(
            self.partner_id.id if self.nature == "partenaire" else None,
            self.mode,
            self.date_envoi,
            self.date_reception or None,
            heure=self.heure or None,
            personne_id=personne.id or None,
            preuve=self.preuve,
            preuve_nom=self.preuve_nom,
        )
        return {"type": "ir.actions.act_window_close"}
