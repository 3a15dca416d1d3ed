"""What each document must say, one row of gabarits/mentions/*.csv each: the tables of the tests.

A row is searched in the text that was produced: found there, it must still be there once an agent
has finished the file by hand. Rows whose words are those of an example find nothing elsewhere.
"""

import csv
import re
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ..rendu.base_legale import est_de_loi

TABLES = Path(__file__).resolve().parent.parent / "gabarits" / "mentions"


class Mention(NamedTuple):
    """Words searched, or a regular expression after « ~ », and the article that wants them."""

    motif: str
    base: str

    @property
    def expression(self):
        motif = self.motif.replace("’", "'")
        return re.compile(motif[1:] if motif.startswith("~") else re.escape(motif))

    @property
    def de_loi(self):
        return est_de_loi(self.base)

    @property
    def texte(self):
        return re.sub(r"[\\~]", "", self.motif)


@cache
def _mentions():
    par_code = defaultdict(dict)
    for chemin in sorted(TABLES.glob("*.csv")):
        with chemin.open(encoding="utf-8", newline="") as fichier:
            for ligne in csv.DictReader(fichier, delimiter=";"):
                if ligne["present"] == "oui":
                    par_code[ligne["code"]].setdefault(
                        ligne["mention"], Mention(ligne["mention"], ligne["base"])
                    )
    return {code: tuple(lignes.values()) for code, lignes in par_code.items()}


def mentions(code):
    """Mentions of the document of that code."""
    return _mentions().get(code, ())
