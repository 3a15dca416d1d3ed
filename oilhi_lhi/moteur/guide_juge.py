"""The rules sorted for the one use made of them: settling a procedure, showing in the result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .guide_regles import Regle


@dataclass(frozen=True, slots=True)
class Juge:
    """The rules that settle one procedure."""

    ecarte: tuple[Regle, ...]
    hors_objet: tuple[Regle, ...]
    objet: tuple[Regle, ...]
    exige: tuple[tuple[Regle, ...], ...]  # one of each group
    appuie: tuple[Regle, ...]  # one, when nothing is required and no object is said
    decisives: tuple[Regle, ...]
    questions: tuple[str, ...]
    codes: frozenset[str]

    @classmethod
    def composer(cls, procedure: str, regles: tuple[Regle, ...]) -> Juge:
        propres = [r for r in regles if procedure in r.procedures]

        def de(effet: str) -> tuple[Regle, ...]:
            return tuple(r for r in propres if r.effet == effet)

        groupes: dict[str, list[Regle]] = {}
        for regle in de("exige"):
            groupes.setdefault(regle.alternative or f"={regle.code}", []).append(regle)
        appuie = () if groupes or de("objet") else de("appuie")
        decisives = tuple(
            r
            for r in propres
            if r.effet in ("ecarte", "hors_objet", "objet", "exige") or r in appuie
        )
        return cls(
            de("ecarte"),
            de("hors_objet"),
            de("objet"),
            tuple(tuple(g) for g in groupes.values()),
            appuie,
            decisives,
            tuple(sorted({c.question for r in decisives for c in r.clauses})),
            frozenset(r.code for r in decisives),
        )


@dataclass(frozen=True, slots=True)
class Parlante:
    """A rule that shows in the result, with what it reads and speaks of."""

    regle: Regle
    questions: tuple[str, ...]
    procedures: tuple[str, ...]
