"""CSP R. 1331-17 to R. 1331-23 were annulled (Conseil d’État, 29 August 2024): nothing may cite them.

What is shipped: data, templates (sources and Word files), views, scripts, screens, texts of the code,
and the documentation. Generated documents are checked when they are made (control D7-02, and the
tests of generation). The articles themselves are kept, marked « not citable ».
"""

import re
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

RACINE = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(RACINE / "oilhi_lhi"))

from moteur.annules import articles_annules  # noqa: E402

# The texts themselves, how citations are read, the control that refuses an act which cites them,
# and the pages that say they were annulled.
PERMIS = {
    "oilhi_lhi/data/oilhi.texte.csv", "oilhi_lhi/moteur/annules.py",
    "oilhi_documents/controles/acte.py", "docs/juridique.md",
}  # fmt: skip
SUFFIXES = {
    ".csv", ".xml", ".json", ".py", ".js", ".txt", ".md", ".html", ".po", ".pot", ".svg", ".scss",
    ".yaml", ".toml",
}  # fmt: skip
BALISE = re.compile(r"<[^>]*>")


def contenu(chemin):
    """Text of a file; of a Word file, its words whatever the runs they are cut into."""
    if chemin.suffix == ".docx":
        with ZipFile(chemin) as archive:
            return "\n".join(
                BALISE.sub("", archive.read(nom).decode())
                for nom in archive.namelist()
                if nom.startswith("word/") and nom.endswith(".xml")
            )
    return chemin.read_text(encoding="utf-8")


def fichiers():
    for dossier in ("oilhi_partenaires", "oilhi_lhi", "oilhi_documents", "docs"):
        for chemin in (RACINE / dossier).rglob("*"):
            relatif = chemin.relative_to(RACINE)
            if chemin.suffix in SUFFIXES | {".docx"} and "tests" not in relatif.parts:
                yield relatif.as_posix()
    yield "README.md"


def test_rien_ne_cite_un_article_annule():
    lus = sorted(fichiers())
    assert len(lus) > 200
    for attendu in (
        "oilhi_lhi/data/oilhi.regle.csv", "oilhi_lhi/data/oilhi.desordre.csv",
        "oilhi_lhi/static/src/guide/guide.xml", "oilhi_lhi/static/src/guide/guide.js",
        "oilhi_documents/gabarits/docx/D-MSO-10.docx", "docs/guide-agent.md", "README.md",
    ):  # fmt: skip
        assert attendu in lus
    fautifs = {
        f: cites
        for f in lus
        if f not in PERMIS and (cites := articles_annules(contenu(RACINE / f)))
    }
    assert fautifs == {}


@pytest.mark.parametrize("fichier", sorted(PERMIS))
def test_ce_qui_est_permis_les_cite_encore(fichier):
    assert articles_annules(contenu(RACINE / fichier))


def test_un_mot_coupe_dans_word_se_voit(tmp_path):
    coupe = tmp_path / "coupe.docx"
    with ZipFile(coupe, "w") as archive:
        archive.writestr("word/document.xml", "<w:t>R. 13</w:t></w:r><w:r><w:t>31-1</w:t><w:t>9</w:t>")
    assert articles_annules(contenu(coupe)) == ("R. 1331-19",)
