from odoo import models

from ..champs.destinataires import destinataires
from .oilhi_notification import COMMUNICATIONS

# Orders whose recipients are those of CCH L. 511-12 and R. 511-7, beside those of their own step.
MODIFIANTS = ("D-MSO-28",)
ASTREINTES = ("D-MSO-23", "D-MSO-24", "D-MSO-31")
# Rights on the building: known, they are notified even when they have nothing to carry out.
TITULAIRES = ("proprietaire", "usufruitier", "nu_proprietaire", "indivisaire")
ROLES_NOTIFIES = {
    "indivisaire": "CCH L. 511-12, L. 541-2-1",
    "syndic": "CCH L. 511-12, R. 511-10",
}


class OilhiDocument(models.Model):
    """Everybody to whom the act is to be notified or sent, and why."""

    _inherit = "oilhi.document"

    def _personnes_a_notifier(self):
        """Persons of the case to notify: the addressee of a letter, else those of the step."""
        self.ensure_one()
        if self.destinataire_id:
            return self.destinataire_id
        if self.contact_id or self.type == "autre":
            return self.dossier_id.personne_ids.browse()
        if self.document_lie_id and (self.modele_id._est_mainlevee() or self.code in MODIFIANTS):
            # The same addressees as the act that it changes or ends.
            return (
                self.document_lie_id.notification_ids.personne_id
                | self.document_lie_id._personnes_a_notifier()
            )
        ligne = self._ligne() if self.code in ASTREINTES else None
        if ligne and "redevable_ids" in ligne._fields:
            return ligne.redevable_ids.personne_id
        if ligne and "personne_ids" in ligne._fields:
            return ligne.personne_ids
        etape = self._etape(self._etape_notification()) or self._etape(self._etape_signature())
        if etape:
            attendus = etape._destinataires_attendus()
            syndic_seul = attendus and all(p.role == "syndic" for p in attendus)
            if self._acte_de_police() and not syndic_seul:
                attendus |= self.dossier_id.personne_ids.filtered(lambda p: p.role in TITULAIRES)
            return attendus
        return self.dossier_id.personne_ids.filtered("tenue")

    def _pourquoi_personne(self, personne):
        """(reason, article, level of proof) of the notification to that person."""
        cch = self._mise_en_securite()
        roles = dict(personne._fields["role"]._description_selection(self.env))
        role = roles.get(personne.role, "")
        if self.type != "arrete" or not cch:
            return self.env._("%s : destinataire de l’acte", role), "CRPA L. 221-8", "confirme"
        if personne.tenue:
            return (
                self.env._("%s, tenu d’exécuter les mesures", role),
                ROLES_NOTIFIES.get(personne.role, "CCH L. 511-12, R. 511-8"),
                "confirme",
            )
        if personne.role in ("occupant", "exploitant"):
            return self.env._("%s connu", role), "CCH L. 511-12", "confirme"
        droits = self.env._("%s, titulaire de droits sur l’immeuble", role)
        return droits, "CCH L. 511-12", "a_verifier"

    def _mise_en_securite(self):
        """Under CCH L. 511-1 s.: R. 511-7, R. 511-8 and L. 511-12 govern no other act of the mayor."""
        famille = (self.dossier_procedure_id.code or "").split("-")[0]
        return famille in ("MSO", "MSU", "MS")

    def _acte_de_police(self):
        """The order or its lifting (or what changes it): communicated to those of R. 511-7."""
        nature = self._etape(self._etape_signature()).etape_id.nature
        return self.type == "arrete" and self._mise_en_securite() and (
            nature in ("arrete", "mainlevee") or self.code in MODIFIANTS
        )

    def _conditions_remplies(self):
        """Conditions of gabarits/destinataires.csv that this act meets."""
        conditions = {"arrete"} if self.type == "arrete" else set()
        if self.code in ASTREINTES:
            conditions.add("astreinte")
        if not self._acte_de_police():
            return conditions
        conditions.add("cch")
        if not self.modele_id._est_mainlevee():
            conditions.add("publication")
        if self.dossier_id.usage in ("habitation", "mixte"):
            conditions.add("habitation")
            if self.service_id.type == "epci":
                conditions.add("habitation_epci")
            elif self.commune_id.epci_id:
                conditions.add("habitation_maire")
        return conditions

    def _organismes_a_prevenir(self):
        """Rows of the table that apply to this act."""
        remplies = self._conditions_remplies()
        return [d for d in destinataires() if d.condition in remplies]

    def _envoi_organisme(self, destinataire, contacts):
        """(date, notification) of what was already sent to that body about this act."""
        self.ensure_one()
        if destinataire.code == "PREF":
            return self.date_transmission, self.env["oilhi.notification"]
        envois = self.notification_ids.filtered(
            lambda n: not n.personne_id and (
                n.partner_id in contacts
                or destinataire.type in n.partner_id.oilhi_type_ids.mapped("code")
            )
        )[:1]
        if envois:
            return envois.date_envoi, envois
        # The letter that carries the act is a document of its own, or a fact typed in the parcours:
        # CAF and MSA share theirs, so that only one that names the body counts for it.
        lettres = self.dossier_id.document_ids.filtered(
            lambda d: d.code == destinataire.document and d.date_signature
            and d.date_signature >= self.date_signature
        ).notification_ids.filtered(
            lambda n: destinataire.type in n.partner_id.oilhi_type_ids.mapped("code")
        )
        if lettres:
            return lettres[0].date_envoi, lettres[:1]
        seuls = [t for t, code in COMMUNICATIONS.items() if code == destinataire.document]
        faits = self.dossier_id.fait_ids.filtered(
            lambda f: destinataire.document and f.code == destinataire.document
            and f.date and f.date >= self.date_signature and len(seuls) <= 1
        )
        if destinataire.code == "SPF":
            faits |= self.dossier_procedure_id.etape_ids.filtered(
                lambda e: e.etat == "faite" and destinataire.document in e._codes("document_codes")
                and e.date and e.date >= self.date_signature
            ).fait_ids
        return (min(faits.mapped("date")) if faits else False), self.env["oilhi.notification"]

    def action_matrice(self):
        """One screen: everybody to notify or to inform, and where each stands."""
        self.ensure_one()
        self.check_access("write")
        self._exiger_signe()
        matrice = self.env["oilhi.notification.matrice"]._ouvrir(self)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Notifier et informer : %s", self.display_name),
            "res_model": matrice._name,
            "res_id": matrice.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "current",
        }
