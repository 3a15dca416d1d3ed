"""French wording of dates, durations, amounts: what an agent reads must be impeccable French."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

INSECABLE = "\u00a0"
JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MOIS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet",
    "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_UNITES = (
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix",
    "onze", "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
)  # fmt: skip
_DIZAINES = {
    2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante", 8: "quatre-vingt",
}  # fmt: skip
# unit code -> (singular, plural, feminine)
_NOMS_UNITES = {
    "heures": ("heure", "heures", True),
    "jours": ("jour", "jours", False),
    "mois": ("mois", "mois", False),
    "ans": ("an", "ans", False),
}
_AVANT = re.compile(r" (?=[:;?!»€%])")


@lru_cache(maxsize=1024)
def typo(texte: str) -> str:
    """Put French non-breaking spaces and apostrophes; the sources stay readable in plain ones."""
    return _AVANT.sub(INSECABLE, texte).replace("« ", "«" + INSECABLE).replace("'", "\u2019")


def date_courte(jour: date) -> str:
    """12/01/2027."""
    return f"{jour.day:02d}/{jour.month:02d}/{jour.year:04d}"


def date_lettres(jour: date) -> str:
    """1er mars 2027."""
    quantieme = "1er" if jour.day == 1 else str(jour.day)
    return f"{quantieme} {MOIS[jour.month - 1]} {jour.year}"


def jour_date(jour: date) -> str:
    """vendredi 12 février 2027."""
    return f"{JOURS[jour.weekday()]} {date_lettres(jour)}"


def trimestre_lettres(jour: date) -> str:
    """« 3e trimestre 2027 », the quarter of that day."""
    rang = (jour.month + 2) // 3
    return f"{'1er' if rang == 1 else f'{rang}e'} trimestre {jour.year}"


def heure_lettres(moment: datetime) -> str:
    """16 h 30, 9 h."""
    minutes = f"{INSECABLE}{moment.minute:02d}" if moment.minute else ""
    return f"{moment.hour}{INSECABLE}h{minutes}"


def nombre_lettres(nombre: int, *, feminin: bool = False) -> str:
    """Spell 0 to 99 (1990 spelling is not used: « vingt et un »); beyond, grouped figures."""
    if not 0 <= nombre <= 99:
        return nombre_groupe(nombre)
    un = "une" if feminin else "un"
    if nombre < 20:
        return un if nombre == 1 else _UNITES[nombre]
    dizaine, unite = divmod(nombre, 10)
    if dizaine in (7, 9):  # soixante-dix, quatre-vingt-dix
        dizaine, unite = dizaine - 1, unite + 10
    racine = _DIZAINES[dizaine]
    if unite == 0:
        return racine + ("s" if dizaine == 8 else "")
    if unite in (1, 11) and dizaine != 8:
        return f"{racine} et {un if unite == 1 else _UNITES[unite]}"
    return f"{racine}-{un if unite == 1 else _UNITES[unite]}"


def nombre_groupe(nombre: int) -> str:
    """50 000, with non-breaking spaces."""
    return f"{nombre:,d}".replace(",", INSECABLE)


@lru_cache(maxsize=512)
def duree_lettres(nombre: int, unite: str) -> str:
    """un mois, quinze jours, vingt-quatre heures."""
    singulier, pluriel, feminin = _NOMS_UNITES[unite]
    nom = singulier if nombre < 2 else pluriel
    return f"{nombre_lettres(nombre, feminin=feminin)}{INSECABLE}{nom}"


def liste(elements: Iterable[str], conjonction: str = "et") -> str:
    """A, B et C."""
    mots = list(elements)
    if len(mots) < 2:
        return "".join(mots)
    return f"{', '.join(mots[:-1])} {conjonction} {mots[-1]}"


def euros(montant: Decimal) -> str:
    """12 500 €, 13 500,50 €: cents only when there are some."""
    montant = montant.quantize(Decimal("0.01"))
    entier, centimes = divmod(abs(montant), 1)
    suffixe = f",{int(centimes * 100):02d}" if centimes else ""
    signe = "-" if montant < 0 else ""
    return f"{signe}{nombre_groupe(int(entier))}{suffixe}{INSECABLE}€"
