from odoo import models

# What the parcours and the list of deliveries both say of one letter: field of the fact, of the delivery.
COMMUNS = {
    "date": "date_envoi", "heure": "heure", "date_reception": "date_reception",
    "date_presentation": "date_presentation", "issue_pli": "issue_pli",
}  # fmt: skip
RETOUR = ("date_reception", "date_presentation", "issue_pli")


class OilhiDossierEtape(models.Model):
    """A receipt or a proof entered in the parcours is that of the delivery too: typed once, seen in both."""

    _inherit = "oilhi.dossier.etape"

    def _enregistrer_fait(self, saisie):
        fait = super()._enregistrer_fait(saisie)
        if fait.destinataire_id and "mode" in self._codes("faits_demandes"):
            self._completer_notification(fait)
        return fait

    def _completer_notification(self, fait):
        """Fill in what the delivery does not say yet, and follow a correction; never anything else."""
        ancien = fait.remplace_id
        if ancien and not fait.motif_correction and fait.date > ancien.date:
            ancien = ancien.browse()  # the letter left again: the first delivery keeps what it says
        notification = self._notification_du_fait(fait, ancien)
        if not notification:
            return
        vals = {
            sien: fait[champ]
            for champ, sien in COMMUNS.items()
            if fait[champ] != notification[sien]
            and (not notification[sien] or (ancien and notification[sien] == ancien[champ]))
        }
        if not notification.preuve_id and (fait._debut() or fait.issue_pli):
            # What came with the sending alone (the slip of the post office) proves no receipt.
            pieces = fait.piece_ids if vals.keys() & set(RETOUR) else fait.piece_ids - ancien.piece_ids
            if pieces:
                vals["preuve_id"] = pieces.sorted("id")[0].id
        if vals:
            notification._ecrire(vals)
            notification.document_id._avancer()

    def _notification_du_fait(self, fait, ancien):
        """The delivery, to that person, of the letter or of the act that this step sends."""
        jours = {fait.date, ancien.date} - {False}
        siennes = self.dossier_procedure_id.document_ids.notification_ids.filtered(
            lambda n: n.personne_id == fait.destinataire_id
            and n.document_id._etape(n.document_id._etape_notification()) == self
        )
        # An order that fixes a sum is a fact of the day it was signed.
        return (
            siennes.filtered(lambda n: n.date_envoi in jours)
            or siennes.filtered(lambda n: n.document_id.date_signature in jours)
        )[-1:]
