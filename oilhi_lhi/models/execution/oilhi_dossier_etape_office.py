from odoo import models

from ...moteur.blocage import Blocage


class OilhiDossierEtape(models.Model):
    """What forbids the step that has the works done (CCH L. 511-16, L. 511-19)."""

    _inherit = "oilhi.dossier.etape"

    def _blocages_avant(self, date, saisie=None):
        blocages = super()._blocages_avant(date, saisie)
        if self.etape_id.nature == "office" and self.dossier_procedure_id._police_habitat():
            blocages += self._blocages_demolition(date)
        return blocages

    def _blocages_demolition(self, date):
        """No demolition before its judgment; the decision may bear on the other measures."""
        office = self.dossier_id.office_ids.filtered(
            lambda o: o.dossier_procedure_id == self.dossier_procedure_id and not o.motif_abandon
        )[-1:]
        mesures = office.mesure_ids or self.dossier_procedure_id._mesures_a_executer()
        demolition = office.demolition or "demolition" in mesures.mapped("type")
        jugements = self.dossier_id.fait_ids.filtered(
            lambda f: f.code == "DL-DEMO" and (not date or f.date <= date)
        )
        if not demolition or jugements:
            return []
        return [Blocage("JUGE", self.env._(
            "Une démolition est parmi les mesures : il faut d’abord un jugement du président du tribunal "
            "judiciaire, rendu selon la procédure accélérée au fond (CCH %s). Saisissez-le (D-MSO-27), "
            "puis enregistrez le jugement. Si cette décision ne vise que les autres mesures, écrivez-le.",
            "L. 511-19, L. 511-16" if self.dossier_procedure_id.procedure_id.urgente else "L. 511-16",
        ), justifiable=True)]
