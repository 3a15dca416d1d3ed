"""Value objects of the guide: the decision data and the facts it is applied to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property

EFFETS = ("exige", "appuie", "ecarte", "bloque", "alerte", "deduit")
OPERATEURS = ("parmi", "hors", "inconnu")
NIVEAUX_ALERTE = ("danger", "attention", "info")  # most serious first
NIVEAUX_PREUVE = ("confirme", "a_verifier", "pratique")  # strongest first
INCONNU = "inconnu"
# What the file says and no question asks.
CONTEXTES = ("meuble_tourisme", "erp_hebergement")


@dataclass(frozen=True, slots=True)
class Reponse:
    code: str
    libelle: str
    aide: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    code: str
    intitule: str
    reponses: tuple[Reponse, ...]
    multiple: bool = False
    sequence: int = 10
    aide: str = ""

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(r.code for r in self.reponses)

    def libelles(self, codes: frozenset[str]) -> str:
        """Answers in words, in the order of the question."""
        return ", ".join(r.libelle for r in self.reponses if r.code in codes)


@dataclass(frozen=True, slots=True)
class Procedure:
    code: str
    nom: str
    urgente: bool = False
    sequence: int = 10
    transferable: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    question: str
    operateur: str
    reponses: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Regle:
    code: str
    effet: str
    motif: str
    procedure: str = ""
    motif_contraire: str = ""  # what is said when a necessary condition fails
    niveau_alerte: str = ""
    bases: tuple[str, ...] = ()
    niveau_preuve: str = "confirme"
    clauses: tuple[Clause, ...] = ()
    documents: tuple[str, ...] = ()
    partenaires: tuple[str, ...] = ()
    desordres: tuple[str, ...] = ()  # codes or prefixes
    gravite_min: int = 0
    question: str = ""  # deduit: what the disorders imply
    reponses: frozenset[str] = frozenset()
    contexte: frozenset[str] = frozenset()  # alert only: particulars of the file, all needed
    sequence: int = 10

    def canonique(self) -> dict[str, object]:
        donnees = asdict(self)
        donnees["reponses"] = sorted(self.reponses)
        donnees["contexte"] = sorted(self.contexte)
        donnees["clauses"] = sorted(
            [c.question, c.operateur, sorted(c.reponses)] for c in self.clauses
        )
        return donnees


@dataclass(frozen=True, slots=True)
class Savoir:
    """What is known of a question; not complete means « at least these »."""

    valeurs: frozenset[str]
    complet: bool
    source: str  # agent, dossier, desordre


@dataclass(frozen=True, slots=True)
class Faits:
    """`reponses`: the agent's word; `dossier`: what the file says. Absent or empty = unknown."""

    reponses: Mapping[str, frozenset[str]] = field(default_factory=dict)
    dossier: Mapping[str, frozenset[str]] = field(default_factory=dict)
    desordres: tuple[tuple[str, int], ...] = ()
    # Questions the agent answered « I don't know »: unknown, but no longer to be asked.
    sans_reponse: frozenset[str] = frozenset()
    contexte: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Regles:
    """The whole decision data, checked once, in an order of its own (input order is no matter)."""

    questions: tuple[Question, ...]
    procedures: tuple[Procedure, ...]
    regles: tuple[Regle, ...]
    etat: str = ""  # state of the law, as its jurist dates it: 2026-11

    def __post_init__(self) -> None:
        # Protect people first, then treat the cause.
        tri = {
            "questions": lambda q: (q.sequence, q.code),
            "procedures": lambda p: (not p.urgente, p.sequence, p.code),
            "regles": lambda r: (r.sequence, r.code),
        }
        for nom, cle in tri.items():
            valeurs = tuple(sorted(getattr(self, nom), key=cle))
            object.__setattr__(self, nom, valeurs)
            codes = [v.code for v in valeurs]
            if len(set(codes)) != len(codes):
                double = sorted(c for c in set(codes) if codes.count(c) > 1)
                raise ValueError(f"Code en double ({nom})\u00a0: {', '.join(double)}.")
        for regle in self.regles:
            self._verifier(regle)

    def _verifier(self, regle: Regle) -> None:
        def refuser(message: str) -> None:
            raise ValueError(f"Règle {regle.code}\u00a0: {message}")

        if regle.effet not in EFFETS:
            refuser(f"effet «\u00a0{regle.effet}\u00a0» inconnu.")
        if regle.niveau_preuve not in NIVEAUX_PREUVE:
            refuser(f"niveau de preuve «\u00a0{regle.niveau_preuve}\u00a0» inconnu.")
        if regle.procedure and regle.procedure not in {p.code for p in self.procedures}:
            refuser(f"procédure «\u00a0{regle.procedure}\u00a0» inconnue.")
        if regle.effet in ("exige", "appuie", "ecarte", "bloque") and not regle.procedure:
            refuser("une procédure est nécessaire.")
        if regle.effet == "alerte" and regle.niveau_alerte not in NIVEAUX_ALERTE:
            refuser("une alerte a besoin d’un niveau (info, attention ou danger).")
        if regle.effet not in ("alerte", "deduit") and (regle.desordres or regle.gravite_min):
            # A missing disorder proves nothing: it can inform, not decide.
            refuser("seules les alertes et les déductions dépendent des désordres.")
        if regle.contexte and regle.effet != "alerte":
            refuser("seules les alertes dépendent d’une particularité du dossier.")
        if inconnus := regle.contexte - set(CONTEXTES):
            refuser(f"particularité du dossier inconnue\u00a0: {', '.join(sorted(inconnus))}.")
        if regle.effet == "deduit":
            if not (regle.desordres or regle.gravite_min) or regle.clauses:
                refuser("une déduction dépend de désordres, et de rien d’autre.")
            self._verifier_codes(regle, regle.question, regle.reponses)
        for clause in regle.clauses:
            if clause.operateur not in OPERATEURS:
                refuser(f"opérateur «\u00a0{clause.operateur}\u00a0» inconnu.")
            if clause.operateur == INCONNU and regle.effet not in ("alerte", "appuie"):
                # It would let a procedure set aside for certain come back with one more answer.
                refuser(
                    "«\u00a0n’est pas connue\u00a0» n’est permis que pour une alerte ou un appui."
                )
            codes = clause.reponses
            if (clause.operateur == INCONNU) == bool(codes):
                refuser(f"réponses de la condition sur {clause.question} incohérentes.")
            self._verifier_codes(regle, clause.question, codes)

    def _verifier_codes(self, regle: Regle, question: str, codes: frozenset[str]) -> None:
        if question not in self.codes_questions:
            raise ValueError(
                f"Règle {regle.code}\u00a0: question «\u00a0{question}\u00a0» inconnue."
            )
        inconnus = codes - set(self.question(question).codes)
        if inconnus:
            raise ValueError(
                f"Règle {regle.code}\u00a0: {', '.join(sorted(inconnus))}\u00a0: "
                f"réponse inconnue de la question {question}."
            )

    @cached_property
    def codes_questions(self) -> dict[str, Question]:
        return {q.code: q for q in self.questions}

    def question(self, code: str) -> Question:
        return self.codes_questions[code]

    @cached_property
    def _decisives(self) -> dict[str, tuple[Regle, ...]]:
        decisives: dict[str, tuple[Regle, ...]] = {}
        for procedure in self.procedures:
            propres = [r for r in self.regles if r.procedure == procedure.code]
            effets = {"ecarte", "exige"}
            if not any(r.effet == "exige" for r in propres):
                effets.add("appuie")
            decisives[procedure.code] = tuple(r for r in propres if r.effet in effets)
        return decisives

    @cached_property
    def suivies(self) -> tuple[Procedure, ...]:
        """Procedures the guide can judge; the others are reached by orientation alerts."""
        return tuple(p for p in self.procedures if self._decisives[p.code])

    def decisives(self, procedure: str) -> tuple[Regle, ...]:
        """Rules that settle whether the procedure applies (reasons too, if nothing is required)."""
        return self._decisives[procedure]

    @cached_property
    def version(self) -> str:
        """State of the law and fingerprint of every word of the rules."""
        contenu = {
            "questions": [asdict(q) for q in self.questions],
            "procedures": [asdict(p) for p in self.procedures],
            "regles": [r.canonique() for r in self.regles],
        }
        brut = json.dumps(contenu, ensure_ascii=False, sort_keys=True)
        empreinte = hashlib.sha256(brut.encode()).hexdigest()[:12]
        return f"{self.etat} · {empreinte}" if self.etat else empreinte


