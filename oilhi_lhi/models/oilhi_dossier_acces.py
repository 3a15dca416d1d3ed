from odoo import api, fields, models
from odoo.fields import Command


class OilhiHabilitation(models.Model):
    _inherit = "oilhi.habilitation"

    @api.model
    def _clore_echues(self):
        """Shares end with the habilitations: at the first request of the day, or by the task."""
        self.env["oilhi.dossier"]._cron_fin_partages()
        return super()._clore_echues()


class OilhiDossier(models.Model):
    """Who sees and who edits a case: one relation for each, kept by code (see conception §3)."""

    _inherit = "oilhi.dossier"

    partage_ids = fields.One2many("oilhi.dossier.partage", "dossier_id", string="Partages")

    def _maj_acces(self):
        """Recompute the access of these cases from their owner and their valid shares."""
        jour = self.env["oilhi.habilitation"]._aujourdhui()
        # sudo: access is the system's to keep; the writer may just have given his own away
        for dossier in self.sudo().exists():
            partages = dossier.partage_ids.filtered(lambda partage: partage._est_valide(jour))
            contributions = partages.filtered(lambda p: p.niveau == "contribution")
            lecture = dossier.service_id | partages.service_id
            ecriture = dossier.service_id | contributions.service_id
            vals = {}
            if dossier.acces_ids != lecture:
                vals["acces_ids"] = [Command.set(lecture.ids)]
            if dossier.acces_ecriture_ids != ecriture:
                vals["acces_ecriture_ids"] = [Command.set(ecriture.ids)]
            if vals:
                dossier.with_context(mail_notrack=True).write(vals)
            if "acces_ids" in vals:
                dossier.personne_ids._maj_acces_contacts()

    @api.model
    def _cron_fin_partages(self):
        """Shares whose last day is past give no access any more; that day ends in Paris, not UTC."""
        jour = self.env["oilhi.habilitation"]._aujourdhui()
        echus = self.env["oilhi.dossier.partage"].search([
            ("etat", "=", "accepte"), ("date_fin", "<", jour),
        ])
        if echus:
            echus.write({"etat": "termine"})
