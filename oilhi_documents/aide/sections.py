"""Which section of which guide speaks of a screen: sections.csv, read once."""

import csv
from functools import lru_cache
from pathlib import Path

FICHIER = Path(__file__).parent / "sections.csv"


@lru_cache(maxsize=1)
def lignes():
    """``{key: (page, section)}``; a key is ``action:…``, ``modele:…`` or ``modele:…/tab``."""
    with FICHIER.open(encoding="utf-8", newline="") as flux:
        return {ligne["cle"]: (ligne["page"], ligne["section"]) for ligne in csv.DictReader(flux)}


def choisir(action="", tag="", modele="", onglet="", defaut="guide-agent"):
    """The most precise first: the open tab, the screen, its kind, the record; else the guide."""
    connues = lignes()
    for cle in (f"modele:{modele}/{onglet}", f"action:{action}", f"tag:{tag}", f"modele:{modele}"):
        if cle in connues:
            nom, section = connues[cle]
            return f"{nom}#{section}" if section else nom
    return defaut
