"""Reading and writing the tables that people type in a spreadsheet: CSV and XLSX, text cells only.

Pure functions, no Odoo. A file comes from anyone: sizes are bounded before anything is unpacked,
and whatever could run or fetch something (macros, external links, XML entities) is refused.
"""

import csv
import io
import re
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime

import openpyxl
import xlsxwriter

OCTETS_MAX = 10 * 1024 * 1024
OCTETS_DEPLIES_MAX = 100 * 1024 * 1024
ENTREES_MAX = 1000
RAPPORT_MAX = 200
LIGNES_MAX = 20_000
COLONNES_MAX = 60
CELLULE_MAX = 20_000
SEPARATEURS = ";,\t"
# A cell that begins so would be run as a formula by a spreadsheet.
DANGEREUX = re.compile(r"'*[=+\-@\t\r]")
NEUTRALISE = re.compile(r"'+[=+\-@\t\r]")
DTD = tuple(
    marque.encode(codage)
    for marque in ("<!DOCTYPE", "<!ENTITY") for codage in ("utf-8", "utf-16-le", "utf-16-be")
)


class FichierRefuse(Exception):
    """The file cannot be read at all; the message says why and what to do, in French."""


@dataclass
class Tableau:
    """``lignes``: (row number in the spreadsheet, texts of the cells)."""

    entetes: list
    lignes: list
    avertissements: list = field(default_factory=list)


def lire(contenu, nom=""):
    """Table of a CSV or XLSX file, told apart by its content; raises FichierRefuse."""
    if not contenu:
        raise FichierRefuse("Le fichier est vide. Enregistrez votre tableau puis recommencez.")
    if len(contenu) > OCTETS_MAX:
        raise FichierRefuse(
            f"Le fichier pèse plus de {OCTETS_MAX // 1024 // 1024} Mo : ce n’est pas un tableau "
            "de contacts, ou il contient des images. Coupez-le en plusieurs fichiers."
        )
    if contenu.startswith(b"PK"):
        tableau = _lire_xlsx(contenu)
    elif contenu.startswith(b"\xd0\xcf\x11\xe0"):
        raise FichierRefuse(
            "Le fichier est un ancien classeur Excel (.xls) ou un classeur protégé par un mot de "
            "passe. Enregistrez-le au format « Classeur Excel (.xlsx) », sans mot de passe, "
            "ou en CSV."
        )
    else:
        tableau = _lire_csv(contenu)
    if not any(tableau.entetes):
        raise FichierRefuse(
            "La première ligne du tableau est vide : elle doit porter le nom des colonnes, "
            "comme dans le fichier modèle."
        )
    if not tableau.lignes:
        raise FichierRefuse(
            "Le tableau n’a aucune ligne sous ses noms de colonnes. Remplissez-le puis recommencez."
        )
    return tableau


def proteger(texte):
    """Text that no spreadsheet runs; ``deproteger`` gives the first text back."""
    return f"'{texte}" if DANGEREUX.match(texte) else texte


def deproteger(texte):
    return texte[1:] if NEUTRALISE.match(texte) else texte


def ecrire_csv(entetes, lignes):
    """Bytes of a CSV that French spreadsheets open by a double click (UTF-8 with BOM, « ; »)."""
    sortie = io.StringIO(newline="")
    ecrivain = csv.writer(sortie, delimiter=";", lineterminator="\r\n")
    ecrivain.writerow(entetes)
    ecrivain.writerows([proteger(cellule) for cellule in ligne] for ligne in lignes)
    return b"\xef\xbb\xbf" + sortie.getvalue().encode()


def ecrire_xlsx(feuilles):
    """Bytes of an XLSX; ``feuilles``: list of (title, headers, rows of texts, widths)."""
    sortie = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(sortie, options) as classeur:
        gras = classeur.add_format({"bold": True, "text_wrap": True, "valign": "top",
                                    "bg_color": "#E3E9F4", "border": 1})
        texte = classeur.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        for titre, entetes, lignes, largeurs in feuilles:
            feuille = classeur.add_worksheet(titre)
            feuille.freeze_panes(1, 1)
            for rang, entete in enumerate(entetes):
                feuille.set_column(rang, rang, largeurs[rang], texte)
                feuille.write_string(0, rang, entete, gras)
            for numero, ligne in enumerate(lignes, 1):
                for rang, cellule in enumerate(ligne):
                    if cellule:
                        feuille.write_string(numero, rang, proteger(cellule), texte)
    return sortie.getvalue()


