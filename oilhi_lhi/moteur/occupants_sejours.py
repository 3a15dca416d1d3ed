"""Nights spent elsewhere and what they cost; a night is counted once for a household."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .astreinte import CENTIME


@dataclass(frozen=True, slots=True)
class Sejour:
    """From the first night to the day of departure, which is not a night."""

    du: date
    au: date
    places: int = 1
    prix: Decimal = Decimal(0)  # per place and per night


def nuits(du: date | None, au: date | None) -> int:
    """Nights between the arrival and the day of departure; never negative."""
    return max(0, (au - du).days) if du and au else 0


def cout(sejour: Sejour) -> Decimal:
    return (nuits(sejour.du, sejour.au) * max(0, sejour.places) * sejour.prix).quantize(CENTIME)


def nuits_distinctes(sejours: Iterable[Sejour]) -> int:
    """Nights of a household: two rooms the same night make one."""
    total, atteint = 0, None
    for s in sorted(sejours, key=lambda s: s.du):
        debut = s.du if atteint is None else max(s.du, atteint)
        total += nuits(debut, s.au)
        atteint = s.au if atteint is None else max(atteint, s.au)
    return total


def chevauchements(sejours: Iterable[Sejour]) -> tuple[tuple[Sejour, Sejour], ...]:
    """Stays that share a night: two rooms, or a night typed twice."""
    tries = sorted(sejours, key=lambda s: (s.du, s.au))
    return tuple(
        (a, b) for i, a in enumerate(tries) for b in tries[i + 1 :] if b.du < a.au and a.du < b.au
    )
