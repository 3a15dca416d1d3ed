"""A set of rules as plain values, kept for ever by a published version, and read back by the core."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from .guide_regles import Clause, Procedure, Question, Regle, Regles, Reponse

FORMAT = 1
LIBELLES = {
    "intitule": "question", "aide": "pourquoi cette question", "multiple": "plusieurs réponses",
    "sequence": "ordre", "prioritaire": "posée en premier", "reponses": "réponses",
    "nom": "nom", "urgente": "urgente", "transferable": "police transférable",
    "titulaire": "qui décide", "effet": "effet", "motif": "motif", "procedure": "procédure",
    "aussi": "vaut aussi pour", "alternative": "l’une suffit",
    "motif_contraire": "motif si la condition manque", "niveau_alerte": "niveau de l’alerte",
    "bases": "articles", "niveau_preuve": "niveau de preuve", "clauses": "conditions",
    "documents": "documents", "partenaires": "partenaires", "desordres": "désordres",
    "gravite_min": "gravité minimale", "gravite_max": "gravité maximale",
    "nombre_min": "nombre minimal", "nombre_max": "nombre maximal",
    "question": "question déduite", "contexte": "particularité du dossier",
    "date_debut": "applicable depuis", "date_fin": "applicable jusqu’au",
}  # fmt: skip
VALEURS = {
    "effet": {
        "objet": "appelle la procédure", "hors_objet": "rend la procédure sans objet",
        "exige": "condition nécessaire", "appuie": "élément favorable",
        "ecarte": "écarte la procédure", "bloque": "bloque un acte", "alerte": "alerte",
        "deduit": "déduit une réponse",
    },
    "niveau_preuve": {
        "confirme": "confirmé par le texte", "a_verifier": "à vérifier",
        "pratique": "pratique conseillée",
    },
}  # fmt: skip
OPERATEURS = {
    "parmi": "est parmi", "hors": "n’est pas parmi", "inconnu": "n’est pas connue",
    "admet": "peut être",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed in one rule, question or procedure: (field in words, before, after)."""

    objet: str  # regle, question, procedure
    code: str
    nature: str  # ajout, retrait, modification
    champs: tuple[tuple[str, str, str], ...]

    def en_clair(self) -> dict[str, object]:
        return {
            "objet": self.objet, "code": self.code, "nature": self.nature,
            "champs": [list(champ) for champ in self.champs],
        }  # fmt: skip


def figer(
    regles: Regles, dates: Mapping[str, tuple[str, str]] | None = None
) -> dict[str, object]:
    """Plain values of the whole set; ``dates``: first and last day of the rules that have one."""
    dates = dates or {}

    def dater(regle: Regle) -> dict[str, object]:
        debut, fin = dates.get(regle.code, ("", ""))
        return dict(
            asdict(regle),
            reponses=sorted(regle.reponses),
            contexte=sorted(regle.contexte),
            clauses=[[c.question, c.operateur, sorted(c.reponses)] for c in regle.clauses],
            date_debut=debut or "",
            date_fin=fin or "",
        )

    contenu = {
        "format": FORMAT,
        "etat": regles.etat,
        "questions": [asdict(q) for q in regles.questions],
        "procedures": [asdict(p) for p in regles.procedures],
        "regles": [dater(r) for r in regles.regles],
    }
    # Lists and not tuples: the very values that come back from the database.
    return json.loads(json.dumps(contenu))


def defiger(instantane: Mapping[str, object], jour: str = "") -> Regles:
    """The set of rules, those in force on ``jour`` (AAAA-MM-JJ) only; all of them without a day.

    ValueError when it was kept in a format that this application does not know.
    """
    if instantane.get("format") != FORMAT:
        raise ValueError(
            f"Cette version des règles est gardée dans un format inconnu ({instantane.get('format')})."
        )
    return Regles(
        questions=tuple(
            Question(**dict(q, reponses=tuple(Reponse(**r) for r in q["reponses"])))
            for q in instantane["questions"]
        ),
        procedures=tuple(Procedure(**p) for p in instantane["procedures"]),
        regles=tuple(_regle(r) for r in instantane["regles"] if not jour or en_vigueur(r, jour)),
        etat=instantane["etat"],
    )


def en_vigueur(regle: Mapping[str, object], jour: str) -> bool:
    return (regle["date_debut"] or jour) <= jour <= (regle["date_fin"] or jour)


def _regle(valeurs: Mapping[str, object]) -> Regle:
    champs = {
        nom: tuple(valeur) if isinstance(valeur, list) else valeur
        for nom, valeur in valeurs.items()
        if nom not in ("date_debut", "date_fin")
    }
    return Regle(**dict(
        champs,
        reponses=frozenset(valeurs["reponses"]),
        contexte=frozenset(valeurs["contexte"]),
        clauses=tuple(Clause(q, o, frozenset(codes)) for q, o, codes in valeurs["clauses"]),
    ))  # fmt: skip


