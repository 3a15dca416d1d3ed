"""A fact was corrected: which acts already done rested on the former date, and what to do about each.

The clocks are counted elsewhere; here, acts with the first day on which they were lawful, before and after.
What a judge would decide is never said as sure: the rule broken is read in a text, its sanction is « à vérifier ».
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date as Jour

from .francais import date_courte, jour_date, typo

# premature: done too early, now that the date is known; depart_perdu: nothing proves any more when the period
# began; ordre: dated before a step that it requires; par_suite: rests on one of these; compte: an amount or a
# number of days was counted from the former date; tardif: kept too late; regularise: it was too early, it no
# longer is.
GRAVES = ("premature", "depart_perdu", "ordre", "par_suite")
SORTES = (*GRAVES, "compte", "tardif", "regularise")
A_VERIFIER = "a_verifier"


@dataclass(frozen=True, slots=True)
class Acte:
    """A step done. `avant`, `apres`: first lawful day before and after the correction, None: no guard."""

    cle: object
    nom: str
    nature: str
    date: Jour
    base: str = ""
    garde_base: str = ""
    avant: Jour | None = None
    apres: Jour | None = None
    perdu: bool = False  # guarded, and the new facts no longer prove any start
    # A step that it requires is dated after it, before then after the correction.
    desordre_avant: bool = False
    desordre_apres: bool = False
    repose_sur: tuple = ()
    retrait: Jour | None = None  # last day to withdraw it, for an act that decides


@dataclass(frozen=True, slots=True)
class Tenue:
    """A deadline that somebody kept: in time then, perhaps late now."""

    nom: str
    tenue_le: Jour
    avant: Jour | None
    apres: Jour | None
    base: str = ""


@dataclass(frozen=True, slots=True)
class Consequence:
    cle: object
    sorte: str
    nom: str
    risque: str
    que_faire: str
    base: str
    niveau_preuve: str = A_VERIFIER

    @property
    def grave(self) -> bool:
        return self.sorte in GRAVES


# nature -> (why it is fragile, what to do, article)
_PREMATURE = {
    "arrete": (
        "signé avant la fin du délai d'observations : la personne n'a pas eu tout le temps que la loi lui donne, "
        "le juge peut annuler l'arrêté",
        "Reprenez un arrêté après le premier jour possible, une fois les observations relues.",
        "CCH L. 511-10, R. 511-3",
    ),
    "carence": (
        "constatée avant la fin du délai d'exécution : à cette date, la personne tenue n'était pas en retard",
        "Refaites une visite de contrôle et un nouveau constat, daté après la fin du délai.",
        "CCH L. 511-15, L. 511-16",
    ),
    "office": (
        "décidée avant la fin du délai d'exécution : les frais pourraient rester à la charge de la commune",
        "Avant tous travaux, refaites le constat puis la décision. Travaux déjà faits : voyez le comptable et le "
        "service juridique avant d'émettre ou de maintenir un titre.",
        "CCH L. 511-16, L. 511-20",
    ),
}
_PAR_SUITE = {
    "astreinte": (
        "repose sur un constat devenu fragile : les sommes demandées peuvent être contestées",
        "Suspendez la liquidation ; faites annuler ou réduire le titre déjà émis, avec le comptable ; prenez un "
        "nouvel arrêté d'astreinte après un nouveau constat.",
        "CCH L. 511-15",
    ),
    "office": (
        "repose sur un constat devenu fragile : les frais pourraient rester à la charge de la commune",
        "Avant tous travaux, refaites le constat puis la décision. Travaux déjà faits : voyez le comptable et le "
        "service juridique avant d'émettre ou de maintenir un titre.",
        "CCH L. 511-16",
    ),
    "recouvrement": (
        "les frais réclamés viennent d'une décision devenue fragile",
        "Voyez le comptable : le titre peut devoir être annulé, puis refait.",
        "CCH L. 511-17",
    ),
    "notification": (
        "porte à la connaissance des personnes un acte devenu fragile",
        "Notifiez le nouvel acte, ou le retrait, aux mêmes personnes.",
        "CCH L. 511-12",
    ),
    "penal": (
        "le signalement s'appuie sur des faits dont la date a changé",
        "Écrivez au procureur pour rectifier la date.",
        "Code de procédure pénale, art. 40",
    ),
    "juge": (
        "la demande au juge s'appuie sur un constat dont la date a changé",
        "Prévenez l'avocat ou le service juridique : la demande doit être rectifiée.",
        "CCH L. 511-16",
    ),
    "mainlevee": (
        "lève un arrêté ou s'appuie sur un constat dont la date a changé",
        "Vérifiez la date d'achèvement qu'elle cite ; rectifiez-la par un arrêté modificatif si elle est fausse.",
        "CCH L. 511-14",
    ),
}
_DEFAUT = (
    "repose sur une date corrigée depuis",
    "Relisez cet acte et refaites-le si la date corrigée le contredit.",
    "",
)
# Acts that decide: they are withdrawn, or repealed.
DECISIONS = ("arrete", "astreinte", "office", "mainlevee", "modification")


def consequences(actes: Sequence[Acte], aujourdhui: Jour) -> list[Consequence]:
    """What each act becomes; acts that nothing touches are left out. In the order given."""
    trouvees: dict[object, Consequence] = {}
    for acte in actes:
        if consequence := _directe(acte, aujourdhui):
            trouvees[acte.cle] = consequence
    # An act rests on another, whatever their order in the list: until nothing more is touched.
    fragiles = {cle for cle, c in trouvees.items() if c.grave}
    noms = {acte.cle: acte.nom for acte in actes}
    progres = True
    while progres:
        progres = False
        for acte in actes:
            atteint = next((cle for cle in acte.repose_sur if cle in fragiles), None)
            if atteint is None or acte.cle in fragiles:
                continue
            trouvees[acte.cle] = _par_suite(acte, noms.get(atteint, ""), aujourdhui)
            fragiles.add(acte.cle)
            progres = True
    return [trouvees[acte.cle] for acte in actes if acte.cle in trouvees]


def _directe(acte: Acte, aujourdhui: Jour) -> Consequence | None:
    tot_avant = acte.avant is not None and acte.date < acte.avant
    tot_apres = acte.apres is not None and acte.date < acte.apres
    pourquoi, faire, base = _PREMATURE.get(acte.nature, _DEFAUT)
    base = acte.garde_base or base or acte.base
    if acte.perdu:
        return _consequence(
            acte, "depart_perdu",
            "plus rien ne prouve le départ du délai qu'il fallait attendre : s'il est contesté, la commune ne peut "
            "pas montrer qu'elle a attendu",
            "Retrouvez la preuve de réception et enregistrez-la ; sans elle, refaites la notification puis l'acte.",
            base, aujourdhui,
        )  # fmt: skip
    if tot_apres:
        deja = " (il l'était déjà avant la correction)" if tot_avant else ""
        return _consequence(
            acte, "premature",
            f"fait le {date_courte(acte.date)}, premier jour possible {jour_date(acte.apres)}{deja} : {pourquoi}",
            faire, base, aujourdhui,
        )  # fmt: skip
    if acte.desordre_apres and not acte.desordre_avant:
        return _consequence(
            acte, "ordre",
            f"daté du {date_courte(acte.date)}, donc avant une étape qu'il suppose",
            "Vérifiez les deux dates ; si elles sont exactes, refaites cet acte.",
            acte.base, aujourdhui,
        )  # fmt: skip
    if tot_avant:
        return Consequence(
            acte.cle, "regularise", acte.nom,
            typo(
                f"paraissait prématuré ; avec la date corrigée, il était possible dès le "
                f"{date_courte(acte.apres)}" if acte.apres else "paraissait prématuré ; il ne l'est plus"
            ),
            typo("Rien à faire : gardez la preuve de la date corrigée."),
            base, "confirme",
        )  # fmt: skip
    return None


def _par_suite(acte: Acte, origine: str, aujourdhui: Jour) -> Consequence:
    pourquoi, faire, base = _PAR_SUITE.get(acte.nature, _DEFAUT)
    return _consequence(
        acte, "par_suite", f"{pourquoi} (« {origine} »)", faire, base or acte.base, aujourdhui
    )


def _consequence(acte, sorte, risque, faire, base, aujourdhui):
    if acte.nature in DECISIONS and acte.retrait:
        faire = f"{_retrait(acte.retrait, aujourdhui)} {faire}"
    if acte.nature in DECISIONS:
        faire = f"{faire} Consultez le service juridique avant de choisir."
    return Consequence(acte.cle, sorte, acte.nom, typo(risque), typo(faire), base)


def _retrait(limite: Jour, aujourdhui: Jour) -> str:
    """CRPA L. 243-3: four months from the act; after them, only for the future (L. 243-1, L. 243-2)."""
    if aujourdhui <= limite:
        return f"S'il est illégal, il peut être retiré jusqu'au {date_courte(limite)} (CRPA L. 243-3)."
    return (
        f"Il ne peut plus être retiré depuis le {date_courte(limite)} (CRPA L. 243-3) : modifiez-le ou "
        "abrogez-le pour l'avenir (CRPA L. 243-1, L. 243-2)."
    )


def tenues_en_retard(tenues: Iterable[Tenue]) -> list[Consequence]:
    """Kept in time by the former date, too late by the new one; the other way is no news."""
    return [
        Consequence(
            t.nom, "tardif", t.nom,
            typo(
                f"tenu le {date_courte(t.tenue_le)} : dans le délai d'après l'ancienne date "
                f"({date_courte(t.avant)}), hors délai d'après la nouvelle ({date_courte(t.apres)})"
            ),
            typo("Notez-le au dossier ; vérifiez si la suite supposait que ce délai soit tenu."),
            t.base,
        )
        for t in tenues
        if t.avant and t.apres and t.tenue_le <= t.avant and t.tenue_le > t.apres
    ]  # fmt: skip


# What moved besides acts: the code of a deadline -> (what it changes, what to do, article).
_ECHEANCES = (
    ("DL-LOYER-REP", (
        "la date à laquelle le loyer est de nouveau dû change",
        "Prévenez par écrit l'occupant, le bailleur et la CAF ou la MSA.", "CCH L. 521-2",
    )),
    ("DL-LOYER", (
        "la date à partir de laquelle le loyer n'est plus dû change",
        "Prévenez par écrit l'occupant, le bailleur et la CAF ou la MSA : des loyers peuvent être à rendre.",
        "CCH L. 521-2",
    )),
    ("DL-RECOURS", (
        "le dernier jour pour saisir le tribunal administratif change",
        "Ne tenez pas l'acte pour définitif avant la nouvelle date.", "CJA R. 421-1",
    )),
    ("DL-RETRAIT", (
        "le dernier jour pour retirer l'acte change", "Reportez la nouvelle date.", "CRPA L. 243-3",
    )),
)  # fmt: skip


def suite_echeance(code: str) -> tuple[str, str, str] | None:
    """(what it changes, what to do, article) for a deadline that moved and that others live by."""
    for debut, suite in _ECHEANCES:
        if code.startswith(debut):
            return typo(suite[0]), typo(suite[1]), suite[2]
    return None


def compte_astreinte(nature: str, astreinte: bool) -> Consequence | None:
    """The days of astreinte run from its notification to the execution, or to the notification of the works
    done d'office (L. 511-15 II, III): one of these dates changed."""
    if not astreinte or nature not in ("astreinte", "office", "execution"):
        return None
    quoi = {
        "astreinte": "le jour où l'astreinte commence",
        "office": "le jour où l'astreinte prend fin",
        "execution": "le jour où l'astreinte prend fin",
    }[nature]
    return Consequence(
        "astreinte", "compte", typo("Compte de l'astreinte"),
        typo(f"{quoi} change : le nombre de jours et la somme changent"),
        typo(
            "Refaites le compte avant toute liquidation ; si un titre est déjà émis, demandez au comptable de "
            "l'annuler ou de le compléter."
        ),
        "CCH L. 511-15", "confirme",
    )  # fmt: skip
