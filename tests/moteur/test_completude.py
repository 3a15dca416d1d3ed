"""Texts of law that look cut: the check names them, on the texts that are shipped and on cut ones."""

import csv
import re
import sys
from pathlib import Path

import pytest
from moteur.completude import doutes

RACINE = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(RACINE / "data" / "textes"))

with open(RACINE / "data/textes/textes.csv", encoding="utf-8", newline="") as _fichier:
    TEXTES = list(csv.DictReader(_fichier, delimiter=";"))
with open(RACINE / "data/textes/completude.csv", encoding="utf-8", newline="") as _fichier:
    EXAMENS = {(li["code"], li["article"]): li for li in csv.DictReader(_fichier, delimiter=";")}


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("Le maire agit.", ""),
        ("Il dit : « le maire agit. »", ""),
        ("I.-Un.\n\nII.-Deux :\n\n1° Ceci ;\n\n2° Cela.\n\nIII.-Trois.", ""),
        ("Sont visés :\n\n-les murs ;\n\n-les toits.\n\nLe reste ne l’est pas.", ""),
        ("1° Un ;\n\n1° bis Un encore ;\n\n2° Deux.", ""),
        ("I.-A :\n\n1° Un ;\n\n2° Deux.\n\nII.-B :\n\n1° Un ;\n\n2° Deux.", ""),
        ("", "le texte est vide"),
        (None, "le texte est vide"),
        ("Le maire peut", "la dernière phrase n’est pas finie"),
        ("Sont visés :\n\n1° Un ;\n\n2° Deux ;", "la dernière phrase n’est pas finie"),
        ("Sont visés :", "le texte s’arrête sur deux points"),
        ("Un ;\n\n2° Deux.", "la liste commence à «\u00a02°\u00a0»"),
        ("1° Un ;\n\n3° Trois.", "«\u00a03°\u00a0» suit «\u00a01°\u00a0»"),
        ("I.-Un.\n\nIII.-Trois.", "«\u00a0III\u00a0» suit «\u00a0I\u00a0»"),
        ("I.-Un seul.", "«\u00a0I\u00a0» n’est suivi d’aucun «\u00a0II\u00a0»"),
        ("a) Un ;\n\nc) Trois.", "«\u00a0c)\u00a0» suit «\u00a0a)\u00a0»"),
        ("Une phrase achevée.\n\n-lorsque ceci.", "un tiret suit une phrase achevée"),
        ("Un (...) deux.", "des points de suspension"),
        ("Une ligne coupée\n\nLa suite.", "un alinéa n’a pas de ponctuation"),
    ],
)  # fmt: skip
def test_table(texte, attendu):
    trouves = doutes(texte)
    assert any(d.startswith(attendu) for d in trouves) if attendu else not trouves, trouves


@pytest.mark.parametrize("ligne", TEXTES, ids=lambda li: f"{li['code']} {li['article']}")
def test_textes_livres(ligne):
    """A text that looks cut has been examined, and what was seen is what is seen today."""
    examen = EXAMENS.get((ligne["code"], ligne["article"]))
    assert " ; ".join(doutes(ligne["texte"])) == (examen["doute"] if examen else "")
    assert not examen or examen["motif"]


def test_textes_examines_connus():
    assert set(EXAMENS) <= {(li["code"], li["article"]) for li in TEXTES}
    assert set(EXAMENS) == {("CCH", "L. 521-1")}


def test_une_coupure_se_voit():
    """Each shipped text cut in the middle of a sentence, or with one number of a list taken out."""
    phrases = nombres = 0
    for ligne in TEXTES:
        texte = ligne["texte"].rstrip()
        mots = texte.split(" ")
        coupe = " ".join(mots[: len(mots) * 2 // 3])
        if not re.search(r"[.!?](?:\s*[»\"”])?$", coupe):
            phrases += 1
            assert doutes(coupe), (ligne["article"], coupe[-60:])
        alineas = texte.split("\n\n")
        for rang, alinea in enumerate(alineas):
            # A number with one after it in the same list: what is left does not follow.
            lu = re.match(r"(\d+)° ", alinea)
            suite = lu and any(a.startswith(f"{int(lu[1]) + 1}° ") for a in alineas[rang + 1 : rang + 3])
            if suite and lu[1] != "1":
                nombres += 1
                assert doutes("\n\n".join(alineas[:rang] + alineas[rang + 1 :])), (ligne["article"], lu[0])
    assert phrases > 100 and nombres > 60


def test_la_source_est_livree_telle_quelle():
    """157 articles, the words of each those of the source: the addon ships its own copy."""
    import construire

    with open(construire.CIBLE, encoding="utf-8", newline="") as fichier:
        livres = list(csv.DictReader(fichier))
    assert len(livres) == len(TEXTES) == 157
    assert livres == construire.lire()
    assert [li["texte"] for li in livres] == [li["texte"] for li in TEXTES]


def test_un_texte_coupe_arrete_la_construction(tmp_path):
    import construire

    source = tmp_path / "textes.csv"
    with open(source, "w", encoding="utf-8", newline="") as fichier:
        ecrivain = csv.DictWriter(fichier, TEXTES[0].keys(), delimiter=";")
        ecrivain.writeheader()
        ecrivain.writerow({**TEXTES[0], "texte": TEXTES[0]["texte"].rstrip(".")})
    vide = tmp_path / "completude.csv"
    vide.write_text('"code";"article";"doute";"complet";"motif"\n', encoding="utf-8")
    with pytest.raises(SystemExit, match="à examiner"):
        construire.lire(source, vide)
