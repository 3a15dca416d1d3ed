"""The file for Signal Logement, told by a check that knows the documented format and nothing else."""

from datetime import date

import controle_signal
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rendu import signal_logement as sl

JOUR = date(2027, 6, 1)
ARRETE = sl.Arrete(
    "Mise en sécurité procédure ordinaire", "", "MSO", "", "executoire", date(2027, 2, 15), None,
    "12 rue des Fours", "62000", "Arras", "62041", "", ("AB 123",),
)  # fmt: skip


@pytest.mark.parametrize(("rue", "attendu"), [
    ("12 rue des Fours", ("12", "rue des Fours")),
    ("12, rue des Fours", ("12", "rue des Fours")),
    ("12 bis rue des Fours", ("12 bis", "rue des Fours")),
    ("12bis rue des Fours", ("12 bis", "rue des Fours")),
    ("12 Ter, rue des Fours", ("12 ter", "rue des Fours")),
    ("12 quater rue des Fours", ("12 quater", "rue des Fours")),
    ("12 b rue des Fours", ("12 B", "rue des Fours")),
    ("12B rue des Fours", ("12 B", "rue des Fours")),
    ("12-14 rue des Fours", ("12-14", "rue des Fours")),
    ("12 – 14 rue des Fours", ("12-14", "rue des Fours")),
    ("12 à 14 rue des Fours", ("12-14", "rue des Fours")),
    ("12/14 rue des Fours", ("12/14", "rue des Fours")),
    ("12 et 14 rue des Fours", ("12/14", "rue des Fours")),
    ("12, 14 rue des Fours", ("12/14", "rue des Fours")),
    ("12 bis - 14 ter rue des Fours", ("12 bis-14 ter", "rue des Fours")),
    ("8 mai 1945", ("", "8 mai 1945")),
    ("8 rue du 8 mai 1945", ("8", "rue du 8 mai 1945")),
    ("11 novembre", ("", "11 novembre")),
    ("2e étage", ("", "2e étage")),
    ("1er mai (place du)", ("", "1er mai (place du)")),
    ("12 l’Espérance", ("12", "l’Espérance")),
    ("12 d'Artois", ("12", "d'Artois")),
    ("12 étage", ("", "12 étage")),
    ("rue des Fours", ("", "rue des Fours")),
    ("12", ("", "12")),
    ("", ("", "")),
    ("  12   rue\ndes\tFours ", ("12", "rue des Fours")),
    ("Résidence des Fours, 12 rue Haute", ("", "Résidence des Fours, 12 rue Haute")),
])  # fmt: skip
def test_numero_et_voie(rue, attendu):
    assert sl.voie(rue) == attendu


@pytest.mark.parametrize(("insee", "postal", "reference", "attendu"), [
    ("62041", "62000", "AB 123", "62041000AB0123"),
    ("62041", "62000", "A 7", "620410000A0007"),
    ("62041", "62000", "456 AB 123", "62041456AB0123"),
    ("67482", "67000", "12 34", "67482000120034"),
    ("2A004", "20000", "BC 9", "2A004000BC0009"),
    ("75056", "75011", "AB 1", "75111000AB0001"),
    ("75056", "75116", "AB 1", "75116000AB0001"),
    ("69123", "69009", "AB 1", "69389000AB0001"),
    ("13055", "13016", "901 A 1", "132169010A0001"),
    ("75056", "", "AB 1", None),
    ("75056", "75021", "AB 1", None),
    ("62041", "62000", "", None),
    ("", "62000", "AB 1", None),
])  # fmt: skip
def test_identifiant_de_parcelle(insee, postal, reference, attendu):
    assert sl.identifiant_parcelle(insee, postal, reference) == attendu


@pytest.mark.parametrize(("change", "etat", "mot"), [
    ({}, sl.EXPORTE, ""),
    ({"levee": date(2027, 5, 1)}, sl.EXPORTE, ""),
    ({"levee": date(2027, 2, 15)}, sl.A_CORRIGER, "plus tardive"),
    ({"levee": date(2027, 6, 2)}, sl.A_CORRIGER, "mainlevée est dans l’avenir"),
    ({"date": date(2027, 6, 2)}, sl.A_CORRIGER, "avenir"),
    ({"date": None}, sl.A_CORRIGER, "signature"),
    ({"parcelles": ()}, sl.A_CORRIGER, "parcelle"),
    ({"code_insee": "75056"}, sl.A_CORRIGER, "ne se déduit pas"),
    ({"rue": "rue des Fours"}, sl.A_CORRIGER, "numéro"),
    ({"rue": "=1+1"}, sl.A_CORRIGER, "commencer par"),
    ({"rue": ""}, sl.A_CORRIGER, "nom de la voie"),
    ({"code_postal": ""}, sl.A_CORRIGER, "code postal"),
    ({"syndic": "@SUM(1)"}, sl.A_CORRIGER, "syndic"),
    ({"classification": "", "motif": "Pas un arrêté."}, sl.HORS_CHAMP, "Pas un arrêté."),
    ({"classification": "Inventé"}, sl.HORS_CHAMP, "libellé"),
    ({"procedure": "MS-FUN"}, sl.HORS_CHAMP, "funéraire"),
    ({"effet": "retire"}, sl.HORS_CHAMP, "met fin"),
    ({"etat": "abroge"}, sl.HORS_CHAMP, "Abrogé"),
])  # fmt: skip
def test_ce_qui_s_exporte_et_ce_qui_manque(change, etat, mot):
    resultat = sl.examiner(ARRETE._replace(**change), JOUR)
    assert resultat.etat == etat
    assert mot in " ".join(m.texte for m in resultat.manques)
    assert bool(resultat.cellules) == (etat == sl.EXPORTE) == (not resultat.manques)
    if etat == sl.A_CORRIGER:
        assert all(m.ou in ("batiment", "document", "dossier") for m in resultat.manques)


