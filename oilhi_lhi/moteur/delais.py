"""Legal clocks: a rule and a start give a deadline, its computation in French and its warnings.

Rules R1 to R10 and R12 of the deadline note (CPC 641 and 642, CCH R. 511-3, R. 511-6, L. 521-2…).
Total: an unusable start or length gives an Echeance without date and a warning, never an exception.
This module is the door: the count is in `delais_calcul`, its words in `delais_mots`, R7 in `preuve`,
R9 in `calendrier`, R11 in `police`, R12 and the minimum checks in `controles`, amounts in `astreinte`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime

from .astreinte import (
    Astreinte,
    Forfait,
    Liquidation,
    calculer_astreinte,
    forfait_office,
    liquidations,
)
from .calendrier import TERRITOIRES, territoire_du_departement
from .controles import (
    ChoixRegle,
    regle_observations,
    respecte_maximum,
    respecte_minimum,
    verifier_delai_execution,
    verifier_delai_observations,
)
from .delais_calcul import avec_avertissement, calculer, datable, ordre, sans_date
from .delais_mots import (
    AUTRE_DEPART,
    PREUVE_AUTRE,
    PREUVE_MANQUANTE,
    RECEPTION_ATTENDUE,
    part_d_une_reception,
    quand,
    suffixe,
)
from .francais import date_courte, typo
from .lecture import lire_regles, lire_versions, regles_livrees
from .police import Competence, police_competente
from .preuve import DEPART_INCONNU, Depart, depart_retenu
from .regles import NATURES, UNITES, Echeance, Refus, RegleDelai, regle_en_vigueur

__all__ = [
    "NATURES",
    "TERRITOIRES",
    "UNITES",
    "Astreinte",
    "ChoixRegle",
    "Competence",
    "Depart",
    "Echeance",
    "Forfait",
    "Liquidation",
    "Refus",
    "RegleDelai",
    "avec_avertissement",
    "calculer",
    "calculer_astreinte",
    "calculer_depuis",
    "depart_retenu",
    "estimer",
    "forfait_office",
    "liquidations",
    "lire_regles",
    "lire_versions",
    "plus_tardive",
    "police_competente",
    "regle_en_vigueur",
    "regle_observations",
    "regles_livrees",
    "respecte_maximum",
    "respecte_minimum",
    "territoire_du_departement",
    "verifier_delai_execution",
    "verifier_delai_observations",
]


def calculer_depuis(regle: RegleDelai, depart: Depart, **options) -> Echeance:
    """`calculer` from a proof (R7): its words, its doubts and its warnings go with the date."""
    echeance = calculer(regle, depart.date, evenement_depart=depart.evenement, **options)
    if not datable(regle):
        return echeance
    mentions = [m for m in echeance.avertissements if depart.date or m != DEPART_INCONNU]
    mentions = tuple(dict.fromkeys((*mentions, *depart.avertissements)))
    if depart.niveau_preuve == "confirme" or echeance.date is None:
        return replace(echeance, avertissements=mentions)
    niveau = "a_verifier" if echeance.niveau_preuve == "confirme" else echeance.niveau_preuve
    return replace(
        echeance,
        avertissements=mentions,
        niveau_preuve=niveau,
        calcul=f"{echeance.calcul} (départ à vérifier)",
    )


def estimer(
    regle: RegleDelai,
    envoi: date | datetime | None,
    *,
    territoire: str = "metropole",
    nombre: int | float | None = None,
    unite: str | None = None,
    puis_jours: int | float | None = None,
    chomes: Collection[date] = (),
) -> Echeance:
    """What the deadline would be if a letter not yet known as received arrived the day it left.

    Not a deadline: no date, nothing becomes possible, `plus_tardive` still blocks on it. A letter
    never arrives before it is sent, so the real deadline is never earlier than `estimee`.
    """
    if not datable(regle):
        return sans_date(regle, None)
    if not part_d_une_reception(regle):
        return sans_date(regle, None, AUTRE_DEPART.format(regle.depart or "événement non précisé"))
    comptee = calculer(
        regle, envoi, territoire=territoire, nombre=nombre, unite=unite, puis_jours=puis_jours,
        chomes=chomes,
    )  # fmt: skip
    if envoi is None or comptee.date is None:
        return replace(comptee, depart=None)
    return replace(
        comptee,
        depart=None,
        date=None,
        au_plus_tot=None,
        theorique=None,
        prorogee=False,
        estimee=comptee.date,
        calcul=typo(
            f"réception attendue ; si la lettre envoyée le {date_courte(envoi)} était reçue ce "
            f"jour-là : {quand(comptee.date)}{suffixe(regle)} (provisoire)"
        ),
        avertissements=(*comptee.avertissements, RECEPTION_ATTENDUE),
    )


def plus_tardive(echeances: Iterable[Echeance]) -> Echeance | None:
    """Several recipients: the joint act waits for the latest (R8).

    A recipient whose date is unknown blocks: that Echeance, without date, is returned. Where
    another one is only provisional, the latest says that it may not stay so.
    """
    toutes = list(echeances)
    derniere = max(toutes, key=ordre, default=None)
    if derniere is None or PREUVE_MANQUANTE in derniere.avertissements or derniere.date is None:
        return derniere
    if any(PREUVE_MANQUANTE in echeance.avertissements for echeance in toutes):
        return avec_avertissement(derniere, PREUVE_AUTRE)
    return derniere
