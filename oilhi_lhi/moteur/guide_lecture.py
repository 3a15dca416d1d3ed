"""Reads the decision data that the addon ships: the same files feed Odoo and the tests."""

from __future__ import annotations

import csv
from collections import defaultdict
from functools import lru_cache
from pathlib import Path

from .guide_regles import Clause, Procedure, Question, Regle, Regles, Reponse

DONNEES = Path(__file__).resolve().parent.parent / "data"
ETAT_DU_DROIT = "2026-11"


def liste(texte: str | None) -> tuple[str, ...]:
    """« D-MSO-03, D-MSO-04 » → codes."""
    return tuple(c.strip() for c in (texte or "").split(",") if c.strip())


def articles(texte: str | None) -> tuple[str, ...]:
    """« CCH L. 511-10 ; CCH R. 511-3 » → articles."""
    return tuple(a.strip() for a in (texte or "").split(" ; ") if a.strip())


def lire_regles(dossier: Path = DONNEES, etat: str = ETAT_DU_DROIT) -> Regles:
    """Rules of a folder of CSV files in Odoo import format."""

    def table(nom: str) -> list[dict[str, str]]:
        with open(dossier / f"{nom}.csv", encoding="utf-8", newline="") as fichier:
            return list(csv.DictReader(fichier))

    reponses, par_question = {}, defaultdict(list)
    for ligne in table("oilhi.reponse"):
        reponses[ligne["id"]] = ligne["code"]
        par_question[ligne["question_id:id"]].append(ligne)
    questions, codes_questions = [], {}
    for ligne in table("oilhi.question"):
        codes_questions[ligne["id"]] = ligne["code"]
        propres = sorted(par_question[ligne["id"]], key=lambda r: int(r["sequence"]))
        questions.append(
            Question(
                code=ligne["code"],
                intitule=ligne["name"],
                aide=ligne["aide"],
                multiple=ligne["multiple"] == "1",
                sequence=int(ligne["sequence"]),
                reponses=tuple(Reponse(r["code"], r["name"], r["aide"]) for r in propres),
                prioritaire=ligne["prioritaire"] == "1",
            )
        )
    procedures, codes_procedures = [], {}
    for ligne in table("oilhi.procedure"):
        codes_procedures[ligne["id"]] = ligne["code"]
        procedures.append(
            Procedure(
                code=ligne["code"],
                nom=ligne["name"],
                urgente=ligne["urgente"] == "1",
                sequence=int(ligne["sequence"]),
                transferable=ligne["transferable_epci"] == "1",
                titulaire=ligne["titulaire"],
            )
        )
    clauses = defaultdict(list)
    for ligne in table("oilhi.regle.clause"):
        clauses[ligne["regle_id:id"]].append(
            Clause(
                codes_questions[ligne["question_id:id"]],
                ligne["operateur"],
                frozenset(reponses[r] for r in liste(ligne["reponse_ids:id"])),
            )
        )
    regles = [
        Regle(
            code=ligne["code"],
            effet=ligne["effet"],
            motif=ligne["name"],
            procedure=codes_procedures[ligne["procedure_id:id"]]
            if ligne["procedure_id:id"]
            else "",
            aussi=tuple(codes_procedures[p] for p in liste(ligne["procedure_ids:id"])),
            alternative=ligne["alternative"],
            motif_contraire=ligne["motif_contraire"],
            niveau_alerte=ligne["niveau_alerte"],
            bases=articles(ligne["base"]),
            niveau_preuve=ligne["niveau_preuve"],
            clauses=tuple(clauses[ligne["id"]]),
            documents=liste(ligne["documents"]),
            partenaires=liste(ligne["partenaires"]),
            desordres=liste(ligne["desordres"]),
            gravite_min=int(ligne["gravite_min"] or 0),
            gravite_max=int(ligne["gravite_max"] or 0),
            nombre_min=int(ligne["nombre_min"] or 0),
            nombre_max=int(ligne["nombre_max"] or 0),
            question=codes_questions[ligne["question_id:id"]] if ligne["question_id:id"] else "",
            reponses=frozenset(reponses[r] for r in liste(ligne["reponse_ids:id"])),
            contexte=frozenset(liste(ligne["contexte"])),
            sequence=int(ligne["sequence"]),
        )
        for ligne in table("oilhi.regle")
    ]
    return Regles(tuple(questions), tuple(procedures), tuple(regles), etat)


@lru_cache(maxsize=1)
def regles_livrees() -> Regles:
    return lire_regles()
