from odoo import api, fields, models

PRECISIONS = [("commune", "La commune et le mois"), ("adresse", "L’adresse et le jour, si elle ne désigne personne")]


class OilhiPublication(models.Model):
    """What a département shows to the public, off until its coordinator says so.

    What is published is computed once a day and kept (oilhi.publication.contenu): visitors cost nothing,
    and none of their requests reaches a case.
    """

    _name = "oilhi.publication"
    _description = "Publications du département"
    _order = "company_id"

    company_id = fields.Many2one(
        "res.company", string="Département hôte", required=True, readonly=True, ondelete="cascade",
        default=lambda self: self.env.company,
    )
    arretes = fields.Boolean("Publier les arrêtés en vigueur (données ouvertes)")
    precision = fields.Selection(
        PRECISIONS, string="Ce qui situe un arrêté", required=True, default="commune",
        help="RGPD : une adresse et la nature de l’acte peuvent désigner le foyer d’un propriétaire qui y "
        "vit. La commune suffit à la transparence ; l’adresse demande que le délégué à la protection des "
        "données l’ait accepté. Même alors, elle n’est pas publiée si un propriétaire y vit, si on ne sait "
        "pas qui y vit, ou si elle contient autre chose qu’un numéro et une voie.",
    )
    statistiques = fields.Boolean("Publier la page de statistiques")

    _company_uniq = models.UniqueIndex("(company_id)", "Ce département a déjà ses réglages.")

    @api.depends("company_id")
    def _compute_display_name(self):
        self.display_name = self.env._("Publications")

    @api.model_create_multi
    def create(self, vals_list):
        publications = super().create(vals_list)
        if any(p.arretes or p.statistiques for p in publications):
            publications._publier()
        return publications

    def write(self, vals):
        resultat = super().write(vals)
        if vals.keys() & {"arretes", "precision", "statistiques", "company_id"}:
            self.check_access("write")  # not into a département that is not one's own
            self._publier()
        return resultat

    def unlink(self):
        resultat = super().unlink()
        self._publier()
        return resultat

    @api.model
    def _action_reglages(self):
        """Open the settings of the current département; nothing is published by opening them."""
        self.check_access("write")
        reglages = self.search([("company_id", "=", self.env.company.id)], limit=1)
        reglages = reglages or self.create({"company_id": self.env.company.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Publications"),
            "res_model": self._name,
            "res_id": reglages.id,
            "views": [[False, "form"]],
        }

    @api.model
    def _publier(self):
        """Compute again what every département publishes; what is no longer published is deleted."""
        # sudo: the settings of all the départements of the instance, whose files are one
        publications = self.sudo().search(
            ["|", ("arretes", "=", True), ("statistiques", "=", True)]
        )
        publications.filtered("arretes")._publier_arretes()
        publications.filtered("statistiques")._publier_statistiques()

    @api.model
    def _cron_publier(self):
        self._publier()