def empreinte(instantane: Mapping[str, object]) -> str:
    """SHA-256 of what the rules say, whatever the order in which they were read."""
    contenu = dict(
        instantane,
        questions=sorted(instantane["questions"], key=lambda q: q["code"]),
        procedures=sorted(instantane["procedures"], key=lambda p: p["code"]),
        regles=sorted(
            (
                dict(r, aussi=sorted(r["aussi"]), clauses=sorted(r["clauses"]))
                for r in instantane["regles"]
            ),
            key=lambda r: r["code"],
        ),
    )
    brut = json.dumps(contenu, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(brut.encode()).hexdigest()


def differences(
    avant: Mapping[str, object], apres: Mapping[str, object]
) -> tuple[Difference, ...]:
    """Rule by rule, then question by question and procedure by procedure; in order of code."""
    return tuple(
        difference
        for objet, liste in (
            ("regle", "regles"), ("question", "questions"), ("procedure", "procedures")
        )
        for difference in _comparer(objet, avant[liste], apres[liste])
    )  # fmt: skip


def _comparer(
    objet: str, avant: Iterable[Mapping[str, object]], apres: Iterable[Mapping[str, object]]
) -> list[Difference]:
    vieux, neufs = ({v["code"]: _normal(v) for v in liste} for liste in (avant, apres))
    trouvees = []
    for code in sorted(vieux.keys() | neufs.keys()):
        un, autre = vieux.get(code), neufs.get(code)
        if un == autre:
            continue
        nature = "ajout" if un is None else "retrait" if autre is None else "modification"
        noms = [n for n in (autre or un) if n != "code"]
        champs = tuple(
            (LIBELLES.get(nom, nom), en_mots(nom, (un or {}).get(nom)), en_mots(nom, (autre or {}).get(nom)))
            for nom in noms
            if (un or {}).get(nom) != (autre or {}).get(nom)
            # Of what is new or gone, only what it says.
            and (nature == "modification" or (autre or un)[nom])
        )
        trouvees.append(Difference(objet, code, nature, champs))
    return trouvees


def _normal(valeurs: Mapping[str, object]) -> dict[str, object]:
    normal = dict(valeurs)
    for nom in ("aussi", "clauses"):
        if nom in normal:
            normal[nom] = sorted(normal[nom])
    return normal


def en_mots(nom: str, valeur: object) -> str:
    """One value as a jurist reads it."""
    if valeur is None or valeur == "":
        return ""
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if nom == "clauses":
        return "\n".join(
            f"{question} {OPERATEURS.get(operateur, operateur)} {', '.join(codes)}".strip()
            for question, operateur, codes in valeur
        )
    if isinstance(valeur, list):
        if valeur and isinstance(valeur[0], dict):
            return "\n".join(f"{v['code']} : {v['libelle']}" for v in valeur)
        return " ; ".join(str(v) for v in valeur)
    return VALEURS.get(nom, {}).get(valeur, str(valeur))


def comparer_resultats(
    avant: Mapping[str, object], apres: Mapping[str, object]
) -> dict[str, list[dict[str, object]]]:
    """What two stored results (``Resultat.en_clair``) say differently, with the rules that say it.

    Keys: ``procedures`` (where each stood and stands), ``alertes`` (new and gone), ``regles``
    (rules that act in one of the two only, or no longer say the same). Empty lists: nothing changes.
    """
    places = [_places(avant), _places(apres)]
    procedures = []
    for code in dict.fromkeys([*places[1], *places[0]]):
        un, autre = (p.get(code, ABSENTE) for p in places)
        # What did not exist and what nothing calls for: nothing changes in this case.
        if {un["place"], autre["place"]} <= {"", "sans objet"}:
            continue
        if (un["place"], un["motifs"], un["documents"]) != (
            autre["place"], autre["motifs"], autre["documents"]
        ):  # fmt: skip
            procedures.append({
                "code": code, "nom": autre["nom"] or un["nom"], "avant": un, "apres": autre,
            })  # fmt: skip
    alertes = []
    textes = [{a["code"]: a["texte"] for a in r.get("alertes", ())} for r in (avant, apres)]
    for code in dict.fromkeys([*textes[1], *textes[0]]):
        un, autre = textes[0].get(code, ""), textes[1].get(code, "")
        if un != autre:
            alertes.append({"code": code, "avant": un, "apres": autre})
    return {"procedures": procedures, "alertes": alertes, "regles": _regles_autres(avant, apres)}


ABSENTE = {"place": "", "nom": "", "motifs": [], "documents": []}
PLACES = (
    ("procedures", "recommandée"), ("ecartees", "écartée"), ("possibles", "à préciser"),
    ("sans_objet", "sans objet"),
)  # fmt: skip


def _places(resultat: Mapping[str, object]) -> dict[str, dict[str, object]]:
    return {
        p["code"]: {
            "place": place,
            "nom": p["nom"],
            # What is said of a procedure without object tells nothing of the case.
            "motifs": [
                {"regle": m["regle"], "texte": m["texte"]}
                for m in p.get("details", ())
                if place != "sans objet"
            ],
            "documents": list(p.get("documents", ())),
        }
        for cle, place in PLACES
        for p in resultat.get(cle, ())
    }


def _regles_autres(
    avant: Mapping[str, object], apres: Mapping[str, object]
) -> list[dict[str, object]]:
    traces = [{t["regle"]: t for t in r.get("trace", ())} for r in (avant, apres)]
    autres = []
    for code in sorted(traces[0].keys() | traces[1].keys()):
        un, autre = (t.get(code) for t in traces)
        vues = [t and (t["valeur"], t["motif"], t["bases"], t["effet"]) for t in (un, autre)]
        if vues[0] != vues[1]:
            autres.append({
                "code": code,
                "procedure": (autre or un)["procedure"],
                "avant": un["valeur"] if un else "",
                "apres": autre["valeur"] if autre else "",
                "motif_avant": un["motif"] if un else "",
                "motif": autre["motif"] if autre else "",
            })  # fmt: skip
    return autres
