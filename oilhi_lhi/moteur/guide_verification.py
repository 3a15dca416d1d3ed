"""What is wrong in a set of rules: what its jurist must see before publishing it.

Each check is a pure function: rules (and articles) in, anomalies in French out, none when all is well.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from . import citations
from .annules import articles_annules
from .guide_lecture import DONNEES
from .guide_regles import Clause, Regle, Regles
from .guide_utiles import Etat, classes
from .guide_valeurs import RECOMMANDEE, statut_juge

ERREUR, AVERTISSEMENT = "erreur", "avertissement"
JURISPRUDENCE = re.compile(r"^(CE|CAA|TA|Cass\.)[ ,]")


@dataclass(frozen=True, slots=True)
class Anomalie:
    code: str  # inatteignable, contradiction, sans_effet, article_inconnu, article_annule
    niveau: str  # erreur: not to be published; avertissement: to be read
    objet: str  # code of the rule, question or procedure
    message: str


@dataclass(frozen=True, slots=True)
class Article:
    code: str
    numero: str
    citable: bool = True


def articles_livres(dossier: Path = DONNEES) -> tuple[Article, ...]:
    """Articles that the addon ships."""
    with open(dossier / "oilhi.texte.csv", encoding="utf-8", newline="") as fichier:
        return tuple(
            Article(ligne["code"], ligne["article"], ligne["citable"] not in ("0", "False"))
            for ligne in csv.DictReader(fichier)
        )


def lire_base(base: str) -> tuple[str, str] | None:
    """« CCH L. 511-2 1° » → (CCH, L. 511-2); None for a decision of justice or an unknown text."""
    citation = next(iter(citations.lire(base)), None)
    return (citation.code, citation.article) if citation and not citation.debut else None


def verifier(regles: Regles, articles: Iterable[Article]) -> tuple[Anomalie, ...]:
    """All the checks, errors first."""
    anomalies = [
        *procedures_inatteignables(regles),
        *regles_contradictoires(regles),
        *regles_mortes(regles),
        *questions_sans_effet(regles),
        *articles_fautifs(regles, articles),
    ]
    return tuple(sorted(anomalies, key=lambda a: (a.niveau != ERREUR, a.code, a.objet)))


def procedures_inatteignables(regles: Regles) -> list[Anomalie]:
    """Procedures that no answer, disorder or particular of the case can recommend."""
    anomalies = []
    for procedure in regles.procedures:
        juge = regles.juges[procedure.code]
        if not juge.decisives:
            message = "n’a aucune règle\u00a0: le guide ne peut ni la proposer ni l’écarter."
        elif not _atteignable(regles, procedure.code):
            message = "ne peut être recommandée par aucune réponse\u00a0: relisez ses conditions."
        else:
            continue
        anomalies.append(
            Anomalie(
                "inatteignable", ERREUR, procedure.code,
                f"La procédure {procedure.code} ({procedure.nom}) {message}",
            )
        )  # fmt: skip
    return anomalies


def _atteignable(regles: Regles, code: str) -> bool:
    """With every disorder that helps: an object speaks if it may; an exclusion stays silent."""
    juge = regles.juges[code]
    choix = [[s for s, _p in classes(regles, juge.decisives, {}, q)] for q in juge.questions]
    for valeurs in product(*choix):
        savoirs = {q: s for q, s in zip(juge.questions, valeurs, strict=True) if s}
        if statut_juge(juge, savoirs, frozenset()) == RECOMMANDEE:
            return True
    return False


def regles_contradictoires(regles: Regles) -> list[Anomalie]:
    """Pairs of rules that say opposite things of one procedure on the same answers, and deductions
    that answer one question twice on the same disorder."""
    anomalies = []
    for procedure in regles.procedures:
        juge = regles.juges[procedure.code]
        necessaires = [g[0] for g in juge.exige if len(g) == 1]
        for necessaire, contraire in product(necessaires, (*juge.ecarte, *juge.hors_objet)):
            if _implique(necessaire.clauses, contraire.clauses):
                anomalies.append(_contradiction(procedure.code, necessaire, contraire))
        for rang, premiere in enumerate(necessaires):
            for seconde in necessaires[rang + 1 :]:
                if _incompatibles(regles, premiere.clauses, seconde.clauses):
                    anomalies.append(_contradiction(procedure.code, premiere, seconde))
    deductions = regles.deductions
    for rang, premiere in enumerate(deductions):
        for seconde in deductions[rang + 1 :]:
            if (
                premiere.question == seconde.question
                and not regles.question(premiere.question).multiple
                and premiere.reponses != seconde.reponses
                and _memes_desordres(premiere, seconde)
            ):
                anomalies.append(
                    Anomalie(
                        "contradiction", ERREUR, premiere.code,
                        f"Les règles {premiere.code} et {seconde.code} déduisent d’un même désordre "
                        f"deux réponses différentes à la question {premiere.question}.",
                    )
                )  # fmt: skip
    return anomalies


def _contradiction(procedure: str, une: Regle, autre: Regle) -> Anomalie:
    return Anomalie(
        "contradiction", ERREUR, une.code,
        f"Les règles {une.code} et {autre.code} se contredisent pour la procédure {procedure}\u00a0: "
        "elles ne peuvent jamais être satisfaites ensemble.",
    )  # fmt: skip


def _implique(premieres: tuple[Clause, ...], secondes: tuple[Clause, ...]) -> bool:
    """Whether the first conditions, met, always meet the second ones."""
    return bool(secondes) and all(
        any(
            p.question == s.question
            and p.operateur == s.operateur
            and (p.reponses <= s.reponses if p.operateur == "parmi" else p.reponses >= s.reponses)
            for p in premieres
        )
        for s in secondes
    )


def _incompatibles(
    regles: Regles, premieres: tuple[Clause, ...], secondes: tuple[Clause, ...]
) -> bool:
    """Whether no answer meets both."""
    for p, s in product(premieres, secondes):
        if p.question != s.question or regles.question(p.question).multiple:
            continue
        if {p.operateur, s.operateur} <= {"parmi"} and p.reponses.isdisjoint(s.reponses):
            return True
        if p.operateur == "parmi" and s.operateur == "hors" and p.reponses <= s.reponses:
            return True
        if s.operateur == "parmi" and p.operateur == "hors" and s.reponses <= p.reponses:
            return True
    return False


def _memes_desordres(une: Regle, autre: Regle) -> bool:
    """Whether one disorder can set off both."""
    codes = any(
        a.startswith(b) or b.startswith(a)
        for a in une.desordres or ("",)
        for b in autre.desordres or ("",)
    )
    bas = max(une.gravite_min, autre.gravite_min, 1)
    return codes and bas <= min(une.gravite_max or 4, autre.gravite_max or 4)


def regles_mortes(regles: Regles) -> list[Anomalie]:
    """Rules whose own conditions can never hold together."""
    return [
        Anomalie(
            "sans_effet", ERREUR, regle.code,
            f"La règle {regle.code} ne peut jamais s’appliquer\u00a0: ses conditions "
            "s’excluent.",
        )
        for regle in regles.regles
        if any(
            _incompatibles(regles, (clause,), (autre,))
            for rang, clause in enumerate(regle.clauses)
            for autre in regle.clauses[rang + 1 :]
        )
        or (regle.nombre_max and regle.nombre_max < regle.nombre_min)
        or (regle.gravite_max and regle.gravite_max < regle.gravite_min)
    ]  # fmt: skip


def questions_sans_effet(regles: Regles) -> list[Anomalie]:
    """Questions that change nothing whatever else is known, and answers no rule reads."""
    etat = Etat(regles, {}, frozenset())
    decident = {q for p in regles.suivies for q in etat.analyse(p.code).gains}
    lues: dict[str, set[str]] = {}
    hors: set[str] = set()
    for regle in regles.regles:
        if regle.effet in ("alerte", "bloque") or regle.documents or regle.partenaires:
            decident |= {c.question for c in regle.clauses}
        for clause in regle.clauses:
            lues.setdefault(clause.question, set()).update(clause.reponses)
            if clause.operateur != "parmi":
                hors.add(clause.question)
    anomalies = []
    for question in regles.questions:
        if question.code not in decident:
            anomalies.append(
                Anomalie(
                    "sans_effet", ERREUR, question.code,
                    f"La question {question.code} («\u00a0{question.intitule}\u00a0») n’a aucun "
                    "effet\u00a0: elle ne sera jamais posée.",
                )
            )  # fmt: skip
            continue
        muettes = [c for c in question.codes if c not in lues.get(question.code, ())]
        if len(muettes) > 1 and question.code not in hors:
            anomalies.append(
                Anomalie(
                    "sans_effet", AVERTISSEMENT, question.code,
                    f"Question {question.code}\u00a0: les réponses {', '.join(muettes)} ont le même "
                    "effet.",
                )
            )  # fmt: skip
    return anomalies


def articles_fautifs(regles: Regles, articles: Iterable[Article]) -> list[Anomalie]:
    """Articles annulled, articles that a confirmed rule cites and nobody has read, no article."""
    connus: Mapping[tuple[str, str], Article] = {(a.code, a.numero): a for a in articles}
    anomalies = []
    for regle in regles.regles:
        if not regle.bases and regle.niveau_preuve == "confirme":
            anomalies.append(
                Anomalie(
                    "article_inconnu", ERREUR, regle.code,
                    f"La règle {regle.code} est dite «\u00a0confirmée\u00a0» et ne cite aucun "
                    "article.",
                )
            )  # fmt: skip
        for base in regle.bases:
            if anomalie := _juger_base(regle, base, connus):
                anomalies.append(anomalie)
        for champ, texte in (("motif", regle.motif), ("motif contraire", regle.motif_contraire)):
            for code, numero in _annules_cites(texte, connus):
                anomalies.append(_annule(regle, f"{code} {numero}", f", dans son {champ},"))
    return anomalies


def _juger_base(
    regle: Regle, base: str, connus: Mapping[tuple[str, str], Article]
) -> Anomalie | None:
    lue = lire_base(base)
    article = connus.get(lue) if lue else None
    if article and not article.citable:
        return _annule(regle, base, "")
    if article or JURISPRUDENCE.match(base) or regle.niveau_preuve != "confirme":
        return None
    return Anomalie(
        "article_inconnu", ERREUR, regle.code,
        f"La règle {regle.code} est dite «\u00a0confirmée\u00a0» et cite «\u00a0{base}\u00a0», qui "
        "n’est pas dans les textes de l’application\u00a0: ajoutez l’article, ou dites la règle "
        "«\u00a0à vérifier\u00a0».",
    )  # fmt: skip


def _annules_cites(
    texte: str, connus: Mapping[tuple[str, str], Article]
) -> list[tuple[str, str]]:
    cites = articles_annules(texte)
    return [
        (a.code, a.numero)
        for a in connus.values()
        if not a.citable
        and (a.numero in cites or re.search(re.escape(a.numero) + r"(?![0-9])", texte))
    ]


def _annule(regle: Regle, base: str, ou: str) -> Anomalie:
    return Anomalie(
        "article_annule", ERREUR, regle.code,
        f"La règle {regle.code} cite{ou} «\u00a0{base}\u00a0», article annulé\u00a0: citez "
        "l’article en vigueur.",
    )  # fmt: skip
