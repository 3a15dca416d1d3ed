"""Registry of the controls; a control yields what it found, of one of three levels."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from odoo.addons.oilhi_lhi.moteur.francais import liste, typo

from . import actes

NIVEAUX = ("bloquant", "avertissement", "ok")
BLOQUANT, AVERTISSEMENT, OK = NIVEAUX
CLES = ("code", "niveau", "message", "base")  # shape that scripts rely on
# What each level is called on the screens: a word, never a colour alone.
MOTS = {BLOQUANT: "Bloquant", AVERTISSEMENT: "À vérifier", OK: "En ordre"}


class Constat(NamedTuple):
    """`lien`: record where the agent puts it right; `champ`: the field of it, if there is one."""

    niveau: str
    message: str
    base: str | None = None  # None: the article of the control itself
    lien: object = None
    champ: str | None = None


def bloquant(message, base=None, lien=None, champ=None):
    return Constat(BLOQUANT, message, base, lien, champ)


def a_verifier(message, base=None, lien=None, champ=None):
    return Constat(AVERTISSEMENT, message, base, lien, champ)


def en_ordre(message, base=None, lien=None, champ=None):
    return Constat(OK, message, base, lien, champ)


@dataclass(frozen=True, slots=True)
class Controle:
    """`pour`: kinds of act; `familles`: families of procedure (all when empty)."""

    code: str
    titre: str
    base: str
    pour: frozenset[str]
    familles: frozenset[str]
    fonction: Callable


CONTROLES: list[Controle] = []


def controle(code, titre, base="", pour=("arrete",), familles=()):
    """Register a generator of the Contexte; one that yields nothing means « ok » by its title."""

    def enregistrer(fonction):
        CONTROLES.append(
            Controle(code, titre, base, frozenset(pour), frozenset(familles), fonction)
        )
        return fonction

    return enregistrer


def applicables(contexte):
    """Controls of that act, in the order in which they are read."""
    sorte = actes.decrire(contexte.modele).sorte
    return [
        c
        for c in CONTROLES
        if sorte in c.pour and (not c.familles or contexte.famille in c.familles)
    ]


def constater(contexte):
    """[(control, finding)]: every control says something."""
    return [
        (c, constat)
        for c in applicables(contexte)
        for constat in (list(c.fonction(contexte)) or [Constat(OK, f"{c.titre}.")])
    ]


def lien(constat):
    """{model, id, champ} of the record to put right, None if there is none."""
    if not constat.lien or not constat.lien.id:
        return None
    return {"model": constat.lien._name, "id": constat.lien.id, "champ": constat.champ}


def controler(contexte):
    """[{code, niveau, message, base, lien}], the most serious first."""
    resultats = [
        {
            "code": c.code,
            "niveau": constat.niveau,
            "message": typo(constat.message),
            "base": typo(c.base if constat.base is None else constat.base),
            "lien": lien(constat),
        }
        for c, constat in constater(contexte)
    ]
    return trier(resultats)


def trier(resultats):
    return sorted(resultats, key=lambda r: NIVEAUX.index(r["niveau"]))


def compter(resultats):
    return {n: sum(r["niveau"] == n for r in resultats) for n in NIVEAUX}


def verdict(resultats):
    """« 2 points bloquent, 1 à vérifier, 14 en ordre »."""
    nombres = compter(resultats)
    morceaux = []
    if nombre := nombres[BLOQUANT]:
        morceaux.append(f"{nombre} points bloquent" if nombre > 1 else "1 point bloque")
    else:
        morceaux.append("Rien ne bloque")
    if nombre := nombres[AVERTISSEMENT]:
        morceaux.append(f"{nombre} à vérifier")
    if nombre := nombres[OK]:
        morceaux.append(f"{nombre} en ordre")
    texte = morceaux[0] if len(morceaux) == 1 else ", ".join(morceaux)
    return f"{texte}."


def noms(elements):
    return liste([e for e in elements if e])
