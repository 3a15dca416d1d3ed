"""Rows of the steps, procedures, differences and delays, and how they point to one another.

Rows are plain dicts, as read from the CSV files: a missing column counts as empty.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .guide_lecture import DONNEES

Ligne = Mapping[str, str]
TYPES = DONNEES.parents[1] / "oilhi_partenaires" / "data" / "oilhi.type.organisme.csv"


@dataclass(frozen=True, slots=True)
class Donnees:
    """Rows of the files, read together."""

    etapes: tuple[Ligne, ...]
    procedures: tuple[Ligne, ...]
    differences: tuple[Ligne, ...]
    delais: tuple[Ligne, ...]
    partenaires: tuple[Ligne, ...]


def lire(dossier: Path = DONNEES, types: Path = TYPES) -> Donnees:
    """Every family of steps, differences and delays that the addon ships."""

    def lignes(motif: str) -> tuple[Ligne, ...]:
        lues: list[Ligne] = []
        for chemin in sorted(dossier.glob(motif)):
            with open(chemin, encoding="utf-8", newline="") as fichier:
                lues += csv.DictReader(fichier)
        return tuple(lues)

    with open(types, encoding="utf-8", newline="") as fichier:
        partenaires = tuple(csv.DictReader(fichier))
    return Donnees(
        lignes("oilhi.etape*.csv"),
        lignes("oilhi.procedure.csv"),
        lignes("oilhi.procedure.difference*.csv"),
        lignes("oilhi.delai*.csv"),
        partenaires,
    )


def codes(ligne: Ligne, champ: str) -> tuple[str, ...]:
    """« A,B » → (A, B)."""
    return tuple(code.strip() for code in texte(ligne, champ).split(",") if code.strip())


def texte(ligne: Ligne, champ: str) -> str:
    return ligne.get(champ) or ""


def reference(ligne: Ligne, champ: str) -> str:
    """External id without the name of its addon."""
    return texte(ligne, champ).rpartition(".")[2]


@dataclass(slots=True)
class Index:
    """The same rows, found by id, by code and by procedure."""

    procedures: dict[str, Ligne] = field(default_factory=dict)  # by id
    noms: dict[str, Ligne] = field(default_factory=dict)  # by code
    etapes: dict[str, Ligne] = field(default_factory=dict)  # by code
    par_id: dict[str, Ligne] = field(default_factory=dict)
    siennes: dict[str, dict[str, Ligne]] = field(default_factory=dict)  # procedure → steps
    differences: dict[str, list[Ligne]] = field(default_factory=dict)  # procedure → rows
    delais: dict[str, Ligne] = field(default_factory=dict)

    def procedure_de(self, etape: Ligne) -> str:
        return texte(self.procedures.get(reference(etape, "procedure_id:id"), {}), "code")

    def parcours(self, procedure: str) -> str:
        """Code of the procedure whose steps this one uses."""
        suivie = self.procedures.get(reference(self.noms.get(procedure, {}), "parcours_id:id"))
        return texte(suivie, "code") if suivie else procedure

    def a_des_variantes(self, procedure: str) -> bool:
        return any(self.parcours(autre) == procedure != autre for autre in self.noms)

    def ecartees(self, procedure: str) -> set[str]:
        return {
            texte(self.par_id.get(reference(d, "etape_id:id"), {}), "code")
            for d in self.differences.get(procedure, ())
            if texte(d, "effet") == "ecartee"
        }


def indexer(donnees: Donnees) -> Index:
    index = Index()
    for procedure in donnees.procedures:
        index.procedures[texte(procedure, "id")] = procedure
        index.noms[texte(procedure, "code")] = procedure
    for etape in donnees.etapes:
        index.etapes[texte(etape, "code")] = etape
        index.par_id[texte(etape, "id")] = etape
        index.siennes.setdefault(index.procedure_de(etape), {})[texte(etape, "code")] = etape
    for difference in donnees.differences:
        procedure = index.procedures.get(reference(difference, "procedure_id:id"), {})
        index.differences.setdefault(texte(procedure, "code"), []).append(difference)
    for delai in donnees.delais:
        index.delais[texte(delai, "code")] = delai
    return index
