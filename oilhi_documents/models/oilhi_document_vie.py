from datetime import date as date_type

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.oilhi_lhi.moteur.francais import date_lettres

from ..champs.contexte import lire_date
from .oilhi_document_controle import avec_base

MODES = ("lrar", "main_propre", "affichage", "signification", "autre")


class OilhiDocument(models.Model):
    _inherit = "oilhi.document"

    # ---- signature -------------------------------------------------------------------------

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
            if document.state != "brouillon":
                raise UserError(self.env._("Seul un brouillon se propose à la signature."))
            if document._perime():
                raise UserError(document._message_perime())
        self._ecrire({"state": "a_signer"})

    def action_remettre_brouillon(self):
        self.check_access("write")
        if any(document.state != "a_signer" for document in self):
            raise UserError(self.env._("Seul un document à signer revient au brouillon."))
        self._ecrire({"state": "brouillon"})

    def signer(self, date, signataire_id=None):
        """Sign: check everything, number, render again with number, date and signatory, lock."""
        self.ensure_one()
        self.check_access("write")
        if not self._droit_de_signer():
            raise UserError(
                self.env._(
                    "Vous ne pouvez pas enregistrer une signature : elle revient au signataire "
                    "ou au responsable du service. Proposez le document à la signature."
                )
            )
        if self.state not in ("brouillon", "a_signer"):
            raise UserError(self.env._("Ce document est déjà signé."))
        if self.modele_id.signataire == "tiers":
            raise UserError(
                self.env._(
                    "Ce modèle est à remettre à la personne ou à l’organisme qui le signe : joignez "
                    "au dossier l’exemplaire signé que vous recevez."
                )
            )
        jour = self._date(date, self.env._("la date de signature"))
        signataire = self._choisir_signataire(jour, signataire_id)
        # Two signatures of the same act at once would take two numbers.
        self._verrouiller()
        contexte = self._contexte(signature={"date": jour, "signataire": signataire})
        bloquants = [c for c in contexte.controler() if c["niveau"] == "bloquant"]
        if bloquants:
            raise UserError(
                self.env._("Ce document ne peut pas être signé.\n%s", _puces(bloquants))
            )
        if self._perime():
            raise UserError(self._message_perime())
        vals = {
            "date_signature": jour,
            "signataire_id": signataire.id,
            "signe_par_id": self.env.uid,
        }
        if self.type == "arrete":
            vals["numero"] = self._prendre_numero(jour)
        contexte.signature["numero"] = vals.get("numero")
        self._produire(contexte, dict(vals, state="signe"))
        self._realiser_etape(
            self._etape_signature(), jour, note=self.env._("Signé : %s", self.display_name)
        )
        if self.document_lie_id and self._leve():
            self.document_lie_id._ecrire({"state": "leve", "date_levee": jour})
        return {"numero": self.numero or None, "state": self.state, "date": str(jour)}

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

    # ---- transmission, notification ----------------------------------------------------------

    def transmettre(self, date):
        """Record the sending to the préfet (contrôle de légalité)."""
        self.ensure_one()
        self.check_access("write")
        self._exiger_signe()
        if self.type != "arrete":
            raise UserError(self.env._("Seul un arrêté se transmet au contrôle de légalité."))
        if self.date_transmission:
            raise UserError(
                self.env._("Transmission déjà enregistrée le %s.", date_lettres(self.date_transmission))
            )
        jour = self._date(date, self.env._("la date de transmission"))
        self._apres_signature(jour, self.env._("La transmission"))
        self._ecrire({"date_transmission": jour})
        self.dossier_id.enregistrer_fait("D-COM-12", str(jour))  # keeps DL-CL
        self._avancer()
        return {"state": self.state}

    def notifier(
        self,
        partner_id,
        mode,
        date_envoi,
        date_reception=None,
        heure=None,
        personne_id=None,
        preuve=None,
        preuve_nom=None,
    ):
        """Record one delivery with its proof date; realise the step that it accomplishes."""
        self.ensure_one()
        self.check_access("write")
        self._exiger_signe()
        personne, partenaire = self._destinataire_notification(partner_id, personne_id)
        if mode not in MODES:
            raise UserError(self.env._("Mode de notification inconnu : %s.", mode))
        envoi = self._date(date_envoi, self.env._("la date d’envoi"))
        self._apres_signature(envoi, self.env._("L’envoi"))
        reception = None
        if date_reception:
            reception = self._date(date_reception, self.env._("la date de réception"))
            if reception < envoi:
                raise UserError(
                    self.env._(
                        "La réception (%(reception)s) ne peut pas précéder l’envoi (%(envoi)s).",
                        reception=date_lettres(reception),
                        envoi=date_lettres(envoi),
                    )
                )
        elif mode in ("main_propre", "affichage", "signification"):
            reception = envoi  # R7: these modes carry their own certain date
        if mode == "affichage":
            self._verifier_affichage(personne)
        notification = self.env["oilhi.notification"]._creer(
            {
                "document_id": self.id,
                "personne_id": personne.id,
                "partner_id": partenaire.id,
                "mode": mode,
                "date_envoi": envoi,
                "heure": heure,
                "date_reception": reception,
            }
        )
        if preuve:
            notification.joindre_preuve(preuve_nom, preuve)
        echeances = notification._realiser()
        self._avancer()
        return {"notification": notification.id, "state": self.state, "echeances": echeances}

    def _destinataire_notification(self, partner_id, personne_id):
        personnes = self.dossier_id.personne_ids
        if personne_id:
            personne = personnes.filtered(lambda p: p.id == int(personne_id))
            if not personne:
                raise UserError(self.env._("Cette personne n’est pas dans le dossier."))
            return personne[:1], personne.partner_id
        if not partner_id:
            raise UserError(self.env._("Indiquez à qui le document est notifié."))
        personne = personnes.filtered(lambda p: p.partner_id.id == int(partner_id))[:1]
        partenaire = self.env["res.partner"].browse(int(partner_id)).exists()
        if not partenaire:
            raise UserError(self.env._("Ce destinataire n’existe pas."))
        partenaire.check_access("read")
        return personne, partenaire

    def _verifier_affichage(self, personne):
        """C.2 rule 23: posting replaces delivery only when the address or the person is unknown."""
        if personne and not personne.adresse_inconnue and personne.rue:
            raise UserError(
                self.env._(
                    "L’affichage ne vaut notification que si l’adresse actuelle est inconnue ou la "
                    "personne non identifiable (CCH L. 511-12, R. 511-8). L’adresse de %s est "
                    "connue : notifiez par lettre remise contre signature ou en main propre.",
                    personne.display_name,
                )
            )

    def _avancer(self):
        """Transmission and notification come in any order (CGCT L. 2131-1)."""
        self.ensure_one()
        if self.state in ("leve", "abroge", "executoire"):
            return
        personnes = self.notification_ids.filtered("personne_id")
        vals = {}
        if self.type != "arrete":
            if personnes:
                vals["state"] = "notifie"
        else:
            certaines = personnes.filtered("date_certaine")
            tenues = self.dossier_id.personne_ids.filtered("tenue")
            if self.date_transmission and tenues and tenues <= certaines.personne_id:
                dernieres = [
                    min(n.date_certaine for n in certaines if n.personne_id == personne)
                    for personne in tenues
                ]
                vals["state"] = "executoire"
                vals["date_executoire"] = max([self.date_transmission, *dernieres])
            elif personnes:
                vals["state"] = "notifie"
            elif self.date_transmission:
                vals["state"] = "transmis"
        if vals and vals["state"] != self.state:
            self._ecrire(vals)

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

    def _realiser_etape(self, code, jour, **faits):
        """Realise the step of that code, when the procedure has one."""
        etape = self._etape(code)
        if not etape:
            return []
        return etape.realiser(str(jour), **faits).get("echeances", [])


def _puces(controles):
    return "\n".join(f"• {avec_base(c)}" for c in controles)
