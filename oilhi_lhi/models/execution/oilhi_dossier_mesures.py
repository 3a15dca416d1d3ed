from odoo import fields, models
from odoo.exceptions import UserError

from ...moteur.visite import heures_refusees


class OilhiDossierFait(models.Model):
    _inherit = "oilhi.dossier.fait"

    constat_ids = fields.One2many("oilhi.dossier.mesure.constat", "fait_id", string="Constats")


class OilhiDossierProcedure(models.Model):
    _inherit = "oilhi.dossier.procedure"

    def _regles_mesures(self, jour=None, declarees=None, constats=False):
        """Measures of this procedure for the core; `declarees`: {id: state} that overrides."""
        declarees = declarees or {}
        return [m._regle(jour, declarees.get(m.id), constats) for m in self.mesure_ids]


class OilhiDossier(models.Model):
    """Measures follow their findings, then their clocks: before and after the deadlines."""

    _inherit = "oilhi.dossier"

    def _actualiser_echeances(self):
        mesures = self.procedure_ids.mesure_ids
        mesures._actualiser_execution()  # a clock is kept by what is found executed
        resultat = super()._actualiser_echeances()
        mesures._actualiser_limites()
        return resultat

    def _mesures_a_controler(self):
        """Measures of the signed orders that still bind, or are bans still in force."""
        self.ensure_one()
        return self.procedure_ids.filtered(
            lambda p: p.etat == "en_cours" and p._acte_en_vigueur()
        ).mesure_ids.filtered(lambda m: not m.levee_le and m.execution != "executee")

    def action_controler_mesures(self):
        """The control visit in progress, or a new one with one line per measure."""
        self.ensure_one()
        self.check_access("read")
        visite = self.visite_ids.filtered(
            lambda v: v.nature == "controle" and v.etat == "en_cours"
        )[:1]
        if not visite:
            self.check_access("write")
            if not self._mesures_a_controler():
                raise UserError(self.env._(
                    "Aucune mesure n’est à contrôler : il faut un arrêté signé, et des mesures qui ne "
                    "sont ni exécutées ni levées."
                ))
            visites = self.env["oilhi.dossier.visite"]
            heure = visites._maintenant()
            visite = visites.create({
                "dossier_id": self.id,
                "nature": "controle",
                # Prepared in the evening for the next day: an hour that the law allows (L. 511-7).
                "heure_debut": 9 if heures_refusees(self.usage, heure, None) else heure,
            })
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Visite de contrôle"),
            "res_model": "oilhi.dossier.visite",
            "res_id": visite.id,
            "views": [[False, "form"]],
        }
