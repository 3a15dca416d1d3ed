"""Files of the territory. Pure Python, no Odoo.

The files are written by data/territoires/construire.py, by default in ``data/territoires`` of this
addon. Everything is text there, as codes must stay text.
"""

import csv
from collections import defaultdict
from functools import cached_property
from pathlib import Path

DONNEES = Path(__file__).resolve().parents[1] / "data" / "territoires"

class Source:
    """A folder of territory files, each read once, when first asked for."""

    def __init__(self, dossier=None):
        self.dossier = Path(dossier) if dossier else DONNEES

    def _lire(self, nom):
        with (self.dossier / nom).open(encoding="utf-8", newline="") as flux:
            return list(csv.DictReader(flux))

    @cached_property
    def millesime(self):
        return (self.dossier / "millesime.txt").read_text(encoding="utf-8").strip()

    @cached_property
    def communes(self):
        """{code INSEE: row}."""
        return {ligne["code_insee"]: ligne for ligne in self._lire("communes.csv")}

    @cached_property
    def par_departement(self):
        """{code of département: [rows of its communes]}."""
        groupes = defaultdict(list)
        for ligne in self.communes.values():
            groupes[ligne["departement"]].append(ligne)
        return dict(groupes)

    @cached_property
    def epci(self):
        """{SIREN: row}, EPT included."""
        return {ligne["siren"]: ligne for ligne in self._lire("epci.csv")}

    @cached_property
    def anciennes(self):
        """{code that is no commune's any more: row}."""
        return {ligne["code_insee"]: ligne for ligne in self._lire("anciennes.csv")}

    @cached_property
    def anciennes_par_commune(self):
        groupes = defaultdict(list)
        for ligne in self.anciennes.values():
            groupes[ligne["commune"]].append(ligne)
        return dict(groupes)

    @cached_property
    def outremer(self):
        """{code: name} of the collectivités whose law is another one."""
        return {ligne["code"]: ligne["name"] for ligne in self._lire("outremer.csv")}
