from odoo import models

from ...rendu.signal_logement import Arrete


class OilhiDocument(models.Model):
    _inherit = "oilhi.document"

    def _signal_arrete(self):
        """What the exporter is told of this act: no person, save a syndic that is a company."""
        self.ensure_one()
        batiment = self.dossier_id.batiment_id
        # A syndic who is a private person is left out: the format does not require the column.
        syndics = self.dossier_id.personne_ids.filtered(lambda p: p.role == "syndic" and p.raison_sociale)
        return Arrete(
            classification=self.modele_id.signal_classification or "",
            motif=self.modele_id.signal_motif or "",
            procedure=self.dossier_procedure_id.code or "",
            effet=self._effet() or "",
            etat=self.state,
            date=self.date_signature or None,
            levee=self.date_levee or None,
            rue=batiment.rue or "",
            code_postal=batiment.code_postal or "",
            commune=batiment.commune_id.name or "",
            code_insee=batiment.commune_id.code_insee or "",
            syndic=syndics[:1].raison_sociale or "",
            parcelles=tuple(batiment.parcelle_ids.mapped("name")),
        )
