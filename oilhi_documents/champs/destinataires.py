"""Bodies to which an act is sent besides the persons: one row of gabarits/destinataires.csv each."""

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

TABLE = Path(__file__).resolve().parent.parent / "gabarits" / "destinataires.csv"
CONDITIONS = frozenset({
    "arrete", "habitation", "habitation_maire", "habitation_epci", "publication", "cch", "astreinte",
})  # fmt: skip


class Destinataire(NamedTuple):
    """`type`: of the directory; `document`: the letter that carries the act to it."""

    code: str
    type: str
    document: str
    libelle: str
    pourquoi: str
    base: str
    niveau: str
    condition: str


@cache
def destinataires():
    with TABLE.open(encoding="utf-8", newline="") as fichier:
        return tuple(Destinataire(**ligne) for ligne in csv.DictReader(fichier, delimiter=";"))
