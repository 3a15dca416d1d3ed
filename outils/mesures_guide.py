"""How fast the guide's core is, how few questions it asks, and what its scenarios would notice.

``python -m outils.mesures_guide`` from the root of the repository.
"""

import statistics
import sys
import time
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(RACINE / "oilhi_lhi"), str(RACINE / "tests" / "moteur")]

# What an agent who knows the case would answer, where the scenario says nothing.
ORDINAIRE = {
    "Q1": "non", "Q2": "interne", "Q4": "non", "Q5": "oui", "Q6": "non", "Q7": "non", "Q8": "non",
    "Q9": "locataire", "Q10": "non", "Q11": "identifie", "Q12": "non", "Q13": "non", "Q14": "non",
    "Q15": "non", "Q16": "non", "Q17": "non", "Q18": "non",
}  # fmt: skip


def mesurer():
    """Figures, as (name, value) pairs."""
    from moteur.guide import etablir, evaluer
    from moteur.guide_lecture import lire_regles
    from moteur.guide_regles import Faits
    from mutations import FAMILLES, survivantes
    from scenarios import lire_scenarios

    regles, scenarios = lire_regles(), lire_scenarios()
    assert regles.version  # the fingerprint is worked out once, with the rules

    def chronometrer(faits):
        debut = time.perf_counter()
        resultat = evaluer(regles, faits)
        return (time.perf_counter() - debut) * 1000, resultat

    froides = [chronometrer(Faits())[0]]
    froides += [chronometrer(s.faits)[0] for s in scenarios]
    chaudes = [chronometrer(s.faits)[0] for _ in range(10) for s in scenarios]
    # Which questions the screen puts, the disorders already known; then all of them, as a form would.
    deja, posees, decisives = [], [], []
    for scenario in scenarios:
        reponses = {c: frozenset({v}) for c, v in ORDINAIRE.items()} | dict(scenario.faits.reponses)
        donnees, nombre, decisif = {}, 0, 0
        tacites = etablir(regles, Faits(desordres=scenario.faits.desordres))
        deja.append(sum(1 for s in tacites.values() if s.complet))
        while True:
            _duree, resultat = chronometrer(
                Faits(donnees, {}, scenario.faits.desordres, contexte=scenario.faits.contexte)
            )
            restent = [u for u in resultat.a_preciser if u.question.code in reponses]
            if not restent:
                break
            suivante = restent[0].question.code
            donnees[suivante] = reponses[suivante]
            nombre += 1
            decisif += bool(restent[0].procedures)
        posees.append(nombre)
        decisives.append(decisif)
    mutants = {famille: survivantes(famille) for famille in FAMILLES}
    return (
        ("règles", len(regles.regles)),
        ("conditions", sum(len(r.clauses) for r in regles.regles)),
        ("première évaluation, rien de connu (ms)", round(froides[0], 2)),
        ("évaluation, premier passage sur les scénarios, médiane (ms)", round(statistics.median(froides), 3)),
        ("évaluation, médiane (ms)", round(statistics.median(chaudes), 3)),
        ("évaluation, 95e centile (ms)", round(statistics.quantiles(chaudes, n=20)[-1], 3)),
        ("scénarios", len(scenarios)),
        ("questions en tout", len(regles.questions)),
        ("questions posées en moyenne, agent qui sait répondre", round(statistics.mean(posees), 2)),
        ("dont celles qui peuvent changer la procédure", round(statistics.mean(decisives), 2)),
        ("questions posées, minimum", min(posees)),
        ("questions posées, maximum", max(posees)),
        ("questions posées si toutes le sont, moins celles que les désordres règlent",
         round(len(regles.questions) - statistics.mean(deja), 2)),
        *((f"mutation, {famille} retirées : essais", nombre)
          for famille, (nombre, _restent) in mutants.items()),
        *((f"mutation, {famille} retirées : non vues", len(restent))
          for famille, (_nombre, restent) in mutants.items()),
    )  # fmt: skip


if __name__ == "__main__":
    for nom, valeur in mesurer():
        print(f"{nom} : {valeur}")
