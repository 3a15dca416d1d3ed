"""A second count of legal periods, sharing nothing with the core: it walks day by day.

No import from ``moteur``, no calendar library: Easter by the Meeus/Butcher algorithm, public
holidays written by hand (rule R9), months counted on the fingers. Slow, and easy to check.
"""

from dataclasses import dataclass
from datetime import date, timedelta

JOUR = timedelta(days=1)
HEURE = timedelta(hours=1)

TERRITOIRES = (
    "metropole", "alsace_moselle", "guadeloupe", "martinique", "guyane", "reunion", "mayotte",
)  # fmt: skip
FIXES = {
    (1, 1): "Jour de l'an",
    (5, 1): "Fête du Travail",
    (5, 8): "Fête de la Victoire",
    (7, 14): "Fête nationale",
    (8, 15): "Assomption",
    (11, 1): "Toussaint",
    (11, 11): "Armistice",
    (12, 25): "Noël",
}
# Days after Easter Sunday.
MOBILES = {1: "Lundi de Pâques", 39: "Ascension", 50: "Lundi de Pentecôte"}
FIXES_LOCAUX = {
    "alsace_moselle": {(12, 26): "Saint-Étienne"},
    "guadeloupe": {
        (5, 27): "Abolition de l'esclavage",
        (7, 21): "Fête de Victor Schoelcher",
    },
    "martinique": {
        (5, 22): "Abolition de l'esclavage",
        (7, 21): "Fête de Victor Schoelcher",
    },
    "guyane": {(6, 10): "Abolition de l'esclavage"},
    "reunion": {(12, 20): "Abolition de l'esclavage"},
    "mayotte": {(4, 27): "Abolition de l'esclavage"},
}
MOBILES_LOCAUX = {
    "alsace_moselle": {-2: "Vendredi saint"},
    "guadeloupe": {-2: "Vendredi saint", -24: "Mi-Carême"},
}


def paques(annee):
    """Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher)."""
    a = annee % 19
    b, c = annee // 100, annee % 100
    d, e = b // 4, b % 4
    f = (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    reste = h + m - 7 * n + 114
    return date(annee, reste // 31, reste % 31 + 1)


def noms_feries(jour, territoire):
    """Names of the holidays that fall on a day, none if it is an ordinary one."""
    ecart = (jour - paques(jour.year)).days
    cle = (jour.month, jour.day)
    return [
        table[valeur]
        for table, valeur in (
            (FIXES, cle),
            (MOBILES, ecart),
            (FIXES_LOCAUX.get(territoire, {}), cle),
            (MOBILES_LOCAUX.get(territoire, {}), ecart),
        )
        if valeur in table
    ]


def ouvrable(jour, territoire):
    return jour.weekday() not in (5, 6) and not noms_feries(jour, territoire)


def mois_plus_tard(jour, nombre):
    """Walk until the month has changed `nombre` times, then look for the same day-number."""
    changements, veille = 0, jour
    while changements < nombre:
        lendemain = veille + JOUR
        if lendemain.month != veille.month:
            changements += 1
        veille = lendemain
    if not nombre:
        return jour
    mois = veille.month  # `veille` is now the first day of the month sought
    while veille.day != jour.day:
        lendemain = veille + JOUR
        if lendemain.month != mois:
            return veille  # no such day-number: last day of the month (CPC 641)
        veille = lendemain
    return veille


def premier_suivant(jour):
    jour += JOUR
    while jour.day != 1:
        jour += JOUR
    return jour


def dernier_du_trimestre(jour):
    while not ((jour + JOUR).day == 1 and (jour + JOUR).month in (1, 4, 7, 10)):
        jour += JOUR
    return jour


@dataclass(frozen=True)
class Attendu:
    theorique: date
    date: date
    au_plus_tot: date | None
    prorogee: bool


def compter(depart, nombre, unite, nature, proroge, territoire, puis_jours=0):
    """Theoretical end, end, first day for the authority (minimum and reponse only)."""
    suite = nature in ("minimum", "reponse")
    if unite == "heures":
        fin = depart
        for _ in range(nombre):
            fin += HEURE
        return Attendu(fin, fin, fin.date() if suite else None, False)
    jour = date(depart.year, depart.month, depart.day)
    if unite == "jours":
        fin = jour
        for _ in range(nombre):  # the day of the event does not count: the first is the next one
            fin += JOUR
    elif unite in ("mois", "ans"):
        fin = mois_plus_tard(jour, nombre if unite == "mois" else 12 * nombre)
        for _ in range(puis_jours):
            fin += JOUR
    elif unite == "mois_suivant":
        fin = premier_suivant(jour)
        if nature != "date":  # end of that month, not its first day
            fin = premier_suivant(fin) - JOUR
    elif unite == "jour_suivant":
        fin = jour + JOUR
    elif unite == "trimestre":
        fin = dernier_du_trimestre(jour)
    else:
        fin = jour
    if nature == "franc" and unite in ("jours", "mois", "ans"):
        fin += JOUR
    theorique = fin
    if proroge and unite in ("jours", "mois", "ans"):
        while not ouvrable(fin, territoire):
            fin += JOUR
    return Attendu(theorique, fin, fin + JOUR if suite else None, fin != theorique)

