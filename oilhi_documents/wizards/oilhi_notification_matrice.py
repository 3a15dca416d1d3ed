from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..models.oilhi_notification_pli import REVENUS


class OilhiNotificationMatrice(models.TransientModel):
    """Everybody to notify or to inform of one act, line by line, filled in together."""

    _name = "oilhi.notification.matrice"
    _description = "Matrice de notification d’un acte"

    document_id = fields.Many2one("oilhi.document", required=True, readonly=True)
    document_state = fields.Selection(related="document_id.state")
    ligne_ids = fields.One2many(
        "oilhi.notification.matrice.ligne", "matrice_id", string="Destinataire"
    )
    bilan = fields.Text("Bilan", compute="_compute_bilan")
    date_envoi = fields.Date("Envoyé le, pour tous")
    mode = fields.Selection(
        [
            ("lrar", "Lettre recommandée avec avis de réception"),
            ("main_propre", "Remise en main propre"),
            ("signification", "Signification par commissaire de justice"),
        ],
        string="Moyen, pour toutes les personnes",
    )

    @api.depends("document_id")
    def _compute_display_name(self):
        for matrice in self:
            matrice.display_name = self.env._("Notifier et informer")

    @api.model
    def _ouvrir(self, document):
        """The matrix of that act, as the case stands now."""
        matrice = self.create({"document_id": document.id})
        matrice._remplir()
        return matrice

    def _remplir(self):
        self.ensure_one()
        lignes = [*self._lignes_personnes(), *self._lignes_organismes()]
        self.ligne_ids = [
            Command.clear(),
            *(Command.create({**ligne, "sequence": rang}) for rang, ligne in enumerate(lignes)),
        ]

    def _lignes_personnes(self):
        document = self.document_id
        envois = document.notification_ids.filtered("personne_id").sorted(
            lambda n: (n.date_envoi, n.id)
        )
        personnes = document._personnes_a_notifier() | envois.personne_id
        for personne in personnes.sorted(lambda p: (not p.tenue, p.id)):
            pourquoi, base, niveau = document._pourquoi_personne(personne)
            commun = {
                "sorte": "personne", "personne_id": personne.id, "libelle": personne.display_name,
                "pourquoi": pourquoi, "base": base, "niveau": niveau,
            }
            siens = envois.filtered(lambda n, p=personne: n.personne_id == p)
            for envoi in siens:
                yield {**commun, **self._valeurs_envoi(envoi)}
            if not siens or siens[-1:].state in ("revenu", "presente"):
                affichage = personne.adresse_inconnue
                yield {**commun, "mode": "affichage" if affichage else False}

    def _lignes_organismes(self):
        document = self.document_id
        for destinataire in document._organismes_a_prevenir():
            contacts = document.dossier_id._organismes([destinataire.type], document.modele_id)
            date, notification = document._envoi_organisme(destinataire, contacts)
            yield {
                "sorte": "prefet" if destinataire.code == "PREF" else "organisme",
                "partner_id": contacts[:1].id,
                "libelle": contacts[:1].display_name or destinataire.libelle,
                "pourquoi": f"{destinataire.libelle}\u00a0: {destinataire.pourquoi}",
                "base": destinataire.base,
                "niveau": destinataire.niveau,
                "notification_id": notification.id,
                "date_envoi": date,
                "deja": bool(date),
                "mode": notification.mode or "autre",
            }

    @api.model
    def _valeurs_envoi(self, envoi):
        return {
            "notification_id": envoi.id,
            "deja": True,
            "mode": envoi.mode,
            "numero_recommande": envoi.numero_recommande,
            "date_envoi": envoi.date_envoi,
            "heure": envoi.heure,
            "date_presentation": envoi.date_presentation,
            "issue_pli": envoi.issue_pli,
            "date_reception": envoi.date_reception,
            "mairie_le": envoi.mairie_le,
            "facade_le": envoi.facade_le,
            "recherches": envoi.recherches,
        }

    @api.depends("ligne_ids.etat")
    def _compute_bilan(self):
        for matrice in self:
            personnes = matrice.ligne_ids.filtered(lambda li: li.sorte == "personne").personne_id
            sans = [
                p.nom_complet for p in personnes
                if not matrice.document_id.notification_ids.filtered(
                    lambda n, p=p: n.personne_id == p and n.date_certaine
                )
            ]
            morceaux = []
            if sans:
                morceaux.append(self.env._(
                    "Sans date certaine de notification : %s.", ", ".join(sans)
                ))
            restants = matrice.ligne_ids.filtered(
                lambda li: li.sorte != "personne" and not li.deja and li.niveau == "confirme"
            )
            if restants:
                morceaux.append(self.env._(
                    "Reste à transmettre ou à communiquer : %s.",
                    ", ".join(restants.mapped("libelle")),
                ))
            if not morceaux:
                morceaux.append(self.env._(
                    "Chacun a une date certaine, et tous les organismes imposés par les textes sont informés."
                ))
            matrice.bilan = " ".join(morceaux)

    @api.onchange("date_envoi", "mode")
    def _onchange_pour_tous(self):
        """Nothing already sent is touched; posting and the préfet are never filled in by the lot."""
        for ligne in self.ligne_ids:
            if ligne.deja or ligne.sorte == "prefet" or ligne.mode == "affichage":
                continue
            if ligne.sorte == "organisme" and (ligne.niveau != "confirme" or not ligne.partner_id):
                continue
            if self.date_envoi and not ligne.date_envoi:
                ligne.date_envoi = self.date_envoi
            if self.mode and ligne.sorte == "personne":
                ligne.mode = self.mode

    def action_enregistrer(self):
        """Record what is new on each line; one refusal names its line and keeps nothing of the rest."""
        self.ensure_one()
        self.document_id.check_access("write")
        for ligne in self.ligne_ids:
            try:
                ligne._enregistrer()
            except UserError as refus:
                raise UserError(self.env._(
                    "%(ligne)s : %(refus)s", ligne=ligne.libelle, refus=str(refus)
                )) from refus
        self._remplir()
        self.write({"date_envoi": False, "mode": False})
        return True

    def action_document(self):
        return self.document_id.action_ouvrir()


