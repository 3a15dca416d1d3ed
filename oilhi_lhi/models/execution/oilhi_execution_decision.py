from odoo import api, fields, models
from odoo.exceptions import UserError


class OilhiExecutionDecision(models.AbstractModel):
    """What the authority decides in the place of those who fail: works, money called.

    Prepared in the case, decided by a fact of the parcours, given up with a reason.
    """

    _name = "oilhi.execution.decision"
    _inherit = "oilhi.execution.pieces"
    _description = "Décision à la place des défaillants"

    _champ_motif = ""  # field of the dialog of the reason that names this decision

    dossier_id = fields.Many2one(
        "oilhi.dossier", string="Dossier", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    dossier_procedure_id = fields.Many2one(
        "oilhi.dossier.procedure", string="Procédure", required=True, index=True, ondelete="cascade",
        domain="[('dossier_id', '=', dossier_id)]",
    )
    motifs = fields.Text("Motifs de la décision")
    motif_abandon = fields.Char("Abandonnée parce que", copy=False)

    @api.model
    def default_get(self, fields):
        """The open procedure where the authority may act, then what its case gives."""
        valeurs = super().default_get(fields)
        dossier = self.env["oilhi.dossier"].browse(valeurs.get("dossier_id"))
        if dossier and "dossier_procedure_id" in fields and not valeurs.get("dossier_procedure_id"):
            valeurs["dossier_procedure_id"] = dossier._procedures_office()[:1].id
        procedure = self.env["oilhi.dossier.procedure"].browse(valeurs.get("dossier_procedure_id"))
        for champ, valeur in self._valeurs_proposees(dossier, procedure, valeurs).items():
            if champ in fields and not valeurs.get(champ):
                valeurs[champ] = valeur
        return valeurs

    @api.model
    def _valeurs_proposees(self, dossier, procedure, valeurs):
        """Hook: {field: value} that the case suggests, beside the values already given."""
        return {}

    @api.model_create_multi
    def create(self, vals_list):
        decisions = super().create(vals_list)
        for decision in decisions:
            decision._tracer(self.env._("préparée"))
        return decisions

    def _verifier_ecriture(self):
        self.ensure_one()
        self.check_access("write")
        self.dossier_id.check_access("write")

    def action_abandonner(self):
        self._verifier_ecriture()
        return self.env["oilhi.dossier.etape"]._action_dialogue(
            "oilhi.execution.motif", self.env._("Abandonner : %s", self.display_name),
            {f"default_{self._champ_motif}": self.id},
        )

    def _abandonner(self, motif):
        """Give it up, with the reason: what was prepared or decided stays readable."""
        self._verifier_ecriture()
        motif = (motif or "").strip()
        if not motif:
            raise UserError(self.env._("Écrivez pourquoi vous abandonnez : %s.", self.display_name))
        self._verifier_abandon()
        self.motif_abandon = motif
        self._tracer(self.env._("abandonnée : %s", motif))
        return True

    def _verifier_abandon(self):
        """Hook: raise when it is too late to give up."""
