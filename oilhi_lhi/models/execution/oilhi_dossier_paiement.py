from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...moteur.astreinte import en_montant
from ...moteur.recouvrement_donnees import Paiement


class OilhiDossierPaiement(models.Model):
    """Money received on a title, as the comptable says."""

    _name = "oilhi.dossier.paiement"
    _inherit = "oilhi.dossier.argent"
    _description = "Paiement reçu"
    _order = "dossier_id.id, date, id"
    _rec_name = "reference"

    titre_id = fields.Many2one(
        "oilhi.dossier.titre",
        string="Titre",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('dossier_id', '=', dossier_id), ('etat', '=', 'emis')]",
    )
    montant = fields.Monetary(required=True)
    date = fields.Date("Reçu le", required=True, default=fields.Date.context_today)
    personne_id = fields.Many2one(
        "oilhi.dossier.personne",
        string="Payé par",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('dossier_id', '=', dossier_id)]",
    )
    reference = fields.Char("Référence")

    @api.depends("montant", "date")
    def _compute_display_name(self):
        for paiement in self:
            paiement.display_name = self.env._(
                "Paiement du %s", paiement.date and paiement.date.strftime("%d/%m/%Y")
            )

    @api.constrains("montant", "date", "titre_id", "personne_id")
    def _check_paiement(self):
        for paiement in self:
            titre = paiement.titre_id
            if (titre.dossier_id | paiement.personne_id.dossier_id) - paiement.dossier_id:
                raise ValidationError(self.env._("Le titre et la personne doivent être du même dossier."))
            if titre.etat != "emis" or not titre.date or paiement.date < titre.date:
                raise ValidationError(self.env._(
                    "Un paiement s’enregistre sur un titre émis, à partir du jour de son émission."
                ))
            if paiement.montant <= 0:
                raise ValidationError(self.env._("Le montant d’un paiement est positif."))
            if paiement.date > fields.Date.context_today(paiement):
                raise ValidationError(self.env._("Un paiement s’enregistre une fois reçu, pas d’avance."))

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if not vals.get("dossier_id") and vals.get("titre_id"):
                vals["dossier_id"] = self.env["oilhi.dossier.titre"].browse(vals["titre_id"]).dossier_id.id
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and vals.keys() - {"reference"}:
            raise UserError(self.env._(
                "Un paiement enregistré ne se modifie pas : un responsable l’annule, puis vous saisissez "
                "le bon."
            ))
        return super().write(vals)

    def _gelee(self):
        return True

    def _pour_le_moteur(self):
        return Paiement(
            str(self.titre_id.id), en_montant(self.montant), self.date,
            self.personne_id.nom_complet or "",
        )
