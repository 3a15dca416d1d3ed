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
    # What the access rules read. The domain of a rule is cached per user and names no service; the
    # services are read at each search: the planner then knows how many cases they have (the path
    # acces_ids.user_ids hides it), and reading a case does not load every member of its services.
    lisible = fields.Boolean(
        "Lisible par moi", compute="_compute_droits", search="_search_lisible", exportable=False
    )
    modifiable = fields.Boolean(
        "Modifiable par moi", compute="_compute_droits", search="_search_modifiable", exportable=False
    )

    @api.depends("acces_ids", "acces_ecriture_ids")
    @api.depends_context("uid")
    def _compute_droits(self):
        self.env.user._oilhi_calculer(self, lisible="acces_ids", modifiable="acces_ecriture_ids")

    def _search_lisible(self, operator, value):
        return self.env.user._oilhi_domaine("acces_ids", operator, value)

    def _search_modifiable(self, operator, value):
        return self.env.user._oilhi_domaine("acces_ecriture_ids", operator, value)

    def _maj_acces(self):
        """Recompute the access of these cases from their owner and their valid shares."""
        jour = self.env["oilhi.habilitation"]._aujourdhui()
        # sudo: access is the system's to keep; the writer may just have given his own away
        a_ecrire, changes = {}, self.browse().sudo()
        for dossier in self.sudo().exists():
            partages = dossier.partage_ids.filtered(lambda partage: partage._est_valide(jour))
            contributions = partages.filtered(lambda p: p.niveau == "contribution")
            lecture = dossier.service_id | partages.service_id
            ecriture = dossier.service_id | contributions.service_id
            vals = (
                tuple(lecture.ids) if dossier.acces_ids != lecture else None,
                tuple(ecriture.ids) if dossier.acces_ecriture_ids != ecriture else None,
            )
            if any(services is not None for services in vals):
                a_ecrire[vals] = a_ecrire.get(vals, changes.browse()) | dossier
        # Many cases shared at once with a same service are written at once.
        for (lecture, ecriture), dossiers in a_ecrire.items():
            nouveaux = {"acces_ids": lecture, "acces_ecriture_ids": ecriture}
            dossiers.with_context(mail_notrack=True).write({
                champ: [Command.set(services)]
                for champ, services in nouveaux.items() if services is not None
            })
            if lecture is not None:
                changes |= dossiers
        changes.personne_ids._maj_acces_contacts()

    @api.model
    def _cron_fin_partages(self):
        """Shares whose last day is past give no access any more; that day ends in Paris, not UTC."""
        jour = self.env["oilhi.habilitation"]._aujourdhui()
        echus = self.env["oilhi.dossier.partage"].search([
            ("etat", "=", "accepte"), ("date_fin", "<", jour),
        ])
        if echus:
            echus.write({"etat": "termine"})
