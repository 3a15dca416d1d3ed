"""A calendar file (RFC 5545) made of deadlines, as Thunderbird, Outlook and phones accept it.

Pure: no Odoo, no clock. `icalendar` writes, escapes and folds; the zones are ours, since those that it
derives from the system list one date a year and Outlook wants a rule.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from icalendar import (
    Alarm,
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vDuration,
    vText,
    vUTCOffset,
)

from .francais import heure_lettres

PARIS = "Europe/Paris"
PRODID = "-//OILHI//Echeances//FR"
# Part of the print: raise it when the text of the file changes, or readers would keep the old one.
FORMAT = 1
RAFRAICHIR = timedelta(hours=6)
RAPPEL, RAPPEL_HEURE = timedelta(days=-2), timedelta(hours=-2)
# A limit is an instant, but an event must last.
DUREE = timedelta(minutes=15)
# (offset from UTC in hours, name) of the zones of the French départements; only Paris moves.
_FIXES = {
    "America/Guadeloupe": (-4, "AST"),
    "America/Martinique": (-4, "AST"),
    "America/Cayenne": (-3, "-03"),
    "Indian/Reunion": (4, "+04"),
    "Indian/Mayotte": (3, "EAT"),
}
FUSEAUX = {
    "guadeloupe": "America/Guadeloupe",
    "martinique": "America/Martinique",
    "guyane": "America/Cayenne",
    "reunion": "Indian/Reunion",
    "mayotte": "Indian/Mayotte",
}


def fuseau_du_territoire(zone: str | None) -> str:
    """Zone of the clock of a territory of public holidays ('reunion' -> Indian/Reunion)."""
    return FUSEAUX.get(zone or "", PARIS)


@dataclass(frozen=True)
class Evenement:
    """A deadline as a calendar shows it; no name, no address of a person."""

    uid: str
    titre: str
    jour: date
    heure: time | None = None  # on the clock of `fuseau`; none: the whole day
    fuseau: str = PARIS
    lieu: str = ""
    description: str = ""
    url: str = ""
    categorie: str = ""
    sequence: int = 0
    modifie_le: datetime | None = None  # UTC
    provisoire: bool = False
    rappel: bool = False


def empreinte(nom: str, evenements: Collection[Evenement]) -> str:
    """Same calendar, same print: what an ETag needs, without writing the file."""
    return hashlib.sha256(repr((FORMAT, nom, tuple(evenements))).encode()).hexdigest()


def agenda(nom: str, evenements: Collection[Evenement], moment: datetime) -> bytes:
    """The file; `moment` (UTC) is when this content was made (DTSTAMP)."""
    calendrier = Calendar()
    calendrier.add("version", "2.0")
    calendrier.add("prodid", PRODID)
    calendrier.add("calscale", "GREGORIAN")
    calendrier.add("method", "PUBLISH")
    calendrier.add("name", nom)
    calendrier.add("x-wr-calname", vText(nom))
    calendrier.add("refresh-interval", RAFRAICHIR, parameters={"VALUE": "DURATION"})
    calendrier.add("x-published-ttl", vDuration(RAFRAICHIR))
    for fuseau in sorted({e.fuseau for e in evenements if e.heure is not None}):
        calendrier.add_component(_zone(fuseau))
    for evenement in evenements:
        calendrier.add_component(_composant(evenement, moment))
    return calendrier.to_ical(sorted=False)


def _composant(evenement: Evenement, moment: datetime) -> Event:
    composant = Event()
    composant.add("uid", evenement.uid)
    composant.add("dtstamp", moment)
    if evenement.modifie_le:
        composant.add("last-modified", evenement.modifie_le)
    composant.add("sequence", evenement.sequence)
    titre = evenement.titre
    if evenement.heure is None:
        composant.add("dtstart", evenement.jour)
        composant.add("dtend", evenement.jour + timedelta(days=1))
    else:
        limite = datetime.combine(evenement.jour, evenement.heure)
        zone = {"TZID": evenement.fuseau}
        composant.add("dtstart", limite, parameters=zone)
        composant.add("dtend", limite + DUREE, parameters=zone)
        titre = f"{titre} · avant {heure_lettres(limite)}"
    composant.add("summary", titre)
    for cle, valeur in (
        ("location", evenement.lieu),
        ("description", evenement.description),
        ("url", evenement.url),
    ):
        if valeur:
            composant.add(cle, valeur)
    if evenement.categorie:
        composant.add("categories", [evenement.categorie])
    composant.add("status", "TENTATIVE" if evenement.provisoire else "CONFIRMED")
    composant.add("transp", "TRANSPARENT")  # a deadline keeps nobody busy
    composant.add("class", "PRIVATE")  # stays hidden when the calendar is shared with colleagues
    if evenement.rappel:
        composant.add_component(_alarme(titre, RAPPEL))
        if evenement.heure is not None:
            composant.add_component(_alarme(titre, RAPPEL_HEURE))
    return composant


def _alarme(titre: str, avant: timedelta) -> Alarm:
    alarme = Alarm()
    alarme.add("action", "DISPLAY")
    alarme.add("description", titre)
    alarme.add("trigger", avant)
    return alarme


def _zone(fuseau: str) -> Timezone:
    """VTIMEZONE by rule, valid for ever (until the law on summer time changes)."""
    zone = Timezone()
    zone.add("tzid", fuseau)
    if fuseau != PARIS:
        heures, nom = _FIXES[fuseau]
        decalage = timedelta(hours=heures)
        zone.add_component(_periode(TimezoneStandard(), nom, decalage, decalage, datetime(1970, 1, 1)))
        return zone
    hiver, ete = timedelta(hours=1), timedelta(hours=2)
    zone.add_component(_periode(TimezoneDaylight(), "CEST", hiver, ete, datetime(1996, 3, 31, 2), 3))
    zone.add_component(_periode(TimezoneStandard(), "CET", ete, hiver, datetime(1996, 10, 27, 3), 10))
    return zone


def _periode(periode, nom, depuis, vers, debut, mois=None):
    """`debut` is read on the clock that was in force just before."""
    periode.add("dtstart", debut)
    periode.add("tzoffsetfrom", vUTCOffset(depuis))
    periode.add("tzoffsetto", vUTCOffset(vers))
    periode.add("tzname", nom)
    if mois:
        periode.add("rrule", {"FREQ": "YEARLY", "BYMONTH": mois, "BYDAY": "-1SU"})
    return periode
