"""Word would open every template, and every document filled from it: Microsoft's own validator says so.

The documents made on the cases of the demonstration go through it too (`oilhi_demonstration`).
"""

import re
import sys
from pathlib import Path

import construire as script
import pytest
from rendu import remplir
from valeurs_exemple import VARIANTES

RACINE = Path(__file__).resolve().parents[2]
if str(RACINE) not in sys.path:
    sys.path.insert(0, str(RACINE))

from outils import validateur_word  # noqa: E402

FICHIERS = sorted(script.SORTIE.glob("*.docx"))
CODES = [f.stem for f in FICHIERS if f.stem.startswith("D-")]
NOMS = sorted(VARIANTES)


def test_une_faute_se_voit(tmp_path):
    """The validator is really there: a paragraph inside a run is refused."""
    from rendu.ooxml import empaqueter
    from rendu.verification import ouvrir

    parties = ouvrir(FICHIERS[0].read_bytes())
    document = parties["word/document.xml"].decode()
    parties["word/document.xml"] = re.sub(r"(<w:r(?: [^>]*)?>)", r"\1<w:p/>", document, count=1).encode()
    fautif = tmp_path / "fautif.docx"
    fautif.write_bytes(empaqueter(parties))
    assert validateur_word.valider(fautif)


def test_modeles_et_documents(tmp_path):
    """The templates and the palette; each template filled, with one set of values or another."""
    a_valider = {f.name: f for f in FICHIERS}
    for rang, code in enumerate(CODES):
        rempli = tmp_path / f"{code}-{NOMS[rang % len(NOMS)]}.docx"
        rempli.write_bytes(
            remplir((script.SORTIE / f"{code}.docx").read_bytes(), VARIANTES[NOMS[rang % len(NOMS)]])
        )
        a_valider[rempli.name] = rempli
    assert len(a_valider) >= 2 * 113 + 1
    assert validateur_word.valider_tous(a_valider.values()) == {}


def test_validateur_absent(monkeypatch, tmp_path):
    """No network, no npm: what is missing is said, and nothing is skipped."""
    monkeypatch.setattr(validateur_word.shutil, "which", lambda _nom: None)
    with pytest.raises(validateur_word.Erreur, match="npm"):
        validateur_word._installer(tmp_path)
    monkeypatch.undo()
    monkeypatch.setattr(validateur_word, "executer", lambda *_a, **_o: (1, "npm error code ENOTFOUND"))
    with pytest.raises(validateur_word.Erreur, match="ENOTFOUND.*vérifiez la connexion"):
        validateur_word._installer(tmp_path)
