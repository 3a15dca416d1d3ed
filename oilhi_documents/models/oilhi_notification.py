import re

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.oilhi_lhi.models.oilhi_codes_cites import codes
from odoo.addons.oilhi_lhi.moteur.francais import date_lettres

from ..champs.contexte import lire_date

# type of partner -> document that carries the act to him
COMMUNICATIONS = {
    "PA-CAF": "D-PART-01",
    "PA-MSA": "D-PART-01",
    "PA-FSL": "D-PART-02",
    "PA-EPCI": "D-PART-06",
    "PA-MAIRE": "D-PART-14",
}
# The same, with the contrôle de légalité: what a letter proves when it goes to that type of body.
PREUVES = {**COMMUNICATIONS, "PA-PREF": "D-PART-03"}
HEURE = re.compile(r"^([01]\d|2[0-3]):[0-5]\d$")


class OilhiNotification(models.Model):
    _name = "oilhi.notification"
    _inherit = "oilhi.nom.protege"
    _description = "Notification d’un document"
    _order = "date_envoi, id"

    document_id = fields.Many2one(
        "oilhi.document", string="Document", required=True, index=True, ondelete="restrict"
    )
    dossier_id = fields.Many2one(related="document_id.dossier_id", store=True, index=True)
    company_id = fields.Many2one(related="document_id.company_id", store=True, index=True)
    personne_id = fields.Many2one(
        "oilhi.dossier.personne",
        string="Destinataire",
        index="btree_not_null",
        ondelete="restrict",
    )
    partner_id = fields.Many2one(
        "res.partner", string="Contact", index="btree_not_null", ondelete="restrict"
    )
    nature = fields.Selection(
        [("notification", "Notification"), ("communication", "Communication à un partenaire")],
        compute="_compute_nature",
        store=True,
    )
    mode = fields.Selection(
        [
            ("lrar", "Lettre recommandée avec avis de réception"),
            ("main_propre", "Remise en main propre"),
            ("affichage", "Affichage"),
            ("signification", "Signification par commissaire de justice"),
            ("autre", "Autre moyen"),
        ],
        required=True,
    )
    date_envoi = fields.Date("Envoyé le", required=True)
    heure = fields.Char("Heure")
    date_reception = fields.Date("Reçu le")
    preuve_id = fields.Many2one(
        "ir.attachment", string="Preuve", index="btree_not_null", ondelete="restrict"
    )
    state = fields.Selection(
        [
            ("envoye", "Envoyée"),
            ("recu", "Reçue"),
            ("prouve", "Reçue, preuve jointe"),
            ("presente", "Présentée, non remise"),
            ("revenu", "Revenue : inconnu à l’adresse"),
        ],
        string="État",
        compute="_compute_state",
        store=True,
    )

    @api.depends("personne_id")
    def _compute_nature(self):
        for notification in self:
            notification.nature = "notification" if notification.personne_id else "communication"

    @api.depends("date_reception", "preuve_id")
    def _compute_state(self):
        for notification in self:
            if not notification.date_reception:
                notification.state = "envoye"
            else:
                notification.state = "prouve" if notification.preuve_id else "recu"

    @api.depends("document_id", "personne_id", "partner_id")
    def _compute_display_name(self):
        for notification in self:
            qui = notification.personne_id.display_name or notification.partner_id.display_name
            notification.display_name = f"{notification.document_id.display_name} – {qui or ''}"

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise UserError(self.env._("Une notification s’enregistre depuis le document."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            raise UserError(
                self.env._(
                    "Une preuve ne se modifie pas : enregistrez la réception avec le bouton prévu."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_jamais(self):
        raise UserError(self.env._("Une notification enregistrée ne se supprime pas."))

    def _creer(self, vals):
        if vals.get("heure") and not HEURE.match(vals["heure"]):
            raise UserError(self.env._("Indiquez l’heure sous la forme 16:30."))
        return super().create([vals])  # pylint: disable=super-method-mismatch

    def _ecrire(self, vals):
        return super().write(vals)  # pylint: disable=super-method-mismatch

    def action_recevoir(self):
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Enregistrer la réception"),
            "res_model": "oilhi.notification.reception",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_notification_id": self.id},
        }

    def recevoir(self, date, heure=None, preuve=None, preuve_nom=None):
        """The proof of receipt has come back: it moves the legal clocks."""
        self.ensure_one()
        self.check_access("write")
        if self.date_reception:
            raise UserError(
                self.env._("Réception déjà enregistrée le %s.", date_lettres(self.date_reception))
            )
        if self.issue_pli in ("non_reclame", "refuse", "npai"):
            raise UserError(self.env._(
                "Ce pli est revenu sans avoir été remis : enregistrez un nouvel envoi."
            ))
        jour = lire_date(date)
        if not jour or jour < self.date_envoi:
            raise UserError(
                self.env._(
                    "Indiquez une date de réception au plus tôt égale à l’envoi (%s).",
                    date_lettres(self.date_envoi),
                )
            )
        if heure and not HEURE.match(heure):
            raise UserError(self.env._("Indiquez l’heure sous la forme 16:30."))
        self._ecrire({"date_reception": jour, "heure": heure or self.heure})
        if preuve:
            self.joindre_preuve(preuve_nom, preuve)
        echeances = self._realiser()
        self.document_id._avancer()
        return {"state": self.state, "echeances": echeances}

    def joindre_preuve(self, nom, contenu):
        """Attach the receipt (base64): kept with the notification, never replaced."""
        self.ensure_one()
        self.check_access("write")
        if self.preuve_id:
            raise UserError(self.env._("Une preuve est déjà jointe."))
        piece = self.env["ir.attachment"].create(
            {"name": nom or self.env._("Preuve"), "datas": contenu, "res_model": self._name, "res_id": self.id}
        )
        self._ecrire({"preuve_id": piece.id})
        return True

    def _communiquer(self):
        """R. 511-7: the sending to a partner is a fact of the case, by the code of its letter."""
        document = self.document_id
        types = set(self.partner_id.oilhi_type_ids.mapped("code"))
        if document.modele_id.destinataire == "partenaire":
            # A letter proves what it says (a question to the CAF is no communication of the order),
            # and only to its legal addressee (the DDT is not the contrôle de légalité).
            exiges = {t for t, code in PREUVES.items() if code == document.code}
            envoye = (document.code or "").startswith("D-PART-") and (not exiges or types & exiges)
            faits = [document.code] if envoye else []
        else:
            faits = dict.fromkeys(COMMUNICATIONS[t] for t in types & COMMUNICATIONS.keys())
        for code in faits:
            self.dossier_id.enregistrer_fait(
                code, str(self.date_envoi), note=self.partner_id.display_name
            )

    def _realiser(self):
        """Realise the step that this delivery accomplishes, for this recipient."""
        self.ensure_one()
        document = self.document_id
        faits = {"mode": self.mode}
        if self.personne_id:
            faits["destinataire_id"] = self.personne_id.id
        elif document.modele_id.destinataire == "partenaire" and document._etape(
            document.modele_id.etape_notification
        ):
            faits["note"] = self.partner_id.display_name  # the letter itself is the step
        else:
            self._communiquer()
            return []
        if self.heure:
            faits["heure"] = self.heure
        if self.date_reception:
            faits["date_reception"] = str(self.date_reception)
        if self.preuve_id:
            faits["piece_ids"] = self.preuve_id.ids
        faits |= self._faits_pli()
        options = document.options or {}
        if options.get("delai_nombre"):
            faits["delai_nombre"] = options["delai_nombre"]
            faits["delai_unite"] = options["delai_unite"]
        self._dire_au_menage()
        faits |= document._faits_astreinte(self.personne_id)
        jour = document.date_signature if "montant" in faits else self.date_envoi
        # A receipt comes back whenever it likes: the mainlevée, once sent, has ended the procedure.
        retour = bool(self.date_reception or self.issue_pli)
        return document._realiser_etape(document._etape_notification(), jour, retour=retour, **faits)

    def _dire_au_menage(self):
        """A letter that a clock of this person waits for is a fact of the case: it keeps the clock."""
        code = self.document_id.modele_id.code
        attendues = self.dossier_id.echeance_ids.filtered(
            lambda e: e.destinataire_id == self.personne_id and not e.tenue_le and not e.sans_objet
            and e.depart and e.depart <= self.date_envoi and code in codes(e.delai_id.tenu_par_codes)
        )
        if attendues:
            self.dossier_id.enregistrer_fait(
                code, str(self.date_envoi), destinataire_id=self.personne_id.id
            )
