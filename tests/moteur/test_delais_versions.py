"""Versions of a rule, and the files that hold them."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from moteur.delais import lire_regles, lire_versions, regle_en_vigueur, regles_livrees
from moteur.lecture import etat_du_droit, tables

ENTETE = "id,code,name,nombre,unite,nature,depart,proroge,base,niveau_preuve,date_debut,date_fin\n"
UN_JOUR = timedelta(days=1)


def ligne(code="DL-X", nombre="1", debut="", fin="", unite="mois"):
    return f"delai_X,{code},x,{nombre},{unite},minimum,réception,1,CCH,confirme,{debut},{fin}\n"


@pytest.fixture
def table(tmp_path):
    def ecrire(*lignes, nom="oilhi.delai.csv", entete=ENTETE):
        chemin = tmp_path / nom
        chemin.write_text(entete + "".join(lignes), encoding="utf-8")
        return chemin

    return ecrire


# --- the version in force ---


def test_bornes_incluses():
    versions = [
        (None, date(2027, 6, 30), "ancienne"),
        (date(2027, 7, 1), date(2028, 12, 31), "nouvelle"),
    ]
    for jour, attendue in (
        (date(1990, 1, 1), "ancienne"),
        (date(2027, 6, 30), "ancienne"),
        (date(2027, 7, 1), "nouvelle"),
        (datetime(2028, 12, 31, 23, 59), "nouvelle"),
        (date(2029, 1, 1), None),
    ):
        assert regle_en_vigueur(versions, jour) == attendue
        assert regle_en_vigueur(reversed(versions), jour) == attendue
    assert regle_en_vigueur([], date(2027, 1, 1)) is None


def test_chevauchement():
    """The latest start wins; of two that start together, the one that ends first."""
    versions = [
        (None, None, "générale"),
        (date(2027, 1, 1), None, "réforme"),
        (date(2027, 1, 1), date(2027, 3, 31), "mesure provisoire"),
    ]
    assert regle_en_vigueur(versions, date(2026, 12, 31)) == "générale"
    assert regle_en_vigueur(versions, date(2027, 2, 1)) == "mesure provisoire"
    assert regle_en_vigueur(versions, date(2027, 4, 1)) == "réforme"


bornes = st.none() | st.dates(date(2024, 1, 1), date(2030, 12, 31))
intervalles = st.lists(st.tuples(bornes, bornes), max_size=6)
jours = st.dates(date(2023, 1, 1), date(2031, 12, 31))


@given(intervalles, jours)
def test_totale_et_la_plus_recente(periodes, jour):
    versions = [(debut, fin, rang) for rang, (debut, fin) in enumerate(periodes)]
    retenue = regle_en_vigueur(versions, jour)
    applicables = [
        (debut or date.min, fin or date.max, rang)
        for debut, fin, rang in versions
        if (debut or date.min) <= jour <= (fin or date.max)
    ]
    assert (retenue is None) is (not applicables)
    if applicables:
        debut, fin, _rang = next(v for v in applicables if v[2] == retenue)
        assert debut == max(v[0] for v in applicables)
        assert fin == min(v[1] for v in applicables if v[0] == debut)


@given(st.lists(st.tuples(bornes, bornes), max_size=6, unique=True), jours, st.randoms())
def test_l_ordre_ne_compte_pas(periodes, jour, hasard):
    versions = [(debut, fin, (debut, fin)) for debut, fin in periodes]
    melangees = versions[:]
    hasard.shuffle(melangees)
    assert regle_en_vigueur(versions, jour) == regle_en_vigueur(melangees, jour)


@given(st.lists(st.dates(date(2024, 1, 1), date(2030, 12, 31)), unique=True, min_size=1), jours)
def test_une_suite_de_reformes_n_a_ni_trou_ni_doute(dates, jour):
    """Each reform ends the former one the day before: exactly one version at any time."""
    debuts = [None, *sorted(dates)]
    fins = [debut - UN_JOUR for debut in debuts[1:]] + [None]
    versions = list(zip(debuts, fins, range(len(debuts)), strict=True))
    attendue = sum(1 for debut in debuts[1:] if debut <= jour)
    assert regle_en_vigueur(versions, jour) == attendue


# --- the files ---


def test_tous_les_fichiers_sont_lus(table, tmp_path):
    table(ligne("DL-A"))
    table(ligne("DL-B"), nom="oilhi.delai-autres.csv")
    table(ligne("DL-C"), nom="oilhi.delai.version.csv")  # another model's
    fichiers = tables(tmp_path)
    assert [f.name for f in fichiers] == ["oilhi.delai.csv", "oilhi.delai-autres.csv"]
    assert set(lire_regles(*fichiers)) == {"DL-A", "DL-B"}


def test_version_selon_le_jour(table):
    fichier = table(
        ligne(nombre="1", fin="2027-06-30"),
        ligne(nombre="2", debut="2027-07-01"),
        ligne("DL-FUTUR", debut="2099-01-01"),
    )
    assert len(lire_versions(fichier)["DL-X"]) == 2
    assert lire_regles(fichier, jour=date(2027, 6, 30))["DL-X"].nombre == 1
    assert lire_regles(fichier, jour=date(2027, 7, 1))["DL-X"].nombre == 2
    assert set(lire_regles(fichier)) == {"DL-X"}  # a law to come is not applied by default
    assert lire_regles(fichier)["DL-X"].nombre == (1 if etat_du_droit() < date(2027, 7, 1) else 2)


def test_double_refuse(table):
    un = table(ligne("DL-A"), ligne("DL-X"))
    deux = table(ligne("DL-X"), nom="oilhi.delai-autres.csv")
    with pytest.raises(ValueError, match="DL-X en double") as erreur:
        lire_regles(un, deux)
    assert "oilhi.delai.csv, ligne 3" in str(erreur.value)
    assert "oilhi.delai-autres.csv, ligne 2" in str(erreur.value)
    with pytest.raises(ValueError, match="applicable depuis le 2027-01-01 en double"):
        lire_regles(table(ligne(debut="2027-01-01"), ligne(debut="2027-01-01", fin="2027-02-01")))


def test_fichier_fautif_nomme(table):
    with pytest.raises(ValueError, match="colonnes manquantes, code, base"):
        lire_regles(table(entete="id,name,nombre,unite,nature,depart,proroge,niveau_preuve\n"))
    for faute in (ligne(nombre="un"), ligne(unite="semaines"), ligne(debut="01/01/2027")):
        with pytest.raises(ValueError, match=r"oilhi.delai.csv, ligne 2 \(DL-X\)"):
            lire_regles(table(faute))


def test_colonnes_d_odoo_ignorees_et_nombres(table):
    entete = ENTETE.strip() + ",depart_type,retard,filtre\n"
    lignes = [
        ligne("DL-A", nombre="8.5").strip() + ",acte,1,loyer\n",
        ligne("DL-B", nombre="").strip() + ",acte,1,\n",
    ]
    regles = lire_regles(table(*lignes, entete=entete))
    assert regles["DL-A"].nombre == 8.5
    assert regles["DL-B"].nombre is None
    sans_versions = "id,code,name,nombre,unite,nature,depart,proroge,base,niveau_preuve\n"
    assert lire_regles(
        table("x,DL-A,x,1,mois,minimum,x,1,x,confirme\n", entete=sans_versions)
    )["DL-A"].proroge


def test_tables_livrees():
    livrees = regles_livrees()
    assert set(lire_versions()) >= set(livrees)
    for regle in livrees.values():
        assert regle.libelle
        assert regle.nombre is None or isinstance(regle.nombre, int | float)
    with pytest.raises(TypeError):
        livrees["DL-X"] = None
