"""Another count of the same periods agrees: 10 000 random cases, then Hypothesis to shrink.

The oracle (oracle_delais.py) shares nothing with the core. That it can see a fault is tested too:
each mutation of the core below is caught.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from random import Random

import oracle_delais
import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given, settings
from hypothesis import strategies as st
from moteur import calendrier, delais_calcul
from moteur.calendrier import TERRITOIRES, ajouter_mois, feries
from moteur.delais import RegleDelai, calculer, regles_livrees

GRAINE, NOMBRE = 20270112, 10_000
DEBUT, FIN = date(2020, 1, 1), date(2035, 12, 31)
# Largest length tried per unit: the oracle walks, hour by hour and day by day.
LONGUEURS = {"heures": 400, "jours": 400, "mois": 30, "ans": 4}
DUREES = tuple(LONGUEURS)
UNITES = (*DUREES, "mois_suivant", "jour_suivant", "trimestre", "aucun")
NATURES = ("minimum", "maximum", "butoir", "reponse", "franc", "date")
# Rules of the shipped table that give a date by themselves.
LIVREES = tuple(
    regle
    for regle in regles_livrees().values()
    if regle.nature in NATURES and (regle.nombre or regle.unite == "aucun")
)


def observer(cas):
    regle, depart, territoire = cas
    echeance = calculer(regle, depart, territoire=territoire)
    return oracle_delais.Attendu(
        echeance.theorique, echeance.date, echeance.au_plus_tot, echeance.prorogee
    )


def attendre(cas):
    regle, depart, territoire = cas
    return oracle_delais.compter(
        depart, int(regle.nombre or 0), regle.unite, regle.nature, regle.proroge, territoire
    )


@cache
def jours_off(annee, territoire):
    """Public holidays of a year: (all of them, those of the territory alone)."""
    tous, locaux, jour = [], [], date(annee, 1, 1)
    while jour.year == annee:
        if oracle_delais.noms_feries(jour, territoire):
            tous.append(jour)
            if not oracle_delais.noms_feries(jour, "metropole"):
                locaux.append(jour)
        jour += timedelta(days=1)
    return tous, locaux


def viser(hasard, regle, territoire):
    """A start whose end falls on a holiday or beside it: chance alone would meet few of them."""
    tous, locaux = jours_off(hasard.randint(2020, 2035), territoire)
    but = hasard.choice(locaux or tous if hasard.random() < 0.5 else tous)
    but -= timedelta(days=hasard.choice((-1, 0, 0, 1, 2)))
    if regle.unite == "jours":
        return but - timedelta(days=int(regle.nombre))
    if regle.unite in ("mois", "ans"):
        return but - relativedelta(months=int(regle.nombre) * (12 if regle.unite == "ans" else 1))
    return but


def tirer(nombre, graine=GRAINE):
    """Half of the shipped rules, half of invented ones: every nature with every unit."""
    for rang in range(nombre):
        hasard = Random(graine * 100_000 + rang)  # a rule added to the table changes no other case
        territoire = hasard.choice(TERRITOIRES)
        if rang % 2:
            regle = hasard.choice(LIVREES)
        else:
            unite = hasard.choice(UNITES)
            regle = RegleDelai(
                "DL-X", "essai", hasard.randint(1, LONGUEURS.get(unite, 1)), unite,
                hasard.choice(NATURES), "", hasard.random() < 0.7,
            )  # fmt: skip
        sorte = hasard.random()
        if sorte < 0.4:
            jour = max(DEBUT, viser(hasard, regle, territoire))
        else:
            jour = DEBUT + timedelta(days=hasard.randrange((FIN - DEBUT).days + 1))
        if sorte > 0.8:  # ends of months are where counts go wrong
            suivant = (jour.replace(day=1) + timedelta(days=32)).replace(day=1)
            jour = suivant - timedelta(days=hasard.randrange(1, 5))
        if regle.unite == "heures":
            heure, minute = hasard.randrange(24), hasard.randrange(60)
            jour = datetime(jour.year, jour.month, jour.day, heure, minute)
        yield regle, jour, territoire


@pytest.fixture(scope="module")
def cas_attendus():
    """The oracle is slow: its answers are worked out once."""
    return [(cas, attendre(cas)) for cas in tirer(NOMBRE)]


def ecarts(cas_attendus):
    """Cases on which they differ, one at a time."""
    return ((cas, attendu) for cas, attendu in cas_attendus if observer(cas) != attendu)


def test_dix_mille_cas(cas_attendus):
    assert len(cas_attendus) == NOMBRE
    assert list(ecarts(cas_attendus)) == []


def test_le_tirage_couvre_tout(cas_attendus):
    tires = [cas for cas, _attendu in cas_attendus]
    assert {(r.nature, r.unite) for r, _d, _t in tires} >= {(n, u) for n in NATURES for u in UNITES}
    assert {t for _r, _d, t in tires} == set(TERRITOIRES)
    assert {r.code for r, _d, _t in tires} >= {r.code for r in LIVREES}
    assert {d.year for _r, d, _t in tires} == set(range(DEBUT.year, FIN.year + 1))
    reportes = sum(attendu.prorogee for _cas, attendu in cas_attendus)
    assert reportes > 1_000


durees = st.one_of(
    *(st.tuples(st.just(u), st.integers(1, LONGUEURS.get(u, 1))) for u in UNITES)
)


@given(
    durees,
    st.sampled_from(NATURES),
    st.booleans(),
    st.datetimes(datetime(2020, 1, 1), datetime(2035, 12, 31)),
    st.sampled_from(TERRITOIRES),
)
@settings(max_examples=600)
def test_hypothesis_est_d_accord(duree, nature, proroge, moment, territoire):
    unite, nombre = duree
    regle = RegleDelai("DL-X", "essai", nombre, unite, nature, "", proroge)
    cas = regle, moment if unite == "heures" else moment.date(), territoire
    assert observer(cas) == attendre(cas)


@given(
    st.integers(1, 30),
    st.integers(0, 60),
    st.booleans(),
    st.dates(DEBUT, FIN),
    st.sampled_from(TERRITOIRES),
)
def test_des_mois_puis_des_jours(mois, jours, franc, depart, territoire):
    regle = RegleDelai("DL-X", "essai", 1, "mois", "franc" if franc else "reponse", "", True)
    echeance = calculer(
        regle, depart, territoire=territoire, nombre=mois, unite="mois", puis_jours=jours
    )
    attendu = oracle_delais.compter(depart, mois, "mois", regle.nature, True, territoire, jours)
    assert (echeance.theorique, echeance.date) == (attendu.theorique, attendu.date)


# --- calendar: two more witnesses ---


@pytest.mark.parametrize("territoire", TERRITOIRES)
def test_jours_feries_ecrits_a_la_main(territoire):
    """Every day of twenty-one years: same days off, same names."""
    jour = date(2020, 1, 1)
    while jour.year < 2041:
        noms = oracle_delais.noms_feries(jour, territoire)
        attendu = " et ".join(sorted(noms)).replace("'", "\u2019") or None
        assert feries(jour.year, territoire).get(jour) == attendu, jour
        jour += timedelta(days=1)


def test_paques_connues():
    """Dates printed in any almanac, so that the oracle itself is not taken on trust."""
    connues = {2020: (4, 12), 2021: (4, 4), 2022: (4, 17), 2023: (4, 9), 2024: (3, 31),
               2025: (4, 20), 2026: (4, 5), 2027: (3, 28), 2028: (4, 16), 2029: (4, 1),
               2030: (4, 21), 2038: (4, 25)}  # fmt: skip
    for annee, (mois, jour) in connues.items():
        assert oracle_delais.paques(annee) == date(annee, mois, jour)


def test_mois_trois_temoins():
    """The core, the oracle and dateutil, from every day of four years."""
    jour = date(2027, 1, 1)
    while jour.year < 2031:
        for nombre in (1, 2, 3, 4, 6, 12):
            compte = ajouter_mois(jour, nombre)
            assert compte == oracle_delais.mois_plus_tard(jour, nombre)
            assert compte == jour + relativedelta(months=nombre)
        jour += timedelta(days=1)


# --- the oracle sees a fault of the core ---


def sans_ferie(*noms):
    reels = calendrier.feries

    def feries_faux(annee, territoire="metropole"):
        return {j: nom for j, nom in reels(annee, territoire).items() if nom not in noms}

    return calendrier, "feries", feries_faux


def ailleurs(territoire):
    """The holidays of a territory forgotten: it is taken for the metropole."""
    reels = calendrier.feries

    def feries_faux(annee, voulu="metropole"):
        return reels(annee, "metropole" if voulu == territoire else voulu)

    return calendrier, "feries", feries_faux


def samedi_ouvrable():
    vrai = calendrier.motif_non_ouvrable

    def motif_faux(jour, *reste):
        motif = vrai(jour, *reste)
        return None if motif == "est un samedi" else motif

    return calendrier, "motif_non_ouvrable", motif_faux


def prorogation_d_un_jour():
    def proroger_faux(jour, territoire="metropole", chomes=()):
        motif = calendrier.motif_non_ouvrable(jour, territoire, chomes)
        return (jour + timedelta(days=1), motif) if motif else (jour, "")

    return delais_calcul, "proroger", proroger_faux


def mois_de_trente_jours():
    return delais_calcul, "ajouter_mois_jours", lambda j, mois, jours: j + timedelta(days=30 * mois + jours)


def fin_de_mois_collante():
    """The last day of a month taken to the last day of the other."""

    def ajouter_faux(jour, mois, jours):
        fin = calendrier.ajouter_mois_jours(jour, mois, jours)
        if (jour + timedelta(days=1)).day == 1:
            return calendrier.ajouter_mois(fin.replace(day=1), 1) - timedelta(days=1)
        return fin

    return delais_calcul, "ajouter_mois_jours", ajouter_faux


def loyer_des_le_mois_courant():
    return delais_calcul, "premier_du_mois_suivant", lambda jour: (
        jour if jour.day == 1 else calendrier.premier_du_mois_suivant(jour)
    )


def fin_du_mois_courant():
    return delais_calcul, "fin_du_mois_suivant", lambda jour: (
        calendrier.premier_du_mois_suivant(jour) - timedelta(days=1)
    )


def trimestre_glissant():
    return delais_calcul, "fin_du_trimestre", lambda jour: calendrier.ajouter_mois(jour, 3)


def minimum_comme_maximum():
    return delais_calcul, "OUVRE_LA_SUITE", frozenset({"reponse"})


MUTATIONS = {
    "sans Vendredi saint": lambda: sans_ferie("Vendredi saint"),
    "sans Saint-Étienne": lambda: sans_ferie("Saint-Étienne"),
    "sans lundi de Pâques": lambda: sans_ferie("Lundi de Pâques"),
    "sans Ascension": lambda: sans_ferie("Ascension"),
    "sans lundi de Pentecôte": lambda: sans_ferie("Lundi de Pentecôte"),
    "sans 1er mai": lambda: sans_ferie("Fête du Travail"),
    "sans 8 mai": lambda: sans_ferie("Fête de la Victoire"),
    "sans Mi-Carême": lambda: sans_ferie("Mi-Carême"),
    "sans Victor Schoelcher": lambda: sans_ferie("Fête de Victor Schoelcher"),
    **{f"{t} comme la métropole": lambda t=t: ailleurs(t) for t in TERRITOIRES if t != "metropole"},
    "samedi ouvrable": samedi_ouvrable,
    "report d’un seul jour": prorogation_d_un_jour,
    "mois de trente jours": mois_de_trente_jours,
    "fin de mois collante": fin_de_mois_collante,
    "loyer dès le mois courant": loyer_des_le_mois_courant,
    "fin du mois courant": fin_du_mois_courant,
    "trimestre glissant": trimestre_glissant,
    "minimum sans lendemain": minimum_comme_maximum,
}


@pytest.mark.parametrize("nom", MUTATIONS)
def test_une_faute_du_coeur_se_voit(nom, cas_attendus, monkeypatch):
    monkeypatch.setattr(*MUTATIONS[nom]())
    assert next(ecarts(cas_attendus), None)


def test_une_regle_fausse_se_voit(cas_attendus):
    """A day forgotten in a clear period, a prorogation of what binds the mayor."""

    def vue(champ, juste, faux):
        return any(
            observer((replace(regle, **{champ: faux}), depart, territoire)) != attendu
            for (regle, depart, territoire), attendu in cas_attendus
            if getattr(regle, champ) == juste
        )

    assert vue("nature", "franc", "date")
    assert vue("proroge", False, True)
    assert vue("proroge", True, False)
