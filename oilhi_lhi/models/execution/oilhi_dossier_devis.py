from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class OilhiDossierDevis(models.Model):
    """What a company asks for the works that the authority is about to have done."""

    _name = "oilhi.dossier.devis"
    _inherit = "oilhi.execution.pieces"
    _description = "Devis"
    _order = "office_id, retenu desc, montant_ttc, id"

    office_id = fields.Many2one(
        "oilhi.dossier.office", string="Exécution d’office", required=True, index=True,
        ondelete="cascade",
    )
    dossier_id = fields.Many2one(
        "oilhi.dossier", string="Dossier", required=True, index=True, ondelete="cascade",
        compute="_compute_dossier_id", store=True, readonly=False, precompute=True,
    )
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    entreprise_id = fields.Many2one(
        "res.partner", string="Entreprise", required=True, index="btree_not_null",
        ondelete="restrict", domain="[('oilhi_prive', '=', False)]",
    )
    date = fields.Date("Date du devis", default=fields.Date.context_today)
    montant_ht = fields.Monetary("Montant hors taxes", required=True)
    montant_tva = fields.Monetary("TVA")
    montant_ttc = fields.Monetary(
        "Montant TTC", compute="_compute_montant_ttc", store=True, readonly=True
    )
    retenu = fields.Boolean("Retenu")
    choix = fields.Char("Choix", compute="_compute_choix")  # the mark in words, read aloud too

    _montants = models.Constraint(
        "CHECK(montant_ht > 0 AND montant_tva >= 0)",
        "Le montant d’un devis est positif, et sa TVA au moins nulle.",
    )
    _un_seul_retenu = models.UniqueIndex(
        "(office_id) WHERE retenu IS TRUE", "Un seul devis est retenu pour une même exécution d’office."
    )

    @api.depends("office_id")
    def _compute_dossier_id(self):
        for devis in self:
            devis.dossier_id = devis.office_id.dossier_id

    @api.depends("retenu")
    def _compute_choix(self):
        for devis in self:
            devis.choix = self.env._("Retenu") if devis.retenu else ""

    @api.depends("montant_ht", "montant_tva")
    def _compute_montant_ttc(self):
        for devis in self:
            devis.montant_ttc = devis.montant_ht + devis.montant_tva

    @api.depends("entreprise_id", "montant_ttc")
    def _compute_display_name(self):
        for devis in self:
            devis.display_name = self.env._("Devis de %s", devis.entreprise_id.name or "…")

    @api.constrains("dossier_id", "office_id")
    def _check_meme_dossier(self):
        for devis in self:
            if devis.office_id.dossier_id != devis.dossier_id:
                raise ValidationError(self.env._("Ce devis est d’une exécution d’un autre dossier."))

    @api.model_create_multi
    def create(self, vals_list):
        devis = super().create(vals_list)
        devis.filtered("retenu").office_id._verifier_devis_libre()
        return devis

    def write(self, vals):
        if {"montant_ht", "montant_tva", "entreprise_id", "retenu"} & vals.keys():
            if "retenu" in vals:
                self.office_id._verifier_devis_libre()
            else:
                self.filtered("retenu").office_id._verifier_devis_libre()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_sauf_retenu(self):
        if any(devis.retenu and devis.office_id.date_decision for devis in self):
            raise UserError(self.env._(
                "Ce devis fonde une décision prise : il ne se supprime pas."
            ))

    def action_retenir(self):
        """Choose this estimate; the others of the same works are no longer chosen."""
        self.ensure_one()
        self.check_access("write")
        (self.office_id.devis_ids - self).filtered("retenu").write({"retenu": False})
        self.retenu = True
        return True
