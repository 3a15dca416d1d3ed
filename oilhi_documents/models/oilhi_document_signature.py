from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.oilhi_lhi.moteur.francais import date_lettres

from .oilhi_document_controle import avec_base


class OilhiDocument(models.Model):
    """Signature: who may, what is checked, the number."""

    _inherit = "oilhi.document"

    @api.depends("service_id")
    @api.depends_context("uid")
    def _compute_peut_signer(self):
        for document in self:
            document.peut_signer = document._droit_de_signer()

    @api.depends("state", "valeurs", "service_id.signataire_ids.etat")
    def _compute_alerte_signataire(self):
        """Prepared for someone who may not sign any more: who else may, or what to do."""
        jour = fields.Date.context_today(self)
        for document in self:
            document.alerte_signataire = False
            nom = (document.valeurs or {}).get("signature.nom")
            if document.state != "a_signer" or not nom:
                continue
            signataires = document.service_id.with_context(active_test=False).signataire_ids
            prevu = signataires.filtered(lambda s, n=nom: s.name == n)
            if not prevu or any(s._est_valide(jour) for s in prevu):
                continue
            document.alerte_signataire = " ".join([
                prevu[0]._pourquoi_pas(jour),
                document.service_id._autres_signataires(jour, sauf=prevu),
                self.env._("Préparez de nouveau le document."),
            ])

    def _droit_de_signer(self):
        """A responsable of the service that signs, or the signatory in person: a share to
        contribute lets nobody sign for another service."""
        user = self.env.user
        if self.env.su or (self.visite_id and self.visite_id.user_id == user):
            return True
        if self.modele_id.signataire == "agent" and self.create_uid == user:
            return True  # he signs what he saw and wrote, in his own name
        # sudo: users and signatories of the service tell nothing else than a yes or a no.
        service = self.sudo().service_id
        if user in service.signataire_ids.filtered("active").user_id:
            return True
        return user.has_group("oilhi_partenaires.group_responsable") and user in service.user_ids

    def action_proposer_signature(self):
        self.check_access("write")
        for document in self:
            document._exiger_hors_parapheur()
            if document.state != "brouillon":
                raise UserError(self.env._("Seul un brouillon se propose à la signature."))
            if document._perime():
                raise UserError(document._message_perime())
        self._ecrire({"state": "a_signer"})

    def action_remettre_brouillon(self):
        self.check_access("write")
        for document in self:
            document._exiger_hors_parapheur()
        if any(document.state != "a_signer" for document in self):
            raise UserError(self.env._("Seul un document à signer revient au brouillon."))
        self._ecrire({"state": "brouillon"})

    def signer(self, date, signataire_id=None):
        """Sign: check everything, number, render again with number, date and signatory, lock."""
        self.ensure_one()
        self.check_access("write")
        self._exiger_droit_de_signer()
        self._exiger_hors_parapheur()
        jour = self._date(date, self.env._("la date de signature"))
        signataire, contexte = self._preparer_signature(jour, signataire_id)
        vals = {
            "date_signature": jour,
            "signataire_id": signataire.id,
            "signe_par_id": self.env.uid,
        }
        if self.type == "arrete":
            vals["numero"] = self._numero_de_signature(jour)
        contexte.signature["numero"] = vals.get("numero")
        self._decider_ligne(jour)
        self._produire(contexte, dict(vals, state="signe"))
        self._acte_signe(jour)
        return self._resultat_signature()

    def _exiger_droit_de_signer(self):
        if not self._droit_de_signer():
            raise UserError(
                self.env._(
                    "Vous ne pouvez pas enregistrer une signature : elle revient au signataire "
                    "ou au responsable du service. Proposez le document à la signature."
                )
            )

    def _preparer_signature(self, jour, signataire_id):
        """(signatory, context of the fields), once everything that could forbid it was checked."""
        if self.state not in ("brouillon", "a_signer"):
            raise UserError(self.env._("Ce document est déjà signé."))
        if self.modele_id.signataire == "tiers":
            raise UserError(
                self.env._(
                    "Ce modèle est à remettre à la personne ou à l’organisme qui le signe : joignez "
                    "au dossier l’exemplaire signé que vous recevez."
                )
            )
        signataire = self._choisir_signataire(jour, signataire_id)
        # Two signatures of the same act at once would take two numbers.
        self._verrouiller()
        signature = {"date": jour, "signataire": signataire}
        contexte = self._contexte(signature)
        controles = self._controles_revision(signature) + contexte.controler()
        bloquants = [c for c in controles if c["niveau"] == "bloquant"]
        if bloquants:
            raise UserError(
                self.env._("Ce document ne peut pas être signé.\n%s", _puces(bloquants))
            )
        if self._perime():
            raise UserError(self._message_perime())
        return signataire, contexte

    def _acte_signe(self, jour):
        """What the signature accomplishes in the case."""
        self._realiser_etape(
            self._etape_signature(), jour, note=self.env._("Signé : %s", self.display_name)
        )
        self._appliquer_effet(jour)

    def _resultat_signature(self):
        return {
            "numero": self.numero or None, "state": self.state, "date": str(self.date_signature)
        }

    def _choisir_signataire(self, jour, signataire_id):
        """The signatory asked for, or the first one entitled on that day for that authority."""
        service = self.service_id
        if self.modele_id.signataire == "agent":
            # Signed by the agent whom the document names.
            return self.env["oilhi.service.signataire"]
        types = self._types_signataire(jour)
        if signataire_id:
            signataire = self.env["oilhi.service.signataire"].browse(int(signataire_id)).exists()
            if not signataire or signataire.service_id != service:
                raise UserError(
                    self.env._(
                        "Ce signataire n’appartient pas au service « %s ».", service.name
                    )
                )
            if not signataire._est_valide(jour):
                raise UserError(
                    self.env._(
                        "%(nom)s n’avait pas le pouvoir de signer le %(jour)s. %(motif)s "
                        "%(autres)s",
                        nom=signataire.name,
                        jour=date_lettres(jour),
                        motif=signataire._pourquoi_pas(jour),
                        autres=service._autres_signataires(jour, types, signataire),
                    )
                )
            return signataire
        signataires = service._signataire_valide(jour, types)
        if not signataires:
            raise UserError(
                self.env._(
                    "Aucun signataire du service « %(service)s » n’avait le pouvoir de signer cet "
                    "acte le %(jour)s. %(motifs)s\nComplétez les signataires du service.",
                    service=service.name,
                    jour=date_lettres(jour),
                    motifs=service._pourquoi_personne(jour, types),
                )
            )
        return signataires[:1]

    def _types_signataire(self, jour):
        self.ensure_one()
        return self._contexte({"date": jour}).types_signataire

    def _numero_de_signature(self, jour):
        """The number kept for this act since it left for the parapheur, else the next one."""
        return self.numero_reserve or self._prendre_numero(jour)

    def _prendre_numero(self, jour):
        # sudo: the register of the service belongs to the system (ir.sequence); drawing the next
        # number is all that a signature may do with it.
        sequence = self.service_id.sudo().sequence_arrete_id
        if not sequence:
            raise UserError(
                self.env._(
                    "Le service « %s » n’a pas de registre des arrêtés.", self.service_id.name
                )
            )
        return sequence.next_by_id(sequence_date=str(jour))


def _puces(controles):
    return "\n".join(f"• {avec_base(c)}" for c in controles)
