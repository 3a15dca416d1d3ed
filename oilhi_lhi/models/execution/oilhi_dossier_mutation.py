from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...moteur.recouvrement_droit import Mutation


class OilhiDossierPersonne(models.Model):
    """A buyer: what he bought, from whom, when and how decides whether he owes (L. 541-2, -5)."""

    _inherit = "oilhi.dossier.personne"

    acquis_de_id = fields.Many2one(
        "oilhi.dossier.personne",
        string="A acheté à",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('dossier_id', '=', dossier_id), ('id', '!=', id)]",
        help="Pour un acquéreur : le propriétaire qui lui a vendu, d’après la lettre du notaire.",
    )
    acquis_le = fields.Date("Date de la vente")
    vente_judiciaire = fields.Boolean(
        "Vente judiciaire ou adjudication", help="L’acquéreur n’est alors pas tenu (CCH L. 541-5)."
    )

    @api.constrains("acquis_de_id", "acquis_le", "dossier_id")
    def _check_acquisition(self):
        for personne in self:
            cedant = personne.acquis_de_id
            if not cedant:
                continue
            if cedant.dossier_id != personne.dossier_id:
                raise ValidationError(self.env._("Le vendeur doit être une personne du même dossier."))
            if not personne.acquis_le:
                raise ValidationError(self.env._("Indiquez la date de la vente."))
            vus = personne
            while cedant:
                if cedant in vus:
                    raise ValidationError(self.env._("Ces ventes tournent en rond : corrigez le vendeur."))
                vus |= cedant
                cedant = cedant.acquis_de_id

    @api.model_create_multi
    def create(self, vals_list):
        personnes = super().create(vals_list)
        personnes._actualiser_compte()
        return personnes

    def write(self, vals):
        resultat = super().write(vals)
        if {"tenue", "role", "acquis_de_id"} & vals.keys():
            self._actualiser_compte()
        return resultat

    def _actualiser_compte(self):
        """An expense counts once somebody owes it; a case without expense has nothing to count."""
        # sudo: figures kept by code
        self.sudo().dossier_id.filtered("argent_engage")._actualiser_compte()

    def _mutation(self):
        return Mutation(
            str(self.acquis_de_id.id), str(self.id), self.acquis_le, self.vente_judiciaire
        )
