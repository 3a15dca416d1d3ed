"""Value objects of the legal clock: a rule, a computed deadline, a refusal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date as Jour
from datetime import datetime
from typing import TypeVar

T = TypeVar("T")

DUREES = ("heures", "jours", "mois", "ans")
UNITES = (*DUREES, "mois_suivant", "jour_suivant", "trimestre", "taux", "euros", "aucun")
NATURES = {
    "minimum": "minimum légal",
    "maximum": "maximum",
    "butoir": "date butoir pour l'autorité",
    "reponse": "délai laissé à quelqu'un, dont la fin ouvre la suite",
    "franc": "délai franc",
    "date": "date d'effet",
    "montant": "montant ou plafond",
    "information": "information",
}
# The end of these periods lets the authority act: `au_plus_tot` has a meaning (R5).
OUVRE_LA_SUITE = frozenset({"minimum", "reponse"})
NIVEAUX_PREUVE = ("confirme", "a_verifier", "pratique")


@dataclass(frozen=True, slots=True)
class RegleDelai:
    """One line of the deadline table. `nombre` None or 0: the act, not the law, sets the length."""

    code: str
    libelle: str
    nombre: int | float | None
    unite: str
    nature: str
    depart: str = ""
    proroge: bool = False
    base: str = ""
    niveau_preuve: str = "confirme"
    # CPC 642 applies by analogy only to administrative periods (R3).
    niveau_prorogation: str = "pratique"

    def __post_init__(self) -> None:
        for champ, permis in (
            ("unite", UNITES),
            ("nature", NATURES),
            ("niveau_preuve", NIVEAUX_PREUVE),
            ("niveau_prorogation", NIVEAUX_PREUVE),
        ):
            if getattr(self, champ) not in permis:
                raise ValueError(f"{self.code}\u00a0: {champ} « {getattr(self, champ)} » inconnu.")


@dataclass(frozen=True, slots=True)
class Echeance:
    """A computed deadline with its computation in words: the trace is the product (R10)."""

    code: str
    depart: Jour | datetime | None
    date: Jour | datetime | None  # last day of the period (or the date of effect)
    au_plus_tot: Jour | None  # first day on which the authority may act (R5)
    theorique: Jour | datetime | None  # before any prorogation
    prorogee: bool
    type: str  # nature of the rule
    calcul: str
    avertissements: tuple[str, ...] = ()
    base: str = ""
    niveau_preuve: str = "confirme"
    regles: tuple[str, ...] = ()  # R1, R2… applied, in order
    # Reception unknown: last day if the letter had arrived on the day it was sent. Never a deadline.
    estimee: Jour | datetime | None = None


@dataclass(frozen=True, slots=True)
class Refus:
    """Why something is refused, in French, with the article and what to do."""

    code: str
    message: str
    base: str


def regle_en_vigueur(
    versions: Iterable[tuple[Jour | None, Jour | None, T]], jour: Jour | datetime
) -> T | None:
    """Version of a rule in force on the day its period starts; None if there was none.

    Bounds are included, None is an open one. Where versions overlap, the latest start wins,
    then the earliest end: the more special one.
    """
    if isinstance(jour, datetime):
        jour = jour.date()
    retenue: tuple[tuple[Jour, int], T] | None = None
    for debut, fin, version in versions:
        if (debut and jour < debut) or (fin and jour > fin):
            continue
        rang = (debut or Jour.min, -(fin or Jour.max).toordinal())
        if retenue is None or rang > retenue[0]:
            retenue = rang, version
    return retenue and retenue[1]
