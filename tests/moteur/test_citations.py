"""Citations of articles: what is read in the data of law, and what is left as plain words."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from moteur.citations import Citation, cle, lire, segments, viser

ICI = Path(__file__).resolve().parent
RACINE = ICI.parents[1]


def lignes(chemin, separateur=","):
    with open(chemin, encoding="utf-8", newline="") as fichier:
        return list(csv.DictReader(fichier, delimiter=separateur))


def mots(citation):
    return f"{citation.code} {citation.article}" + (f"..{citation.jusqua}" if citation.jusqua else "")


@pytest.mark.parametrize(
    "cas", lignes(ICI / "donnees/citations.csv", ";"), ids=lambda cas: cas["pourquoi"]
)
@pytest.mark.parametrize("espace", [" ", "\u00a0", "\u202f"], ids=["espace", "insécable", "fine"])
def test_table(cas, espace):
    """The table, with plain spaces then with those of French typography."""
    attendues = [c for c in cas["citations"].split(" | ") if c]
    texte = cas["texte"].replace(". Le ", ".\0Le\0").replace(" ", espace).replace("\0", " ")
    assert [mots(c) for c in lire(texte)] == attendues


def test_un_lien_porte_ses_mots():
    assert [s for s, c in segments("CCH L. 511-10 1°, L. 511-12 ; CGCT L. 2131-2, al. 3.") if c] == [
        "CCH L. 511-10 1°", "L. 511-12", "CGCT L. 2131-2, al. 3",
    ]  # fmt: skip


def test_ordre_des_articles():
    voulu = ["L. 541-1", "L. 541-2", "L. 541-2-1", "L. 541-3", "L. 541-10", "R. 541-1"]
    assert sorted(reversed(voulu), key=cle) == voulu
    assert sorted(["4", "3 ter", "3", "3 bis"], key=cle) == ["3", "3 bis", "3 ter", "4"]


def test_une_suite_vise_les_articles_intercales():
    connus = [("CCH", a) for a in ("L. 541-3", "L. 541-2-1", "L. 541-10", "R. 541-2", "L. 541-1")]
    suite = Citation(0, 1, "CCH", "L. 541-1", "L. 541-3")
    assert [a for _c, a in viser(suite, connus)] == ["L. 541-1", "L. 541-2-1", "L. 541-3"]
    assert viser(Citation(0, 1, "CSP", "L. 541-1"), connus) == []


MORCEAUX = st.sampled_from([
    "CCH ", "CSP ", "C. civ. ", "loi n° 89-462 ", "décret n° 2002-120, ", "L. 511-11", "R.511-6", "713",
    "20-1", "art. 6", " et ", ", ", " à ", " ; ", " I", " 2°", ", al. 2", " du ", "code civil", "CE, ",
    "n° 12", "2005", ". Or ", "\u00a0", "article ", "(", ")", "💧", "é",
])  # fmt: skip


@given(st.one_of(st.text(max_size=80), st.lists(MORCEAUX, max_size=25).map("".join)))
def test_rien_ne_se_perd(texte):
    """Whatever is read, the pieces are the text itself, in order, and each link names an article."""
    pieces = segments(texte)
    assert "".join(s for s, _c in pieces) == texte
    assert all(s for s, _c in pieces)
    for mot, citation in pieces:
        if citation:
            assert texte[citation.debut : citation.fin] == mot
            assert citation.article.rpartition(" ")[2].split("-")[0] in mot
            assert cle(citation.article)[1]


@given(
    st.sampled_from(["CCH", "CSP", "CGCT", "CJA", "CRPA"]),
    st.lists(
        st.builds(
            "{}. {}".format,
            st.sampled_from("LR"),
            st.lists(st.integers(1, 9999), min_size=2, max_size=4).map(lambda n: "-".join(map(str, n))),
        ),
        min_size=1, max_size=6,
    ),
    st.sampled_from([", ", " et ", " ; ", " ou "]),
)  # fmt: skip
def test_une_liste_est_lue_en_entier(code, articles, lien):
    ecrit = f"{code} " + lien.join(articles)
    assert [(c.code, c.article) for c in lire(ecrit)] == [(code, a) for a in articles]


# What the data cite and the application has no text of: a new one is either loaded or added here.
SANS_TEXTE = {
    "CCH L. 126-4", "CCH L. 126-6-1", "CCH L. 126-16", "CCH L. 129-8", "CCH L. 131-3", "CCH L. 634-1",
    "CCH L. 634-4", "CCH L. 635-1", "CCH L. 635-7", "CCH L. 822-9", "CCH L. 843-1", "CCH R. 126-43-1",
    "CCH R. 143-1", "CENV L. 512-20", "CJA R. 421-7", "CRPA L. 122-1", "CRPA L. 231-4", "CSP L. 1334-1",
    "CSP L. 1334-2", "CSP L. 1422-1", "CSP R. 1333-28", "CSP R. 1334-14", "L89-462 7",
}  # fmt: skip


def test_les_donnees_de_droit_s_ouvrent():
    """Steps, rules, deadlines, documents… : what they cite is loaded, but for a list that is known."""
    connus = [(li["code"], li["article"]) for li in lignes(RACINE / "oilhi_lhi/data/oilhi.texte.csv")]
    total, absents, nombre_absents = 0, set(), 0
    for module in ("oilhi_lhi", "oilhi_documents", "oilhi_partenaires"):
        for chemin in sorted((RACINE / module / "data").glob("*.csv")):
            if chemin.name == "oilhi.texte.csv":
                continue
            for ligne in lignes(chemin):
                for citation in lire(ligne.get("base")):
                    total += 1
                    if not viser(citation, connus):
                        nombre_absents += 1
                        absents.add(f"{citation.code} {citation.article}")
    assert total > 1000
    assert absents == SANS_TEXTE
    assert nombre_absents / total < 0.06
