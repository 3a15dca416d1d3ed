"""The calendar file as a second library reads it, and as a reader written here splits it.

`icalendar` writes the file and reads it again in test_agenda.py: what it would do wrong both ways would
not be seen there.
"""
import re
from datetime import date, datetime, time, timedelta, timezone

import pytest
import vobject
from moteur.agenda import PARIS, Evenement, agenda

MOMENT = datetime(2027, 1, 15, 8, 0, tzinfo=timezone.utc)
TITRE = "LHI-2027-00012 · Observations ; délai, d’un mois \\ « Hénin-Beaumont »" + " très long" * 12
EVENEMENTS = [
    Evenement(
        uid="echeance-12@base", titre=TITRE, jour=date(2027, 2, 12), lieu="Hénin-Beaumont",
        description="Reçu le 12/01/2027.\nUn mois ; vendredi, donc.", url="https://exemple.fr/odoo/1",
        categorie="Délai légal", sequence=3, modifie_le=MOMENT, rappel=True,
    ),
    Evenement(
        uid="echeance-13@base", titre="Urgent", jour=date(2027, 7, 1), heure=time(16, 30), sequence=1,
    ),
    Evenement(
        uid="echeance-14@base", titre="À La Réunion", jour=date(2027, 12, 31), heure=time(9, 0),
        fuseau="Indian/Reunion", provisoire=True,
    ),
]


@pytest.fixture(scope="module")
def fichier():
    return agenda("OILHI – échéances", EVENEMENTS, MOMENT)


@pytest.fixture(scope="module")
def lus(fichier):
    calendrier = vobject.readOne(fichier.decode())
    return {str(e.uid.value): e for e in calendrier.vevent_list}


def proprietes(fichier):
    """RFC 5545 § 3.1, by hand: lines unfolded, name and parameters apart from the value."""
    lignes = fichier.decode().replace("\r\n ", "").split("\r\n")
    assert lignes.pop() == ""
    return [re.fullmatch(r"([A-Z-]+)((?:;[^:;]+)*):(.*)", ligne).groups() for ligne in lignes]


def test_rien_n_est_perdu(lus):
    assert sorted(lus) == [e.uid for e in EVENEMENTS]
    jour = lus["echeance-12@base"]
    assert jour.summary.value == TITRE
    assert jour.description.value == EVENEMENTS[0].description
    assert jour.location.value == "Hénin-Beaumont"
    assert jour.url.value == EVENEMENTS[0].url
    assert (jour.dtstart.value, jour.dtend.value) == (date(2027, 2, 12), date(2027, 2, 13))
    assert jour.dtstamp.value.astimezone(timezone.utc) == MOMENT
    assert jour.sequence.value == "3"
    assert jour.valarm.trigger.value == timedelta(days=-2)


def test_meme_instant(lus):
    """The zones of the file give the right moment, in summer and overseas."""
    for uid, attendu in (
        ("echeance-13@base", datetime(2027, 7, 1, 14, 30, tzinfo=timezone.utc)),
        ("echeance-14@base", datetime(2027, 12, 31, 5, 0, tzinfo=timezone.utc)),
    ):
        assert lus[uid].dtstart.value.astimezone(timezone.utc) == attendu


def test_composants_fermes(fichier):
    """Every BEGIN has its END, in order; a zone comes before the events that name it."""
    pile, vus = [], []
    for nom, parametres, valeur in proprietes(fichier):
        if nom == "BEGIN":
            pile.append(valeur)
            vus.append(valeur)
        elif nom == "END":
            assert pile.pop() == valeur
        if "TZID=" in parametres:
            assert parametres.split("TZID=")[1] in vus
        if nom == "TZID":
            vus.append(valeur)
    assert not pile
    assert {PARIS, "Indian/Reunion"} <= set(vus)


def test_une_fois_chacune(fichier):
    """RFC 5545 § 3.6.1: these must be there, and once; DTEND and DURATION exclude each other."""
    evenements, courant = [], None
    for nom, _parametres, valeur in proprietes(fichier):
        if (nom, valeur) == ("BEGIN", "VEVENT"):
            courant = []
        elif (nom, valeur) == ("END", "VEVENT"):
            evenements.append(courant)
            courant = None
        elif courant is not None:
            if nom == "BEGIN":
                courant.append("VALARM")
            if "VALARM" not in courant:
                courant.append(nom)
    assert len(evenements) == len(EVENEMENTS)
    for noms in evenements:
        for nom in ("UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "SUMMARY", "STATUS", "CLASS"):
            assert noms.count(nom) == 1, nom
        assert not {"DURATION", "RRULE", "ATTENDEE", "ORGANIZER"} & set(noms)


def test_uid_et_sequence_d_une_revision():
    """The same deadline moved: same UID, greater SEQUENCE, nothing else says which is newer."""
    avant, apres = (
        vobject.readOne(agenda("o", [Evenement(
            uid="echeance-12@base", titre="t", jour=jour, sequence=sequence)], MOMENT).decode()).vevent
        for jour, sequence in ((date(2027, 2, 12), 3), (date(2027, 2, 15), 4))
    )
    assert avant.uid.value == apres.uid.value
    assert int(avant.sequence.value) < int(apres.sequence.value)
