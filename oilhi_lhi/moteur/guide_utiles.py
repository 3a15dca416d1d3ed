"""Which questions can still change the result, proven by search rather than supposed.

Exact: for some way of answering the other open questions, two answers to this one (or an answer
and its absence) give different results. The set only shrinks as answers come, so its size is an
honest upper bound of what is left to ask. What is worked out for a procedure depends only on what
is known of its own questions: it is kept with the rules and serves all cases.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, count, product

from .guide_juge import Juge, Parlante
from .guide_regles import Faits, Regle, Regles, Savoir
from .guide_resultat import Utile
from .guide_valeurs import RECOMMANDEE, statut_juge, valeur_clauses

MEMOIRE_MAX = 50_000
# Never the same twice, whatever is forgotten and whoever counts at the same time.
_NUMEROS = count()


@dataclass(frozen=True, slots=True)
class Analyse:
    """A procedure, given what is known of its questions."""

    numero: int
    statut: str
    atteignable: bool  # some answers recommend it
    gains: Mapping[str, float]  # question that can change its status → what it tells on average


class Etat:
    """One state of knowledge, and what follows from it for each procedure."""

    def __init__(
        self, regles: Regles, savoirs: Mapping[str, Savoir], muettes: frozenset[str]
    ) -> None:
        self.regles = regles
        self.savoirs = savoirs
        self.muettes = muettes
        # The source of a knowledge changes nothing to what follows from it.
        self.cles = {code: (s.valeurs, s.complet) for code, s in savoirs.items()}
        self.fermees = frozenset(code for code, cle in self.cles.items() if cle[1])
        self._analyses: dict[str, Analyse] = {}

    def avec(self, question: str, savoir: Savoir | None) -> Etat:
        savoirs = dict(self.savoirs)
        if savoir is None:
            savoirs.pop(question, None)
        else:
            savoirs[question] = savoir
        return Etat(self.regles, savoirs, self.muettes)

    def ouverte(self, question: str) -> bool:
        return question not in self.fermees

    def analyse(self, procedure: str) -> Analyse:
        if connue := self._analyses.get(procedure):
            return connue
        juge = self.regles.juges[procedure]
        cle = (procedure, juge.codes & self.muettes, *map(self.cles.get, juge.questions))
        memoire = self.regles.memoire
        analyse = memoire.get(cle)
        if analyse is None:
            if len(memoire) > MEMOIRE_MAX:
                memoire.clear()
            analyse = memoire[cle] = self._analyser(juge)
        self._analyses[procedure] = analyse
        return analyse

    def _analyser(self, juge: Juge) -> Analyse:
        actuel = statut_juge(juge, self.savoirs, self.muettes)
        ouvertes = [q for q in juge.questions if self.ouverte(q)]
        choix = [list(classes(self.regles, juge.decisives, self.savoirs, q)) for q in ouvertes]
        savoirs = dict(self.savoirs)
        table = {}
        for rangs in product(*(range(len(c)) for c in choix)):
            for question, rang, valeurs in zip(ouvertes, rangs, choix, strict=True):
                _poser(savoirs, question, valeurs[rang][0])
            table[rangs] = statut_juge(juge, savoirs, self.muettes)
        gains = {}
        for place, question in enumerate(ouvertes):
            if _varie(table, place):
                gains[question] = _gain(table, place, choix)
        return Analyse(next(_NUMEROS), actuel, RECOMMANDEE in table.values(), gains)


def questions_utiles(regles: Regles, faits: Faits, etat: Etat) -> tuple[Utile, ...]:
    """Questions not settled for which some answer changes the result, most discriminating first."""
    procedures: dict[str, list[str]] = {}
    gains: dict[str, float] = {}
    for procedure in regles.suivies:
        for question, gain in etat.analyse(procedure.code).gains.items():
            procedures.setdefault(question, []).append(procedure.code)
            gains[question] = gains.get(question, 0.0) + gain
    touchees: dict[str, list[str]] = {}
    for parlante in regles.parlantes:
        for question in _questions_de_la_regle(parlante, etat):
            touchees.setdefault(question, []).append(parlante.regle.code)
    utiles = [
        Utile(
            question,
            tuple(procedures.get(question.code, ())),
            tuple(touchees.get(question.code, ())),
            question.code in faits.sans_reponse,
        )
        for question in regles.questions
        if question.code in procedures or question.code in touchees
    ]
    utiles.sort(
        key=lambda u: (
            not u.procedures,
            not u.question.prioritaire,
            u.question.sequence if u.question.prioritaire else 0,
            -round(gains.get(u.question.code, 0.0), 6),
            -len(u.regles),
            u.question.sequence,
            u.question.code,
        )
    )
    return tuple(utiles)


def _questions_de_la_regle(parlante: Parlante, etat: Etat) -> tuple[str, ...]:
    """Open questions that can make this rule act or not, while its procedure is recommended.

    When the rule holds either way, it is the procedure that changes: that is said elsewhere.
    """
    regle = parlante.regle
    if regle.code in etat.muettes or etat.fermees.issuperset(parlante.questions):
        return ()
    analyses = [etat.analyse(p) for p in parlante.procedures]
    if analyses and not any(a.atteignable for a in analyses):
        return ()
    cle = (regle.code, *map(etat.cles.get, parlante.questions), *(a.numero for a in analyses))
    memoire = etat.regles.memoire
    utiles = memoire.get(cle)
    if utiles is None:
        utiles = memoire[cle] = _chercher(regle, parlante.questions, etat)
    return utiles


def _chercher(regle: Regle, questions: tuple[str, ...], etat: Etat) -> tuple[str, ...]:
    ouvertes = [q for q in questions if etat.ouverte(q)]
    concernees = (
        regle, *(r for p in regle.procedures for r in etat.regles.decisives(p))
    )  # fmt: skip
    choix = [list(classes(etat.regles, concernees, etat.savoirs, q)) for q in ouvertes]
    table = {}
    for rangs in product(*(range(len(c)) for c in choix)):
        pose = etat
        for question, rang, valeurs in zip(ouvertes, rangs, choix, strict=True):
            pose = pose.avec(question, valeurs[rang][0])
        agit = valeur_clauses(regle, pose.savoirs) is True
        # 2: it acts, and a procedure it speaks of can be recommended; 1: it acts in vain.
        table[rangs] = agit and (
            2 if not regle.procedure or any(pose.analyse(p).atteignable for p in regle.procedures)
            else 1
        )  # fmt: skip
    return tuple(
        question
        for place, question in enumerate(ouvertes)
        if any(2 in valeurs and False in valeurs for valeurs in _colonnes(table, place))
    )


def _poser(savoirs: dict[str, Savoir], code: str, savoir: Savoir | None) -> None:
    if savoir is None:
        savoirs.pop(code, None)
    else:
        savoirs[code] = savoir


def _colonnes(table: Mapping[tuple[int, ...], object], place: int) -> Iterator[set[object]]:
    """For each way of answering the other questions, the values along this one."""
    colonnes: dict[tuple[int, ...], set[object]] = {}
    for rangs, valeur in table.items():
        colonnes.setdefault(rangs[:place] + rangs[place + 1 :], set()).add(valeur)
    yield from colonnes.values()


def _varie(table: Mapping[tuple[int, ...], object], place: int) -> bool:
    return any(len(valeurs) > 1 for valeurs in _colonnes(table, place))


def _gain(
    table: Mapping[tuple[int, ...], str],
    place: int,
    choix: list[list[tuple[Savoir | None, int]]],
) -> float:
    """How much knowing this answer reduces, on average, the doubt on the status (Gini index).

    Every answer is as likely as another; what is left unknown does not count.
    """
    total: dict[str, int] = {}
    selon: dict[int, dict[str, int]] = {}
    for rangs, etat in table.items():
        poids = 1
        for rang, valeurs in zip(rangs, choix, strict=True):
            poids *= valeurs[rang][1]
        if poids:
            total[etat] = total.get(etat, 0) + poids
            colonne = selon.setdefault(rangs[place], {})
            colonne[etat] = colonne.get(etat, 0) + poids
    ensemble = sum(total.values())
    reste = sum(sum(c.values()) * _doute(c) for c in selon.values()) / ensemble
    return _doute(total) - reste


def _doute(nombres: Mapping[str, int]) -> float:
    somme = sum(nombres.values())
    return 1 - sum((n / somme) ** 2 for n in nombres.values())


def classes(
    regles: Regles, concernees: tuple[Regle, ...], savoirs: Mapping[str, Savoir], code: str
) -> Iterator[tuple[Savoir | None, int]]:
    """One answer of each kind these rules can tell apart, with how many it stands for.

    Things left as they are come first, and stand for none.
    """
    yield savoirs.get(code), 0
    question = regles.question(code)
    cites = tuple(
        dict.fromkeys(
            c.reponses for r in concernees for c in r.clauses if c.question == code and c.reponses
        )
    )
    tailles = range(1, len(question.codes) + 1) if question.multiple else (1,)
    # Two sets of answers that meet the same conditions are one.
    sortes: dict[tuple[bool, ...], list[frozenset[str]]] = {}
    for taille in tailles:
        for groupe in combinations(question.codes, taille):
            valeurs = frozenset(groupe)
            sortes.setdefault(tuple(not valeurs.isdisjoint(c) for c in cites), []).append(valeurs)
    for memes in sortes.values():
        # Several answers at once are rarer than one: a sort weighs what it has of single answers.
        yield Savoir(memes[0], True, "agent"), max(1, sum(len(v) == 1 for v in memes))
