from odoo import api, fields, models

from ..champs.argent import liquidation
from ..champs.titres import titre

# What the signature of these acts does to the one that they name.
MODIFICATIF, LEVEE_POLICE_GENERALE = "D-MSO-28", "D-PGI-03"
TITRES = ("D-FIN-01", "D-FIN-02", "D-FIN-03")
FINS = {"leve": "leve", "abroge": "abroge", "retire": "abroge"}


class OilhiDocumentModele(models.Model):
    _inherit = "oilhi.document.modele"

    def _nomme_un_acte(self):
        """Its text changes or ends another act, which it must name."""
        return self._est_mainlevee() or self.code in (MODIFICATIF, LEVEE_POLICE_GENERALE)


class OilhiDocument(models.Model):
    """What an act does when it is signed: to the act that it names, to the row that it decides."""

    _inherit = "oilhi.document"

    document_suite_ids = fields.One2many(
        "oilhi.document", "document_lie_id", string="Actes qui le modifient", readonly=True
    )
    date_abrogation = fields.Date("Abrogé ou retiré le", readonly=True, copy=False)
    liens = fields.Text("Ses liens avec d’autres actes", compute="_compute_liens")
    situation = fields.Char("Situation", compute="_compute_liens")

    # ---- the act that it names -------------------------------------------------------------------

    def _effet(self):
        """« leve », « abroge », « retire » or « modifie »; None: it does nothing to another act."""
        self.ensure_one()
        if not self.document_lie_id:
            return None
        valeurs = self.valeurs or {}
        if self.code == MODIFICATIF:
            if valeurs.get("saisie.retrait") is True:
                return "retire"
            return "abroge" if valeurs.get("saisie.abrogation") is True else "modifie"
        return "leve" if self.code == LEVEE_POLICE_GENERALE or self._leve() else None

    def _appliquer_effet(self, jour):
        """The act named ends, or goes on modified; one that has ended already does not end again."""
        effet, acte = self._effet(), self.document_lie_id
        if effet not in FINS or acte.state in ("leve", "abroge"):
            return
        fin = FINS[effet]
        acte._ecrire({
            "state": fin, ("date_levee" if fin == "leve" else "date_abrogation"): jour,
        })
        acte._message_log(body=self.env._(
            "%(verbe)s par %(acte)s.", verbe=self._verbe(effet), acte=self.display_name
        ))

    def _verbe(self, effet):
        return {
            "leve": self.env._("Levé"),
            "abroge": self.env._("Abrogé"),
            "retire": self.env._("Retiré"),
            "modifie": self.env._("Modifié"),
        }[effet]

    @api.depends(
        "state", "document_lie_id", "document_suite_ids.state", "document_suite_ids.date_signature",
        "document_suite_ids.valeurs",
    )
    def _compute_liens(self):
        """Both directions, in words: what it changes, what changed it."""
        verbes = {
            "leve": self.env._("Lève"), "abroge": self.env._("Abroge"),
            "retire": self.env._("Retire"), "modifie": self.env._("Modifie"),
        }
        for document in self:
            effet = document._effet()
            lignes = [f"{verbes[effet]}\u00a0: {document._en_bref(document.document_lie_id)}"] if effet else []
            suites = document.document_suite_ids.filtered(
                lambda d: d.state not in ("brouillon", "a_signer")
            ).sorted(lambda d: (d.date_signature, d.id))
            subis = [(d, d._effet()) for d in suites if d._effet()]
            lignes += [
                self.env._("%(verbe)s par\u00a0: %(acte)s", verbe=document._verbe(e), acte=document._en_bref(d))
                for d, e in subis
            ]
            document.liens = "\n".join(lignes) or False
            # The last word counts: an act modified, then abrogated, is abrogated.
            document.situation = document._verbe(subis[-1][1]) if subis else False

    def _en_bref(self, acte):
        if not acte.date_signature:
            return acte.display_name
        return self.env._(
            "%(nom)s, du %(jour)s", nom=acte.display_name, jour=acte.date_signature.strftime("%d/%m/%Y")
        )

    # ---- the row that it decides -----------------------------------------------------------------

    def _decider_ligne(self, jour):
        """Signing the decision is deciding: recorded once, refused with what the record lacks."""
        self.ensure_one()
        if self.code == "D-MSO-24":
            ligne = liquidation(self._contexte())
            if ligne and ligne.etat == "brouillon":
                ligne.decider(jour)
        elif self.code in TITRES:
            ligne = titre(self._contexte())
            if ligne and ligne.etat == "brouillon":
                ligne.emettre(jour)
        elif self.code == "D-MSO-30":
            ligne = self._ligne() or self._substitution_a_decider()
            if ligne and not ligne.date_decision:
                self.dossier_id.with_context(oilhi_substitution_id=ligne.id).enregistrer_fait(
                    "D-MSO-30", str(jour)
                )

    def _substitution_a_decider(self):
        return self.dossier_id.substitution_ids.filtered(
            lambda s: not s.motif_abandon and not s.date_decision
            and s.dossier_procedure_id == self.dossier_procedure_id
        )[-1:]

    def _essayer_decision(self, jour):
        """What would stop the decision, said before the act leaves to be signed elsewhere."""
        with self.env.cr.savepoint() as point:
            self._decider_ligne(jour)
            self.env.flush_all()
            point.rollback()
        self.env.invalidate_all()
