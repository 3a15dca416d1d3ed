from odoo import api, fields, models

# Events of a substitution, that are no step.
SUBSTITUTION = frozenset({"DL-SOMM-COPRO", "DL-SUBST", "D-MSO-29", "D-MSO-30"})


class OilhiDossierFait(models.Model):
    """Which works, which substitution a fact belongs to."""

    _inherit = "oilhi.dossier.fait"

    office_id = fields.Many2one(
        "oilhi.dossier.office", string="Exécution d’office", index="btree_not_null", ondelete="set null"
    )
    substitution_id = fields.Many2one(
        "oilhi.dossier.substitution", string="Substitution", index="btree_not_null", ondelete="set null"
    )

    @api.model_create_multi
    def create(self, vals_list):
        faits = super().create(vals_list)
        for fait in faits:
            fait._rattacher_execution()
        return faits

    def _rattacher_execution(self):
        """The row named by the dialog; else the one of the corrected fact; else the only open one."""
        contexte = self.env.context
        if self.dossier_etape_id.etape_id.nature == "penal" or self.code == "D-PART-07":
            self.env["oilhi.dossier.infraction"]._rattacher_signalement(self)
        elif self.dossier_etape_id.etape_id.nature == "office":
            procedure = self.dossier_etape_id.dossier_procedure_id
            ouverts = self.dossier_id.office_ids.filtered(
                lambda o: o.dossier_procedure_id == procedure and not o.motif_abandon and not o.date_reception
            )
            nomme = ouverts.filtered(lambda o: o.id == contexte.get("oilhi_office_id"))
            self.office_id = (
                nomme or self.remplace_id.office_id or ouverts[:1] or self._creer_office(procedure)
            )
        elif self.code in SUBSTITUTION:
            ouvertes = self.dossier_id.substitution_ids.filtered(lambda s: not s.motif_abandon)
            nommee = ouvertes.filtered(lambda s: s.id == contexte.get("oilhi_substitution_id"))
            ouvertes = ouvertes.filtered(lambda s: not s.date_decision)
            self.substitution_id = nommee or self.remplace_id.substitution_id or (
                ouvertes if len(ouvertes) == 1 else ouvertes[:0]
            )
            decision = self.code == "D-MSO-30" and self.substitution_id
            if decision and decision.date_decision == self.date:
                decision._figer()

    def _creer_office(self, procedure):
        """The decision was recorded from the parcours: its row follows, with what is known."""
        mesures = procedure._mesures_a_executer()
        return self.env["oilhi.dossier.office"].create({
            "dossier_id": self.dossier_id.id,
            "dossier_procedure_id": procedure.id,
            "motifs": self.note,
            "mesure_ids": [(6, 0, mesures.ids)],
            "demolition": "complete" if "demolition" in mesures.mapped("type") else False,
        })
