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

from rendu import construire, lire_entete  # noqa: E402
from rendu.cles import singulier  # noqa: E402

SOURCES = ADDON / "gabarits" / "sources"
SORTIE = ADDON / "gabarits" / "docx"
CHAMPS = ADDON / "gabarits" / "champs.csv"


def lire_champs():
    with CHAMPS.open(encoding="utf-8", newline="") as flux:
        return list(csv.DictReader(flux, delimiter=";"))


def libelles():
    """Labels of the fields, also under the name they have inside a repeated block."""
    noms = {}
    for champ in lire_champs():
        noms[champ["cle"]] = champ["libelle"]
        liste, separateur, reste = champ["cle"].partition("[].")
        if separateur:
            noms[f"{singulier(liste)}.{reste}"] = champ["libelle"]
    return noms


def source_palette():
    """A document that shows every control, to be copied into an agent's own template."""
    lignes = ["code: PALETTE", "titre: Palette des champs", "", "= Palette des champs"]
    lignes.append("p Copiez un champ ou un bloc et collez-le dans votre modèle Word.")
    champs = lire_champs()
    for champ in champs:
        cle, libelle = champ["cle"], champ["libelle"]
        if "[]" in cle:
            continue
        if champ["type"] == "texte":
            lignes.append(f"p {libelle} : {{{cle}}}")
        elif champ["type"] == "booleen":
            lignes += [f"[[si {cle}]]", f"p Passage imprimé si : {libelle}.", "[[sinon]]"]
            lignes += [f"p Passage imprimé dans le cas contraire : {libelle}.", "[[fin]]"]
        else:
            lignes += [f"h {libelle}", f"[[pour {cle}]]"]
            for item in champs:
                prefixe = f"{cle}[]."
                if item["cle"].startswith(prefixe) and item["type"] == "texte":
                    lignes.append(
                        f"p {item['libelle']} : {{{singulier(cle)}.{item['cle'][len(prefixe) :]}}}"
                    )
                elif item["cle"].startswith(prefixe):
                    condition = f"{singulier(cle)}.{item['cle'][len(prefixe) :]}"
                    lignes += [f"[[si {condition}]]", f"p {item['libelle']}.", "[[fin]]"]
            lignes.append("[[fin]]")
    return "\n".join(lignes)


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
    resultat["palette.docx"] = construire(source_palette(), libelles=noms)
    return resultat


def principal():
    SORTIE.mkdir(parents=True, exist_ok=True)
    for nom, octets in construire_tous().items():
        (SORTIE / nom).write_bytes(octets)
        print(f"{nom} : {len(octets)} octets")


if __name__ == "__main__":
    principal()
