from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.oilhi_lhi.models.oilhi_dossier_fait import ISSUES_PLI
from odoo.addons.oilhi_lhi.moteur.francais import date_lettres
from odoo.addons.oilhi_lhi.moteur.preuve import PRESENTATION_INCONNUE, depart_retenu

from ..champs.contexte import lire_date

REVENUS = ("non_reclame", "refuse", "npai")


class OilhiNotification(models.Model):
    """What became of the letter (R7; CCH L. 511-12, R. 511-8), and what is to be done next."""

    _inherit = "oilhi.notification"

    numero_recommande = fields.Char("N° de recommandé")
    date_presentation = fields.Date("Première présentation le")
    issue_pli = fields.Selection(ISSUES_PLI, string="Sort du pli")
    mairie_le = fields.Date("Affiché à la mairie le")
    facade_le = fields.Date("Affiché sur la façade le")
    recherches = fields.Text("Recherches d’adresse faites")
    date_certaine = fields.Date("Date certaine", compute="_compute_date_certaine")
    reserve = fields.Text("Réserve sur la date", compute="_compute_date_certaine")
    suite = fields.Text("À faire", compute="_compute_suite")

    @api.depends("mode", "date_envoi", "date_reception", "date_presentation", "issue_pli")
    def _compute_date_certaine(self):
        """R7: delivery, else first presentation (« à vérifier »), else nothing; never npai."""
        for notification in self:
            affiche = notification.date_reception if notification.mode == "affichage" else None
            depart = depart_retenu(
                notification.mode or "autre",
                reception=notification.date_reception or None,
                premiere_presentation=notification.date_presentation or None,
                issue_pli=notification.issue_pli or None,
                affichage_mairie=affiche,
                affichage_facade=affiche,
            )
            notification.date_certaine = depart.date
            sure = not depart.date or depart.niveau_preuve == "confirme"
            notification.reserve = False if sure else "\n".join(depart.avertissements)

    @api.depends("date_reception", "preuve_id", "issue_pli")
    def _compute_state(self):
        resultat = super()._compute_state()
        for notification in self.filtered(lambda n: n.issue_pli in REVENUS):
            notification.state = "revenu" if notification.issue_pli == "npai" else "presente"
        return resultat

    @api.depends(
        "state", "mode", "preuve_id", "recherches", "personne_id.adresse_inconnue",
        "document_id.notification_ids.date_envoi",
    )
    def _compute_suite(self):
        for notification in self:
            notification.suite = notification._suite() if notification.document_id else False

    def _suivante(self):
        """A later delivery to the same person."""
        return self.document_id.notification_ids.filtered(
            lambda n: n.personne_id == self.personne_id and n.personne_id
            and (n.date_envoi, n.id) > (self.date_envoi, self.id)
        )[:1]

    def _suite(self):
        suivante = self._suivante()
        if suivante:
            return self.env._("Envoyé de nouveau le %s.", suivante.date_envoi.strftime("%d/%m/%Y"))
        if self.state == "revenu":
            if not self.personne_id.adresse_inconnue:
                return self.env._(
                    "Aucun délai ne court. Recherchez l’adresse actuelle (fichier immobilier, impôts, "
                    "notaire, syndic, voisins) et notez vos recherches ; corrigez la fiche et écrivez à "
                    "nouveau, ou faites signifier par commissaire de justice."
                )
            return self.env._(
                "Adresse introuvable : affichez l’acte à la mairie et sur la façade, photo et "
                "certificat à l’appui (CCH L. 511-12, R. 511-8)."
            )
        if self.state == "presente":
            return self.env._(
                "La première présentation est retenue, à vérifier : gardez l’enveloppe. Par prudence, "
                "faites signifier par commissaire de justice."
            )
        if self.state == "envoye":
            if self.personne_id:
                return self.env._("Enregistrez l’avis de réception à son retour, ou le sort du pli.")
            return False  # information of a partner: nothing comes back
        if self.state == "recu" and self.mode == "affichage":
            return self.env._("Joignez la photo de l’affichage et le certificat.")
        if self.state == "recu" and self.personne_id:
            return self.env._("Joignez la preuve (avis de réception, procès-verbal).")
        return False

    def retour(self, issue, date_presentation=None, preuve=None, preuve_nom=None):
        """The registered letter has come back: unclaimed, refused, unknown at the address."""
        self.ensure_one()
        self.check_access("write")
        if issue not in REVENUS:
            raise UserError(self.env._(
                "Dites ce qu’est devenu le pli : non réclamé, refusé, ou destinataire inconnu à l’adresse."
            ))
        if self.mode != "lrar" or not self.personne_id:
            raise UserError(self.env._("Seul un recommandé revient ainsi."))
        if self.date_reception or self.issue_pli in REVENUS:
            raise UserError(self.env._("Le sort de ce pli est déjà enregistré."))
        jour = lire_date(date_presentation) if date_presentation else None
        if issue != "npai" and not jour:
            raise UserError(PRESENTATION_INCONNUE)
        if jour and jour < self.date_envoi:
            raise UserError(self.env._(
                "La première présentation (%(jour)s) ne peut pas précéder l’envoi (%(envoi)s).",
                jour=date_lettres(jour), envoi=date_lettres(self.date_envoi),
            ))
        self._ecrire({"issue_pli": issue, "date_presentation": jour})
        if preuve:
            self.joindre_preuve(preuve_nom, preuve)
        echeances = self._realiser()
        self.document_id._avancer()
        return {"state": self.state, "echeances": echeances}

    def numeroter(self, numero):
        """The number of the registered letter, written once."""
        self.ensure_one()
        self.check_access("write")
        numero = (numero or "").strip()[:40]
        if not numero or self.mode != "lrar":
            raise UserError(self.env._("Un numéro de recommandé se donne à un envoi recommandé."))
        if self.numero_recommande:
            raise UserError(self.env._("Le numéro de recommandé est déjà enregistré."))
        self._ecrire({"numero_recommande": numero})
        return True

    def declarer_introuvable(self, recherches):
        """The searches found nothing: from now on, posting is allowed for that person."""
        self.ensure_one()
        self.check_access("write")
        recherches = (recherches or "").strip()
        if self.state != "revenu":
            raise UserError(self.env._("Ce pli n’est pas revenu « inconnu à l’adresse »."))
        if len(recherches) < 10:
            raise UserError(self.env._(
                "Écrivez les recherches faites (auprès de qui, quand, avec quel résultat) : elles "
                "justifient l’affichage (CCH L. 511-12)."
            ))
        self._ecrire({"recherches": recherches})
        self.personne_id.adresse_inconnue = True
        self.dossier_id._message_log(body=self.env._(
            "Adresse de %(qui)s introuvable : %(recherches)s",
            qui=self.personne_id.nom_complet, recherches=recherches,
        ))
        return True

    def _faits_pli(self):
        """Facts of the parcours that the fate of the letter gives."""
        faits = {}
        if self.date_presentation:
            faits["date_presentation"] = str(self.date_presentation)
        if self.issue_pli:
            faits["issue_pli"] = self.issue_pli
        return faits
