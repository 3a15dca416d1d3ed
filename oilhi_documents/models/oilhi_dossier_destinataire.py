from odoo import models
from odoo.exceptions import UserError

from ..champs.polices import reste_a_faire

ROLES = {
    "syndic": ("syndic",),
    "indivisaire": ("indivisaire",),
    "occupant": ("occupant",),
    "bailleur": ("bailleur", "exploitant", "proprietaire", "usufruitier", "indivisaire"),
    "signalant": ("signalant",),
}
# A grid tells what was looked for, a finding what became of the measures: not any visit will do.
VISITES = {
    "D-RSHS-01": lambda v: v.nature == "instruction",
    "D-RSHS-03": lambda v: v.nature == "instruction",
    "D-RSHS-06": lambda v: set(v.controle_ids.mapped("resultat")) == {"executee"},
    "D-RSHS-07": lambda v: bool(reste_a_faire(v)),
    "D-RSHS-08": lambda v: v.nature == "instruction" or bool(reste_a_faire(v)),
}


class OilhiDossier(models.Model):
    """For whom, and on what: the parts of the case that one document is about."""

    _inherit = "oilhi.dossier"

    def _modele_document(self, code):
        modele = self.env["oilhi.document.modele"]._par_code([code])[:1]
        if not modele:
            raise UserError(self.env._("Le document « %s » n’existe pas au catalogue.", code))
        return modele

    def _procedure_document(self, modele):
        """Last open procedure of the case that this template serves, else the last one.

        A template that names no procedure is of the case: nothing has to be open.
        """
        codes = modele._codes("procedures")
        if not codes:
            return self.env["oilhi.dossier.procedure"]
        procedures = self.procedure_ids.filtered(
            lambda p: not modele._familles(p).isdisjoint(codes)
        ).sorted(lambda p: (p.etat == "en_cours", p.id))
        if not procedures:
            raise UserError(
                self.env._(
                    "Le document « %(nom)s » suppose une procédure %(codes)s ouverte dans le "
                    "dossier.",
                    nom=modele.name,
                    codes=self.env._(" ou ").join(codes),
                )
            )
        return procedures[-1:]

    def _visite_document(self, modele, visite_id=None):
        """The visit that a report tells: that one, or the last one over."""
        if not modele.visite:
            return self.env["oilhi.dossier.visite"]
        visites = self.visite_ids
        if visite_id:
            visites = visites.filtered(lambda v: v.id == int(visite_id))
            if not visites:
                raise UserError(self.env._("Cette visite n’appartient pas au dossier."))
        terminees = visites.filtered(lambda v: v.etat == "terminee")
        visite = terminees.filtered(VISITES.get(modele.code, bool))[:1]
        if terminees and not visite:
            raise UserError(
                self.env._(
                    "Aucune visite terminée ne permet d’établir « %s » : ce qu’elle a constaté dirait le "
                    "contraire. La grille et la contre-visite relatent une visite d’instruction ; la mise "
                    "en conformité, un contrôle où tout est exécuté ; la carence, un contrôle où quelque "
                    "chose ne l’est pas ; le procès-verbal, une visite qui a relevé des manquements.",
                    modele.name,
                )
            )
        if not visite:
            raise UserError(
                self.env._(
                    "Ce document s’établit une fois la visite terminée : ouvrez la visite "
                    "(dossier, bouton Visites), puis « Terminer la visite »."
                )
            )
        return visite

    def _nom_document(self, modele, visite):
        if not visite:
            return modele.name
        return self.env._(
            "%(nom)s du %(jour)s", nom=modele.name, jour=visite.date.strftime("%d/%m/%Y")
        )

    def _destinataire_document(self, modele, destinataire_id):
        personnes = self.personne_ids
        if destinataire_id:
            personne = personnes.filtered(lambda p: p.id == int(destinataire_id))
            if not personne:
                raise UserError(self.env._("Ce destinataire n’est pas une personne du dossier."))
            return personne
        if modele.destinataire in ("tous", "partenaire"):
            return personnes.browse()
        candidats = self._candidats_document(modele)
        if len(candidats) == 1:
            return candidats
        if not candidats:
            raise UserError(
                self.env._(
                    "Le document « %(nom)s » a un destinataire (%(qui)s), or le dossier n’en "
                    "connaît pas : ajoutez-le (dossier, page Personnes).",
                    nom=modele.name,
                    qui=dict(modele._fields["destinataire"]._description_selection(self.env))[
                        modele.destinataire
                    ].lower(),
                )
            )
        raise UserError(
            self.env._(
                "Choisissez le destinataire : %s.",
                ", ".join(p.display_name for p in candidats),
            )
        )

    def _candidats_document(self, modele):
        """Persons to whom a letter of that template may be addressed; the syndic has his own."""
        if modele.destinataire == "interesse":
            return self.personne_ids
        roles = ROLES.get(modele.destinataire)
        if roles:
            return self.personne_ids.filtered(lambda p: p.role in roles)
        tenues = self.personne_ids.filtered("tenue")
        return tenues.filtered(lambda p: p.role != "syndic") or tenues

    def _a_completer(self, modele):
        """Must the agent choose an addressee, or type what no record of the case holds?"""
        if modele.destinataire == "partenaire":
            choix = len(self._contacts_document(modele)) > 1
        else:
            choix = modele.destinataire != "tous" and len(self._candidats_document(modele)) > 1
        return choix or bool(modele._cles_saisies(self.service_id))

    def _contacts_document(self, modele):
        """Entries of the directory, for this commune and these facts, that the letter may be for."""
        contacts = self.env["res.partner"]
        types = modele._codes("partenaires")
        if modele.destinataire != "partenaire" or not types:
            return contacts
        return self._organismes(types, modele)

    def _organismes(self, types, modele):
        """Entries of these types, in the order in which « Qui contacter ? » gives them."""
        demande = {"types": types, "cles": [modele.code]}
        (reponse,) = self.commune_id._qui_contacter([demande], **self._faits_contact())
        ids = [c["id"] for ligne in reponse["lignes"] for c in ligne["contacts"]]
        return self.env["res.partner"].browse(dict.fromkeys(ids))

    def _contact_document(self, modele, contact_id=None):
        if modele.destinataire != "partenaire":
            return self.env["res.partner"]
        if contact_id:
            contact = self.env["res.partner"].browse(int(contact_id)).exists()
            if not contact:
                raise UserError(self.env._("Ce contact n’existe pas dans l’annuaire."))
            contact.check_access("read")
            return contact
        contacts = self._contacts_document(modele)
        if len(contacts) == 1:
            return contacts
        types = self.env["oilhi.type.organisme"].search(
            [("code", "in", modele._codes("partenaires"))]
        )
        if not contacts:
            raise UserError(
                self.env._(
                    "Le document « %(nom)s » s’adresse à un partenaire (%(types)s), or l’annuaire "
                    "n’en connaît aucun pour %(commune)s : ajoutez-le (menu Annuaire).",
                    nom=modele.name,
                    types=", ".join(types.mapped("name")),
                    commune=self.commune_id.name,
                )
            )
        raise UserError(
            self.env._(
                "Choisissez le partenaire : %s.", ", ".join(contacts.mapped("display_name"))
            )
        )