class OilhiNotificationMatriceLigne(models.TransientModel):
    _name = "oilhi.notification.matrice.ligne"
    _description = "Ligne de la matrice de notification"
    _order = "sequence, id"

    matrice_id = fields.Many2one("oilhi.notification.matrice", required=True, ondelete="cascade")
    sequence = fields.Integer()
    sorte = fields.Selection(
        [("personne", "Personne"), ("prefet", "Préfet"), ("organisme", "Organisme")],
        required=True, default="personne", readonly=True,
    )  # fmt: skip
    libelle = fields.Char("Destinataire", readonly=True)
    personne_id = fields.Many2one("oilhi.dossier.personne", readonly=True)
    partner_id = fields.Many2one("res.partner", readonly=True)
    pourquoi = fields.Char("Pourquoi", readonly=True)
    base = fields.Char("Article", readonly=True)
    niveau = fields.Selection(
        [("confirme", "Imposé"), ("a_verifier", "À vérifier"), ("pratique", "Usage")],
        string="Niveau", readonly=True,
    )  # fmt: skip
    notification_id = fields.Many2one("oilhi.notification", readonly=True)
    deja = fields.Boolean("Déjà enregistré", readonly=True)
    mode = fields.Selection(
        [
            ("lrar", "Recommandé avec avis de réception"),
            ("main_propre", "Remise en main propre"),
            ("affichage", "Affichage (adresse inconnue)"),
            ("signification", "Commissaire de justice"),
            ("autre", "Autre moyen"),
        ],
        string="Moyen",
    )
    numero_recommande = fields.Char("N° de recommandé")
    date_envoi = fields.Date("Envoyé le")
    heure = fields.Char("Heure")
    date_presentation = fields.Date("Présenté le")
    issue_pli = fields.Selection(
        [("non_reclame", "Non réclamé"), ("refuse", "Refusé"), ("npai", "Inconnu à l’adresse")],
        string="Revenu",
    )
    date_reception = fields.Date("Reçu le")
    mairie_le = fields.Date("Affiché à la mairie le")
    facade_le = fields.Date("Affiché sur la façade le")
    recherches = fields.Text("Recherches d’adresse faites, sans résultat")
    preuve = fields.Binary("Preuve (avis, pli revenu, procès-verbal, photo)")
    preuve_nom = fields.Char()
    preuve_jointe = fields.Char("Preuve jointe", related="notification_id.preuve_id.name")
    etat = fields.Char("État", compute="_compute_etat")
    suite = fields.Text("À faire", compute="_compute_etat")

    @api.depends("notification_id", "deja", "date_envoi", "partner_id", "mode")
    def _compute_etat(self):
        libelles = dict(self.env["oilhi.notification"]._fields["state"]._description_selection(self.env))
        for ligne in self:
            envoi = ligne.notification_id
            if envoi and ligne.sorte == "personne":
                ligne.etat, ligne.suite = libelles.get(envoi.state, ""), envoi.suite
            elif ligne.deja:
                ligne.etat, ligne.suite = self.env._("Fait"), False
            else:
                ligne.etat = self.env._("À faire")
                ligne.suite = ligne._a_faire()

    def _a_faire(self):
        if self.sorte == "prefet":
            return self.env._("Transmettez-le dans les quinze jours de la signature.")
        if self.sorte == "organisme":
            if not self.partner_id:
                return self.env._("L’annuaire n’en connaît aucun pour cette commune : ajoutez-le.")
            return False
        if self.mode == "affichage":
            return self.env._(
                "Adresse inconnue : affichez à la mairie et sur la façade, photo à l’appui "
                "(CCH L. 511-12, R. 511-8)."
            )
        return self.env._("Notifiez par lettre remise contre signature ou en main propre.")

    def _enregistrer(self):
        self.ensure_one()
        document = self.matrice_id.document_id
        if self.sorte == "prefet":
            if self.date_envoi and not document.date_transmission:
                document.transmettre(self.date_envoi)
            return
        envoi = self.notification_id
        if not envoi and not self.deja and (self.date_envoi or self.mairie_le or self.facade_le):
            envoi = self._envoyer(document)
        if envoi and self.sorte == "personne":
            self._suivre(envoi)

    def _envoyer(self, document):
        if not self.mode:
            raise UserError(self.env._("indiquez le moyen de notification."))
        if self.sorte == "organisme" and not self.partner_id:
            raise UserError(self.env._("l’annuaire n’en connaît aucun pour cette commune : ajoutez-le."))
        resultat = document.notifier(
            self.partner_id.id or None,
            self.mode,
            self.date_envoi,
            self.date_reception or None,
            heure=self.heure or None,
            personne_id=self.personne_id.id or None,
            numero_recommande=self.numero_recommande,
            mairie_le=self.mairie_le or None,
            facade_le=self.facade_le or None,
        )
        return self.env["oilhi.notification"].browse(resultat["notification"])

    def _suivre(self, envoi):
        """What the line says more than what is recorded."""
        if self.numero_recommande and not envoi.numero_recommande:
            envoi.numeroter(self.numero_recommande)
        if self.date_reception and not envoi.date_reception:
            envoi.recevoir(self.date_reception, self.heure or None)
        elif self.issue_pli in REVENUS and envoi.issue_pli not in REVENUS:
            envoi.retour(self.issue_pli, self.date_presentation or None)
        if self.preuve and not envoi.preuve_id:
            envoi.joindre_preuve(self.preuve_nom, self.preuve)
            envoi._realiser()
        if self.recherches and not envoi.recherches:
            envoi.declarer_introuvable(self.recherches)

    def action_detail(self):
        """Everything about that delivery: posting, proof, searches."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.libelle,
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def action_enregistrer(self):
        self.ensure_one()
        self.matrice_id.document_id.check_access("write")
        self._enregistrer()
        self.matrice_id._remplir()
        return {"type": "ir.actions.act_window_close"}

    def action_fiche(self):
        """The card of the person: the address found is corrected there."""
        self.ensure_one()
        if not self.personne_id:
            raise UserError(self.env._("Cet organisme se corrige dans l’annuaire."))
        return {
            "type": "ir.actions.act_window",
            "name": self.libelle,
            "res_model": "oilhi.dossier.personne",
            "res_id": self.personne_id.id,
            "views": [(False, "form")],
            "target": "new",
        }
