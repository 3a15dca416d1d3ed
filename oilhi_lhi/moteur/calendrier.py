"""Calendar arithmetic of legal periods: months, public holidays, working days.

Sources: CPC 641 (counting), CPC 642 (expiry, prorogation), rules R1-R4 and R9 of the deadline note.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache

import holidays

from .francais import date_courte, liste, typo

# Codes of the `holidays` library; the Haut-Rhin and Bas-Rhin share the days of the Moselle (57).
SUBDIVISIONS = {
    "metropole": None,
    "alsace_moselle": "57",
    "guadeloupe": "971",
    "martinique": "972",
    "guyane": "973",
    "reunion": "974",
    "mayotte": "976",
}
TERRITOIRES = tuple(SUBDIVISIONS)
_DEPARTEMENTS = {
    "57": "alsace_moselle", "67": "alsace_moselle", "68": "alsace_moselle",
    "971": "guadeloupe", "972": "martinique", "973": "guyane", "974": "reunion", "976": "mayotte",
}  # fmt: skip
# Days that only one source gives, or that depend on the commune: counted, but said.
FERIES_A_VERIFIER = frozenset({"Vendredi saint", "Mi-Carême", "Fête de Victor Schoelcher"})
# The `holidays` library knows nothing after 2100: outside these years nothing is computed.
ANNEE_MIN, ANNEE_MAX = 1900, 2100
UN_JOUR = timedelta(days=1)


def territoire_du_departement(code_departement: str) -> str:
    """Territory of a département code ('62' -> metropole, '67' -> alsace_moselle)."""
    return _DEPARTEMENTS.get(code_departement, "metropole")


@cache
def feries(annee: int, territoire: str = "metropole") -> dict[date, str]:
    """Public holidays of a year, with their French names (R9; do not mutate: cached)."""
    try:
        subdivision = SUBDIVISIONS[territoire]
    except KeyError:
        raise ValueError(f"Territoire inconnu\u00a0: {territoire}.") from None
    calcul = holidays.country_holidays("FR", subdiv=subdivision, years=annee, language="fr")
    # Two holidays may fall on the same day: the 10 June 2030 in Guyane.
    return {
        jour: typo(liste(sorted(calcul.get_list(jour)))) for jour in calcul if jour.year == annee
    }


def motif_non_ouvrable(
    jour: date, territoire: str = "metropole", chomes: Collection[date] = ()
) -> str | None:
    """Why a day is not a working day (CPC 642), or None if it is one."""
    nom = feries(jour.year, territoire).get(jour)
    if nom:
        return f"est férié ({nom})"
    rang = jour.weekday()
    if rang >= 5:
        return "est un samedi" if rang == 5 else "est un dimanche"
    return "est un jour chômé" if jour in chomes else None


def proroger(
    jour: date, territoire: str = "metropole", chomes: Collection[date] = ()
) -> tuple[date, str]:
    """First working day >= `jour`, with the reason in French ('' when not moved). CPC 642, R3."""
    motifs = []
    while motif := motif_non_ouvrable(jour, territoire, chomes):
        motifs.append(f"le {date_courte(jour)} {motif}")
        jour += UN_JOUR
    return jour, liste(motifs)


def ajouter_mois(jour: date, nombre: int) -> date:
    """Same day-number `nombre` months later, else the last day of the month (CPC 641, R2)."""
    annee, rang = divmod(jour.year * 12 + jour.month - 1 + nombre, 12)
    return date(annee, rang + 1, min(jour.day, monthrange(annee, rang + 1)[1]))


def ajouter_mois_jours(jour: date, mois: int, jours: int) -> date:
    """Months are counted first, then days (CPC 641, R2)."""
    return ajouter_mois(jour, mois) + timedelta(days=jours)


def premier_du_mois_suivant(jour: date) -> date:
    """First day of the following month (rents: CCH L. 521-2)."""
    return ajouter_mois(jour.replace(day=1), 1)


def fin_du_mois_suivant(jour: date) -> date:
    """Last day of the following month (precarious occupation: CCH L. 521-3-4)."""
    return ajouter_mois(jour.replace(day=1), 2) - UN_JOUR


def fin_du_trimestre(jour: date) -> date:
    """Last day of the civil quarter; that the quarter is a civil one is practice, not text."""
    return ajouter_mois(date(jour.year, 3 * ((jour.month - 1) // 3) + 1, 1), 3) - UN_JOUR


def changement_heure(debut: datetime, fin: datetime, territoire: str = "metropole") -> date | None:
    """First Sunday between two clock times on which the clocks change; never overseas."""
    if SUBDIVISIONS.get(territoire, "") not in (None, "57"):
        return None
    debut, fin = debut.replace(tzinfo=None), fin.replace(tzinfo=None)
    for annee in range(debut.year, fin.year + 1):
        for fin_de_mois in (date(annee, 3, 31), date(annee, 10, 31)):
            dimanche = fin_de_mois - timedelta(days=(fin_de_mois.weekday() + 1) % 7)
            if debut < datetime.combine(dimanche, time(3)) and fin > datetime.combine(dimanche, time(2)):
                return dimanche
    return None


@lru_cache(maxsize=256)
def bornes_mois(nombre: int) -> tuple[int, int]:
    """Shortest and longest length in days of `nombre` consecutive months (1 -> 28, 31)."""
    # Four years of starts show every arrangement of leap days; 2100, not a leap year, the shortest.
    debuts = (date(2000, 1, 1), date(2096, 1, 1))
    departs = (debut + timedelta(days=i) for debut in debuts for i in range(1461))
    durees = [(ajouter_mois(jour, nombre) - jour).days for jour in departs]
    return min(durees), max(durees)
