#!/usr/bin/env python3
"""Build the Word templates that ship with oilhi_documents from their text sources.

Run it after any change in oilhi_documents/gabarits/sources; a test compares the shipped files
with a fresh build, so a forgotten run is caught.
"""

import csv
import sys
from pathlib import Path

ADDON = Path(__file__).resolve().parents[2] / "oilhi_documents"
if str(ADDON) not in sys.path:
    # The addon's own __init__ imports odoo: only its pure core is put on the path.
    sys.path.insert(0, str(ADDON))

from rendu import champs_utilises, construire, lire_entete, noms_des_champs  # noqa: E402
from rendu.palette import repere_a_copier, source_palette  # noqa: E402

SOURCES = ADDON / "gabarits" / "sources"
SORTIE = ADDON / "gabarits" / "docx"
CHAMPS = ADDON / "gabarits" / "champs.csv"
USAGES = ADDON / "gabarits" / "usages.csv"
REFERENCE = ADDON.parent / "docs" / "champs.md"
# Beyond that, the page of the application lists them.
CODES_MAX = 6
TYPES = {"texte": "texte", "booleen": "oui ou non", "liste": "liste"}


def lire_champs():
    with CHAMPS.open(encoding="utf-8", newline="") as flux:
        return list(csv.DictReader(flux, delimiter=";"))


def libelles():
    """Labels of the fields, also under the name they have inside a repeated block."""
    return noms_des_champs((champ["cle"], champ["libelle"]) for champ in lire_champs())


def construire_tous():
    """Return {file name: bytes} for every template and for the palette."""
    inclusions = {
        chemin.stem: chemin.read_text(encoding="utf-8")
        for chemin in sorted((SOURCES / "communs").glob("*.txt"))
    }
    noms = libelles()
    resultat = {}
    for chemin in sorted(SOURCES.glob("D-*.txt")):
        source = chemin.read_text(encoding="utf-8")
        if lire_entete(source)["code"] != chemin.stem:
            raise SystemExit(f"{chemin.name} : le code ne correspond pas au nom du fichier.")
        resultat[f"{chemin.stem}.docx"] = construire(source, inclusions=inclusions, libelles=noms)
    resultat["palette.docx"] = construire(source_palette(lire_champs()), libelles=noms)
    return resultat


def usages(construits):
    """{key: codes of the documents that use it}."""
    par_cle = {champ["cle"]: [] for champ in lire_champs()}
    for nom in sorted(construits):
        if nom.startswith("D-"):
            for cle in champs_utilises(construits[nom]):
                par_cle[cle].append(nom.removesuffix(".docx"))
    return par_cle


def table_usages(par_cle):
    lignes = [f"{cle};{','.join(codes)}" for cle, codes in par_cle.items()]
    return "\n".join(["cle;documents", *lignes]) + "\n"


def page_reference(par_cle):
    """The reference of the fields, as the page « Champs disponibles » shows it."""
    lignes = [
        "# Champs disponibles dans les modèles",
        "",
        "Cette page est produite par `python data/gabarits/construire.py` depuis le catalogue des champs",
        "(`oilhi_documents/gabarits/champs.csv`). Dans l’application : **Modèles › Champs disponibles**, où chaque",
        "champ se cherche, se copie, et dit où il se saisit. Dans un modèle, le champ s’écrit comme dans la",
        "première colonne, accolades comprises.",
        "",
        "| À copier | Type | Exemple | Précision | Documents |",
        "|---|---|---|---|---|",
    ]
    for champ in lire_champs():
        repere = repere_a_copier(champ["cle"], champ["libelle"], champ["type"])
        cellules = [f"`{repere}`", TYPES[champ["type"]], champ["exemple"], champ["precision"]]
        codes = par_cle[champ["cle"]]
        cellules.append(", ".join(codes) if len(codes) <= CODES_MAX else f"{len(codes)} documents")
        lignes.append("| " + " | ".join(c.replace("|", "\\|").replace("↵", " / ") for c in cellules) + " |")
    return "\n".join(lignes) + "\n"


def principal():
    SORTIE.mkdir(parents=True, exist_ok=True)
    construits = construire_tous()
    for nom, octets in construits.items():
        (SORTIE / nom).write_bytes(octets)
        print(f"{nom} : {len(octets)} octets")
    par_cle = usages(construits)
    USAGES.write_text(table_usages(par_cle), encoding="utf-8")
    REFERENCE.write_text(page_reference(par_cle), encoding="utf-8")


if __name__ == "__main__":
    principal()
