"""CSP R. 1331-17 to R. 1331-23 were annulled (Conseil d’État, 29 August 2024): nothing may cite them.

Data, templates, views and scripts of the addons; generated documents are checked when they are made
(control D7-02). The articles themselves are kept, marked « not citable ».
"""

import re
from pathlib import Path

import pytest

RACINE = Path(__file__).resolve().parents[2]
ANNULES = re.compile(r"R\.?[\s\u00a0]?1331-(1[7-9]|2[0-3])(?!\d)")
# The texts themselves, and the control that refuses an act which cites them.
PERMIS = {"oilhi_lhi/data/oilhi.texte.csv", "oilhi_documents/controles/acte.py"}
SUFFIXES = {".csv", ".xml", ".json", ".py", ".js", ".txt", ".md", ".html", ".po"}


def fichiers():
    for addon in ("oilhi_partenaires", "oilhi_lhi", "oilhi_documents"):
        for chemin in (RACINE / addon).rglob("*"):
            relatif = chemin.relative_to(RACINE)
            if chemin.suffix in SUFFIXES and "tests" not in relatif.parts:
                yield relatif.as_posix()


@pytest.mark.parametrize("cite", ["CSP R. 1331-17", "R.1331-23", "R.\u00a01331-20"])
def test_la_recherche_voit(cite):
    assert ANNULES.search(cite)
    assert not ANNULES.search("CSP L. 1331-22, R. 1331-24, R. 1331-2, R. 1331-170")


def test_rien_ne_cite_un_article_annule():
    lus = sorted(fichiers())
    assert len(lus) > 200
    fautifs = [
        f for f in lus
        if f not in PERMIS and ANNULES.search((RACINE / f).read_text(encoding="utf-8"))
    ]  # fmt: skip
    assert fautifs == []
