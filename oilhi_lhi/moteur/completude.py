"""Whether the text of an article looks whole: doubts in words, for somebody to settle.

A text copied from a public source may have lost its end or an item of a list. Nothing is mended here:
what looks cut is named, and an article that must be reproduced is held until it has been read again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

ROMAINS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
_TIRET = r"[-\u2010-\u2015\u2212]"
_ROMAIN = re.compile(rf"([IVX]+)(?: (bis|ter|quater))?\s*(?:\.\s*{_TIRET}?|{_TIRET}|°)\s*")
_DEGRE = re.compile(r"(\d+)°(?: (bis|ter|quater))?")
_POINT = re.compile(r"(\d+)\. ")
_LETTRE = re.compile(r"([a-z])\) ")
_FIN = re.compile(r"[.!?](?:\s*[»\"”])?$")
_COUPE = re.compile(r"\(\s*(?:\.\.\.|…)\s*\)|\[\s*(?:\.\.\.|…)\s*\]|(?:\.\.\.|…)\s*$|\ufffd")


@dataclass(slots=True)
class _Suite:
    """Numbers of one level, in the order of the text."""

    nom: str
    dernier: int = 0


def doutes(texte: str | None) -> tuple[str, ...]:
    """What looks cut or missing, in French; nothing when the text looks whole."""
    alineas = [ligne.strip() for ligne in (texte or "").splitlines() if ligne.strip()]
    if not alineas:
        return ("le texte est vide",)
    trouves = []
    if not _FIN.search(alineas[-1]):
        trouves.append(f"la dernière phrase n’est pas finie («\u00a0…{alineas[-1][-40:]}\u00a0»)")
    if any(_COUPE.search(alinea) for alinea in alineas):
        trouves.append("des points de suspension ou un signe illisible remplacent des mots")
    trouves += _numeros(alineas)
    trouves += _listes(alineas)
    return tuple(dict.fromkeys(trouves))


def _numeros(alineas: list[str]) -> list[str]:
    """I, II, III; 1°, 2°, 3°; a), b): each follows the one before, and none stands alone."""
    trouves: list[str] = []
    romains, nombres, points, lettres = (_Suite("I"), _Suite("1°"), _Suite("1."), _Suite("a)"))
    premiers: dict[str, int] = {}

    def avancer(suite: _Suite, rang: int, mot: str, bis: str | None) -> None:
        # A new list may start again at one, an intercalated number repeats the one before.
        attendus = {suite.dernier} if bis else {1, suite.dernier + 1}
        if suite is romains and not bis:
            attendus = {suite.dernier + 1}
        if rang not in attendus:
            trouves.append(
                f"«\u00a0{mot}\u00a0» suit «\u00a0{_mot(suite, suite.dernier)}\u00a0»"
                if suite.dernier
                else f"la liste commence à «\u00a0{mot}\u00a0»"
            )
        if rang == 1 and not bis:
            _seul(suite)
            premiers[suite.nom] = 1
        else:
            premiers.pop(suite.nom, None)
        suite.dernier = rang

    def _seul(suite: _Suite) -> None:
        if premiers.pop(suite.nom, None):
            trouves.append(f"«\u00a0{_mot(suite, 1)}\u00a0» n’est suivi d’aucun «\u00a0{_mot(suite, 2)}\u00a0»")

    def remettre(*suites: _Suite) -> None:
        for suite in suites:
            _seul(suite)
            suite.dernier = 0

    for alinea in alineas:
        if (lu := _ROMAIN.match(alinea)) and lu[1] in ROMAINS:
            remettre(nombres, points, lettres)
            avancer(romains, ROMAINS.index(lu[1]) + 1, lu[1], lu[2])
            alinea = alinea[lu.end() :]
        if lu := _DEGRE.match(alinea):
            remettre(lettres)
            avancer(nombres, int(lu[1]), f"{lu[1]}°", lu[2])
            alinea = alinea[lu.end() :].lstrip()
        elif lu := _POINT.match(alinea):
            remettre(lettres)
            avancer(points, int(lu[1]), f"{lu[1]}.", None)
        if lu := _LETTRE.match(alinea):
            avancer(lettres, ord(lu[1]) - 96, f"{lu[1]})", None)
    remettre(romains, nombres, points, lettres)
    return trouves


def _mot(suite: _Suite, rang: int) -> str:
    if suite.nom == "I":
        return ROMAINS[rang - 1]
    return f"{chr(96 + rang)})" if suite.nom == "a)" else f"{rang}{suite.nom[-1]}"


def _est_item(alinea: str) -> bool:
    return bool(
        re.match(rf"{_TIRET}|[«\"“]|\d|[a-z]\)|[IVX]+(?: bis)?\s*(?:\.|{_TIRET}|°)", alinea)
    )


def _listes(alineas: list[str]) -> list[str]:
    """An item has a sentence before it; a sentence that announces a list has one after it."""
    trouves = []
    for rang, alinea in enumerate(alineas):
        avant = alineas[rang - 1] if rang else ""
        apres = alineas[rang + 1] if rang + 1 < len(alineas) else ""
        if re.match(_TIRET, alinea) and not re.search(r"[:;,]$|\b(?:et|ou)$", avant):
            trouves.append(f"un tiret suit une phrase achevée («\u00a0{alinea[:40]}…\u00a0»)")
        if alinea.endswith(":") and not apres:
            trouves.append("le texte s’arrête sur deux points")
        elif re.search(r"[;,]$", alinea) and not apres:
            trouves.append("le texte s’arrête au milieu d’une liste")
        elif not re.search(r"[.:;,!?»\"”]$", alinea) and apres and not _est_item(apres):
            trouves.append(f"un alinéa n’a pas de ponctuation («\u00a0…{alinea[-40:]}\u00a0»)")
    return trouves
