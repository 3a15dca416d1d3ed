"""Value objects of the guide: the decision data and the facts it is applied to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property

from .guide_juge import Juge, Parlante

EFFETS = (
    "objet", "hors_objet", "exige", "appuie", "ecarte", "bloque", "alerte", "deduit"
)  # fmt: skip
OPERATEURS = ("parmi", "hors", "inconnu", "admet")
# They hold as long as something is not known: never enough to decide.
OPERATEURS_DE_DOUTE = ("inconnu", "admet")
NIVEAUX_ALERTE = ("danger", "attention", "info")  # most serious first
NIVEAUX_PREUVE = ("confirme", "a_verifier", "pratique")  # strongest first
INCONNU = "inconnu"
# What the file says and no question asks.
CONTEXTES = (
    "meuble_tourisme", "erp_hebergement", "permis_louer", "diagnostic_structurel",
)  # fmt: skip
TITULAIRES = ("maire", "prefet", "autre")


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
    prioritaire: bool = False  # asked before those that tell more: danger, cause, object

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
    titulaire: str = "maire"


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
    aussi: tuple[str, ...] = ()  # other procedures it holds for
    alternative: str = ""  # necessary conditions of one name: one of them is enough
    motif_contraire: str = ""  # what is said when a necessary condition fails
    niveau_alerte: str = ""
    bases: tuple[str, ...] = ()
    niveau_preuve: str = "confirme"
    clauses: tuple[Clause, ...] = ()
    documents: tuple[str, ...] = ()
    partenaires: tuple[str, ...] = ()
    desordres: tuple[str, ...] = ()  # codes or prefixes
    gravite_min: int = 0
    gravite_max: int = 0  # none of these disorders above
    nombre_min: int = 0  # that many of them at least
    nombre_max: int = 0
    question: str = ""  # deduit: what the disorders imply
    reponses: frozenset[str] = frozenset()
    contexte: frozenset[str] = frozenset()  # particulars of the file, all needed
    sequence: int = 10

    @property
    def procedures(self) -> tuple[str, ...]:
        return (self.procedure, *self.aussi) if self.procedure else ()

    @property
    def selon_desordres(self) -> bool:
        return bool(
            self.desordres or self.gravite_min or self.gravite_max or self.nombre_min
        )

    def canonique(self) -> dict[str, object]:
        donnees = asdict(self)
        donnees["reponses"] = sorted(self.reponses)
        donnees["contexte"] = sorted(self.contexte)
        donnees["aussi"] = sorted(self.aussi)
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

    def en_clair(self) -> dict[str, object]:
        return {
            "reponses": {code: sorted(v) for code, v in sorted(self.reponses.items())},
            "dossier": {code: sorted(v) for code, v in sorted(self.dossier.items())},
            "desordres": sorted([code, gravite] for code, gravite in self.desordres),
            "sans_reponse": sorted(self.sans_reponse),
            "contexte": sorted(self.contexte),
        }

    @classmethod
    def de_clair(cls, clair: Mapping[str, object]) -> Faits:
        return cls(
            reponses={code: frozenset(v) for code, v in clair["reponses"].items()},
            dossier={code: frozenset(v) for code, v in clair["dossier"].items()},
            desordres=tuple((code, gravite) for code, gravite in clair["desordres"]),
            sans_reponse=frozenset(clair["sans_reponse"]),
            contexte=frozenset(clair["contexte"]),
        )


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
        self._verifier_procedures(regle, refuser)
        if regle.effet == "alerte" and regle.niveau_alerte not in NIVEAUX_ALERTE:
            refuser("une alerte a besoin d’un niveau (info, attention ou danger).")
        if regle.alternative and regle.effet != "exige":
            refuser("seules les conditions nécessaires ont une alternative.")
        if regle.effet not in ("alerte", "deduit", "objet") and regle.selon_desordres:
            # A missing disorder proves nothing: it can inform, not decide.
            refuser("seuls les alertes, les déductions et les objets dépendent des désordres.")
        if regle.contexte and regle.effet not in ("alerte", "objet"):
            refuser("seuls les alertes et les objets dépendent d’une particularité du dossier.")
        if inconnus := regle.contexte - set(CONTEXTES):
            refuser(f"particularité du dossier inconnue\u00a0: {', '.join(sorted(inconnus))}.")
        if regle.effet == "deduit":
            if not regle.selon_desordres or regle.clauses:
                refuser("une déduction dépend de désordres, et de rien d’autre.")
            self._verifier_codes(regle, regle.question, regle.reponses)
        for clause in regle.clauses:
            if clause.operateur not in OPERATEURS:
                refuser(f"opérateur «\u00a0{clause.operateur}\u00a0» inconnu.")
            if clause.operateur in OPERATEURS_DE_DOUTE and regle.effet not in ("alerte", "appuie"):
                # It would let a procedure set aside for certain come back with one more answer.
                refuser(
                    "«\u00a0n’est pas connue\u00a0» et «\u00a0peut être\u00a0»\u00a0: "
                    "ce n’est permis que pour une alerte ou un appui."
                )
            codes = clause.reponses
            if (clause.operateur == INCONNU) == bool(codes):
                refuser(f"réponses de la condition sur {clause.question} incohérentes.")
            self._verifier_codes(regle, clause.question, codes)

    def _verifier_procedures(self, regle: Regle, refuser: Callable[[str], None]) -> None:
        connues = {p.code for p in self.procedures}
        for code in filter(None, (regle.procedure, *regle.aussi)):
            if code not in connues:
                refuser(f"procédure «\u00a0{code}\u00a0» inconnue.")
        if regle.effet not in ("alerte", "deduit") and not regle.procedure:
            refuser("une procédure est nécessaire.")
        if regle.aussi and not regle.procedure:
            refuser("une procédure est nécessaire avant celles pour qui la règle vaut aussi.")
        if len(set(regle.procedures)) != len(regle.procedures):
            refuser("la même procédure est citée deux fois.")

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
    def juges(self) -> dict[str, Juge]:
        """What settles each procedure, by kind of rule."""
        return {p.code: Juge.composer(p.code, self.regles) for p in self.procedures}

    @cached_property
    def suivies(self) -> tuple[Procedure, ...]:
        """Procedures the guide can judge; the others are reached by orientation alerts."""
        return tuple(p for p in self.procedures if self.juges[p.code].decisives)

    def decisives(self, procedure: str) -> tuple[Regle, ...]:
        """Rules that settle whether the procedure applies (reasons too, if nothing is required)."""
        return self.juges[procedure].decisives

    @cached_property
    def propres(self) -> dict[str, tuple[Regle, ...]]:
        """Rules of each procedure, those that hold for it too included."""
        return {
            p.code: tuple(r for r in self.regles if p.code in r.procedures)
            for p in self.procedures
        }

    @cached_property
    def selon_le_dossier(self) -> tuple[Regle, ...]:
        """Rules that disorders or particulars of the file may keep silent."""
        return tuple(
            r for r in self.regles if r.selon_desordres or r.contexte
        )

    @cached_property
    def deductions(self) -> tuple[Regle, ...]:
        return tuple(r for r in self.regles if r.effet == "deduit")

    @cached_property
    def hors_objet(self) -> tuple[Regle, ...]:
        return tuple(r for r in self.regles if r.effet == "hors_objet")

    @cached_property
    def alertes(self) -> tuple[Regle, ...]:
        return tuple(r for r in self.regles if r.effet == "alerte")

    @cached_property
    def parlantes(self) -> tuple[Parlante, ...]:
        """Rules with conditions that show in the result outside of deciding the procedure."""
        return tuple(
            Parlante(r, tuple(dict.fromkeys(c.question for c in r.clauses)), r.procedures)
            for r in self.regles
            if r.clauses
            and (
                r.effet in ("alerte", "bloque")
                or (r.procedure and (r.documents or r.partenaires))
            )
        )

    @cached_property
    def memoire(self) -> dict[object, object]:
        """What was worked out about these rules: it depends on nothing else than its key."""
        return {}

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
