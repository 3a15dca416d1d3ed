"""What the templates rest on, read from the tables that ship with them."""

import csv
from functools import lru_cache
from pathlib import Path

from ..rendu import Attendu, noms_des_champs
from .catalogue import CATALOGUE

MENTIONS = Path(__file__).resolve().parent.parent / "gabarits" / "mentions.csv"
USAGES = MENTIONS.with_name("usages.csv")
LIBELLES = {cle: champ.libelle for cle, champ in CATALOGUE.items()}
NOMS = noms_des_champs(LIBELLES.items())


@lru_cache(maxsize=1)
def _mentions():
    par_code = {}
    with MENTIONS.open(encoding="utf-8", newline="") as fichier:
        for ligne in csv.DictReader(fichier, delimiter=";"):
            attendu = Attendu(ligne["sorte"], ligne["valeur"], ligne["base"], ligne["niveau"])
            par_code.setdefault(ligne["code"], []).append(attendu)
    return par_code


def attendus(code):
    """Fields and passages that the law, or the use, wants in that document."""
    return tuple(_mentions().get(code, ()))


@lru_cache(maxsize=1)
def _usages():
    with USAGES.open(encoding="utf-8", newline="") as fichier:
        return {
            ligne["cle"]: tuple(filter(None, ligne["documents"].split(",")))
            for ligne in csv.DictReader(fichier, delimiter=";")
        }


def usages(cle):
    """Codes of the shipped documents that use that field."""
    return _usages().get(cle, ())
