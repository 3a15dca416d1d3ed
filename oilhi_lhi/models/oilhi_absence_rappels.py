from datetime import timedelta

from odoo import api, models

from odoo.addons.oilhi_partenaires.models.oilhi_habilitation import FUSEAU

from .oilhi_dossier_etape_activites import A_FAIRE, CONSEILLEE, LEGALE

LOT = 200  # cases between two commits
RATTRAPAGE = 7  # days: what a stopped server has not moved


class OilhiAbsence(models.Model):
    """The reminders of somebody away go to his substitute, and come back with him."""

    _inherit = "oilhi.absence"

    @api.model_create_multi
    def create(self, vals_list):
        absences = super().create(vals_list)
        absences._reattribuer()
        return absences

    def write(self, vals):
        # Those whom the absence no longer names give back what they had been given.
        avant = self.sudo()._personnes()
        resultat = super().write(vals)
        if {"user_id", "remplacant_id", "date_debut", "date_fin"} & vals.keys():
            self._reattribuer(avant)
        return resultat

    def unlink(self):
        avant = self.sudo()._personnes()
        resultat = super().unlink()
        self.browse()._reattribuer(avant)
        return resultat

    def _personnes(self):
        return self.user_id | self.remplacant_id

    def _reattribuer(self, autres=None):
        """At once: the absence often begins the very day it is noted."""
        # sudo: reminders of cases that the author may not see; he only says who is away
        personnes = self.sudo()._personnes() | (autres or self.env["res.users"]).sudo()
        dossiers = self.env["oilhi.dossier"].sudo()
        dossiers.browse(dossiers._dossiers_rappeles(personnes))._reattribuer_rappels()


class OilhiDossier(models.Model):
    _inherit = "oilhi.dossier"

    @api.model
    def _cron_rappels(self):
        """Daily: absences begin and end; the reminders change hands."""
        self = self.with_context(tz=FUSEAU, lang="fr_FR")
        jour = self.env["oilhi.habilitation"]._aujourdhui()
        absences = self.env["oilhi.absence"].search([
            ("date_debut", "<=", jour), ("date_fin", ">=", jour - timedelta(days=RATTRAPAGE)),
        ])
        restent = self._dossiers_rappeles(absences._personnes())
        while restent:
            lot, restent = restent[:LOT], restent[LOT:]
            self.browse(lot)._reattribuer_rappels()
            if not self.env["ir.cron"]._commit_progress(len(lot), remaining=len(restent)):
                return

    @api.model
    def _domaine_rappels(self):
        """Reminders that the parcours made: those that somebody made by hand stay his."""
        return [
            ("res_model", "=", self._name),
            ("automated", "=", True),
            ("activity_type_id", "in", [
                self.env.ref(xmlid).id for xmlid in (A_FAIRE, LEGALE, CONSEILLEE)
            ]),
        ]

    @api.model
    def _dossiers_rappeles(self, users):
        """Numbers of the cases of which these people have open reminders."""
        return [] if not users else [
            dossier for dossier, in self.env["mail.activity"]._read_group(
                [*self._domaine_rappels(), ("user_id", "in", users.ids)], ["res_id"]
            )
        ]

    def _reattribuer_rappels(self):
        """Give the open reminders of these cases to the right person of today."""
        if not self:
            return
        responsables = self.exists()._responsables_rappels()
        par_personne = {}
        for rappel in self.env["mail.activity"].search([
            *self._domaine_rappels(), ("res_id", "in", list(responsables)),
        ]):
            qui = responsables[rappel.res_id]
            if qui and rappel.user_id != qui:
                par_personne.setdefault(qui, []).append(rappel.id)
        for qui, rappels in par_personne.items():
            # quick_update: no mail for each; the page and the weekly mail say it
            self.env["mail.activity"].browse(rappels).with_context(
                mail_activity_quick_update=True
            ).write({"user_id": qui.id})