def test_adresse_sans_numero_sur_demande():
    sans = ARRETE._replace(rue="Hameau des Fours")
    resultat = sl.examiner(sans, JOUR, sans_numero=True)
    assert resultat.cellules[3:5] == ("", "Hameau des Fours")
    assert "à vérifier" in resultat.remarques[0]


def test_une_seule_parcelle_par_ligne():
    resultat = sl.examiner(ARRETE._replace(parcelles=("AB 123", "AB 124")), JOUR)
    assert resultat.cellules[-1] == "62041000AB0123"
    assert "AB 124" in resultat.remarques[0]


def test_fichier_type():
    contenu = sl.ecrire([sl.examiner(ARRETE, JOUR).cellules], "Édité, le 1er juin")
    assert contenu.decode("utf-8-sig").split("\r\n") == [
        '"Édité, le 1er juin"',
        "date arrêté,classification arrêté,date arrêté main levée,numéro de voie,nom de la voie,code postal,"
        "commune,dénomination syndic,identifiant parcellaire",
        "15/02/2027,Mise en sécurité procédure ordinaire,,12,rue des Fours,62000,Arras,,62041000AB0123",
        "",
    ]
    assert controle_signal.controler(contenu, JOUR) == []


FAUTES = {
    "date arrêté": ("2027-02-15", "31/02/2027", "02/06/2027", ""),
    "classification arrêté": ("Mise en sécurité", "insalubrité"),
    "date arrêté main levée": ("15/02/2027", "01/01/2027", "01/01/2030", "hier"),
    "code postal": ("6200", ""),
    "identifiant parcellaire": ("", "AB 123", "620410000AB0123"),
    "nom de la voie": ("", "=1+1", "rue\ndes Fours"),
    "dénomination syndic": ("+33", "@x"),
}


def test_le_controle_voit_chaque_faute():
    """The check is worth something: each rule of the format, broken alone, is seen."""
    bonne = dict(zip(controle_signal.COLONNES, sl.examiner(ARRETE, JOUR).cellules, strict=True))
    for colonne, valeurs in FAUTES.items():
        for valeur in valeurs:
            contenu = sl.ecrire([list({**bonne, colonne: valeur}.values())], "x")
            assert controle_signal.controler(contenu, JOUR), (colonne, valeur)
    assert controle_signal.controler(b"\xff\xfe", JOUR)
    assert controle_signal.controler("x\r\nautre,entête\r\n".encode(), JOUR)
    assert controle_signal.controler(sl.ecrire([["15/02/2027"] * 8], "x"), JOUR)


hostile = st.one_of(
    st.text(),
    st.text(alphabet="12 -,/\"'\n\r\t=+@;|abisè’", max_size=25),
    st.builds("{} {}".format, st.integers(0, 99999), st.text(max_size=15)),
)
jours = st.dates(date(2026, 1, 1), date(2028, 1, 1))


@pytest.mark.propriete
@given(
    st.lists(st.builds(
        sl.Arrete,
        st.sampled_from([*sl.CLASSIFICATIONS, "", "Autre"]), st.text(), st.sampled_from(["MSO", "MS-FUN", ""]),
        st.sampled_from(["", "modifie", "retire"]), st.sampled_from(["executoire", "leve", "abroge"]),
        st.none() | jours, st.none() | jours, hostile, st.sampled_from(["62000", "", "75011", "６２０００"]),
        st.sampled_from(["Arras", "L’Haÿ-les-Roses", 'A, "B"']), st.sampled_from(["62041", "2A004", "75056", ""]),
        hostile, st.lists(st.sampled_from(["AB 123", "456 A 1", "1A 9999", "12 7", "", "?"]), max_size=3).map(tuple),
    ), max_size=6),
    hostile, st.booleans(),
)  # fmt: skip
def test_ce_qui_sort_est_toujours_accepte(arretes, edition, sans_numero):
    resultats = [sl.examiner(a, JOUR, sans_numero) for a in arretes]
    lignes = [r.cellules for r in resultats if r.etat == sl.EXPORTE]
    contenu = sl.ecrire(lignes, edition)
    assert controle_signal.controler(contenu, JOUR) == []
    relues, _erreurs = controle_signal.lire(contenu)
    assert [tuple(ligne.values()) for ligne in relues] == lignes
    # Nothing is lost in silence: what does not leave says why.
    assert all(r.cellules or r.manques for r in resultats)
