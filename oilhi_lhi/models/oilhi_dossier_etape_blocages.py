from typing import NamedTuple

from odoo import fields, models
from odoo.exceptions import UserError

from ..moteur.delais import verifier_delai_execution, verifier_delai_observations
from ..moteur.francais import jour_date
from .oilhi_dossier_mesure import INTERDICTIONS, TRAVAUX

# Acts that the holder of the « mise en sécurité » police alone may sign (C.2 rule 8).
ACTES_DE_POLICE = (
    "MSO-12", "MSO-18a", "MSO-18b", "MSO-19b", "MSO-23", "MSU-07", "MSU-12", "MSU-14",
)  # fmt: skip
# Notifications of CCH R. 511-8: posting is for the unknown address only (C.2 rule 23).
NOTIFICATIONS = (
    "MSO-08", "MSO-13", "MSO-18a", "MSO-18b", "MSO-19b", "MSU-08", "MSU-12", "MSU-14",
)  # fmt: skip
VISITES = ("MSO-04", "MSU-02")
ARRETES = ("MSO-12", "MSU-07")


class Blocage(NamedTuple):
    code: str
    message: str
    justifiable: bool = False


class OilhiDossierEtape(models.Model):
    """What forbids a step, in French, with the article and what to do (decision tree, C.2)."""

    _inherit = "oilhi.dossier.etape"

    def _verifier_blocages(self, saisie):
        self.ensure_one()
        blocages = self._blocages(saisie)
        fermes = [b.message for b in blocages if not b.justifiable]
        if fermes:
            raise UserError("\n\n".join(fermes))
        if blocages and not saisie["justification"]:
            raise UserError(
                "\n\n".join(b.message for b in blocages)
                + "\n\n"
                + self.env._(
                    "Si vous devez passer outre, écrivez pourquoi dans « Pourquoi passer outre »."
                )
            )

    def _blocages(self, saisie=None):
        """Everything that stops the step; without `saisie`, what can be said beforehand."""
        self.ensure_one()
        date = saisie["date"] if saisie else fields.Date.context_today(self)
        return self._blocages_avant(date, saisie) + (
            self._blocages_saisie(saisie) if saisie else []
        )

    def _blocages_avant(self, date, saisie=None):
        """What forbids the step on that date, whatever else is typed."""
        date = date or fields.Date.context_today(self)
        blocages = self._blocages_ordre(saisie) + self._blocages_autorite(date)
        if self.code == "MSO-12":
            blocages += self._blocages_contradictoire(date) + self._blocages_abf()
        if self.code in ARRETES:
            blocages += self._blocages_mesures()
        if self.code == "MSO-17b":
            blocages += self._blocages_echeance(date)
        return blocages

    def _voisine(self, code):
        return self.dossier_procedure_id.etape_ids.filtered(lambda e: e.code == code)

    def _blocages_ordre(self, saisie):
        blocages = []
        for code in self._codes("exige_codes"):
            avant = self._voisine(code)
            if avant.etat != "faite":
                blocages.append(Blocage("ORDRE", self.env._(
                    "Faites d’abord l’étape %(etape)s : « %(nom)s » ne peut pas venir avant "
                    "(%(base)s).",
                    etape=avant.display_name or code,
                    nom=self.etape_id.name,
                    base=self.etape_id.base,
                )))
            elif saisie and saisie["date"] < avant.date:
                blocages.append(Blocage("ORDRE", self.env._(
                    "La date du %(date)s est antérieure à l’étape %(etape)s, faite le %(avant)s. "
                    "Corrigez l’une des deux dates.",
                    date=saisie["date"].strftime("%d/%m/%Y"),
                    etape=avant.display_name,
                    avant=avant.date.strftime("%d/%m/%Y"),
                )))
        return blocages

    # -- Who may sign --------------------------------------------------------

    def _blocages_autorite(self, date):
        dossier = self.dossier_id
        service = dossier.service_id
        if self.code in ("PGI-02", "PGI-06") and service.type == "epci":
            return [Blocage("C2-8", self.env._(
                "La police générale n’est jamais transférée : seul le maire peut signer cet arrêté "
                "(CGCT L. 2212-2, L. 5211-9-2 I). Transmettez le dossier à la mairie."
            ))]
        if self.code not in (*ACTES_DE_POLICE, "MSO-02"):
            return []
        autorite, explication = dossier.commune_id._police(date)
        if autorite == "inconnu":
            verification = dossier.fait_ids.filtered(
                lambda f: f.code == "MSO-02" and f.justification
            )
            return [] if verification else [Blocage("POLICE", self.env._(
                "On ne sait pas qui, du maire ou du président de l’intercommunalité, peut agir le "
                "%(date)s : l’arrêté risquerait d’être signé par la mauvaise autorité. "
                "%(explication)s",
                date=date.strftime("%d/%m/%Y"),
                explication=explication,
            ), justifiable=True)]
        if self.code == "MSO-02":
            return []
        if autorite == "president_epci" and service.type in ("mairie", "schs"):
            return [Blocage("C2-8", self.env._(
                "La police de la mise en sécurité appartient au président de l’intercommunalité : le "
                "maire ne peut pas signer cet acte (CGCT L. 5211-9-2). Transmettez le dossier au "
                "président (D-COM-06) ; en extrême urgence, le maire garde sa police générale (PGI). "
                "%s",
                explication,
            ))]
        if autorite == "maire" and service.type == "epci":
            return [Blocage("C2-8", self.env._(
                "La police de la mise en sécurité appartient au maire : le président de "
                "l’intercommunalité ne peut pas signer cet acte (CGCT L. 5211-9-2). Transmettez le "
                "dossier à la mairie. %s",
                explication,
            ))]
        return []

    # -- Before the ordinary order -------------------------------------------

    def _personnes_a_inviter(self):
        """Held persons; the syndic alone when only common parts are concerned (L. 511-10)."""
        tenues = self.dossier_id.personne_ids.filtered("tenue")
        syndics = tenues.filtered(lambda p: p.role == "syndic")
        seules = self.dossier_id._copropriete() == "parties_communes"
        return syndics if seules and syndics else tenues

    def _blocages_contradictoire(self, date):
        lettres = self._voisine("MSO-08").fait_ids
        if not lettres:
            return []  # said by _blocages_ordre
        blocages = []
        for lettre in lettres.filtered(lambda f: not f._debut()):
            blocages.append(Blocage("PREUVE", self.env._(
                "Preuve manquante : la date de réception de la lettre du %(date)s %(qui)s n’est pas "
                "enregistrée. Le délai d’observations part de cette date (CCH R. 511-8) : saisissez-la "
                "à l’étape MSO-08, d’après l’avis de réception.",
                date=lettre.date.strftime("%d/%m/%Y"),
                qui=self.env._("à %s", lettre.destinataire_id.nom_complet)
                if lettre.destinataire_id
                else "",
            )))
        if lettres.filtered("destinataire_id"):
            for personne in self._personnes_a_inviter() - lettres.destinataire_id:
                blocages.append(Blocage("CONTRADICTOIRE", self.env._(
                    "%s n’a pas été invité(e) à présenter ses observations (CCH L. 511-10). "
                    "Enregistrez sa lettre à l’étape MSO-08 ; si cette personne n’a pas à exécuter "
                    "les mesures, décochez « Tenue d’exécuter les mesures » dans sa fiche.",
                    personne.nom_complet,
                )))
        plus_tot = self.dossier_procedure_id._date_au_plus_tot(self.code)
        if plus_tot and date < plus_tot:
            attendus = self.dossier_procedure_id._gardes(self.code).filtered(
                lambda e: e.au_plus_tot == plus_tot
            )
            blocages.append(Blocage("C2-11", self.env._(
                "Trop tôt : l’arrêté ne peut pas être signé avant le %(jour)s (%(base)s). Le délai "
                "en cours (%(delai)s%(qui)s) n’est pas terminé ; signez à partir de cette date.",
                jour=jour_date(plus_tot),
                base=attendus[:1].base,
                delai=attendus[:1].delai_id.name,
                qui=f", {attendus[:1].destinataire_id.nom_complet}"
                if attendus[:1].destinataire_id
                else "",
            )))
        return blocages

    def _blocages_abf(self):
        avis = self._voisine("MSO-07")
        protege = self.dossier_procedure_id._condition_protege()[0]
        travaux = set(self.dossier_procedure_id.mesure_ids.mapped("type")) & set(TRAVAUX)
        if protege and travaux and avis.etat == "a_faire":
            return [Blocage("ABF", self.env._(
                "L’immeuble est protégé : demandez d’abord l’avis de l’architecte des Bâtiments de "
                "France (CCH R. 511-4), à l’étape MSO-07."
            ))]
        attente = avis.echeance_ids.filtered(
            lambda e: e.preuve == "manquante" and not e.tenue_saisie
        )
        if attente:
            return [Blocage("ABF", self.env._(
                "Preuve manquante : la date à laquelle l’UDAP a reçu la demande d’avis n’est pas "
                "enregistrée (CCH R. 511-4). Saisissez-la à l’étape MSO-07, ou indiquez que l’avis "
                "est reçu."
            ))]
        return []

    # -- Content of the order ------------------------------------------------

    def _blocages_mesures(self):
        blocages = []
        procedure = self.dossier_procedure_id
        vacant = procedure._condition_occupe()[0] is False
        for mesure in procedure.mesure_ids:
            nom = mesure.texte.strip().splitlines()[0][:80]
            if mesure.type in INTERDICTIONS:
                if not mesure.date_effet or not (mesure.date_offre or vacant):
                    blocages.append(Blocage("C2-14", self.env._(
                        "« %s » : une interdiction précise sa date d’effet et la date à laquelle la "
                        "personne tenue doit avoir fait connaître son offre d’hébergement ou de "
                        "relogement, même en urgence (CCH L. 511-18). Complétez la mesure.",
                        nom,
                    )))
            elif self.code == "MSO-12":
                refus = verifier_delai_execution(
                    mesure.type, mesure.delai_nombre or None, mesure.delai_unite
                )
                if refus:
                    blocages.append(Blocage("C2-12", self.env._(
                        "« %(nom)s » : %(refus)s Complétez la mesure (CCH L. 511-11, R. 511-6).",
                        nom=nom,
                        refus=refus.message,
                    )))
            elif not mesure.delai_nombre and mesure.type != "securisation":
                blocages.append(Blocage("DELAI", self.env._(
                    "« %s » : l’arrêté urgent fixe le délai d’exécution, en heures ou en jours (CCH "
                    "L. 511-19). Complétez la mesure.",
                    nom,
                )))
        return blocages

    def _blocages_echeance(self, date):
        """A failure is established only once the time given is over (CCH L. 511-15)."""
        gardes = self.dossier_procedure_id._gardes(self.code)
        if gardes.filtered(lambda e: not e.date):
            return [Blocage("PREUVE", self.env._(
                "Preuve manquante : la date de réception de l’arrêté n’est pas enregistrée, le délai "
                "d’exécution n’a donc pas de départ certain. Saisissez-la à l’étape MSO-13."
            ))]
        plus_tot = self.dossier_procedure_id._date_au_plus_tot(self.code)
        if plus_tot and date < plus_tot:
            return [Blocage("ECHEANCE", self.env._(
                "Trop tôt : le délai d’exécution court encore ; la carence ne se constate qu’à partir "
                "du %s (CCH L. 511-15).",
                jour_date(plus_tot),
            ))]
        return []

    # -- What is typed -------------------------------------------------------

    def _blocages_saisie(self, saisie):
        blocages = []
        for champ, mot in (
            ("date_reception", self.env._("La réception")),
            ("date_transmission", self.env._("La transmission au préfet")),
        ):
            debut = saisie["date"]
            if champ == "date_transmission" and (signature := self._signature()):
                debut = signature
            if saisie[champ] and saisie[champ] < debut:
                blocages.append(Blocage("DATES", self.env._(
                    "%(mot)s (%(apres)s) ne peut pas précéder le %(avant)s. Corrigez l’une des deux "
                    "dates.",
                    mot=mot,
                    apres=saisie[champ].strftime("%d/%m/%Y"),
                    avant=debut.strftime("%d/%m/%Y"),
                )))
        blocages += self._blocages_observations(saisie) + self._blocages_affichage(saisie)
        habitation = self.dossier_id.usage in ("habitation", "mixte")
        heure = saisie["heure"]
        if self.code in VISITES and habitation and heure and not "06:00" <= heure <= "21:00":
            blocages.append(Blocage("C2-22", self.env._(
                "Visite à %s : dans un lieu qui sert à l’habitation, même vide, les visites ont lieu "
                "entre 6 heures et 21 heures (CCH L. 511-7). Un constat fait à une autre heure ne "
                "peut pas fonder l’arrêté : refaites la visite.",
                heure,
            )))
        if self.code == "MSO-18b" and (saisie["montant"] or 0) > 1000:
            blocages.append(Blocage("ASTREINTE", self.env._(
                "L’astreinte ne peut pas dépasser 1 000 € par jour de retard (CCH L. 511-15)."
            )))
        return blocages

    def _signature(self):
        """Date on which the act that this step notifies was signed."""
        return self._voisine({"MSO-13": "MSO-12"}.get(self.code, "")).date

    def _blocages_observations(self, saisie):
        if self.code != "MSO-08" or not saisie["delai_nombre"]:
            return []
        personne = self.env["oilhi.dossier.personne"].browse(saisie["destinataire_id"] or [])
        copropriete, destinataire = self._cas_copropriete(personne)
        refus = verifier_delai_observations(
            saisie["delai_nombre"],
            saisie["delai_unite"],
            self.dossier_procedure_id.code,
            copropriete,
            destinataire=destinataire,
        )
        return [Blocage("C2-11", self.env._(
            "%s Envoyez une nouvelle lettre avec un délai suffisant.", refus.message
        ))] if refus else []

    def _cas_copropriete(self, personne):
        """(answer to Q10, kind of recipient): what R12 needs to choose between one and two months."""
        copropriete = self.dossier_id._copropriete()
        if personne.role != "syndic":
            return copropriete, "personne" if personne else None
        # Writing to the syndic without more: his own two months (R. 511-10).
        inconnue = copropriete in (None, "non", "parties_privatives")
        return ("parties_communes" if inconnue else copropriete), "syndic"

    def _blocages_affichage(self, saisie):
        if saisie["mode"] != "affichage" or self.code not in NOTIFICATIONS:
            return []
        personne = self.env["oilhi.dossier.personne"].browse(saisie["destinataire_id"] or [])
        visees = personne or self.dossier_id.personne_ids.filtered("tenue")
        connues = visees.filtered(lambda p: not p.adresse_inconnue and p.rue)
        # Without a named recipient, one unknown address is enough to justify posting.
        if not connues or (not personne and connues != visees):
            return []
        return [Blocage("C2-23", self.env._(
            "L’adresse de %s est connue : l’affichage ne remplace pas la notification, même en "
            "urgence (CCH L. 511-12, R. 511-8). Envoyez un recommandé avec avis de réception ou "
            "remettez l’acte contre signature ; si les recherches n’ont rien donné, cochez "
            "« Adresse inconnue » dans la fiche de la personne.",
            ", ".join(connues.mapped("nom_complet")),
        ))]
