"""Mutation run of the rules: what no scenario would miss is a rule that nobody has checked.

``python -m outils.mesures_guide`` gives the figures; test_guide_scenarios.py requires no survivor.
"""

from dataclasses import replace

from moteur.guide import evaluer
from moteur.guide_lecture import regles_livrees
from moteur.guide_regles import Regles
from scenarios import lire_scenarios


def _avec(regle, autre):
    """The rules with one changed, or taken away; a procedure may no longer be judged: that shows."""
    toutes = regles_livrees()
    regles = tuple(
        autre if r is regle else r for r in toutes.regles if r is not regle or autre is not None
    )
    return Regles(toutes.questions, toutes.procedures, regles, toutes.etat)


def regles_retirees():
    """(name, rule, mutated rules): each rule removed."""
    for regle in regles_livrees().regles:
        yield regle.code, regle, _avec(regle, None)


def conditions_retirees():
    """Each condition of each rule removed."""
    for regle in regles_livrees().regles:
        for condition in regle.clauses:
            autre = replace(regle, clauses=tuple(c for c in regle.clauses if c is not condition))
            yield f"{regle.code} : {condition.question}", regle, _avec(regle, autre)


def reponses_retirees():
    """Each answer of each condition that accepts several removed from it."""
    for regle in regles_livrees().regles:
        for condition in regle.clauses:
            for code in sorted(condition.reponses) if len(condition.reponses) > 1 else ():
                reste = replace(condition, reponses=condition.reponses - {code})
                autre = replace(
                    regle, clauses=tuple(reste if c is condition else c for c in regle.clauses)
                )
                yield f"{regle.code} : {condition.question} = {code}", regle, _avec(regle, autre)


FAMILLES = {
    "règles": regles_retirees, "conditions": conditions_retirees, "réponses": reponses_retirees,
}  # fmt: skip


def _utiles_d_abord(regle):
    """Scenarios where the rule speaks come first: one failure is enough."""
    questions = {c.question for c in regle.clauses}

    def touche(s):
        parle = any(t.regle == regle.code for t in s.resultat.trace)
        return (not parle, -len(questions & s.faits.reponses.keys()))

    return sorted(lire_scenarios(), key=touche)


def survivantes(famille):
    """(number of mutants, names of those that no scenario notices)."""
    nombre, restent = 0, []
    for nom, regle, mutees in FAMILLES[famille]():
        nombre += 1
        if not any(
            s.ecarts(evaluer(mutees, s.faits, questions=False)) for s in _utiles_d_abord(regle)
        ):
            restent.append(nom)
    return nombre, restent
