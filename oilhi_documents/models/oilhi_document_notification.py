from odoo import models
from odoo.exceptions import UserError

from odoo.addons.oilhi_lhi.moteur.francais import date_lettres

MODES = ("lrar", "main_propre", "affichage", "signification", "autre")


class OilhiDocument(models.Model):
    """Transmission to the préfet, notification to each, and what they make of the act."""

    _inherit = "oilhi.document"

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
        numero_recommande=None,
        mairie_le=None,
        facade_le=None,
    ):
        """Record one delivery with its proof date; realise the step that it accomplishes."""
        self.ensure_one()
        self.check_access("write")
        self._exiger_signe()
        personne, partenaire = self._destinataire_notification(partner_id, personne_id)
        if mode not in MODES:
            raise UserError(self.env._("Mode de notification inconnu : %s.", mode))
        affiches = self._lire_affichage(mode, mairie_le, facade_le)
        envoi = max(affiches) if affiches else self._date(date_envoi, self.env._("la date d’envoi"))
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
                "numero_recommande": (numero_recommande or "").strip() or False,
                "mairie_le": affiches[0] if affiches else False,
                "facade_le": affiches[1] if affiches else False,
            }
        )
        if preuve:
            notification.joindre_preuve(preuve_nom, preuve)
        echeances = notification._realiser()
        self._avancer()
        return {"notification": notification.id, "state": self.state, "echeances": echeances}

    def _lire_affichage(self, mode, mairie_le, facade_le):
        """(town hall, front): posting counts from the day both are up (L. 511-12)."""
        if mode != "affichage" or not (mairie_le or facade_le):
            return None
        if not (mairie_le and facade_le):
            raise UserError(self.env._(
                "L’affichage vaut à la mairie et sur la façade : indiquez les deux dates "
                "(CCH L. 511-12, R. 511-3)."
            ))
        return (
            self._date(mairie_le, self.env._("la date d’affichage à la mairie")),
            self._date(facade_le, self.env._("la date d’affichage sur la façade")),
        )

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
        if self.notification_ids.filtered(
            lambda n: n.personne_id == personne and n.state == "revenu" and not n.recherches
        ):
            raise UserError(self.env._(
                "Le pli de %s est revenu « inconnu à l’adresse » : notez d’abord les recherches "
                "d’adresse que vous avez faites, elles justifient l’affichage (CCH L. 511-12).",
                personne.display_name,
            ))

    def _avancer(self):
        """Transmission and notification come in any order (CGCT L. 2131-1).

        Each person bound needs a certain date (CCH R. 511-8; R7): a letter that came back « inconnu à
        l’adresse » gives none; unclaimed or refused, the first presentation counts, « à vérifier ».
        A receipt corrected later moves that day, or takes it back; who is bound since (a purchaser) does not.
        """
        self.ensure_one()
        if self.state in ("leve", "abroge"):
            return
        personnes = self.notification_ids.filtered("personne_id")
        etat, jour = "notifie" if personnes else self.state, False
        if self.type == "arrete":
            certaines = personnes.filtered("date_certaine")
            tenues = self.dossier_id.personne_ids.filtered("tenue")
            if self.state == "executoire":
                tenues &= personnes.personne_id
                if not tenues:
                    return
            if self.date_transmission and tenues and tenues <= certaines.personne_id:
                dernieres = [
                    min(n.date_certaine for n in certaines if n.personne_id == personne)
                    for personne in tenues
                ]
                etat, jour = "executoire", max([self.date_transmission, *dernieres])
            elif self.date_transmission and not personnes:
                etat = "transmis"
        avance = etat != self.state
        if avance or jour != self.date_executoire:
            self._ecrire({"state": etat, "date_executoire": jour})
        if avance and self._leve():  # its sending was perhaps the last thing that the procedure waited for
            self.dossier_id._actualiser_parcours()
