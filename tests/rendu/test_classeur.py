import io

import openpyxl
from rendu.classeur import classeur


def test_textes_nombres_et_formules():
    """A number is a number; a text that looks like a formula stays a text."""
    contenu = classeur("Un titre de plus de trente et un caractères", ["Année 2027"], [("Quoi", 20), ("Nombre", 8)], [
        ("=1+1", 3), ("", 0),
    ])  # fmt: skip
    feuille = openpyxl.load_workbook(io.BytesIO(contenu)).active
    assert len(feuille.title) == 31
    assert [[c.value for c in ligne] for ligne in feuille.iter_rows()] == [
        ["Année 2027", None], [None, None], ["Quoi", "Nombre"], ["=1+1", 3], ["", 0],
    ]
    assert feuille["A4"].data_type == "s"
    assert feuille["B4"].data_type == "n"
