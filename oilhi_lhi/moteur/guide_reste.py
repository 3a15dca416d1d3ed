"""How many questions are left: an honest range, never a percentage.

The most is the number of questions that can still change the result: it only shrinks. The fewest
is what the shortest path found still asks.
"""

from __future__ import annotations

from dataclasses import replace

from .guide import evaluer
from .guide_regles import Faits, Regles
from .guide_resultat import Resultat, Utile

LARGEUR = 16  # paths followed at once: one alone misses short cuts


def a_poser(resultat: Resultat) -> tuple[Utile, ...]:
    """Useful questions, less those nobody could answer."""
    return tuple(u for u in resultat.a_preciser if not u.deja_posee)


def reste(regles: Regles, faits: Faits, resultat: Resultat) -> tuple[int, int]:
    """(fewest, most) questions still asked, in the order of the guide."""
    posees = a_poser(resultat)
    plus = len(posees)
    moins = 0
    etats = [(faits, posees)] if posees else []
    while etats and moins < plus:
        moins += 1
        suites = []
        for rang, (connus, restent) in enumerate(etats):
            question = restent[0].question
            # « I don't know » closes nothing else: a real answer always does at least as well.
            for place, code in enumerate(question.codes):
                essai = replace(
                    connus, reponses={**connus.reponses, question.code: frozenset({code})}
                )
                encore = a_poser(evaluer(regles, essai))
                if not encore:
                    return moins, plus
                suites.append((len(encore), rang, place, essai, encore))
        suites.sort(key=lambda s: s[:3])
        etats = [(essai, encore) for *_, essai, encore in suites[:LARGEUR]]
    return moins, plus
