from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...moteur.astreinte import en_montant
from ...moteur.francais import euros
from ...moteur.recouvrement_donnees import ECARTS, Ecart
from ..pieces import Pieces


class OilhiDossierTitreEcart(models.Model):
    """What changes a title after it was issued; the title itself stays as it was."""

    _name = "oilhi.dossier.titre.ecart"
    _inherit = "oilhi.dossier.argent"
    _description = "Changement d’un titre"
    _order = "titre_id, date, id"
    _rec_name = "motif"

    titre_id = fields.Many2one(
        "oilhi.dossier.titre", string="Titre", required=True, index=True, ondelete="cascade"
    )
    nature = fields.Selection(list(ECARTS.items()), required=True, default="reduction")
    montant = fields.Monetary(required=True)
    date = fields.Date(required=True, default=fields.Date.context_today)
    motif = fields.Char("Décision et motif", required=True)
    piece_ids = Pieces("ir.attachment", string="Pièces")
    effet = fields.Char("Effet", compute="_compute_effet")

    @api.depends("nature")
    def _compute_effet(self):
        effets = {
            "reduction": self.env._("Le titre baisse ; la dette ne change que si elle était fausse."),
            "annulation": self.env._("Le titre tombe ; la dette demeure et peut être titrée de nouveau."),
            "remise": self.env._("La dette est éteinte d’autant (décision de l’assemblée : à vérifier)."),
            "non_valeur": self.env._("Le comptable renonce à poursuivre ; la dette demeure."),
        }
        for ecart in self:
            ecart.effet = effets.get(ecart.nature, "")

    @api.constrains("montant", "date", "titre_id", "annulee")
    def _check_montant(self):
        for ecart in self:
            titre = ecart.titre_id
            if titre.dossier_id != ecart.dossier_id:
                raise ValidationError(self.env._("Le titre doit être du même dossier."))
            if titre.etat != "emis" or not titre.date or ecart.date < titre.date:
                raise ValidationError(self.env._(
                    "Un titre se change après son émission, pas avant."
                ))
            actifs = titre.ecart_ids.filtered(lambda e: not e.annulee)
            total = sum(en_montant(e.montant) for e in actifs)
            if ecart.montant <= 0 or total > en_montant(titre.montant):
                raise ValidationError(self.env._(
                    "%(titre)s : on ne peut pas en ôter plus que son montant (%(montant)s).",
                    titre=titre.display_name, montant=euros(en_montant(titre.montant)),
                ))

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            self._exiger_decideur(self.env._("réduire, annuler ou remettre un titre"))
        for vals in vals_list:
            if not vals.get("dossier_id") and vals.get("titre_id"):
                vals["dossier_id"] = self.env["oilhi.dossier.titre"].browse(vals["titre_id"]).dossier_id.id
        ecarts = super().create(vals_list)
        for ecart in ecarts:
            ecart.dossier_id._message_log(body=self.env._(
                "%(titre)s : %(nature)s de %(montant)s, %(motif)s",
                titre=ecart.titre_id.display_name, nature=ECARTS[ecart.nature].lower(),
                montant=euros(en_montant(ecart.montant)), motif=ecart.motif,
            ))
        return ecarts

    def write(self, vals):
        if not self.env.su and vals.keys() - {"piece_ids"}:
            raise UserError(self.env._(
                "Un changement de titre ne se modifie pas : annulez-le, puis saisissez le bon."
            ))
        return super().write(vals)

    def _gelee(self):
        return True

    def _pour_le_moteur(self):
        return Ecart(
            str(self.titre_id.id), self.nature, en_montant(self.montant), self.date, self.motif
        )
