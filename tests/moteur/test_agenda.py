"""The calendar file against what readers require, and its zones against the system's."""

from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from moteur.agenda import (
    FUSEAUX,
    PARIS,
    Evenement,
    agenda,
    empreinte,
    fuseau_du_territoire,
)
from moteur.calendrier import TERRITOIRES

NOM = "OILHI – échéances"
MOMENT = datetime(2027, 1, 12, 8, 30, tzinfo=timezone.utc)
JOUR = Evenement(
    uid="echeance-12@base",
    titre="LHI-2027-00012 · Observations, mise en sécurité · Arras",
    jour=date(2027, 2, 12),
    lieu="Arras",
    description="reçu le 12/01/2027, un mois ; premier jour possible : 13/02/2027\nTexte : CCH L. 511-10.\n"
    "https://oilhi.exemple.fr/odoo/dossiers/12",
    url="https://oilhi.exemple.fr/odoo/dossiers/12",
    categorie="Délai légal",
    sequence=3,
    modifie_le=datetime(2027, 1, 12, 8, tzinfo=timezone.utc),
    rappel=True,
)
HEURE = Evenement(
    uid="echeance-13@base", titre="LHI-2027-00012 · Expertise d’urgence · Arras",
    jour=date(2027, 7, 1), heure=time(16, 30), rappel=True,
)


def lire(*evenements):
    return Calendar.from_ical(agenda(NOM, evenements, MOMENT))


def test_octets():
    """CRLF, UTF-8, at most 75 octets a line, no letter cut in two."""
    octets = agenda(NOM, [JOUR, HEURE], MOMENT)
    lignes = octets.split(b"\r\n")
    assert lignes[-1] == b"" and b"\n" not in b"".join(lignes)
    assert max(map(len, lignes)) <= 75
    for ligne in lignes:
        ligne.decode()
    assert lignes[:2] == [b"BEGIN:VCALENDAR", b"VERSION:2.0"]
    assert lignes[2].startswith(b"PRODID:")


def test_relu_et_recrit():
    octets = agenda(NOM, [JOUR, HEURE], MOMENT)
    assert Calendar.from_ical(octets).to_ical(sorted=False) == octets


def test_en_tete():
    texte = agenda(NOM, [], MOMENT).decode()
    for ligne in (
        "METHOD:PUBLISH", "CALSCALE:GREGORIAN", f"X-WR-CALNAME:{NOM}", f"NAME:{NOM}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H", "X-PUBLISHED-TTL:PT6H",
    ):
        assert f"\r\n{ligne}\r\n" in texte
    assert "VEVENT" not in texte and "VTIMEZONE" not in texte


def test_jour_entier():
    """Outlook: both ends are dates, the second is the day after, no DURATION."""
    (evenement,) = lire(JOUR).walk("VEVENT")
    assert evenement["DTSTART"].dt == date(2027, 2, 12)
    assert evenement["DTEND"].dt == date(2027, 2, 13)
    assert evenement["DTSTART"].params["VALUE"] == evenement["DTEND"].params["VALUE"] == "DATE"
    assert "DURATION" not in evenement and "RRULE" not in evenement
    assert str(evenement["UID"]) == "echeance-12@base"
    assert evenement["SEQUENCE"] == 3
    assert evenement["DTSTAMP"].dt == MOMENT
    assert evenement["LAST-MODIFIED"].dt == JOUR.modifie_le
    assert evenement["TRANSP"] == "TRANSPARENT"
    assert evenement["CLASS"] == "PRIVATE"
    assert evenement["STATUS"] == "CONFIRMED"
    assert evenement["CATEGORIES"].to_ical().decode() == "Délai légal"
    assert str(evenement["SUMMARY"]) == JOUR.titre
    assert str(evenement["DESCRIPTION"]) == JOUR.description
    assert str(evenement["URL"]) == JOUR.url
    (alarme,) = evenement.walk("VALARM")
    assert alarme["ACTION"] == "DISPLAY" and alarme["TRIGGER"].dt == timedelta(days=-2)
    assert str(alarme["DESCRIPTION"]) == JOUR.titre


