from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .oilhi_dossier_occupant import OUI_NON


class OilhiDossierOffre(models.Model):
    """An offer of lodging made to a household: who made it, and what was answered."""

    _name = "oilhi.dossier.offre"
    _inherit = "oilhi.dossier.occupant.ligne"
    _description = "Offre d’hébergement ou de relogement"
    _order = "dossier_id.id, date, id"

    auteur = fields.Selection(
        [
            ("proprietaire", "Le propriétaire"),
            ("exploitant", "L’exploitant"),
            ("maire", "Le maire"),
            ("epci", "Le président de l’intercommunalité"),
            ("prefet", "Le préfet"),
            ("operation", "Le maître d’ouvrage de l’opération"),
            ("autre", "Autre"),
        ],
        string="Faite par",
        required=True,
        default="proprietaire",
        help="Seuls les refus d’offres de relogement de l’autorité publique se comptent (CCH L. 521-3-2 VII).",
    )
    date = fields.Date("Faite le", required=True, default=fields.Date.context_today)
    lieu = fields.Char("Où")
    loyer = fields.Monetary("Loyer demandé")
    adaptee = fields.Selection(
        OUI_NON, string="Adaptée aux besoins", required=True, default="inconnu",
        help="Relogement : aux besoins et aux possibilités de l’occupant (CCH L. 521-3-1 II).",
    )
    reponse = fields.Selection(
        [("attente", "En attente"), ("acceptee", "Acceptée"), ("refusee", "Refusée")],
        string="Réponse",
        required=True,
        default="attente",
    )
    reponse_le = fields.Date("Répondu le")
    motif = fields.Text("Raison donnée")

    @api.depends("auteur", "nature", "date")
    def _compute_display_name(self):
        natures = dict(self._fields["nature"]._description_selection(self.env))
        for offre in self:
            offre.display_name = " ".join(filter(None, [
                natures.get(offre.nature), offre.date and offre.date.strftime("%d/%m/%Y"),
            ]))

    @api.constrains("date", "reponse_le", "loyer")
    def _check_coherence(self):
        for offre in self:
            if offre.reponse_le and offre.reponse_le < offre.date:
                raise ValidationError(self.env._("La réponse ne peut pas précéder l’offre."))
            if offre.loyer < 0:
                raise ValidationError(self.env._("Le loyer ne peut pas être négatif."))
