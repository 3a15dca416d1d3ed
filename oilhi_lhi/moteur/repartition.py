"""Splitting an amount without losing a cent: largest remainder, ties in the order given."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_FLOOR, Decimal

CENTIME = Decimal("0.01")


def repartir(montant: Decimal, poids: Sequence[Decimal | int]) -> tuple[Decimal, ...]:
    """Parts of `montant` in proportion to `poids`, to the cent; their sum is `montant`.

    With no weight at all, equal parts. A negative amount is split as its opposite.
    """
    if not poids:
        raise ValueError("Aucune part : rien à répartir.")
    if any(p < 0 for p in poids):
        raise ValueError("Une part ne peut pas être négative.")
    if montant < 0:
        return tuple(-part for part in repartir(-montant, poids))
    total = sum(poids, Decimal(0))
    quotites = [Decimal(p) for p in poids] if total else [Decimal(1)] * len(poids)
    total = total or Decimal(len(poids))
    exactes = [montant * quotite / total for quotite in quotites]
    parts = [exacte.quantize(CENTIME, rounding=ROUND_FLOOR) for exacte in exactes]
    manque = int((montant - sum(parts)) / CENTIME)
    # sorted() is stable: equal remainders are served in the order given.
    rangs = sorted(range(len(parts)), key=lambda rang: parts[rang] - exactes[rang])
    for rang in rangs[:manque]:
        parts[rang] += CENTIME
    return tuple(parts)