def test_heure():
    calendrier = lire(HEURE)
    (evenement,) = calendrier.walk("VEVENT")
    assert evenement["DTSTART"].params["TZID"] == evenement["DTEND"].params["TZID"] == PARIS
    assert evenement["DTSTART"].to_ical() == b"20270701T163000"
    assert evenement["DTEND"].to_ical() == b"20270701T164500"
    assert str(evenement["SUMMARY"]).endswith("· avant 16\u00a0h\u00a030")
    assert [z["TZID"] for z in calendrier.walk("VTIMEZONE")] == [PARIS]
    assert [a["TRIGGER"].dt for a in evenement.walk("VALARM")] == [
        timedelta(days=-2), timedelta(hours=-2),
    ]


def test_provisoire_et_conseille():
    evenement = Evenement(uid="1", titre="t", jour=date(2027, 1, 1), provisoire=True)
    (lu,) = lire(evenement).walk("VEVENT")
    assert lu["STATUS"] == "TENTATIVE"
    assert not lu.walk("VALARM")
    for absent in ("LOCATION", "DESCRIPTION", "URL", "CATEGORIES", "LAST-MODIFIED"):
        assert absent not in lu


def test_un_fuseau_par_identifiant():
    """Apple and Thunderbird: each TZID has its VTIMEZONE, once, before the events."""
    zones = [PARIS, *FUSEAUX.values()]
    evenements = [
        Evenement(uid=f"{n}", titre="t", jour=date(2027, 1, 1), heure=time(9), fuseau=zone)
        for n, zone in enumerate([*zones, *zones])
    ]
    octets = agenda(NOM, evenements, MOMENT)
    decrits = [str(z["TZID"]) for z in Calendar.from_ical(octets).walk("VTIMEZONE")]
    assert sorted(decrits) == sorted(set(zones))
    assert octets.rindex(b"END:VTIMEZONE") < octets.index(b"BEGIN:VEVENT")


@pytest.mark.parametrize("fuseau", [PARIS, *sorted(set(FUSEAUX.values()))])
def test_fuseau_comme_le_systeme(fuseau):
    """Our rules and the database of zones agree, hour by hour around the changes, 2025 to 2035."""
    calendrier = lire(Evenement(uid="1", titre="t", jour=date(2027, 1, 1), heure=time(9), fuseau=fuseau))
    (zone,) = calendrier.walk("VTIMEZONE")
    notre, systeme = zone.to_tz(), ZoneInfo(fuseau)
    jours = [date(annee, mois, 1) + timedelta(days=n)
             for annee in range(2025, 2036) for mois in (3, 10) for n in range(31)]
    for jour in jours:
        for heure in (0, 1, 3, 4, 12, 23):  # 2 h does not exist one day a year, and is twice another
            moment = datetime.combine(jour, time(heure))
            assert moment.replace(tzinfo=notre).utcoffset() == moment.replace(tzinfo=systeme).utcoffset()


def test_territoires():
    """Every territory of the holidays has a clock."""
    outre_mer = set(TERRITOIRES) - {"metropole", "alsace_moselle"}
    assert outre_mer == FUSEAUX.keys()
    assert fuseau_du_territoire("alsace_moselle") == fuseau_du_territoire(None) == PARIS
    assert fuseau_du_territoire("reunion") == "Indian/Reunion"


def test_empreinte():
    """Changes with the events, not with the moment."""
    assert empreinte(NOM, [JOUR, HEURE]) == empreinte(NOM, (JOUR, HEURE))
    assert len({empreinte(NOM, []), empreinte(NOM, [JOUR]), empreinte(NOM, [JOUR, HEURE])}) == 3


def test_mots_difficiles():
    """Commas, semicolons, line feeds and long words come back as they were."""
    texte = "a, b ; c \\ d\nAÏE « é » " + "œ" * 200
    (lu,) = lire(Evenement(uid="1", titre=texte.replace("\n", " "), jour=date(2028, 2, 29),
                           description=texte, lieu="Saint-Omer, centre")).walk("VEVENT")
    assert str(lu["DESCRIPTION"]) == texte
    assert str(lu["LOCATION"]) == "Saint-Omer, centre"
    assert lu["DTEND"].dt == date(2028, 3, 1)