# --- CSV ----------------------------------------------------------------------------------------
def _decoder(contenu):
    if contenu.startswith((b"\xff\xfe", b"\xfe\xff")):
        codages = ("utf-16",)
    else:
        codages = ("utf-8-sig", "cp1252")
    for codage in codages:
        try:
            texte = contenu.decode(codage)
        except UnicodeDecodeError:
            continue
        if not re.search(r"[\x00-\x08\x0e-\x1f]", texte):
            return texte
    raise FichierRefuse(
        "Le fichier n’est pas un tableau lisible : ce n’est ni un classeur .xlsx ni un CSV en "
        "UTF-8 ou Windows-1252. Dans votre tableur, choisissez « Enregistrer sous », puis "
        "« CSV UTF-8 » ou « Classeur Excel (.xlsx) »."
    )


def _lire_csv(contenu):
    texte = _decoder(contenu)
    separateur = max(SEPARATEURS, key=lambda s: len(_premiere_ligne(texte, s)))
    tableau = None
    lecteur = csv.reader(io.StringIO(texte, newline=""), delimiter=separateur, strict=True)
    numero = 0
    try:
        for numero, cellules in enumerate(lecteur, 1):
            _borner(numero, cellules)
            cellules = [deproteger(cellule.strip(" \t\r\n\xa0")) for cellule in cellules]
            if tableau is None:
                tableau = Tableau(cellules, [])
            elif any(cellules):
                tableau.lignes.append((numero, cellules))
    except csv.Error as erreur:
        raise FichierRefuse(
            f"Le CSV ne se lit plus après la ligne {numero} : un guillemet ouvert n’est pas "
            "refermé, ou une cellule est démesurée. Corrigez cette ligne, ou enregistrez le "
            "tableau en .xlsx."
        ) from erreur
    return tableau or Tableau([], [])


def _premiere_ligne(texte, separateur):
    try:
        return next(csv.reader(io.StringIO(texte, newline=""), delimiter=separateur), [])
    except csv.Error:
        return []


def _borner(numero, cellules):
    if numero > LIGNES_MAX + 1:
        raise FichierRefuse(
            f"Le tableau a plus de {LIGNES_MAX} lignes. Coupez-le en plusieurs fichiers."
        )
    if len(cellules) > COLONNES_MAX:
        raise FichierRefuse(
            f"La ligne {numero} a plus de {COLONNES_MAX} colonnes. Partez du fichier modèle, "
            "ou vérifiez le séparateur de colonnes."
        )
    if any(len(cellule) > CELLULE_MAX for cellule in cellules):
        raise FichierRefuse(
            f"Une cellule de la ligne {numero} dépasse {CELLULE_MAX} caractères. Raccourcissez-la."
        )


# --- XLSX ---------------------------------------------------------------------------------------
def _lire_xlsx(contenu):
    formules = _controler_xlsx(contenu)
    try:
        classeur = openpyxl.load_workbook(
            io.BytesIO(contenu), read_only=True, data_only=True, keep_links=False
        )
        feuilles = {feuille.title: feuille for feuille in classeur.worksheets}
        if not feuilles:
            raise FichierRefuse("Le classeur n’a aucune feuille de calcul.")
        feuille = feuilles.get("Annuaire") or next(iter(feuilles.values()))
        # The size written in the file is whatever its author wanted.
        feuille.reset_dimensions()
        tableau = _parcourir(feuille)
    except FichierRefuse:
        raise
    except Exception as erreur:
        # openpyxl raises anything on a damaged workbook, from KeyError to its parser's own errors.
        raise FichierRefuse(
            "Le classeur est abîmé : il ne s’ouvre pas. Ouvrez-le dans votre tableur, "
            "enregistrez-le de nouveau en .xlsx ou en CSV, puis recommencez."
        ) from erreur
    if formules:
        tableau.avertissements.append(
            "Le classeur contient des formules : seule leur dernière valeur calculée a été lue."
        )
    return tableau


