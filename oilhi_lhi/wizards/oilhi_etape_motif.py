from odoo import api, fields, models


class OilhiEtapeMotif(models.TransientModel):
    """A reason is asked before a step is set aside or undone, or a procedure closed."""

    _name = "oilhi.etape.motif"
    _description = "Motif d’une décision du parcours"

    operation = fields.Selection(
        [
            ("ecarter", "Écarter"),
            ("annuler", "Annuler"),
            ("clore", "Clore"),
            ("basculer", "Changer de procédure"),
        ],
        required=True,
    )
    dossier_etape_id = fields.Many2one(
        "oilhi.dossier.etape", string="Étape", ondelete="cascade"
    )
    dossier_procedure_id = fields.Many2one(
        "oilhi.dossier.procedure", string="Procédure", ondelete="cascade"
    )
    motif = fields.Text("Motif", required=True)
    suites = fields.Many2many(
        "oilhi.procedure", string="Suites possibles", compute="_compute_suites"
    )
    suite_id = fields.Many2one(
        "oilhi.procedure",
        string="Nouvelle procédure",
        domain="[('id', 'in', suites)]",
        compute="_compute_suite_id",
        store=True,
        readonly=False,
    )
    suite_resume = fields.Text(related="suite_id.resume")

    @api.depends("dossier_procedure_id")
    def _compute_suites(self):
        for demande in self:
            procedure = demande.dossier_procedure_id
            demande.suites = procedure._suites_possibles() if procedure else False

    @api.depends("suites")
    def _compute_suite_id(self):
        for demande in self:
            # One way only: it is proposed, the reason remains to be written.
            demande.suite_id = demande.suites if len(demande.suites) == 1 else False

    def action_valider(self):
        self.ensure_one()
        if self.operation == "basculer":
            self.dossier_procedure_id.basculer(self.suite_id.code, self.motif)
        elif self.operation == "clore":
            self.dossier_procedure_id.clore(self.motif)
        elif self.operation == "annuler":
            self.dossier_etape_id.annuler(self.motif)
        else:
            self.dossier_etape_id.ecarter(self.motif)
        return {"type": "ir.actions.act_window_close"}
