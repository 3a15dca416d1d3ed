"""What the law wants written in each document, read in its PDF: one row of gabarits/mentions/*.csv each.

Columns: code, variant of the example values (VARIANTES), present (oui / non), words searched (a
regular expression when it starts with « ~ »), article. Spaces and apostrophes are made plain first;
annexes are left out of the rows that say « non ».
"""

import csv
import re
import subprocess
from collections import defaultdict
from pathlib import Path

import pytest
from rendu import remplir
from rendu.pdf import trouver_libreoffice
from test_gabarits_livres import CATALOGUE, CODES, modele
from valeurs_exemple import CAS, VARIANTES

TOUTES = VARIANTES | CAS
TABLES = Path(__file__).resolve().parents[2] / "oilhi_documents" / "gabarits" / "mentions"
LIGNES = [
    ligne
    for chemin in sorted(TABLES.glob("*.csv"))
    for ligne in csv.DictReader(chemin.open(encoding="utf-8", newline=""), delimiter=";")
]


@pytest.fixture(scope="module")
def textes(tmp_path_factory):
    """{(code, variant): text of its PDF}: LibreOffice called once for them all."""
    dossier = tmp_path_factory.mktemp("mentions")
    paires = sorted({(ligne["code"], ligne["variante"]) for ligne in LIGNES})
    for code, nom in paires:
        rempli = remplir(modele(code), TOUTES[nom], catalogue=CATALOGUE)
        (dossier / f"{code}__{nom}.docx").write_bytes(rempli)
    subprocess.run(
        [
            trouver_libreoffice(), f"-env:UserInstallation={(dossier / 'profil').as_uri()}",
            "--headless", "--norestore", "--convert-to", "pdf", "--outdir", str(dossier),
            *map(str, sorted(dossier.glob("*.docx"))),
        ],
        check=True, capture_output=True, timeout=600,
    )  # fmt: skip
    lus = {}
    for code, nom in paires:
        pdf = dossier / f"{code}__{nom}.pdf"
        brut = subprocess.run(
            ["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True
        ).stdout
        lus[code, nom] = re.sub(
            r"\s+", " ", _corps(brut).replace("\u00a0", " ").replace("’", "'")
        )
    return lus


def _corps(brut):
    """The pages end to end, without the running head and foot that would cut a sentence in two."""
    pages = [page.strip().splitlines() for page in brut.split("\f") if page.strip()]
    pages = [page[:-1] if re.search(r"Page\s+\d+ sur\s+\d+", page[-1]) else page for page in pages]
    return "\n".join(
        "\n".join(page[1:] if rang and " – " in page[0] else page) for rang, page in enumerate(pages)
    )


def test_tables_completes():
    """Every document has its mentions, and every row names a document and a known variant."""
    par_code = defaultdict(int)
    for ligne in LIGNES:
        assert ligne["variante"] in TOUTES and ligne["present"] in ("oui", "non"), ligne
        assert ligne["mention"] and ligne["base"], ligne
        par_code[ligne["code"]] += ligne["present"] == "oui"
    assert {code for code, nombre in par_code.items() if nombre} == set(CODES)


@pytest.mark.parametrize(
    "ligne", LIGNES, ids=lambda li: f"{li['code']}-{li['variante']}-{li['mention'][:40]}"
)
def test_mention(ligne, textes):
    lu = textes[ligne["code"], ligne["variante"]]
    if ligne["present"] == "non":
        lu = lu.split("Annexe –")[0]
    motif = ligne["mention"].replace("’", "'")
    motif = motif[1:] if motif.startswith("~") else re.escape(motif)
    trouve = re.search(motif, lu)
    assert bool(trouve) == (ligne["present"] == "oui"), f"{ligne['base']} : {lu[:3000]}"
