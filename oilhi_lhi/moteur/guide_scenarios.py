"""The test bench of the guide: a situation, what a jurist expects of it, and what the rules say.

How facts are written (one line each, or separated by spaces): ``Q1 = non``, ``Q3 = solidite + sante``;
disorders ``STR-02 : 3`` (code and severity); particulars ``meuble_tourisme``; what is set aside
``MSU PGI``, or ``MSU(MSU-IMMINENCE)`` to say by which rules.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from .guide_regles import CONTEXTES, Faits, Regles, verifier_reponses
from .guide_resultat import Resultat

REPONSE = re.compile(r"(Q\d+)\s*=\s*(\w+(?:\s*\+\s*\w+)*)")
DESORDRE = re.compile(r"([A-Z]{2,4}-(?:\d{2}))\s*:\s*(\d)")
ECARTEE = re.compile(r"([A-Z0-9-]+)(?:\(([^)]*)\))?")
SEPARATEURS = re.compile(r"[\s,;]+")


@dataclass(frozen=True)
class Scenario:
    """``partiel``: an empty expectation is not checked; else it means « none »."""

    id: str
    titre: str
    faits: Faits
    recommandees: tuple[str, ...]
    ecartees: frozenset[tuple[str, tuple[str, ...]]]
    alertes: frozenset[str]
    articles: frozenset[str]
    partiel: bool = False

    def ecarts(self, resultat: Resultat) -> list[str]:
        """What differs from what is expected, in French; an empty list is a success."""
        trouve = vue(resultat)
        messages = []
        if self.recommandees != trouve["recommandees"]:
            messages.append(_phrase(
                "Recommandé", ", ".join(self.recommandees), ", ".join(trouve["recommandees"])
            ))  # fmt: skip
        messages += self._ecartees(dict(trouve["ecartees"]))
        for nom, attendu in (("Alertes", self.alertes), ("Articles", self.articles)):
            vu = trouve[nom.lower()]
            manque, surplus = sorted(attendu - vu), sorted(vu - attendu)
            if manque:
                messages.append(f"{nom}\u00a0: il manque {_liste(manque, nom)}.")
            if surplus and not self.partiel:
                messages.append(f"{nom}\u00a0: en trop {_liste(surplus, nom)}.")
        return messages

    def _ecartees(self, trouvees: Mapping[str, tuple[str, ...]]) -> list[str]:
        messages, attendues = [], dict(self.ecartees)
        for code, raisons in sorted(attendues.items()):
            if code not in trouvees:
                messages.append(f"Écarté\u00a0: {code} devait l’être, et ne l’est pas.")
            elif raisons and raisons != trouvees[code]:
                messages.append(
                    f"{code} est écartée par {', '.join(trouvees[code])}, et non par "
                    f"{', '.join(raisons)}."
                )
        if not self.partiel:
            messages += [
                f"Écarté\u00a0: {code} l’est (par {', '.join(raisons)}), et ne devait pas l’être."
                for code, raisons in sorted(trouvees.items())
                if code not in attendues
            ]
        return messages


def _phrase(nom: str, attendu: str, trouve: str) -> str:
    return f"{nom}\u00a0: attendu {attendu or 'rien'}, trouvé {trouve or 'rien'}."


def _liste(valeurs: list[str], nom: str) -> str:
    return ("\u00a0; " if nom == "Articles" else ", ").join(valeurs)


def vue(resultat: Resultat) -> dict[str, object]:
    """What a scenario looks at in a result."""
    return {
        "recommandees": tuple(p.code for p in resultat.recommandees),
        "ecartees": frozenset(
            (p.code, tuple(sorted(m.regle for m in p.motifs))) for p in resultat.ecartees
        ),
        "alertes": frozenset(a.code for a in resultat.alertes)
        | {m.regle for p in resultat.recommandees for m in p.blocages},
        "articles": frozenset(b for p in resultat.recommandees for b in p.bases),
    }


def attendu_ecrit(resultat: Resultat) -> dict[str, str]:
    """What the rules say, written as a scenario expects it."""
    trouve = vue(resultat)
    return {
        "recommandees": " ".join(trouve["recommandees"]),
        "ecartees": " ".join(
            f"{code}({'+'.join(raisons)})" for code, raisons in sorted(trouve["ecartees"])
        ),
        "alertes": " ".join(sorted(trouve["alertes"])),
        "articles": " ; ".join(sorted(trouve["articles"])),
    }


def lire_scenario(regles: Regles, ligne: Mapping[str, str]) -> Scenario:
    """One line of the bench; ValueError, in French, with all that cannot be read."""
    erreurs: list[str] = []
    faits = _faits(regles, ligne, erreurs)
    procedures = {p.code for p in regles.procedures}
    recommandees = tuple(_mots(ligne.get("recommandees")))
    ecartees = [
        (code, tuple(sorted(r.strip() for r in raisons.split("+") if r.strip())))
        for code, raisons in ECARTEE.findall(ligne.get("ecartees") or "")
    ]
    reste = ECARTEE.sub("", ligne.get("ecartees") or "").strip(" \t\r\n,;")
    if reste:
        erreurs.append(f"Ce qui est écarté\u00a0: «\u00a0{reste}\u00a0» ne se lit pas.")
    for code in dict.fromkeys([*recommandees, *(c for c, _r in ecartees)]):
        if code not in procedures:
            erreurs.append(f"Procédure «\u00a0{code}\u00a0» inconnue.")
    if erreurs:
        raise ValueError(" ".join(erreurs))
    return Scenario(
        id=ligne.get("code") or "",
        titre=ligne.get("name") or "",
        faits=faits,
        recommandees=recommandees,
        ecartees=frozenset(ecartees),
        alertes=frozenset(_mots(ligne.get("alertes"))),
        articles=frozenset(
            a.strip() for a in re.split(r"\s;\s|\n", ligne.get("articles") or "") if a.strip()
        ),
        partiel=bool(ligne.get("partiel")) and str(ligne["partiel"]) != "0",
    )


def _mots(texte: str | None) -> list[str]:
    return [mot for mot in SEPARATEURS.split(texte or "") if mot]


def _faits(regles: Regles, ligne: Mapping[str, str], erreurs: list[str]) -> Faits:
    brutes = {
        code: [v.strip() for v in valeurs.split("+")]
        for code, valeurs in REPONSE.findall(ligne.get("reponses") or "")
    }
    reste = REPONSE.sub("", ligne.get("reponses") or "").strip(" \t\r\n,;")
    if reste:
        erreurs.append(
            f"Réponses\u00a0: «\u00a0{reste}\u00a0» ne se lit pas. Écrivez «\u00a0Q1 = non\u00a0», une "
            "réponse par ligne."
        )
    reponses, fausses = verifier_reponses(regles, brutes)
    erreurs += fausses
    desordres = tuple(
        (code, int(gravite)) for code, gravite in DESORDRE.findall(ligne.get("desordres") or "")
    )
    reste = DESORDRE.sub("", ligne.get("desordres") or "").strip(" \t\r\n,;")
    if reste or any(not 0 <= gravite <= 4 for _c, gravite in desordres):
        erreurs.append(
            f"Désordres\u00a0: «\u00a0{reste or ligne['desordres']}\u00a0» ne se lit pas. Écrivez "
            "«\u00a0STR-02 : 3\u00a0», un désordre et sa gravité (de 0 à 4) par ligne."
        )
    contexte = frozenset(_mots(ligne.get("particularites")))
    if inconnues := sorted(contexte - set(CONTEXTES)):
        erreurs.append(
            f"Particularité du dossier inconnue\u00a0: {', '.join(inconnues)}. "
            f"Admises\u00a0: {', '.join(CONTEXTES)}."
        )
    return Faits(reponses=reponses, desordres=desordres, contexte=contexte)
