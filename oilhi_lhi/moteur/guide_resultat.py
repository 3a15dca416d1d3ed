"""What the guide answers, and its plain form (the contract of `qualifier`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .guide_regles import Faits, Question, Savoir

VALEURS = {True: "vrai", False: "faux", None: "inconnu"}


@dataclass(frozen=True, slots=True)
class Motif:
    regle: str
    texte: str
    bases: tuple[str, ...]
    niveau_preuve: str


@dataclass(frozen=True, slots=True)
class Recommandee:
    code: str
    nom: str
    autorite: str  # maire, president_epci, prefet, autre, inconnu
    motifs: tuple[Motif, ...]
    blocages: tuple[Motif, ...]
    documents: tuple[str, ...]
    partenaires: tuple[str, ...]
    bases: tuple[str, ...]
    niveau_preuve: str


@dataclass(frozen=True, slots=True)
class Ecartee:
    code: str
    nom: str
    motifs: tuple[Motif, ...]
    bases: tuple[str, ...]
    niveau_preuve: str


@dataclass(frozen=True, slots=True)
class Possible:
    code: str
    nom: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Utile:
    """A question that can still change the result, and for which procedures and rules."""

    question: Question
    procedures: tuple[str, ...]
    regles: tuple[str, ...]
    deja_posee: bool = False


@dataclass(frozen=True, slots=True)
class Alerte:
    code: str
    niveau: str
    texte: str
    bases: tuple[str, ...]
    niveau_preuve: str
    procedure: str = ""
    partenaires: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClauseVue:
    question: str
    operateur: str
    reponses: tuple[str, ...]
    connu: tuple[str, ...]
    source: str
    valeur: bool | None


@dataclass(frozen=True, slots=True)
class Trace:
    regle: str
    procedure: str
    effet: str
    valeur: bool | None
    motif: str
    bases: tuple[str, ...]
    niveau_preuve: str
    clauses: tuple[ClauseVue, ...]


@dataclass(frozen=True, slots=True)
class Resultat:
    recommandees: tuple[Recommandee, ...]
    ecartees: tuple[Ecartee, ...]
    sans_objet: tuple[Ecartee, ...]  # nothing in the case calls for them
    possibles: tuple[Possible, ...]
    a_preciser: tuple[Utile, ...]
    alertes: tuple[Alerte, ...]
    trace: tuple[Trace, ...]
    savoirs: Mapping[str, Savoir]
    version: str
    faits: Faits

    def en_clair(self) -> dict[str, object]:
        """Plain values only: what is stored, hashed and sent."""
        return {
            "procedures": [
                {
                    "code": p.code,
                    "nom": p.nom,
                    "motifs": [m.texte for m in p.motifs],
                    "autorite": p.autorite,
                    "bases": list(p.bases),
                    "blocages": [m.texte for m in p.blocages],
                    "documents": list(p.documents),
                    "partenaires": list(p.partenaires),
                    "niveau_preuve": p.niveau_preuve,
                    "details": [_motif(m) for m in p.motifs],
                }
                for p in self.recommandees
            ],
            "ecartees": [_ecartee(p) for p in self.ecartees],
            "sans_objet": [_ecartee(p) for p in self.sans_objet],
            "possibles": [
                {"code": p.code, "nom": p.nom, "questions": list(p.questions)}
                for p in self.possibles
            ],
            "a_preciser": [
                {
                    "code": u.question.code,
                    "question": u.question.intitule,
                    "reponses": list(u.question.codes),
                    "multiple": u.question.multiple,
                    "procedures": list(u.procedures),
                    "deja_posee": u.deja_posee,
                }
                for u in self.a_preciser
            ],
            "alertes": [
                {
                    "code": a.code,
                    "niveau": a.niveau,
                    "texte": a.texte,
                    "bases": list(a.bases),
                    "niveau_preuve": a.niveau_preuve,
                    "procedure": a.procedure,
                    "partenaires": list(a.partenaires),
                }
                for a in self.alertes
            ],
            "trace": [
                {
                    "regle": t.regle,
                    "procedure": t.procedure,
                    "effet": t.effet,
                    "valeur": VALEURS[t.valeur],
                    "motif": t.motif,
                    "bases": list(t.bases),
                    "niveau_preuve": t.niveau_preuve,
                    "clauses": [
                        {
                            "question": c.question,
                            "operateur": c.operateur,
                            "reponses": list(c.reponses),
                            "connu": list(c.connu),
                            "source": c.source,
                            "valeur": VALEURS[c.valeur],
                        }
                        for c in t.clauses
                    ],
                }
                for t in self.trace
            ],
            "faits": self.faits.en_clair(),
            "version": self.version,
        }


def _ecartee(procedure: Ecartee) -> dict[str, object]:
    return {
        "code": procedure.code,
        "nom": procedure.nom,
        "motifs": [m.texte for m in procedure.motifs],
        "bases": list(procedure.bases),
        "niveau_preuve": procedure.niveau_preuve,
        "details": [_motif(m) for m in procedure.motifs],
    }


def _motif(motif: Motif) -> dict[str, object]:
    return {
        "regle": motif.regle,
        "texte": motif.texte,
        "bases": list(motif.bases),
        "niveau_preuve": motif.niveau_preuve,
    }
