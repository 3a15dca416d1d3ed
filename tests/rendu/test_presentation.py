"""The page for elected officials is one sheet: nobody staples what is left on a table."""

import io
import sys
from pathlib import Path

from pypdf import PdfReader

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from outils.guides import presentation  # noqa: E402


def test_une_page_a4():
    pdf = PdfReader(io.BytesIO(presentation()))
    assert len(pdf.pages) == 1
    largeur, hauteur = (round(float(cote) / 72 * 25.4) for cote in pdf.pages[0].mediabox[2:])
    assert (largeur, hauteur) == (210, 297)
    texte = " ".join(pdf.pages[0].extract_text().split())
    assert "La responsabilité juridique reste au maire" in texte
