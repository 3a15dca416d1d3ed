"""Registry of the controls; a control yields (niveau, message, base)."""

from collections.abc import Callable
from dataclasses import dataclass

from odoo.addons.oilhi_lhi.moteur.francais import typo

NIVEAUX = ("bloquant", "avertissement", "ok")
BLOQUANT, AVERTISSEMENT, OK = NIVEAUX


@dataclass(frozen=True, slots=True)
class Controle:
    code: str
    titre: str
    base: str
    pour: tuple[str, ...]
    fonction: Callable


CONTROLES: list[Controle] = []


def controle(code, titre, base="", pour=("arrete",)):
    """Register a generator of the Contexte; one that yields nothing means « ok »."""

    def enregistrer(fonction):
        CONTROLES.append(Controle(code, titre, base, pour, fonction))
        return fonction

    return enregistrer


def sorte(contexte):
    if contexte.modele._est_mainlevee():
        return "mainlevee"
    if contexte.modele._est_proces_verbal():
        return "visite"
    return contexte.modele.type


def controler(contexte):
    """[{code, niveau, message, base}], the most serious first; every control says something."""
    resultats = []
    for c in CONTROLES:
        if sorte(contexte) not in c.pour:
            continue
        constats = list(c.fonction(contexte)) or [(OK, c.titre, c.base)]
        resultats.extend(
            {"code": c.code, "niveau": niveau, "message": typo(message), "base": typo(base)}
            for niveau, message, base in constats
        )
    return sorted(resultats, key=lambda r: NIVEAUX.index(r["niveau"]))
