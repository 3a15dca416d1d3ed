"""Which questions can still change the result, proven by search rather than supposed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, product

from .guide import RECOMMANDEE, etablir, statut, valeur_clause, valeur_regle
from .guide_regles import Faits, Regle, Regles, Savoir
from .guide_resultat import Utile


def questions_utiles(regles: Regles, faits: Faits) -> tuple[Utile, ...]:
    """Questions not settled for which some answer changes the result, most discriminating first.

    « Changes » : for some way of answering the other open questions, two answers to this one (or
    an answer and its absence) give different results. The set only shrinks as answers come, so its
    size is an honest upper bound of what is left to ask.
    """
    savoirs = etablir(regles, faits)
    ouvertes = [q for q in regles.questions if not _regle(savoirs.get(q.code))]
    utiles = []
    for question in ouvertes:
        procedures = tuple(
            p.code
            for p in regles.suivies
            if _decide(regles, faits, savoirs, question.code, p.code, None)
        )
        touchees = tuple(
            r.code
            for r in regles.regles
            if _agit(r)
            and _mentionne(r, question.code)
            and _decide(regles, faits, savoirs, question.code, r.procedure, r)
        )
        if procedures or touchees:
            deja = question.code in faits.sans_reponse
            utiles.append(Utile(question, procedures, touchees, deja))
    # Between questions that decide procedures, the jurist's order holds: danger first.
    utiles.sort(
        key=lambda u: (
            -len(u.procedures),
            0 if u.procedures else -len(u.regles),
            u.question.sequence,
            u.question.code,
        )
    )
    return tuple(utiles)


def _regle(savoir: Savoir | None) -> bool:
    return savoir is not None and savoir.complet


def _agit(regle: Regle) -> bool:
    """Rules that show in the result outside of deciding the procedure."""
    return regle.effet in ("alerte", "bloque") or bool(
        regle.procedure and (regle.documents or regle.partenaires)
    )


def _mentionne(regle: Regle, question: str) -> bool:
    return any(c.question == question for c in regle.clauses)


def _decide(
    regles: Regles,
    faits: Faits,
    savoirs: Mapping[str, Savoir],
    question: str,
    procedure: str,
    regle: Regle | None,
) -> bool:
    """Whether the question can change the status of the procedure, or the effect of the rule."""
    decisives = regles.decisives(procedure) if procedure else ()
    concernees = (*decisives, regle) if regle else decisives
    if not any(_mentionne(r, question) for r in concernees):
        return False
    if regle and valeur_regle(regle, savoirs, faits.desordres, faits.contexte) is False:
        if all(valeur_clause(c, savoirs) is not False for c in regle.clauses):
            return False  # no such disorder: no answer will make it act
    autres = sorted(
        {
            c.question
            for r in concernees
            for c in r.clauses
            if c.question != question and not _regle(savoirs.get(c.question))
        }
    )
    choix = [list(_classes(regles, concernees, savoirs, autre)) for autre in autres]
    propres = list(_classes(regles, concernees, savoirs, question))
    for combinaison in product(*choix):
        base = dict(savoirs)
        for code, savoir in zip(autres, combinaison, strict=True):
            _poser(base, code, savoir)
        vues = set()
        for savoir in propres:
            _poser(base, question, savoir)
            vues.add(_vue(regles, faits, base, procedure, regle))
            if len(vues) > 1:
                return True
    return False


def _vue(
    regles: Regles,
    faits: Faits,
    savoirs: Mapping[str, Savoir],
    procedure: str,
    regle: Regle | None,
) -> object:
    etat = statut(regles, procedure, savoirs, faits.desordres) if procedure else RECOMMANDEE
    if regle is None:
        return etat
    return (
        etat == RECOMMANDEE
        and valeur_regle(regle, savoirs, faits.desordres, faits.contexte) is True
    )


def _poser(savoirs: dict[str, Savoir], code: str, savoir: Savoir | None) -> None:
    if savoir is None:
        savoirs.pop(code, None)
    else:
        savoirs[code] = savoir


def _classes(
    regles: Regles, concernees: tuple[Regle, ...], savoirs: Mapping[str, Savoir], code: str
) -> Iterator[Savoir | None]:
    """One answer of each kind these rules can tell apart, and things left as they are."""
    yield savoirs.get(code)
    question = regles.question(code)
    cites = set().union(*(c.reponses for r in concernees for c in r.clauses if c.question == code))
    representants = [c for c in question.codes if c in cites]
    representants += [c for c in question.codes if c not in cites][:1]
    tailles = range(1, len(representants) + 1) if question.multiple else (1,)
    for taille in tailles:
        for valeurs in combinations(representants, taille):
            yield Savoir(frozenset(valeurs), True, "agent")
