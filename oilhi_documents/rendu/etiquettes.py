"""Sheets of address labels, as a Word file: printed as they are, or corrected first."""

from typing import NamedTuple

from .ooxml import empaqueter, serialiser, w, w_texte
from .paquet import parties_fixes

TWIPS_PAR_MM = 1440 / 25.4
LIGNES_MAX = 6


class Format(NamedTuple):
    """A sheet of A4 labels: counts, sizes and margins in millimetres."""

    libelle: str
    colonnes: int
    rangs: int
    largeur: float
    hauteur: float
    marge_haut: float
    marge_gauche: float
    gouttiere: float = 0


FORMATS = {
    "2x7": Format("14 par page (99,1 × 38,1 mm)", 2, 7, 99.1, 38.1, 15.1, 4.6, 2.6),
    "3x8": Format("24 par page (70 × 37 mm)", 3, 8, 70, 37, 0.4, 0),
}


def _twips(mm):
    return round(mm * TWIPS_PAR_MM)


def etiquettes(adresses, format_="2x7", langue="fr-FR"):
    """DOCX of these addresses (each a list of lines), sheet after sheet, row by row."""
    feuille = FORMATS[format_]
    largeurs = []
    for colonne in range(feuille.colonnes):
        if colonne and feuille.gouttiere:
            largeurs.append(_twips(feuille.gouttiere))
        largeurs.append(_twips(feuille.largeur))
    pas = 2 if feuille.gouttiere else 1
    lignes = []
    for debut in range(0, len(adresses), feuille.colonnes):
        cellules = [[] for _largeur in largeurs]
        for colonne, adresse in enumerate(adresses[debut : debut + feuille.colonnes]):
            cellules[colonne * pas] = adresse
        lignes.append(_rang(cellules, largeurs, _twips(feuille.hauteur)))
    tableau = w(
        "tbl",
        w(
            "tblPr",
            w("tblW", w=sum(largeurs), type="dxa"),
            w("tblLayout", type="fixed"),
            w("tblCellMar", w("left", w=0, type="dxa"), w("right", w=0, type="dxa")),
        ),
        w("tblGrid", *(w("gridCol", w=largeur) for largeur in largeurs)),
        *lignes,
    )
    section = w(
        "sectPr",
        w("pgSz", w=11906, h=16838),
        w(
            "pgMar", top=_twips(feuille.marge_haut), right=0, bottom=0,
            left=_twips(feuille.marge_gauche), header=0, footer=0, gutter=0,
        ),
    )  # fmt: skip
    # Word wants a paragraph after a table: one so small that it opens no page.
    petit = w("p", w("pPr", w("spacing", before=0, after=0, line=20, lineRule="exact")))
    parties = parties_fixes("Étiquettes d’adresse", "ETIQUETTES", langue)
    parties["word/document.xml"] = serialiser(w("document", w("body", tableau, petit, section)))
    for nom, balise in (("header1", "hdr"), ("header2", "hdr"), ("footer1", "ftr")):
        parties[f"word/{nom}.xml"] = serialiser(w(balise, w("p")))
    return empaqueter(parties)


def _rang(cellules, largeurs, hauteur):
    return w(
        "tr",
        w("trPr", w("cantSplit"), w("trHeight", val=hauteur, hRule="exact")),
        *(
            w("tc", w("tcPr", w("tcW", w=largeur, type="dxa"), w("vAlign", val="center")),
              *_lignes(lignes))
            for lignes, largeur in zip(cellules, largeurs, strict=True)
        ),
    )  # fmt: skip


def _lignes(lignes):
    """One paragraph a line; the last ones are joined rather than lost when there are too many."""
    lignes = [" ".join(ligne.split()) for ligne in lignes if ligne and ligne.strip()]
    if len(lignes) > LIGNES_MAX:
        lignes = [*lignes[: LIGNES_MAX - 1], ", ".join(lignes[LIGNES_MAX - 1 :])]
    for ligne in lignes or [""]:
        paragraphe = w(
            "p",
            w("pPr", w("spacing", before=0, after=0), w("ind", left=_twips(6), right=_twips(3))),
        )
        if ligne:
            run = w("r", w("rPr", w("sz", val=20)), w_texte(ligne))
            paragraphe.append(run)
        yield paragraphe
