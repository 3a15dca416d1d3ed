from odoo import models
from odoo.exceptions import UserError

LETTRE = "D-OCC-02"


class OilhiDossierOccupant(models.Model):
    _inherit = "oilhi.dossier.occupant"

    def action_ecrire(self):
        """Prepare the letter that tells the household what the order changes for it."""
        self.ensure_one()
        self.check_access("write")
        if not self.personne_id:
            raise UserError(self.env._(
                "Dites d’abord à qui écrire : l’occupant se choisit dans la fiche du ménage (champ "
                "« Occupant ») parmi les personnes du dossier."
            ))
        if not any(acte.regime != "aucun" for acte in self._actes()):
            raise UserError(self.env._(
                "Aucun arrêté qui touche ce logement n’est signé : la lettre sur ses droits s’écrit après "
                "l’arrêté."
            ))
        action = self.dossier_id.action_preparer_document()
        action["context"] = {
            **action["context"],
            "default_modele_id": self.dossier_id._modele_document(LETTRE).id,
            "default_destinataire_id": self.personne_id.id,
        }
        return action
