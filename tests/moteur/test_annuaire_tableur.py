"""Tables that people send: what is read without loss, what is refused and in which words."""

import io
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oilhi_partenaires.outils import tableur

TEXTES = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=40).map(
    lambda t: t.strip(" \t\r\n\xa0")
)


def classeur(lignes, titre="Annuaire"):
    livre = openpyxl.Workbook()
    feuille = livre.active
    feuille.title = titre
    for ligne in lignes:
        feuille.append(ligne)
    sortie = io.BytesIO()
    livre.save(sortie)
    return sortie.getvalue()


def retoucher(contenu, ajouts=None, remplacer=None):
    """The workbook with entries added or changed, as a hostile hand would."""
    sortie = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(contenu)) as avant, zipfile.ZipFile(
        sortie, "w", zipfile.ZIP_DEFLATED
    ) as apres:
        for entree in avant.infolist():
            octets = avant.read(entree)
            for nom, ancien, nouveau in remplacer or ():
                if nom == entree.filename:
                    assert ancien in octets
                    octets = octets.replace(ancien, nouveau)
            apres.writestr(entree.filename, octets)
        for nom, octets in (ajouts or {}).items():
            apres.writestr(nom, octets)
    return sortie.getvalue()


@pytest.mark.parametrize("codage", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separateur", [";", ",", "\t"])
def test_csv_encodings_and_separators(codage, separateur):
    texte = separateur.join(["Nom", "Ville"]) + "\r\n" + separateur.join(['"Mairie\nd’été"', "Béthune"])
    tableau = tableur.lire(texte.encode(codage))
    assert tableau.entetes == ["Nom", "Ville"]
    assert tableau.lignes == [(2, ["Mairie\nd’été", "Béthune"])]


def test_empty_rows_are_skipped_and_numbers_kept():
    tableau = tableur.lire(b"Nom;Ville\n\nA;B\n;\nC;D")
    assert [numero for numero, _ in tableau.lignes] == [3, 5]


def test_xlsx_numbers_come_back_as_they_are_read():
    contenu = classeur([["Nom", "SIRET", "CP", "Vrai"], ["A", 21620041700017, 62000.0, True]])
    assert tableur.lire(contenu).lignes == [(2, ["A", "21620041700017", "62000", "Oui"])]


def test_xlsx_reads_the_sheet_of_the_template_first():
    livre = openpyxl.Workbook()
    livre.active.title = "Notes"
    livre.active.append(["autre"])
    feuille = livre.create_sheet("Annuaire")
    feuille.append(["Nom"])
    feuille.append(["A"])
    sortie = io.BytesIO()
    livre.save(sortie)
    assert tableur.lire(sortie.getvalue()).entetes == ["Nom"]


def test_formulas_are_read_as_values_with_a_word():
    tableau = tableur.lire(classeur([["Nom", "Ville"], ["A", "=1+1"]]))
    assert tableau.lignes == [(2, ["A"])]
    assert "formules" in tableau.avertissements[0]


def _bombe():
    return retoucher(classeur([["Nom"], ["A"]]), {"xl/worksheets/sheet9.xml": b"0" * 40_000_000})


def _entite():
    return retoucher(classeur([["Nom"], ["A"]]), remplacer=[(
        "xl/worksheets/sheet1.xml", b"<worksheet",
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaa">]><worksheet',
    )])


def _archive():
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w") as archive:
        archive.writestr("lisez.txt", "bonjour")
    return sortie.getvalue()


def _ods():
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    return sortie.getvalue()


def _macros():
    return retoucher(classeur([["Nom"], ["A"]]), {"xl/vbaProject.bin": b"x"})


def _macros_cachees():
    return retoucher(classeur([["Nom"], ["A"]]), remplacer=[(
        "[Content_Types].xml", b"openxmlformats-officedocument.spreadsheetml.sheet.main",
        b"ms-excel.sheet.macroEnabled.main",
    )])


def _liens():
    return retoucher(classeur([["Nom"], ["A"]]), {"xl/externalLinks/externalLink1.xml": b"<a/>"})


def _loin():
    livre = openpyxl.Workbook()
    livre.active["A1"] = "Nom"
    livre.active["A900000"] = "A"
    sortie = io.BytesIO()
    livre.save(sortie)
    return sortie.getvalue()


@pytest.mark.parametrize(("fabrique", "mot"), [
    (lambda: b"", "vide"),
    (lambda: b"Nom;Ville\n", "aucune ligne"),
    (lambda: b"\n\nA;B\n", "première ligne"),
    (lambda: bytes(range(256)) * 10, "tableau lisible"),
    (lambda: b"\x89PNG\r\n\x1a\n\x00\x00", "tableau lisible"),
    (lambda: "Nom\nA".encode("utf-16-le"), "tableau lisible"),
    (lambda: b"Nom\n\x81\x8d", "tableau lisible"),
    (lambda: b'Nom;Ville\n"abc;d\n', "guillemet"),
    (lambda: b"Nom\n" + b"a" * 200_000, "démesurée"),
    (lambda: b"Nom\n" + b"a" * 30_000, "caractères"),
    (lambda: b"Nom\n" + b"a" * (11 * 1024 * 1024), "Mo"),
    (lambda: b"Nom" + b";x" * 100 + b"\nA", "colonnes"),
    (lambda: b"Nom\n" + b"A\n" * 20_001, "lignes"),
    (lambda: b"PK\x03\x04" + b"a" * 50, "abîmé"),
    (lambda: b"\xd0\xcf\x11\xe0" + b"a" * 50, ".xls"),
    (_bombe, "démesuré"),
    (_entite, "XML interdite"),
    (_archive, "archive"),
    (_ods, ".ods"),
    (_macros, "macros"),
    (_macros_cachees, "macros"),
    (_liens, "lié à d’autres fichiers"),
    (_loin, "lignes"),
])
def test_hostile_or_wrong_files_are_refused_in_french(fabrique, mot):
    with pytest.raises(tableur.FichierRefuse) as refus:
        tableur.lire(fabrique())
    assert mot in str(refus.value)
    assert str(refus.value).endswith(".")


@given(st.binary(max_size=300))
def test_any_bytes_give_a_table_or_a_sentence(octets):
    try:
        tableau = tableur.lire(octets)
    except tableur.FichierRefuse as refus:
        assert str(refus).endswith(".")
    else:
        assert tableau.entetes and tableau.lignes


@given(st.text(max_size=30))
def test_protection_against_formulas_is_reversible(texte):
    protege = tableur.proteger(texte)
    assert protege[:1] not in tuple("=+-@\t\r")
    assert tableur.deproteger(protege) == texte


@given(st.lists(st.lists(TEXTES, min_size=3, max_size=3).filter(any), min_size=1, max_size=5))
def test_what_is_written_is_read_back(lignes):
    attendu = [(rang, ligne) for rang, ligne in enumerate(lignes, 2)]
    assert tableur.lire(tableur.ecrire_csv(["A", "B", "C"], lignes)).lignes == attendu


def test_what_is_written_in_xlsx_is_read_back():
    lignes = [["=1+1", "'=x", "0321000000"], ["-a", "é", "01001"]]
    contenu = tableur.ecrire_xlsx([("Annuaire", ["A", "B", "C"], lignes, [10, 10, 10])])
    tableau = tableur.lire(contenu)
    assert [ligne for _, ligne in tableau.lignes] == lignes
    assert not tableau.avertissements
