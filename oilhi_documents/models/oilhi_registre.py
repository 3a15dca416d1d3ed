import base64
import re

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..rendu.registre import Ligne, registre

NUMERO = re.compile(r"^(\d{4})-(\d+)$")


class OilhiRegistre(models.TransientModel):
    """The register of the arrêtés of a service for a year: complete or not, and printed."""

    _name = "oilhi.registre"
    _description = "Registre des arrêtés d’une année"

    service_id = fields.Many2one(
        "oilhi.service", string="Service", required=True, default=lambda self: self._service_defaut()
    )
    annee = fields.Integer(
        "Année", required=True, default=lambda self: fields.Date.context_today(self).year
    )
    bilan = fields.Text("Continuité des numéros", compute="_compute_bilan")
    complet = fields.Boolean(compute="_compute_bilan")
    document_ids = fields.Many2many("oilhi.document", compute="_compute_document_ids")
    pdf = fields.Binary("Registre (PDF)", compute="_compute_pdf")
    pdf_nom = fields.Char(compute="_compute_pdf")

    @api.model
    def _service_defaut(self):
        return self.env["oilhi.service"].search([("user_ids", "in", self.env.uid)], limit=1)

    @api.depends("service_id", "annee")
    def _compute_display_name(self):
        for registre_annee in self:
            registre_annee.display_name = self.env._(
                "Registre %(annee)s", annee=str(registre_annee.annee or "")
            )

    def _verifier_service(self):
        """The register is read by the service, and by the coordinator of the département."""
        self.ensure_one()
        self.service_id.check_access("read")
        # sudo: is the user of this service, and nothing else
        if not (
            self.env.user in self.service_id.sudo().user_ids
            or self.env.user.has_group("oilhi_partenaires.group_coordinateur")
        ):
            raise AccessError(self.env._(
                "Le registre de « %s » se lit dans ce service.", self.service_id.name
            ))

    @api.depends("service_id", "annee")
    def _compute_document_ids(self):
        for registre_annee in self:
            registre_annee.document_ids = (
                self.env["oilhi.document"].search(registre_annee._domaine(), order="numero")
                if registre_annee.service_id else False
            )

    def _domaine(self):
        return [
            ("service_id", "=", self.service_id.id), ("type", "=", "arrete"),
            ("numero", "=like", f"{self.annee}-%"),
        ]

    @api.depends("service_id", "annee")
    def _compute_bilan(self):
        for registre_annee in self:
            registre_annee.bilan, registre_annee.complet = False, False
            if registre_annee.service_id and registre_annee.annee:
                registre_annee._verifier_service()
                registre_annee.complet, registre_annee.bilan = registre_annee._continuite()

    def _continuite(self):
        """(no number is missing, sentence): every number from 1 to the last, one by one."""
        # sudo: the numbers alone, of the whole service: one that the user may not open is not missing
        documents = self.env["oilhi.document"].sudo()
        pris = self._rangs(documents.search(self._domaine()).mapped("numero"))
        reserves = self._rangs(documents.search([
            ("service_id", "=", self.service_id.id), ("numero", "=", False),
            ("numero_reserve", "=like", f"{self.annee}-%"),
        ]).mapped("numero_reserve"))
        if not pris and not reserves:
            return True, self.env._("Aucun arrêté cette année.")
        dernier = max(pris | reserves)
        manquants = sorted(set(range(1, dernier + 1)) - pris - reserves)
        phrases = [self.env._(
            "Arrêtés signés : %(nombre)s ; dernier numéro : %(annee)s-%(dernier)s.",
            nombre=len(pris), annee=str(self.annee), dernier=f"{dernier:03d}",
        )]
        if reserves:
            phrases.append(self.env._(
                "Réservés à un acte passé au parapheur et pas encore signé : %s.",
                ", ".join(self._en_numeros(reserves)),
            ))
        phrases.append(
            self.env._("Numéros manquants : %s.", ", ".join(self._en_numeros(manquants)))
            if manquants else self.env._("Aucun numéro ne manque.")
        )
        return not manquants, " ".join(phrases)

    def _en_numeros(self, rangs):
        return [f"{self.annee}-{rang:03d}" for rang in sorted(rangs)]

    @api.model
    def _rangs(self, numeros):
        return {int(trouve[2]) for numero in numeros if (trouve := NUMERO.match(numero or ""))}

    @api.depends("service_id", "annee")
    def _compute_pdf(self):
        for registre_annee in self:
            registre_annee.pdf_nom = f"registre_{registre_annee.annee}.pdf"
            registre_annee.pdf = False
            if registre_annee.service_id and registre_annee.annee:
                registre_annee._verifier_service()
                registre_annee.pdf = base64.b64encode(registre_annee._imprimer())

    def _imprimer(self):
        etats = dict(self.env["oilhi.document"]._fields["state"]._description_selection(self.env))
        lignes = [
            Ligne(
                d.numero, _jour(d.date_signature), d.name, d.adresse or "", d.signataire_id.name or "",
                _jour(d.date_transmission), d.notifications_bilan or "", d.situation or etats.get(d.state, ""),
            )
            for d in self.document_ids
        ]
        return registre(
            self.env._(
                "Registre des arrêtés %(annee)s – %(service)s", annee=str(self.annee),
                service=self.service_id.name,
            ),
            self.bilan or "",
            self.env._("Édité le %s", _jour(fields.Date.context_today(self))),
            lignes,
        )

    def action_imprimer(self):
        self.ensure_one()
        self._verifier_service()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/pdf?download=true&filename_field=pdf_nom",
            "target": "self",
        }

    def action_liste(self):
        """The same acts in the list of the register: filtered, grouped, exported to a spreadsheet."""
        self.ensure_one()
        self._verifier_service()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "oilhi_documents.oilhi_document_action_registre"
        )
        return {**action, "domain": self._domaine(), "name": self.display_name}


def _jour(date):
    return date.strftime("%d/%m/%Y") if date else ""


class OilhiDocument(models.Model):
    """Columns of the register."""

    _inherit = "oilhi.document"

    adresse = fields.Char("Adresse", related="dossier_id.batiment_id.name")
    notifications_bilan = fields.Char("Notifié", compute="_compute_notifications_bilan")

    @api.depends(
        "notification_ids.personne_id", "notification_ids.date_reception", "notification_ids.issue_pli",
        "notification_ids.date_presentation",
    )
    def _compute_notifications_bilan(self):
        """« 2 sur 3 », persons with a certain date among those notified; the last day."""
        for document in self:
            personnes = document.notification_ids.filtered("personne_id")
            certaines = personnes.filtered("date_certaine")
            if not personnes:
                document.notifications_bilan = False
                continue
            dernier = max(certaines.mapped("date_certaine"), default=None)
            document.notifications_bilan = self.env._(
                "%(faits)s sur %(tous)s%(quand)s",
                faits=len(certaines.personne_id), tous=len(personnes.personne_id),
                quand=self.env._(", le %s", _jour(dernier)) if dernier else "",
            )
