"""What is owed to a household when an order strikes its home (CCH L. 521-1 to L. 521-4).

The door of the subject: facts in `occupants_donnees`, rents in `occupants_loyer` and
`occupants_bail`, a roof in `occupants_logement`, nights in `occupants_sejours`. What the law leaves uncertain comes out with
the level « a_verifier », without a date or an amount that could be taken for sure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from .francais import date_courte, typo
from .lecture import regles_livrees
from .occupants_bail import droits_loyer
from .occupants_donnees import (
    AUTORITES,
    DEFINITIVES,
    RELOGEURS,
    TEMPORAIRE,
    TITRES,
    Acte,
    Droit,
    Envoi,
    Interdiction,
    Menage,
    Offre,
    droit,
    plus_faible,
    protection,
)
from .occupants_logement import Defaillance, defaillances, droits_logement
from .occupants_loyer import (
    Effet,
    Exclusion,
    Suspension,
    effet,
    jours_suspendus,
    loyer_suspendu,
    suspension,
    suspensions,
)
from .occupants_sejours import Sejour, chevauchements, cout, nuits, nuits_distinctes
from .regles import RegleDelai

__all__ = [
    "AUTORITES", "DEFINITIVES", "RELOGEURS", "TEMPORAIRE", "TITRES", "Acte", "Defaillance", "Droit",
    "Effet", "Envoi",
    "Exclusion", "Interdiction", "Menage", "Offre", "Sejour", "Suspension", "chevauchements", "cout",
    "defaillances", "droit", "droits", "effet", "jours_suspendus", "loyer_suspendu", "nuits", "nuits_distinctes",
    "plus_faible", "protection", "suspension", "suspensions",
]  # fmt: skip


def droits(
    menage: Menage,
    actes: Iterable[Acte],
    *,
    jour: date | None = None,
    regles: Mapping[str, RegleDelai] | None = None,
) -> tuple[Droit, ...]:
    """Every right of a household, in the order in which an agent needs them.

    `jour`: today, only to say whether a date set by an order is past.
    """
    regles = regles or regles_livrees()
    actes = tuple(sorted(actes, key=_rang))
    if menage.fin and actes and all(_parti_avant(menage, a) for a in actes):
        return (droit(
            "PARTI", "Parti avant l'arrêté : aucun droit né de cet arrêté", etat="exclu",
            base="CCH L. 521-1", calcul=f"occupation finie le {date_courte(menage.fin)}",
        ),)  # fmt: skip
    if menage.vacant_depuis:
        return tuple(map(_coherent, _vacance(menage, actes)))
    sans_effet = [a for a in actes if a.regime == "aucun"]
    rendus = droits_logement(menage, actes, regles, jour)
    rendus = [*_en_tete(sans_effet), *droits_loyer(menage, actes, regles), *rendus]
    return tuple(map(_coherent, [*rendus, *_organismes(menage, actes)]))


def _coherent(d: Droit) -> Droit:
    """Dates typed that contradict one another: said, never shown as an end."""
    if not (d.du and d.au and d.au < d.du):
        return d
    mots = f"dates contradictoires : fin le {date_courte(d.au)}, avant le début ; corrigez l'une des deux"
    return replace(d, au=None, niveau="a_verifier", calcul=typo(f"{d.calcul} ; {mots}"))


def _rang(acte: Acte) -> date:
    return min((e.date for e in acte.envois), default=date.max)


def _parti_avant(menage: Menage, acte: Acte) -> bool:
    """The text speaks of notification: who has gone before has no right under the order."""
    envoi = min((e.date for e in acte.envois), default=None)
    return bool(envoi and menage.fin and menage.fin < envoi)


def _en_tete(sans_effet: list[Acte]) -> list[Droit]:
    return [
        droit(
            "AUCUN", "Cette procédure ne suspend pas le loyer et n'oblige pas à reloger", etat="exclu",
            base="CCH L. 521-2, L. 521-3-2", calcul=f"{a.libelle} ({a.procedure}) : ces articles ne "
            "citent que L. 184-1, L. 511-11 et L. 511-19",
        )
        for a in sans_effet
    ]  # fmt: skip


def _vacance(menage: Menage, actes: tuple[Acte, ...]) -> list[Droit]:
    rendus = []
    for acte in (a for a in actes if a.regime == "cch"):
        rendus.append(droit(
            "VACANCE", "Logement vide : ni location, ni mise à disposition, ni occupation",
            du=acte.notifie_le, au=acte.levee_le, base="CCH L. 511-18, L. 511-11", etat="surveiller",
            niveau="confirme", calcul=f"{acte.libelle} : de la notification à l'arrêté de mainlevée ; "
            f"vide depuis le {date_courte(menage.vacant_depuis)}",
            a_faire="La personne tenue reste obligée de faire les travaux ; l'accès peut être fermé d'office.",
        ))  # fmt: skip
    return rendus


def _organismes(menage: Menage, actes: tuple[Acte, ...]) -> list[Droit]:
    """Whom to tell: paying bodies (R. 511-7), and what is not in the articles read."""
    concernes = [a for a in actes if a.regime == "cch"]
    rendus = []
    if menage.allocation in ("caf", "msa"):
        qui = {"caf": "la CAF", "msa": "la MSA"}[menage.allocation]
        if concernes:
            rendus.append(droit(
                "ALLOCATION-INFO", f"Informer {qui} de l'arrêté et de la mainlevée", base="CCH R. 511-7",
                debiteur="l'autorité qui a pris l'arrêté", etat="surveiller",
                calcul="communication obligatoire aux organismes payeurs des aides au logement",
            ))  # fmt: skip
        if any(a.regime != "aucun" for a in actes):
            rendus.append(droit(
                "ALLOCATION", "Allocation logement : maintien ou arrêt à vérifier", niveau="a_verifier",
                etat="surveiller", base="à vérifier", calcul=f"les articles lus ne disent pas ce que "
                f"devient l'aide pendant la suspension du loyer : demandez-le à {qui}",
                a_faire="N'annoncez ni arrêt ni maintien au ménage avant la réponse.",
            ))  # fmt: skip
    if menage.titre != "proprietaire" and any(a.regime != "aucun" for a in actes):
        rendus.append(droit(
            "ASSURANCE", "Garder l'assurance du logement tant que le bail court", niveau="pratique",
            base="conseil", etat="surveiller", calcul="le bail n'est pas résilié par l'arrêté",
            a_faire="Prévenir l'assureur du départ temporaire.",
        ))  # fmt: skip
    return rendus
