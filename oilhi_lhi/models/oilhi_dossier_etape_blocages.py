import re

from odoo import fields, models
from odoo.exceptions import UserError

from ..moteur.blocage import Blocage
from ..moteur.delais import verifier_delai_execution
from ..moteur.francais import jour_date
from .oilhi_codes_cites import codes
from .oilhi_dossier_mesure import INTERDICTIONS, TRAVAUX

# Orders whose content CCH L. 511-11, L. 511-18 and L. 511-19 fix; L. 184-1 does not.
ORDRE_CCH = re.compile(r"L\. 511-1[19]")


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
        nature = self.etape_id.nature
        connus = self.env["oilhi.delai"]._versions()
        gardes = [c for c in self._codes("garde_codes") if c in connus]
        delais = self.env["oilhi.delai"]
        if any(delais._version(c).depart_type == "observations" for c in gardes):
            blocages += self._blocages_contradictoire(date) + self._blocages_abf()
        elif gardes:
            attente = self._blocages_echeance(date)
            if nature == "decision_tiers":
                # What another authority did is a fact: a date too early is asked twice, no more.
                attente = [b._replace(code="TIERS", justifiable=True) for b in attente]
            blocages += attente
        if nature == "arrete" and self.etape_id.police == "securite":
            blocages += self._blocages_roles()
            if ORDRE_CCH.search(self.etape_id.base or ""):
                blocages += self._blocages_mesures()
        if nature == "astreinte":
            blocages += self._blocages_astreinte(date)
        return blocages

    def _voisine(self, code):
        return self.dossier_procedure_id.etape_ids.filtered(lambda e: e.code == code)

    def _de_nature(self, nature):
        """First step of that nature in the same procedure, or an empty recordset."""
        return self.dossier_procedure_id.etape_ids.filtered(
            lambda e: e.etape_id.nature == nature
        )[:1]

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
                    base=avant.etape_id.base or self.etape_id.base,
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
        nature, police = self.etape_id.nature, self.etape_id.police
        if police == "generale" and service.type == "epci":
            return [Blocage("C2-8", self.env._(
                "Cette police n’est pas transférée à l’intercommunalité : seul le maire peut signer "
                "cet acte (%(base)s ; CGCT L. 5211-9-2 I). Transmettez le dossier à la mairie.",
                base=self.etape_id.base or "",
            ))]
        competence = nature == "competence" and self.dossier_procedure_id._police_habitat()
        if police != "securite" and not competence:
            return []
        autorite, explication = dossier.commune_id._police(date)
        if autorite == "inconnu":
            verification = dossier.fait_ids.filtered(
                lambda f: f.dossier_etape_id.etape_id.nature == "competence" and f.justification
            )
            return [] if verification else [Blocage("POLICE", self.env._(
                "On ne sait pas qui, du maire ou du président de l’intercommunalité, peut agir le "
                "%(date)s : l’arrêté risquerait d’être signé par la mauvaise autorité. "
                "%(explication)s",
                date=date.strftime("%d/%m/%Y"),
                explication=explication,
            ), justifiable=True)]
        if competence:
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
        ouverture = self._de_nature("contradictoire")
        lettres = ouverture.fait_ids
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
        avis = self._de_nature("avis_abf")
        if not avis:
            return []
        protege = self.dossier_procedure_id._condition_protege()[0]
        travaux = set(self.dossier_procedure_id.mesure_ids.mapped("type")) & set(TRAVAUX)
        # Set aside by a variant: neither opinion nor information (R. 511-4; C.2 rule 7).
        if protege and travaux and avis.etat == "a_faire":
            return [Blocage("ABF", self.env._(
                "L’immeuble est protégé : demandez d’abord l’avis de l’architecte des Bâtiments de "
                "France (CCH R. 511-4), à l’étape %s.", avis.code
            ))]
        attente = avis.echeance_ids.filtered(
            lambda e: e.preuve == "manquante" and not e.tenue_saisie
        )
        if attente:
            return [Blocage("ABF", self.env._(
                "Preuve manquante : la date à laquelle l’UDAP a reçu la demande d’avis n’est pas "
                "enregistrée (CCH R. 511-4). Saisissez-la à l’étape %s, ou indiquez que l’avis est "
                "reçu.",
                avis.code,
            ))]
        return []

    # -- Content of the order ------------------------------------------------

    def _blocages_mesures(self):
        blocages = []
        procedure = self.dossier_procedure_id
        vacant = procedure._condition_occupe()[0] is False
        for mesure in procedure.mesure_ids:
            nom = mesure._nom_court()
            if mesure.type in INTERDICTIONS:
                if not mesure.date_effet or not (mesure.date_offre or vacant):
                    blocages.append(Blocage("C2-14", self.env._(
                        "« %s » : une interdiction précise sa date d’effet et la date à laquelle la "
                        "personne tenue doit avoir fait connaître son offre d’hébergement ou de "
                        "relogement, même en urgence (CCH L. 511-18). Complétez la mesure.",
                        nom,
                    )))
            elif procedure.procedure_id._minimum_execution():
                refus = verifier_delai_execution(
                    mesure.type, mesure.delai_nombre or None, mesure.delai_unite,
                    procedure=procedure.code,
                )
                if refus:
                    blocages.append(Blocage("C2-12", self.env._(
                        "« %(nom)s » : %(refus)s Complétez la mesure (CCH L. 511-11, R. 511-6).",
                        nom=nom,
                        refus=refus.message,
                    )))
            elif (
                procedure.procedure_id.urgente
                and not mesure.delai_nombre
                and mesure.type != "securisation"
            ):
                blocages.append(Blocage("DELAI", self.env._(
                    "« %s » : l’arrêté urgent fixe le délai d’exécution, en heures ou en jours (CCH "
                    "L. 511-19). Complétez la mesure.",
                    nom,
                )))
        return blocages

    def _blocages_roles(self):
        """Some orders bind two kinds of persons together (C.2 rule 26; CCH L. 511-10 1°)."""
        dus = codes(self.dossier_procedure_id.procedure_id.roles_tenus)
        base = self.etape_id.base or ""
        tenus = set(self.dossier_id.personne_ids.filtered("tenue").mapped("role"))
        libelles = dict(self.env["oilhi.dossier.personne"]._fields["role"]._description_selection(
            self.env
        ))
        return [
            Blocage("C2-26", self.env._(
                "Cet acte s’adresse à la fois au propriétaire et à l’exploitant (%(base)s) : "
                "inscrivez au dossier la personne qui manque (%(role)s) et cochez « Tenue d’exécuter "
                "les mesures ».",
                base="CCH L. 511-10 1°" if ORDRE_CCH.search(base) else base,
                role=libelles.get(role, role).lower(),
            ))
            for role in dus
            if role not in tenus
        ]

    def _blocages_echeance(self, date):
        """Too early: a failure is established, an order follows, only once the time is over."""
        procedure = self.dossier_procedure_id
        gardes = procedure._gardes(self.code)
        attendus = set() if gardes else set(self._codes("garde_codes"))
        exigees = self._codes("exige_codes")  # said by _blocages_ordre
        depart = procedure.etape_ids.filtered(
            lambda e: e.etat == "a_faire"
            and e.code not in exigees
            and attendus & set(e._codes("delai_codes"))
        )[:1]
        if depart:
            # The text is not sure enough to require that step: the agent may say why.
            return [Blocage("ORDRE", self.env._(
                "Faites d’abord l’étape %(etape)s : « %(nom)s » attend la fin du délai qu’elle fait "
                "partir (%(base)s).",
                etape=depart.display_name,
                nom=self.etape_id.name,
                base=self.etape_id.base,
            ), justifiable=True)]
        for garde in gardes.filtered(lambda e: not e.date):
            depuis = garde.dossier_etape_id.code or self.code
            if garde.preuve == "manquante":
                return [Blocage("PREUVE", self.env._(
                    "Preuve manquante : la date de réception n’est pas enregistrée à l’étape "
                    "%(etape)s, le délai (%(delai)s) n’a donc pas de départ certain. Saisissez-la.",
                    etape=depuis,
                    delai=garde.delai_id.name,
                ))]
            return [Blocage("DELAI", self.env._(
                "Le délai fixé par l’acte n’est pas enregistré (%(delai)s) : indiquez-le à l’étape "
                "%(etape)s, ou dans les mesures.",
                etape=depuis,
                delai=garde.delai_id.name,
            ))]
        plus_tot = procedure._date_au_plus_tot(self.code)
        if plus_tot and date < plus_tot:
            attendue = gardes.filtered(lambda e: e.au_plus_tot == plus_tot)[:1]
            return [Blocage("ECHEANCE", self.env._(
                "Trop tôt : le délai court encore (%(delai)s) ; « %(etape)s » n’est possible qu’à "
                "partir du %(jour)s (%(base)s).",
                delai=attendue.delai_id.name,
                etape=self.etape_id.name,
                jour=jour_date(plus_tot),
                base=self.etape_id.base or attendue.base,
            ))]
        if court := gardes.filtered(lambda e: e._court_encore(date))[:1]:
            return [Blocage("ECHEANCE", self.env._(
                "Trop tôt : le délai court encore (%(delai)s) jusqu’à %(heure)s ; « %(etape)s » n’est possible "
                "qu’ensuite (%(base)s).",
                delai=court.delai_id.name,
                heure=court.heure.replace(":", " h "),
                etape=self.etape_id.name,
                base=self.etape_id.base or court.base,
            ))]
        return []
