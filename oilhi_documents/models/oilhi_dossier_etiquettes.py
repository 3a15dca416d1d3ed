from odoo import models
from odoo.exceptions import UserError

from ..champs import redaction


class OilhiDossier(models.Model):
    """Labels for the persons of a case."""

    _inherit = "oilhi.dossier"

    def action_etiquettes(self):
        """Labels of every person whose address is known."""
        self.ensure_one()
        self.check_access("read")
        return self._action_etiquettes(self.personne_ids)

    def _action_etiquettes(self, personnes):
        if not any(self._adresse_etiquette(p) for p in personnes):
            raise UserError(
                self.env._(
                    "Aucune adresse connue : complétez les personnes du dossier (page Personnes)."
                )
            )
        choix = ",".join(str(p.id) for p in personnes) if personnes != self.personne_ids else ""
        return {
            "type": "ir.actions.act_url",
            "url": f"/oilhi/dossier/{self.id}/etiquettes.docx?personnes={choix}",
            "target": "self",
        }

    def _adresse_etiquette(self, personne):
        """Lines of the label, or nothing when the post could not deliver."""
        nom = redaction.nom_personne(personne)
        if not nom or personne.adresse_inconnue or not redaction.adresse_personne(personne):
            return []
        return [
            nom,
            *(ligne for ligne in personne.rue.splitlines() if ligne.strip()),
            " ".join(filter(None, (personne.code_postal, personne.ville))),
        ]
