from odoo import models

# Acts that CCH L. 511-12 notifies beyond the held persons, as far as these are known.
NOTIFIES = ("occupant", "exploitant")


class OilhiDossierEtape(models.Model):
    """For whom a step is to be entered, and who remains."""

    _inherit = "oilhi.dossier.etape"

    def _demande(self, fait):
        return fait in self._codes("faits_demandes")

    def _destinataires_attendus(self):
        """Persons of the case for whom a step that asks for its recipient is to be entered."""
        self.ensure_one()
        personnes = self.dossier_id.personne_ids
        nature = self.etape_id.nature
        if nature == "info_occupants":
            return personnes.filtered(lambda p: p.role == "occupant")
        invites = self._personnes_a_inviter()
        if nature in ("notification", "mainlevee") and self.dossier_procedure_id._police_habitat():
            seul = invites and all(p.role == "syndic" for p in invites)
            return invites if seul else invites | personnes.filtered(lambda p: p.role in NOTIFIES)
        return invites

    def _destinataires_restants(self):
        """Those for whom nothing is recorded yet."""
        self.ensure_one()
        if not self._demande("destinataire") or self.etape_id.repetable:
            return self.env["oilhi.dossier.personne"]
        faits = self.fait_ids
        if any(not fait.destinataire_id for fait in faits):
            return faits.destinataire_id.browse()  # one entry for all of them
        return self._destinataires_attendus() - faits.destinataire_id
