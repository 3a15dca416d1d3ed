from odoo import fields, models
from odoo.exceptions import UserError

from .oilhi_codes_cites import codes


class OilhiDossierProcedure(models.Model):
    """Changing course: another procedure takes over, and the history of the first stays readable.

    Some go alongside the others (C.3): none takes the place of the other then.
    """

    _inherit = "oilhi.dossier.procedure"

    suite_ids = fields.One2many("oilhi.dossier.procedure", "origine_id", string="Suites")

    def _suites_possibles(self):
        """Procedures to which the steps of this one may lead, in their order."""
        self.ensure_one()
        possibles = dict.fromkeys(
            code for etape in self.etape_ids for code in codes(etape.etape_id.bascule_codes)
        )
        possibles.pop(self.code, None)
        procedures = self.env["oilhi.procedure"].search([("code", "!=", False)])
        connus = set(procedures.mapped("code"))
        possibles = {self._meme_sorte(code, connus) for code in possibles}
        return procedures.filtered(lambda p: p.code in possibles)

    def _meme_sorte(self, code, connus):
        """A variant leads to the variant of the same kind: MSO-EQ to MSU-EQ, not to MSU."""
        suivie = self.procedure_id.parcours_id.code
        sienne = code + self.code.removeprefix(suivie) if suivie else code
        return sienne if sienne in connus else code

    def basculer(self, code, motif):
        """Open the procedure that takes over; close this one unless its order is in force.

        `code`: a procedure that a step of this one leads to; `motif`: why, kept in the case.
        Returns what ouvrir_procedure() does. Refused as an opening would be (C.2).
        """
        self.ensure_one()
        dossier = self.dossier_id
        dossier.check_access("write")
        motif = (motif or "").strip()
        if self.etat != "en_cours":
            raise UserError(self.env._("Cette procédure est déjà close."))
        if not motif:
            raise UserError(self.env._("Écrivez pourquoi vous changez de procédure."))
        possibles = self._suites_possibles()
        if code not in possibles.mapped("code"):
            raise UserError(self.env._(
                "« %(nom)s » ne mène pas à cette procédure. Suites possibles : %(suites)s.",
                nom=self.procedure_id.name,
                suites=", ".join(possibles.mapped("display_name")) or self.env._("aucune"),
            ))
        ouverte = dossier.ouvrir_procedure(code, motif=motif)
        # sudo: procedures are written by the parcours alone; the right to write was checked above
        ancienne = self.sudo()
        nouvelle = ancienne.browse(ouverte["id"])
        nouvelle.origine_id = ancienne
        cumul = ancienne.procedure_id.cumulable or nouvelle.procedure_id.cumulable
        if ancienne.etat == "en_cours" and not cumul and not ancienne._acte_en_vigueur():
            ancienne._clore(
                fields.Date.context_today(self),
                self.env._("relayée par %(suite)s : %(motif)s",
                           suite=nouvelle.procedure_id.display_name, motif=motif),
                etat="relayee",
            )
            ancienne.dossier_id._actualiser_parcours()
        return ouverte

    def action_basculer(self, code=None):
        """Dialog « Changer de procédure », on the one that a step leads to if there is only one."""
        self.ensure_one()
        self.dossier_id.check_access("write")
        contexte = {"default_dossier_procedure_id": self.id, "default_operation": "basculer"}
        if suite := self._suites_possibles().filtered(lambda p: p.code == code):
            contexte["default_suite_id"] = suite.id
        return self.env["oilhi.dossier.etape"]._action_dialogue(
            "oilhi.etape.motif",
            self.env._("Changer de procédure : %s", self.procedure_id.name),
            contexte,
        )
