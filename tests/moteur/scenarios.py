"""Scenarios of the guide, written for a jurist (oilhi.regle.scenario.csv): facts → what is expected.

They ship with the addon, which is what its test bench plays before any version is published.
Columns: ``regle`` names the line of the legal reference (C.1 question, C.2 exclusion, C.3
combination, B.2 disorder). What is not answered is unknown; ``ecartees`` gives each procedure set
aside with the rules that say why; ``alertes`` is complete (what blocks an act included);
``articles`` are those on which the recommended procedures rest.
"""

import csv
from dataclasses import dataclass
from functools import cached_property, lru_cache

from moteur import guide_scenarios
from moteur.guide import evaluer
from moteur.guide_lecture import DONNEES, regles_livrees
from moteur.guide_scenarios import lire_scenario, vue

FICHIER = DONNEES / "oilhi.regle.scenario.csv"


@dataclass(frozen=True)
class Scenario(guide_scenarios.Scenario):
    @cached_property
    def resultat(self):
        return evaluer(regles_livrees(), self.faits)


@lru_cache(maxsize=1)
def lignes():
    with open(FICHIER, encoding="utf-8", newline="") as fichier:
        return tuple(csv.DictReader(fichier))


@lru_cache(maxsize=1)
def lire_scenarios() -> tuple[Scenario, ...]:
    return tuple(
        Scenario(**vars(lire_scenario(regles_livrees(), ligne))) for ligne in lignes()
    )


__all__ = ["Scenario", "lignes", "lire_scenarios", "vue"]
