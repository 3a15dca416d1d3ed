from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...moteur.astreinte import en_montant
from ...moteur.recouvrement_donnees import Subvention


class OilhiDossierSubvention(models.Model):
    """Help asked for, granted, paid, on this case."""

    _name = "oilhi.dossier.subvention"
    _inherit = "oilhi.dossier.argent"
    _description = "Subvention"
    _order = "dossier_id.id, id"

    subvention_id = fields.Many2one(
        "oilhi.subvention", string="Aide", required=True, index=True, ondelete="restrict"
    )
    organisme = fields.Char(related="subvention_id.organisme")
    conditions = fields.Text(related="subvention_id.conditions")
    niveau_preuve = fields.Selection(related="subvention_id.niveau_preuve")
    demandee_le = fields.Date("Demandée le")
    accordee_le = fields.Date("Accordée le")
    versee_le = fields.Date("Versée le")
    montant_demande = fields.Monetary("Demandé")
    montant_accorde = fields.Monetary("Accordé")
    montant_verse = fields.Monetary("Versé")
    etat = fields.Selection(
        [
            ("a_demander", "À demander"),
            ("demandee", "Demandée"),
            ("accordee", "Accordée"),
            ("refusee", "Refusée"),
            ("versee", "Versée"),
        ],
        string="État",
        required=True,
        default="a_demander",
    )
    note = fields.Text("Précisions")

    @api.depends("subvention_id")
    def _compute_display_name(self):
        for ligne in self:
            ligne.display_name = ligne.subvention_id.name or self.env._("Subvention")

    @api.constrains("montant_demande", "montant_accorde", "montant_verse", "etat", "versee_le")
    def _check_montants(self):
        for ligne in self:
            if min(ligne.montant_demande, ligne.montant_accorde, ligne.montant_verse) < 0:
                raise ValidationError(self.env._("Une subvention ne peut pas être négative."))
            if ligne.etat == "versee" and not (ligne.montant_verse and ligne.versee_le):
                raise ValidationError(self.env._(
                    "Subvention versée : indiquez la somme et la date du versement."
                ))

    def _pour_le_moteur(self):
        return Subvention(
            str(self.id), self.organisme or "", en_montant(self.montant_verse),
            self.etat == "versee",
        )