def _parcourir(feuille):
    tableau = None
    for numero, valeurs in enumerate(
        feuille.iter_rows(max_col=COLONNES_MAX + 1, values_only=True), 1
    ):
        cellules = [deproteger(_texte(valeur)) for valeur in valeurs]
        while cellules and not cellules[-1]:
            cellules.pop()
        _borner(numero, cellules)
        if tableau is None:
            tableau = Tableau(cellules, [])
        elif cellules:
            tableau.lignes.append((numero, cellules))
    return tableau or Tableau([], [])


def _texte(valeur):
    if valeur is None:
        return ""
    if isinstance(valeur, bool):
        return "Oui" if valeur else "Non"
    if isinstance(valeur, float):
        return str(int(valeur)) if valeur.is_integer() else repr(valeur)
    if isinstance(valeur, datetime):
        return valeur.date().isoformat()
    if isinstance(valeur, date):
        return valeur.isoformat()
    return str(valeur).strip(" \t\r\n\xa0")


def _controler_xlsx(contenu):
    """Refuse what is dangerous before openpyxl unpacks it; True when the workbook has formulas."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(contenu))
        entrees = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as erreur:
        raise FichierRefuse(
            "Le classeur est abîmé ou incomplet. Enregistrez-le de nouveau, puis recommencez."
        ) from erreur
    if len(entrees) > ENTREES_MAX or sum(e.file_size for e in entrees) > OCTETS_DEPLIES_MAX or any(
        e.file_size > 1024 * 1024 and e.file_size > RAPPORT_MAX * max(e.compress_size, 1)
        for e in entrees
    ):
        raise FichierRefuse(
            "Le classeur est démesuré une fois décompressé : il est refusé sans être ouvert. "
            "Recopiez vos lignes dans le fichier modèle."
        )
    noms = {e.filename for e in entrees}
    if "mimetype" in noms or "content.xml" in noms:
        raise FichierRefuse(
            "Le fichier est un classeur LibreOffice (.ods). Enregistrez-le au format « Excel "
            "(.xlsx) » ou « Texte CSV »."
        )
    if "[Content_Types].xml" not in noms or not any(n.startswith("xl/") for n in noms):
        raise FichierRefuse(
            "Le fichier est une archive, pas un classeur. Envoyez le tableau lui-même, en .xlsx "
            "ou en CSV."
        )
    if any(n.lower().endswith("vbaproject.bin") for n in noms):
        raise FichierRefuse(_MACROS)
    if any(n.startswith("xl/externalLinks/") for n in noms):
        raise FichierRefuse(
            "Le classeur est lié à d’autres fichiers. Copiez ses lignes, collez-les comme "
            "valeurs dans le fichier modèle, puis recommencez."
        )
    return _controler_xml(archive, entrees)


_MACROS = (
    "Le classeur contient des macros (.xlsm) : il est refusé. Enregistrez-le au format "
    "« Classeur Excel (.xlsx) », sans macros."
)


def _controler_xml(archive, entrees):
    formules = False
    for entree in entrees:
        if not entree.filename.lower().endswith((".xml", ".rels", ".vml")):
            continue
        try:
            octets = archive.read(entree)
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as erreur:
            raise FichierRefuse(
                "Le classeur est abîmé ou protégé par un mot de passe. Enregistrez-le de nouveau, "
                "sans mot de passe."
            ) from erreur
        if any(marque in octets for marque in DTD):
            raise FichierRefuse(
                "Le classeur contient une déclaration XML interdite : il est refusé. Recopiez vos "
                "lignes dans le fichier modèle."
            )
        if entree.filename == "[Content_Types].xml" and b"macroEnabled" in octets:
            raise FichierRefuse(_MACROS)
        if entree.filename.startswith("xl/worksheets/") and re.search(rb"<(\w+:)?f[ >/]", octets):
            formules = True
    return formules
