"""One row of the directory's file, and what the whole file would do."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oilhi_partenaires.outils import annuaire_colonnes as colonnes
from oilhi_partenaires.outils import annuaire_lignes as lignes
from oilhi_partenaires.outils.annuaire_plan import Fiche, Ligne, Repertoire, planifier

JOUR = date(2026, 11, 24)
REFERENCES = lignes.References(
    types={"pa adil": {1}, "pa caf": {2}},
    communes={"62041": {10}, "arras": {10}, "01001": {11}, "montreuil": {12, 13},
              "montreuil 62": {12}, "montreuil 93": {13}},
    departements={"62": {62}, "01": {1}},
)


@pytest.mark.parametrize(("cle", "texte", "attendu"), [
    ("phone", "0321234567", "03 21 23 45 67"),
    ("phone", "321234567", "03 21 23 45 67"),
    ("phone", "+33 (0)3 21 23 45 67", "03 21 23 45 67"),
    ("phone", "0033321234567", "03 21 23 45 67"),
    ("phone", "03.21.23.45.67", "03 21 23 45 67"),
    ("phone", "0262 12 34 56", "0262 12 34 56"),
    ("phone", "+262262123456", "0262 12 34 56"),
    ("phone", "0590 20 12 34", "0590 20 12 34"),
    ("phone", "0 806 706 806", "0 806 70 68 06"),
    ("phone", "115", "115"),
    ("phone", "3919", "3919"),
    ("phone", "+32 2 555 12 12", "+32 2 555 12 12"),
    ("email", "Contact@Ville-Exemple.FR", "Contact@ville-exemple.fr"),
    ("website", "www.exemple.fr", "https://www.exemple.fr"),
    ("zip", "1000", "01000"),
    ("zip", "62 000", "62000"),
    ("siret", "356 000 000 00048", "35600000000048"),
    ("verifie_le", "24/11/2026", date(2026, 11, 24)),
    ("verifie_le", "2026-01-02", date(2026, 1, 2)),
    ("types", "PA-ADIL | pa-caf", {1, 2}),
    ("communes", "1001 ; Arras", {10, 11}),
    ("communes", "Montreuil (62)", {12}),
    ("departements", "1", {1}),
])
def test_values_are_cleaned(cle, texte, attendu):
    lu = lignes.valider({"name": "Exemple", cle: texte}, REFERENCES, JOUR)
    assert (lu.erreurs, lu.valeurs[cle]) == ([], attendu)


@pytest.mark.parametrize(("cle", "texte", "mot"), [
    ("name", "", "manque"),
    ("name", "—", "lettre"),
    ("name", "a" * 201, "200"),
    ("name", "a\x00b", "illisibles"),
    ("name", "#N/A", "formule"),
    ("phone", "0321", "attribuable"),
    ("phone", "3,21E+08", "abrégé"),
    ("phone", "03 21 23 45 67 / 03 21 23 45 68", "plusieurs"),
    ("email", "contact@ville", "valable"),
    ("email", "a@b.fr ; c@d.fr", "plusieurs"),
    ("website", "javascript:alert(1)", "site"),
    ("zip", "62000 CEDEX", "code postal"),
    ("siret", "356000000", "SIREN"),
    ("siret", "35600000000049", "clé"),
    ("siret", "3,56E+13", "abrégé"),
    ("siret", "123", "quatorze"),
    ("verifie_le", "31/02/2026", "pas une date"),
    ("verifie_le", "25/11/2026", "avenir"),
    ("verifie_le", "01/01/1999", "ancienne"),
    ("types", "PA-INCONNU", "type d’organisme"),
    ("communes", "Nulle-Part", "commune installée"),
    ("communes", "Montreuil", "2 entrées"),
    ("departements", "99", "département"),
])
def test_faults_are_named(cle, texte, mot):
    lu = lignes.valider({"name": "Exemple", cle: texte}, REFERENCES, JOUR)
    assert len(lu.erreurs) == 1
    probleme = lu.erreurs[0]
    assert probleme.colonne == colonnes.PAR_CLE[cle].titre
    assert mot in probleme.motif
    assert probleme.conseil.endswith(".")


CELLULES = st.dictionaries(
    st.sampled_from(sorted(colonnes.PAR_CLE)),
    st.one_of(st.text(max_size=40), st.from_regex(r"[+0-9 .()-]{0,20}", fullmatch=True)),
)


@given(CELLULES)
def test_a_row_never_raises_and_every_fault_says_what_to_do(cellules):
    lu = lignes.valider(cellules, REFERENCES, JOUR)
    for probleme in lu.erreurs:
        assert probleme.colonne in colonnes.TITRES
        assert probleme.motif.endswith(".") and probleme.conseil.endswith(".")
    assert set(lu.valeurs) <= set(cellules)
    if not lu.erreurs:
        assert lu.valeurs["name"].strip()


@given(CELLULES)
def test_clean_values_are_clean_already(cellules):
    """Reading again what was read changes nothing: an export can be imported."""
    lu = lignes.valider(cellules, REFERENCES, JOUR)
    textes = {cle: valeur for cle, valeur in lu.valeurs.items() if isinstance(valeur, str)}
    relu = lignes.valider({"name": "Exemple", **textes}, REFERENCES, JOUR)
    assert {cle: relu.valeurs.get(cle) for cle in textes} == textes


def test_headers_without_accents_or_case():
    rangs, avertissements, erreurs = colonnes.reconnaitre(
        ["NOM", "telephone", "E-mail", "Inconnue", "", "Motif"]
    )
    assert rangs == {0: "name", 1: "phone", 2: "email"}
    assert "Inconnue" in avertissements[0] and len(avertissements) == 1
    assert not erreurs


def test_missing_name_and_repeated_columns_are_refused():
    assert "« Nom »".replace(" ", "\xa0") in colonnes.reconnaitre(["Ville"])[2][0]
    assert "deux fois" in colonnes.reconnaitre(["Nom", "Tel", "Téléphone"])[2][0]


def _plan(fiches, *rangees):
    prevues = [Ligne(numero, valeurs["name"], dict(valeurs), [])
               for numero, valeurs in enumerate(rangees, 2)]
    planifier(prevues, Repertoire(fiches), "OILHI-abc-")
    return prevues


ADIL = Fiche(5, "ADIL du Pas-de-Calais", "Arras", "03 21 00 00 01", "a@adil.example",
             "35600000000048", "X-1")


@pytest.mark.parametrize("valeurs", [
    {"name": "Nouveau nom", "identifiant": "X-1"},
    {"name": "Nouveau nom", "identifiant": "OILHI-abc-5"},
    {"name": "Nouveau nom", "siret": "35600000000048"},
    {"name": "adil du pas de calais"},
    {"name": "ADIL du Pas-de-Calais", "city": "ARRAS"},
])
def test_an_entry_is_recognised(valeurs):
    assert [ligne.fiche for ligne in _plan([ADIL], valeurs)] == [ADIL]


@pytest.mark.parametrize("valeurs", [
    {"name": "Autre", "identifiant": "OILHI-zzz-5", "types": {1}},
    {"name": "ADIL du Pas-de-Calais", "city": "Lille", "types": {1}},
    {"name": "ADIL du Pas-de-Calais", "siret": "21620041700017", "types": {1}},
])
def test_another_entry_is_not_taken_for_it(valeurs):
    assert [ligne.action for ligne in _plan([ADIL], valeurs)] == ["creer"]


def test_an_organisation_needs_a_type_and_a_file_no_repetition():
    sans_type, premiere, seconde = _plan(
        [], {"name": "A"}, {"name": "B", "types": {1}}, {"name": "b", "types": {1}}
    )
    assert "type" in sans_type.erreurs[0].motif
    assert premiere.action == "creer"
    assert "ligne 3" in seconde.erreurs[0].motif


def test_people_follow_their_organisation():
    organisme, personne, perdue, orpheline = _plan(
        [ADIL], {"name": "CAF", "types": {2}},
        {"name": "Camille Exemple", "rattachement": "caf", "street": "1 rue"},
        {"name": "Dominique Exemple", "rattachement": "Nulle part"},
        {"name": "Claude Exemple", "rattachement": "OILHI-abc-5"},
    )
    assert personne.parent is organisme and "street" not in personne.valeurs
    assert personne.avertissements
    assert perdue.action == "erreur"
    assert orpheline.parent == ADIL


def test_who_looks_alike_is_said():
    meme_nom, meme_courriel, jumelle = _plan(
        [ADIL], {"name": "ADIL Pas de Calais", "types": {1}},
        {"name": "Autre", "types": {1}, "email": "A@adil.example"},
        {"name": "Encore", "types": {1}, "email": "a@adil.example"},
    )
    assert meme_nom.doublons[0][1] == ADIL
    assert meme_courriel.doublons == [("Même courriel", ADIL)]
    assert [proche for _, proche in jumelle.doublons] == [ADIL, meme_courriel]
