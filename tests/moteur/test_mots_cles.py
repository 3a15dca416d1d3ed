"""One key for one address, and the one box: tables of what people really type."""

import pytest

from oilhi_partenaires.outils.adresse import cle_adresse
from oilhi_partenaires.outils.mots_cles import groupes_saisis, texte_cle
from oilhi_partenaires.outils.recherche import correspond

MEMES = [
    ("12 bis rue de l eglise", (
        "12 bis r. de l'Église", "12b rue de l’eglise", "12 B, Rue de l’Église", "12BIS RUE DE L EGLISE",
        "n° 12 bis rue de l’Église", "012 bis rue de l'église",
    )),
    ("3 ter avenue saint martin", ("3ter av. St-Martin", "3 t avenue Saint Martin", "3 TER AVE ST MARTIN")),
    ("7 boulevard general leclerc", ("7 bd Gal Leclerc", "7, bld. Général-Leclerc", "7 Boulevard Général Leclerc")),
    ("1 place marechal foch", ("1 pl. Mal Foch", "1 place Maréchal Foch")),
    ("4 grande rue", ("4 Grande Rue", "4 Grand'Rue", "4 grande r.", "4 Gde rue", "4 grand rue")),
    ("12 rue de lille", ("12 r de Lille", "12 rue de Lille", "12, R. de Lille")),
    ("5 a rue haute", ("5a rue Haute", "5 A r. Haute")),
    ("9 11 impasse du puits", ("9-11 imp. du Puits", "9/11 impasse du Puits")),
    ("chemin des dames", ("Che. des Dames", "chemin des Dames")),
    ("rue", ("rue", "Rue")),
    ("", ("", None, " , ")),
]  # fmt: skip
DIFFERENTES = (
    ("12 rue Haute", "12 bis rue Haute"),
    ("12 rue Haute", "120 rue Haute"),
    ("rue du Bois", "rue des Bois"),
    ("5 a rue Haute", "5 b rue Haute"),
    ("12 rue de Lille", "12 route de Lille"),
)
CAS = texte_cle(
    "LHI-2027-00012", "Mur pignon qui menace la rue", "12 bis rue des Fours, 62000 Arras",
    "Madame Émilie Mercier", "SCI L’Étoile", "2027-014", identifiants=("ABCD1234EFGH",),
    parcelles=("AB 123", "456 C 7"), rue="12 bis rue des Fours",
)
TROUVENT = (
    "mercier fours", "FOURS Mercier", "ab 123", "AB0123", "ab-123", "c7", "2027-014", "014", "14", "lhi-2027-00012",
    "00012", "12", "emilie", "Émil", "l'etoile", "etoile sci", "abcd-1234-efgh", "ABCD1234EFGH", "1234 EFGH",
    "12b rue des fours", "12 bis r. des Fours", "n° 12", "arras pignon", "62000", "2027", "merc fou", "456 C 7",
)  # fmt: skip
NE_TROUVENT_PAS = ("mercier four x", "ab 12", "ab 124", "120", "2", "2028-014", "lens", "%", "_", "martin", "1")


@pytest.mark.parametrize("cle, saisies", MEMES)
def test_une_adresse_une_cle(cle, saisies):
    assert {cle_adresse(saisie) for saisie in saisies} == {cle}
    assert cle_adresse(cle) == cle


@pytest.mark.parametrize("une, autre", DIFFERENTES)
def test_deux_adresses_deux_cles(une, autre):
    assert cle_adresse(une) != cle_adresse(autre)


def test_ce_que_les_references_ont_en_commun_est_entier():
    """Looked for by its beginning, « lhi » made the search of one case read all of them."""
    assert groupes_saisis("LHI-2027-00012") == [["lhi."], ["2027."], ["00012", "12."]]
    assert groupes_saisis("lhi-2027-c") == [["lhi."], ["2027."], ["c"]]
    assert groupes_saisis("lhi 2027") == [["lhi"], ["2027"]]


@pytest.mark.parametrize("saisie", TROUVENT)
def test_la_case_trouve(saisie):
    assert correspond(CAS, groupes_saisis(saisie)), (CAS, groupes_saisis(saisie))


@pytest.mark.parametrize("saisie", NE_TROUVENT_PAS)
def test_la_case_ne_trouve_pas(saisie):
    groupes = groupes_saisis(saisie)
    assert not groupes or not correspond(CAS, groupes), (CAS, groupes)


def test_texte_range():
    """Fit for the index: distinct words, letters and digits only, one space between them."""
    mots = CAS.split(" ")
    assert all(mot.isalnum() and mot.isascii() for mot in mots)
    assert len(mots) == len(set(mots))
    assert texte_cle() == texte_cle(None, "", rue=None) == ""
