"""Reads the table of deadlines that the addon ships: the jurist's CSV is the single source."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from .regles import RegleDelai

TABLE = Path(__file__).resolve().parent.parent / "data" / "oilhi.delai.csv"


def lire_regles(chemin: Path = TABLE) -> dict[str, RegleDelai]:
    """Rules of a CSV file in Odoo import format, by code."""
    with open(chemin, encoding="utf-8", newline="") as fichier:
        lignes = list(csv.DictReader(fichier))
    regles = {
        ligne["code"]: RegleDelai(
            code=ligne["code"],
            libelle=ligne["name"],
            nombre=int(ligne["nombre"]) if ligne["nombre"] else None,
            unite=ligne["unite"],
            nature=ligne["nature"],
            depart=ligne["depart"],
            proroge=ligne["proroge"] == "1",
            base=ligne["base"],
            niveau_preuve=ligne["niveau_preuve"],
        )
        for ligne in lignes
    }
    if len(regles) != len(lignes):
        raise ValueError(f"Code de délai en double dans {chemin.name}.")
    return regles


@lru_cache(maxsize=1)
def regles_livrees() -> Mapping[str, RegleDelai]:
    """The shipped table, read once; callers that hold corrected rules pass their own mapping."""
    return MappingProxyType(lire_regles())
