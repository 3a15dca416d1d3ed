from odoo import fields, models

MODELES = [
    ("oilhi.dossier.astreinte", "Astreinte"),
    ("oilhi.dossier.liquidation", "Liquidation"),
    ("oilhi.dossier.depense", "Dépense"),
    ("oilhi.dossier.titre", "Titre"),
    ("oilhi.dossier.titre.ecart", "Changement de titre"),
    ("oilhi.dossier.paiement", "Paiement"),
    ("oilhi.dossier.surete", "Sûreté"),
    ("oilhi.dossier.subvention", "Subvention"),
]


class OilhiArgentAnnuler(models.TransientModel):
    """Why a row of money no longer counts."""

    _name = "oilhi.argent.annuler"
    _description = "Annulation d’une ligne d’argent"

    modele = fields.Selection(MODELES, required=True, readonly=True)
    ligne = fields.Integer(required=True, readonly=True, default=0)
    motif = fields.Text("Pourquoi", required=True)

    def action_valider(self):
        self.ensure_one()
        # The rights on the row are checked by its own method.
        self.env[self.modele].browse(self.ligne).annuler(self.motif)
        return {"type": "ir.actions.act_window_close"}