def verifier_reponses(
    regles: Regles, reponses: Mapping[str, object]
) -> tuple[dict[str, frozenset[str]], list[str]]:
    """Answers in normal form (empty = « I don't know »), and what is wrong with the others."""
    lues: dict[str, frozenset[str]] = {}
    erreurs: list[str] = []
    for code, brut in reponses.items():
        question = regles.codes_questions.get(code)
        if question is None:
            attendues = ", ".join(q.code for q in regles.questions)
            erreurs.append(
                f"Question «\u00a0{code}\u00a0» inconnue. Questions admises\u00a0: {attendues}."
            )
            continue
        permises = f"{', '.join(question.codes)} ou {INCONNU}"
        if isinstance(brut, str):
            valeurs = [brut]
        elif brut is None:
            valeurs = [INCONNU]
        elif isinstance(brut, (list, tuple, set, frozenset)):
            valeurs = list(brut)
        else:
            valeurs = [brut]
        faux = [v for v in valeurs if v != INCONNU and v not in question.codes]
        if faux:
            montrees = ", ".join(f"«\u00a0{v}\u00a0»" for v in faux)
            erreurs.append(
                f"Question {code}\u00a0: réponse {montrees} inconnue. Réponses admises\u00a0: {permises}."
            )
        elif not valeurs:
            erreurs.append(
                f"Question {code}\u00a0: aucune réponse. Réponses admises\u00a0: {permises}."
            )
        elif len(set(valeurs)) > 1 and INCONNU in valeurs:
            erreurs.append(
                f"Question {code}\u00a0: «\u00a0{INCONNU}\u00a0» ne se combine avec aucune réponse."
            )
        elif len(set(valeurs)) > 1 and not question.multiple:
            erreurs.append(
                f"Question {code}\u00a0: une seule réponse est possible, parmi {permises}."
            )
        else:
            lues[code] = frozenset(v for v in valeurs if v != INCONNU)
    return lues, erreurs
