"""Scenarios of the guide, written for a jurist (scenarios_guide.csv): facts → what is expected.

Columns: ``regle`` names the line of the legal reference (C.1 question, C.2 exclusion, C.3
combination, B.2 disorder). Several answers to one question are joined by « + ». What is not
answered is unknown. ``ecartees`` gives each procedure set aside with the rules that say why;
``alertes`` is complete (what blocks an act included); ``articles`` are those on which the recommended procedures rest.
"""

import csv
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from moteur.guide import evaluer
from moteur.guide_lecture import regles_livrees
from moteur.guide_regles import Faits, verifier_reponses

FICHIER = Path(__file__).with_name("scenarios_guide.csv")
COLONNES = ("id", "titre", "regle", "desordres", "reponses", "particularites", "recommandees",
            "ecartees", "alertes", "articles")  # fmt: skip


@dataclass(frozen=True)
class Scenario:
    id: str
    titre: str
    faits: Faits
    recommandees: tuple[str, ...]
    ecartees: frozenset[tuple[str, tuple[str, ...]]]
    alertes: frozenset[str]
    articles: frozenset[str]

    @cached_property
    def resultat(self):
        return evaluer(regles_livrees(), self.faits)

    def ecarts(self, resultat) -> list[str]:
        """What differs from what is expected; an empty list is a success."""
        trouve = vue(resultat)
        return [
            f"{self.id} {nom} : attendu {attendu}, trouvé {trouve[nom]}"
            for nom, attendu in (
                ("recommandees", self.recommandees),
                ("ecartees", self.ecartees),
                ("alertes", self.alertes),
                ("articles", self.articles),
            )
            if attendu != trouve[nom]
        ]


def vue(resultat):
    return {
        "recommandees": tuple(p.code for p in resultat.recommandees),
        "ecartees": frozenset(
            (p.code, tuple(sorted(m.regle for m in p.motifs))) for p in resultat.ecartees
        ),
        "alertes": frozenset(a.code for a in resultat.alertes)
        | {m.regle for p in resultat.recommandees for m in p.blocages},
        "articles": frozenset(b for p in resultat.recommandees for b in p.bases),
    }


def faits(ligne) -> Faits:
    """ValueError when an answer is not one of the guide."""
    brutes = {}
    for mot in ligne["reponses"].split():
        question, valeurs = mot.split("=")
        brutes[question] = valeurs.split("+")
    reponses, erreurs = verifier_reponses(regles_livrees(), brutes)
    if erreurs:
        raise ValueError(f"{ligne['id']} : {' '.join(erreurs)}")
    desordres = tuple(
        (code, int(gravite))
        for code, gravite in (d.strip().split(":") for d in ligne["desordres"].split(",") if d)
    )
    return Faits(
        reponses=reponses,
        desordres=desordres,
        contexte=frozenset(ligne["particularites"].split()),
    )


@lru_cache(maxsize=1)
def lignes():
    with open(FICHIER, encoding="utf-8", newline="") as fichier:
        return tuple(csv.DictReader(fichier))


@lru_cache(maxsize=1)
def lire_scenarios() -> tuple[Scenario, ...]:
    return tuple(
        Scenario(
            id=ligne["id"],
            titre=ligne["titre"],
            faits=faits(ligne),
            recommandees=tuple(ligne["recommandees"].split()),
            ecartees=frozenset(
                (code, tuple(sorted(raisons.split("+"))))
                for code, raisons in re.findall(r"(\S+)\(([^)]+)\)", ligne["ecartees"])
            ),
            alertes=frozenset(ligne["alertes"].split()),
            articles=frozenset(a for a in ligne["articles"].split(" ; ") if a),
        )
        for ligne in lignes()
    )
