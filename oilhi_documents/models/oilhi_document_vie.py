from datetime import date as date_type

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.oilhi_lhi.moteur.francais import date_lettres

from ..champs.contexte import lire_date


class OilhiDocument(models.Model):
    """The end of an act, its dialogs, and what signature and notification share."""

    _inherit = "oilhi.document"

    # ---- dialogs ---------------------------------------------------------------------------

    def _dialogue(self, modele, titre):
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": titre,
            "res_model": modele,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_document_id": self.id},
        }

    def action_signer(self):
        return self._dialogue("oilhi.document.signature", self.env._("Enregistrer la signature"))

    def action_transmettre(self):
        return self._dialogue("oilhi.document.transmission", self.env._("Transmettre au préfet"))

    def action_notifier(self):
        return self._dialogue("oilhi.notification.assistant", self.env._("Notifier"))

    def action_mainlever(self):
        return self.mainlever().action_ouvrir()

    # ---- mainlevée ---------------------------------------------------------------------------

    def mainlever(self):
        """Prepare the act that ends this one; the arrêté is lifted when that act is signed."""
        self.ensure_one()
        self.check_access("write")
        if self.type != "arrete" or self.modele_id._est_mainlevee():
            raise UserError(self.env._("Seul un arrêté de mise en sécurité se lève."))
        self._exiger_signe()
        if self.state in ("leve", "abroge"):
            raise UserError(self.env._("Cet arrêté est déjà levé."))
        urgence = (self.dossier_procedure_id.code or "").startswith("MSU")
        if not urgence:
            return self.dossier_id.generer_document("D-MSO-20", acte_id=self.id)
        # Lifting says it: the danger has ended for good (L. 511-21).
        return self.dossier_id.generer_document(
            "D-MSU-07", acte_id=self.id, saisies={"saisie.durable": "oui"}
        )

    # ---- common ------------------------------------------------------------------------------

    def _exiger_signe(self):
        if self.state in ("brouillon", "a_signer"):
            raise UserError(self.env._("Ce document n’est pas encore signé."))

    def _apres_signature(self, jour, quoi):
        if self.date_signature and jour < self.date_signature:
            raise UserError(
                self.env._(
                    "%(quoi)s (%(jour)s) ne peut pas précéder la signature (%(signature)s).",
                    quoi=quoi,
                    jour=date_lettres(jour),
                    signature=date_lettres(self.date_signature),
                )
            )

    def _date(self, valeur, quoi):
        jour = valeur if isinstance(valeur, date_type) else lire_date(valeur)
        if not jour:
            raise UserError(
                self.env._("Indiquez %s sous la forme AAAA-MM-JJ, par exemple 2027-03-01.", quoi)
            )
        return jour

    def _etape(self, code):
        self.ensure_one()
        if not code:
            return self.env["oilhi.dossier.etape"]
        etapes = self.dossier_procedure_id.etape_ids
        etape = etapes.filtered(lambda e: e.code == code)
        # One template, several procedures (D-RSHS-04): the step that produces it in this one.
        etape = etape or etapes.filtered(lambda e: self.modele_id.code in e._codes("document_codes"))
        return etape[:1] or self.dossier_id._etape(code)

    def _realiser_etape(self, code, jour, retour=False, **faits):
        """Realise the step of that code, when the procedure has one."""
        etape = self._etape(code)
        if not etape:
            return []
        return etape._realiser(str(jour), faits, retour=retour).get("echeances", [])
