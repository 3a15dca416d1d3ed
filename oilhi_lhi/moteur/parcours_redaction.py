"""What is wrong in the wording of the steps: what a secretary reads must be plain, exact French.

Pure functions: a text in, its faults in French out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .francais import INSECABLE, typo

# Words that no French sentence holds: a text left in the language of the code.
ANGLAIS = frozenset((
    "the", "and", "with", "when", "must", "should", "shall", "step", "steps", "owner", "deadline",
    "letter", "are", "from", "this", "that", "which", "done", "draft", "todo", "fixme", "order",
    "check", "file", "mayor", "tenant", "landlord", "housing", "follow", "only", "before", "after",
    "send", "write", "not", "have", "will", "your", "you",
))  # fmt: skip
_FINS = (".", "!", "?", "…")
_MOT = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿœŒæÆ]+")
_ESPACES = re.compile(rf"[ {INSECABLE}]{{2,}}")
_AVANT = re.compile(r" [:;?!»€%]|« ")
# How a sentence says that it is not sure of the law, or that it only advises.
_A_VERIFIER = re.compile(r"\[à vérifier\]|\(à vérifier\)|\b(?:est|sont|reste|restent) à vérifier\b", re.I)
_PRATIQUE = re.compile(r"\[pratique\]|\(pratique\)|\bpratique conseillée\b", re.I)
_IMPERATIF = re.compile(
    r"\bdélai légal\b|\bla loi (?:impose|oblige|exige)\b|\b(?:est|sont) obligatoires?\b"
    r"|\bobligation légale\b",
    re.I,
)


def fautes_de_forme(texte: str, phrase: bool = False) -> Iterator[tuple[str, str]]:
    """(code, what is wrong) for any text shown; `phrase`: it must end as a sentence does."""
    if not texte:
        return
    if "'" in texte or '"' in texte:
        yield "apostrophe", typo("apostrophe ou guillemet droit : écrivez ’ et « ».")
    if _ESPACES.search(texte):
        yield "espace_double", typo("deux espaces à la suite.")
    if texte != texte.strip():
        yield "espace_bord", typo("espace au début ou à la fin.")
    if _AVANT.search(texte):
        yield "espace_secable", typo(
            "espace ordinaire avec « : ; ? ! » ou un guillemet : mettez une espace insécable."
        )
    if phrase and not texte.rstrip().rstrip("»" + INSECABLE).endswith(_FINS):
        yield "point_final", typo("la dernière phrase ne se termine pas par un point.")
    if mots := sorted({mot for mot in _MOT.findall(texte) if mot.lower() in ANGLAIS}):
        yield "anglais", typo(f"mot anglais : {', '.join(mots)}.")


def fautes_de_preuve(texte: str, niveau: str) -> Iterator[tuple[str, str]]:
    """(code, what is wrong) when a sentence does not say the same as the level of proof."""
    if niveau != "a_verifier" and _A_VERIFIER.search(texte):
        yield "preuve", typo("le texte dit « à vérifier », le niveau de preuve ne le dit pas.")
    if niveau != "pratique" and _PRATIQUE.search(texte):
        yield "preuve", typo("le texte dit « pratique », le niveau de preuve ne le dit pas.")
    if niveau == "pratique" and _IMPERATIF.search(texte):
        yield "preuve", typo("une pratique conseillée est présentée comme imposée par la loi.")
