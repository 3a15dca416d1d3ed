from odoo import fields, models
from odoo.exceptions import UserError

from .oilhi_execution_pieces import en_refus


class OilhiDossierOffice(models.Model):
    """What an agent does of it: the facts go to the parcours, whose dates this row reads."""

    _inherit = "oilhi.dossier.office"

    def _etape(self, nature):
        etape = self.dossier_procedure_id._etape_de_nature(nature)
        if not etape:
            raise UserError(self.env._(
                "Aucune étape de cette procédure n’enregistre cet acte : %s.",
                dict(etape.etape_id._fields["nature"]._description_selection(self.env)).get(nature, nature),
            ))
        return etape

    def action_decider(self):
        """« C’est fait » of the step that decides, once nothing forbids the decision today."""
        self._verifier_ecriture()
        if not (self.motifs or "").strip():
            raise UserError(self.env._(
                "La décision est motivée (CCH L. 511-16) : écrivez d’abord les motifs, mesure par mesure."
            ))
        if not self.mesure_ids and self.dossier_procedure_id.mesure_ids:
            raise UserError(self.env._("Choisissez les mesures de l’arrêté à faire exécuter."))
        if refus := self._examiner(fields.Date.context_today(self)).blocages:
            raise UserError("\n\n".join(map(en_refus, refus)))
        return self._realiser("office")

    def action_notifier(self):
        """The same step, for the person who has not received the decision yet."""
        self._verifier_ecriture()
        if not self.date_decision:
            raise UserError(self.env._("Enregistrez d’abord la décision."))
        etape = self._etape("office")
        sans_date = self.fait_ids.filtered(lambda f: f.active and not f._debut())[:1]
        action = etape.action_realiser(fait_id=sans_date.id)
        action["context"]["oilhi_office_id"] = self.id
        return action

    def action_saisir_juge(self):
        self._verifier_ecriture()
        return self._realiser("juge")

    def action_jugement(self):
        """Record the judgment that demolition waits for (DL-DEMO)."""
        self._verifier_ecriture()
        return self.dossier_id._action_fait("DL-DEMO", office=self)

    def action_receptionner(self):
        """Reception today, of works that are over."""
        self._verifier_ecriture()
        if not self.date_fin:
            raise UserError(self.env._("Notez d’abord la fin des travaux."))
        self.date_reception = fields.Date.context_today(self)
        return True

    def action_constater(self):
        """Proposes the step that finds the works done: the lifting of the order rests on it alone."""
        self._verifier_ecriture()
        if not self.date_reception:
            raise UserError(self.env._("Notez d’abord la réception des travaux."))
        nature = "suivi" if self.dossier_procedure_id.procedure_id.urgente else "execution"
        action = self._etape(nature).action_realiser()
        action["context"]["default_date"] = fields.Date.to_string(self.date_reception)
        return action

    def _verifier_abandon(self):
        if self.date_reception:
            raise UserError(self.env._("Les travaux sont réceptionnés : il n’y a plus rien à abandonner."))

    def _realiser(self, nature):
        action = self._etape(nature).action_realiser()
        action["context"]["oilhi_office_id"] = self.id
        return action
