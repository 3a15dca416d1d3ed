"""Sheets of labels: every address exactly once, at its place, on the right number of pages."""

import io
import subprocess

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rendu import FORMATS, etiquettes, verifier_docx
from rendu.pdf import convertir

LIGNE = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=40).filter(
    lambda ligne: ligne.strip()
)


def lues(contenu):
    """Addresses of the sheet, in reading order; the empty cells left out."""
    (tableau,) = docx.Document(io.BytesIO(contenu)).tables
    cellules = [cellule for rang in tableau.rows for cellule in rang.cells]
    adresses = [[p.text for p in cellule.paragraphs if p.text] for cellule in cellules]
    return [adresse for adresse in adresses if adresse]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(LIGNE, min_size=1, max_size=5), min_size=1, max_size=30), st.sampled_from(sorted(FORMATS)))
def test_chaque_adresse_une_fois(adresses, format_):
    contenu = etiquettes(adresses, format_)
    assert lues(contenu) == [[" ".join(ligne.split()) for ligne in adresse] for adresse in adresses]


def test_adresse_trop_longue():
    adresse = [f"ligne {rang}" for rang in range(9)]
    (lue,) = lues(etiquettes([adresse]))
    assert lue == [*adresse[:5], "ligne 5, ligne 6, ligne 7, ligne 8"]


@pytest.mark.parametrize(("format_", "pages"), [("2x7", 6), ("3x8", 4)])
def test_copropriete_de_80_lots(format_, pages, tmp_path):
    """80 co-owners: 6 sheets of 14 labels, 4 of 24; nothing runs over."""
    adresses = [
        [f"M. Copropriétaire EXEMPLE {n:02}", "Résidence des Modèles, bâtiment C, 3e étage",
         f"{n} avenue de la République fictive", "62000 Arras"]
        for n in range(80)
    ]  # fmt: skip
    contenu = etiquettes(adresses, format_)
    assert verifier_docx(contenu) == []
    fichier = tmp_path / "etiquettes.pdf"
    fichier.write_bytes(convertir(contenu))
    infos = subprocess.run(["pdfinfo", fichier], capture_output=True, text=True, check=True).stdout
    assert f"Pages:           {pages}\n" in infos
    lu = subprocess.run(["pdftotext", "-layout", fichier, "-"], capture_output=True, text=True, check=True).stdout
    assert all(f"EXEMPLE {n:02}" in lu for n in range(80))
