"""Amounts tied to time: penalty per day, quarterly liquidation, 8 % flat charge.

CCH L. 511-15 (daily ceiling, start, end, total ceiling), L. 511-22 I, L. 543-2.
Decimal only, rounded to the cent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from .calendrier import ANNEE_MAX, ANNEE_MIN, UN_JOUR, fin_du_trimestre
from .francais import date_courte, euros, typo
from .lecture import regles_livrees
from .regles import Refus, RegleDelai

CENTIME = Decimal("0.01")
ZERO = Decimal("0.00")
BASE = "CCH L. 511-15"
JOUR_EXECUTION = typo(
    "À vérifier : le jour de la notification compte, celui de l'exécution ne compte pas."
)
CLOSE = typo("Astreinte close : l'exécution d'office a été notifiée (CCH L. 511-15 III).")
PLAFONNEE = typo("Plafond atteint : {} au total (CCH L. 511-15 II, L. 511-22 I).")
NON_COURUE = typo("Aucun jour dû : la fin précède la notification de l'arrêté d'astreinte.")


@dataclass(frozen=True, slots=True)
class Astreinte:
    """A penalty counted from a start (included) to an end (excluded)."""

    debut: date
    fin: date  # first day that is not due
    jours: int
    taux: Decimal
    brut: Decimal
    montant: Decimal  # after the total ceiling
    plafonnee: bool
    close: bool  # ended by the notification of works carried out by the authority
    calcul: str
    avertissements: tuple[str, ...] = ()
    base: str = BASE


@dataclass(frozen=True, slots=True)
class Liquidation:
    """What one civil quarter adds; recovery is by quarter elapsed (L. 511-15 II)."""

    du: date
    au: date  # last day counted
    jours: int
    montant: Decimal
    cumul: Decimal
    exigible_le: date  # first day after the quarter


@dataclass(frozen=True, slots=True)
class Forfait:
    """Expenses recovered with the compulsory flat charge (L. 543-2)."""

    depense: Decimal
    forfait: Decimal
    total: Decimal
    calcul: str
    base: str = "CCH L. 543-2"


def en_montant(valeur: Decimal | int | float | str | None) -> Decimal | None:
    """Cents from what a form or a JSON file gives; None if it is not a usable amount."""
    if valeur is None or isinstance(valeur, bool):
        return None
    try:
        montant = Decimal(str(valeur))
        if not montant.is_finite() or abs(montant) >= Decimal(10) ** 15:
            return None
        return montant.quantize(CENTIME, rounding=ROUND_HALF_UP)
    except InvalidOperation:
        return None


def calculer_astreinte(
    notification: date,
    taux: Decimal | int | float | str,
    *,
    execution: date | None = None,
    execution_office: date | None = None,
    arrete_au: date | None = None,
    regles: Mapping[str, RegleDelai] | None = None,
) -> Astreinte | Refus:
    """Days and amount: from notification included to execution excluded (T21, T26).

    It stops at the notification of works carried out by the authority (DL-ASTR-FIN).
    `arrete_au`: last day to count while nothing has ended it yet.
    """
    regles = regles or regles_livrees()
    plafond_jour = en_montant(regles["DL-ASTR-MAX"].nombre) or ZERO
    plafond_total = en_montant(regles["DL-ASTR-TOT"].nombre) or ZERO
    montant_jour = en_montant(taux)
    if montant_jour is None or montant_jour <= 0:
        message = "Indiquez le montant de l'astreinte par jour, en euros."
        return Refus("DL-ASTR-MAX", typo(message), BASE)
    if montant_jour > plafond_jour:
        message = (
            f"Astreinte de {euros(montant_jour)} par jour : le plafond est de "
            f"{euros(plafond_jour)} par jour de retard (CCH L. 511-15 I)."
        )
        return Refus("DL-ASTR-MAX", typo(message), "CCH L. 511-15 I")
    fins = [jour for jour in (execution, execution_office) if jour]
    if not all(
        ANNEE_MIN <= jour.year <= ANNEE_MAX for jour in (notification, arrete_au, *fins) if jour
    ):
        message = f"Date hors du calendrier ({ANNEE_MIN} à {ANNEE_MAX}) : corrigez l'année."
        return Refus("DL-ASTR-FIN", typo(message), BASE)
    if arrete_au:
        fins.append(arrete_au + UN_JOUR)
    if not fins:
        message = "Indiquez la date d'exécution, ou la date jusqu'à laquelle compter l'astreinte."
        return Refus("DL-ASTR-FIN", typo(message), BASE)
    fin = min(fins)
    close = execution_office is not None and fin == execution_office
    mentions = [CLOSE] if close else []
    if fin == execution:
        mentions.append(JOUR_EXECUTION)
    if fin < notification:
        mentions.append(NON_COURUE)
    jours = max(0, (fin - notification).days)
    brut = jours * montant_jour
    du = min(brut, plafond_total)
    calcul = (
        f"notifié le {date_courte(notification)} (inclus), jusqu'au {date_courte(fin)} (exclu) : "
        f"{jours} jour{'s' if jours > 1 else ''} × {euros(montant_jour)} = {euros(brut)}"
    )
    if brut > plafond_total:
        calcul += f", ramené au plafond de {euros(plafond_total)}"
        mentions.append(PLAFONNEE.format(euros(plafond_total)))
    return Astreinte(
        debut=notification,
        fin=fin,
        jours=jours,
        taux=montant_jour,
        brut=brut,
        montant=du,
        plafonnee=brut > plafond_total,
        close=close,
        calcul=typo(calcul),
        avertissements=tuple(mentions),
    )


def liquidations(astreinte: Astreinte) -> tuple[Liquidation, ...]:
    """Split by civil quarter, the total ceiling being consumed in order (DL-LIQ)."""
    parts, cumul, du = [], ZERO, astreinte.debut
    while du < astreinte.fin:
        fin_trimestre = fin_du_trimestre(du)
        au = min(fin_trimestre, astreinte.fin - UN_JOUR)
        jours = (au - du).days + 1
        montant = min(jours * astreinte.taux, astreinte.montant - cumul)
        cumul += montant
        parts.append(Liquidation(du, au, jours, montant, cumul, fin_trimestre + UN_JOUR))
        du = au + UN_JOUR
    return tuple(parts)


def forfait_office(
    depense: Decimal | int | float | str, *, regles: Mapping[str, RegleDelai] | None = None
) -> Forfait | Refus:
    """Flat charge added to recoverable expenses, to the cent (DL-FORF-8, T32)."""
    frais = en_montant(depense)
    if frais is None or frais < 0:
        return Refus("DL-FORF-8", "Indiquez le montant des frais, en euros.", "CCH L. 543-2")
    taux = Decimal(str((regles or regles_livrees())["DL-FORF-8"].nombre))
    forfait = (frais * taux / 100).quantize(CENTIME, rounding=ROUND_HALF_UP)
    total = frais + forfait
    calcul = f"{euros(frais)} + {taux.normalize():f} % ({euros(forfait)}) = {euros(total)}"
    return Forfait(frais, forfait, total, typo(calcul))
