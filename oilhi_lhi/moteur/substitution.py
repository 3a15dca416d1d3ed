"""The authority paying in the place of the co-owners who do not (CCH L. 511-16, R. 511-11).

Who is reputed a defaulter and for which sum, what forbids the decision, who must be told of it.
Amounts in cents; the fifteen days and the month are counted by `delais_calcul`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .astreinte import ZERO, en_montant
from .calendrier import UN_JOUR
from .delais_calcul import calculer
from .francais import date_courte, date_lettres, euros, liste, typo
from .lecture import regles_livrees
from .regles import Echeance, Refus, RegleDelai

BASE_SUBSTITUTION = "CCH L. 511-16, R. 511-11"
FORFAIT_SUBSTITUTION = typo(
    "À vérifier : le forfait de 8 % (CCH L. 543-2) vise les « dépenses engagées aux frais des "
    "propriétaires défaillants » ; son application aux sommes versées par substitution n'est pas "
    "confirmée."
)
PAYE_TARD = typo(
    "À vérifier : payé après les quinze jours. Le texte répute défaillant celui qui n'a pas répondu "
    "dans ce délai, mais il ne reste aucune somme pour laquelle se substituer."
)
ETATS = {
    "non_exigible": "Somme pas encore exigible",
    "a_jour": "À jour",
    "sans_sommation": "Pas de sommation reçue",
    "en_cours": "Quinze jours en cours",
    "regularise": "Payé après les quinze jours",
    "defaillant": "Réputé défaillant",
}


# ---- who is a defaulter, and for how much (R. 511-11) ------------------------------------------


@dataclass(frozen=True, slots=True)
class Appel:
    """What was called from one co-owner, for the works prescribed, and what he did of it."""

    cle: str
    nom: str
    appele: Decimal
    verse: Decimal = ZERO
    verse_le: date | None = None  # last payment
    sommation_recue: date | None = None
    exigible_le: date | None = None  # date voted by the general meeting


@dataclass(frozen=True, slots=True)
class Situation:
    cle: str
    nom: str
    etat: str  # key of ETATS
    defaut: Decimal  # sum for which the authority may take his place
    echeance: Echeance | None  # DL-SOMM-COPRO
    calcul: str
    avertissements: tuple[str, ...] = ()
    base: str = "CCH R. 511-11"
    niveau_preuve: str = "confirme"


def apprecier(
    appel: Appel,
    jour: date,
    *,
    territoire: str = "metropole",
    regles: Mapping[str, RegleDelai] | None = None,
) -> Situation:
    """Whether that co-owner is reputed a defaulter on that day, and for which sum."""
    appele, verse = en_montant(appel.appele) or ZERO, en_montant(appel.verse) or ZERO
    reste = max(ZERO, appele - verse)
    echeance = None
    if appel.sommation_recue:
        regle = (regles or regles_livrees())["DL-SOMM-COPRO"]
        echeance = calculer(regle, appel.sommation_recue, territoire=territoire)
    compte = f"{euros(appele)} appelés, {euros(verse)} versés, reste {euros(reste)}"

    def rendre(etat, defaut, mots, *mentions, niveau="confirme"):
        return Situation(
            appel.cle, appel.nom, etat, defaut, echeance, typo(f"{compte} : {mots}"),
            tuple(mentions), niveau_preuve=niveau,
        )

    if not reste:
        tard = (
            echeance is not None
            and echeance.date
            and appel.verse_le
            and appel.verse_le > echeance.date
        )
        if tard:
            mots = f"payé le {date_courte(appel.verse_le)}, après la fin des quinze jours"
            return rendre("regularise", ZERO, mots, PAYE_TARD, niveau="a_verifier")
        return rendre("a_jour", ZERO, "rien à lui réclamer")
    if not appel.exigible_le or jour < appel.exigible_le:
        quand = (
            f"exigible le {date_courte(appel.exigible_le)} seulement"
            if appel.exigible_le
            else "date d'exigibilité votée par l'assemblée générale à renseigner"
        )
        return rendre("non_exigible", ZERO, quand)
    if echeance is None or not echeance.date:
        return rendre("sans_sommation", ZERO, "aucune sommation de payer reçue à ce jour")
    if jour <= echeance.date:
        mots = f"quinze jours en cours, jusqu'au {date_lettres(echeance.date)}"
        return rendre("en_cours", ZERO, mots)
    reponse = "réponse partielle" if verse else "pas de réponse"
    mots = f"{reponse} dans les quinze jours, expirés le {date_lettres(echeance.date)}"
    return rendre("defaillant", reste, mots)


# ---- may the authority take their place? -------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Notification:
    """Who must be told of the decision, and of what."""

    cle: str  # « syndic », or the key of a defaulter
    qui: str
    quoi: str
    base: str = "CCH R. 511-11"


@dataclass(frozen=True, slots=True)
class Substitution:
    situations: tuple[Situation, ...]
    blocages: tuple[Refus, ...]
    limite: Echeance | None  # DL-SUBST: last day to decide
    defaillants: tuple[str, ...]  # keys
    total: Decimal  # sums for which the authority takes their place
    notifications: tuple[Notification, ...]
    effets: tuple[str, ...]
    avertissements: tuple[str, ...]
    base: str = BASE_SUBSTITUTION
    niveau_preuve: str = "confirme"

    @property
    def possible(self) -> bool:
        return not self.blocages


def examiner_substitution(
    appels: Sequence[Appel],
    jour: date,
    *,
    attestation_recue: date | None,
    vote_le: date | None = None,
    parties_communes: bool = True,
    urgence: bool = False,
    tantiemes_connus: int | None = None,
    tantiemes_total: int | None = None,
    territoire: str = "metropole",
    regles: Mapping[str, RegleDelai] | None = None,
) -> Substitution:
    """Everything that the text asks before the decision of R. 511-11, on that day.

    `vote_le`: the general meeting that voted the works and the calls. `tantiemes_*`: to say that
    the table does not cover the whole building.
    """
    regles = regles or regles_livrees()
    situations = tuple(apprecier(a, jour, territoire=territoire, regles=regles) for a in appels)
    defaillants = [s for s in situations if s.etat == "defaillant"]
    limite = None
    if attestation_recue:
        limite = calculer(regles["DL-SUBST"], attestation_recue, territoire=territoire)
    blocages = [
        *_blocages_champ(parties_communes, urgence),
        *_blocages_vote(vote_le, jour),
        *_blocages_attestation(limite, attestation_recue, jour),
        *_blocages_defaillants(situations, defaillants),
    ]
    mentions = [m for s in situations for m in s.avertissements]
    if tantiemes_total and tantiemes_connus is not None and tantiemes_connus < tantiemes_total:
        mentions.append(typo(
            f"Le tableau couvre {tantiemes_connus} tantièmes sur {tantiemes_total} : inscrivez tous les "
            "copropriétaires, la substitution est interdite s'ils sont tous défaillants."
        ))
    if limite:
        mentions += limite.avertissements
    mentions.append(FORFAIT_SUBSTITUTION)
    return Substitution(
        situations=situations,
        blocages=tuple(blocages),
        limite=limite,
        defaillants=tuple(s.cle for s in defaillants),
        total=sum((s.defaut for s in defaillants), ZERO),
        notifications=notifications_dues(situations),
        effets=tuple(typo(e) for e in EFFETS),
        avertissements=tuple(dict.fromkeys(mentions)),
    )


EFFETS = (
    "L'autorité est subrogée dans les droits et actions du syndicat des copropriétaires, à concurrence "
    "des sommes qu'elle a versées (CCH L. 511-16).",
    "Le titre de recouvrement vise les seuls copropriétaires défaillants (CCH L. 511-17).",
    "Les intérêts au taux légal courent de la notification de la décision aux défaillants "
    "(CCH L. 511-17).",
    "Créance recouvrée : le syndic en est informé ; lot vendu avant : il en avise l'autorité sans délai "
    "(CCH R. 511-12).",
)


def _blocages_champ(parties_communes: bool, urgence: bool) -> list[Refus]:
    refus = []
    if not parties_communes:
        refus.append(Refus("SUBST-COMMUNES", typo(
            "La substitution ne vise que des mesures portant sur les parties communes d'une copropriété."
        ), "CCH L. 511-16"))
    if urgence:
        refus.append(Refus("SUBST-URGENCE", typo(
            "En urgence, l'autorité fait exécuter d'office : R. 511-11 ne vise que les travaux prescrits "
            "par un arrêté de l'article L. 511-11."
        ), "CCH L. 511-20, R. 511-11"))
    return refus


def _blocages_vote(vote_le: date | None, jour: date) -> list[Refus]:
    if vote_le and vote_le <= jour:
        return []
    return [Refus("SUBST-VOTE", typo(
        "Indiquez l'assemblée générale qui a voté les travaux et les appels de fonds : la substitution "
        "porte sur les sommes exigibles à la date qu'elle a votée."
    ), "CCH L. 511-16")]


def _blocages_attestation(
    limite: Echeance | None, recue: date | None, jour: date
) -> list[Refus]:
    if recue is None or recue > jour:
        return [Refus("SUBST-ATTESTATION", typo(
            "L'information et l'attestation de défaillance du syndic ne sont pas reçues (D-MSO-29) : "
            "sans elles, pas de substitution."
        ), "CCH R. 511-11")]
    if limite and limite.date and jour > limite.date:
        return [Refus("SUBST-MOIS", typo(
            f"Attestation reçue le {date_lettres(recue)} : le mois pour décider a expiré le "
            f"{date_lettres(limite.date)}. Demandez une nouvelle attestation au syndic, ou décidez "
            "l'exécution d'office."
        ), "CCH R. 511-11")]
    return []


def _blocages_defaillants(
    situations: Sequence[Situation], defaillants: Sequence[Situation]
) -> list[Refus]:
    refus = []
    sans = [s.nom for s in situations if s.etat == "sans_sommation"]
    if sans:
        refus.append(Refus("SUBST-SOMMATION", typo(
            f"Sommation de payer non reçue : {liste(sans)}. Elle fait courir les quinze jours "
            "(DL-SOMM-COPRO)."
        ), "CCH R. 511-11"))
    attendus = [s for s in situations if s.etat == "en_cours"]
    if attendus:
        fin = max(s.echeance.date for s in attendus)
        refus.append(Refus("SUBST-QUINZE", typo(
            f"Quinze jours en cours pour {liste(s.nom for s in attendus)} : décision possible à partir "
            f"du {date_lettres(fin + UN_JOUR)}."
        ), "CCH R. 511-11"))
    if not defaillants:
        refus.append(Refus("SUBST-AUCUN", typo("Aucun copropriétaire n'est réputé défaillant."), "CCH R. 511-11"))
    elif len(defaillants) == len(situations):
        refus.append(Refus("SUBST-TOUS", typo(
            "Tous les copropriétaires sont défaillants : la substitution est impossible, décidez "
            "l'exécution d'office (D-MSO-25)."
        ), "CCH R. 511-11"))
    return refus


def notifications_dues(situations: Sequence[Situation]) -> tuple[Notification, ...]:
    """R. 511-11: the syndicat, through its syndic; each defaulter, with the sums paid for him."""
    defaillants = [s for s in situations if s.etat == "defaillant"]
    if not defaillants:
        return ()
    return (
        Notification("syndic", typo("Le syndicat des copropriétaires, pris en la personne du syndic"),
                     typo("la décision de substitution")),
        *(
            Notification(s.cle, s.nom, typo(
                f"la décision de substitution et la somme versée pour son compte, {euros(s.defaut)}"
            ))
            for s in defaillants
        ),
    )
