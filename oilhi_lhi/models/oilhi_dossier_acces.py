from odoo import api, fields, models
from odoo.fields import Command


class OilhiDossier(models.Model):
    """Who sees and who edits a case: one relation for each, kept by code (see conception §3)."""

    _inherit = "oilhi.dossier"

    partage_ids = fields.One2many("oilhi.dossier.partage", "dossier_id", string="Partages")

    def _maj_acces(self):
        """Recompute the access of these cases from their owner and their valid shares."""
        jour = fields.Date.context_today(self)
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
        """Daily: shares whose last day is past give no access any more."""
        self.env["oilhi.dossier.partage"].search([
            ("etat", "=", "accepte"),
            ("date_fin", "<", fields.Date.context_today(self)),
        ]).write({"etat": "termine"})
