"""French typography of our own sources. Values are never touched: they are kept as typed."""

import re

INSEC = "\u00a0"
_REGLES = [
    (re.compile(r"'"), "’"),
    (re.compile(r"\.\.\."), "…"),
    (re.compile(r" +([;:!?»])"), INSEC + r"\1"),
    (re.compile(r"« *"), "«" + INSEC),
    (re.compile(r"\b([LRD])\. (?=\d)"), r"\1." + INSEC),
    (re.compile(r"\b(n°|M\.|Mme|page) (?=\S|$)"), r"\1" + INSEC),
    (re.compile(r"(?<=\d) (?=\d{3}\b)"), INSEC),
    (re.compile(r"(?<=\d) (?=[€%])"), INSEC),
    (re.compile(r"(?<=\d°) (?=\S)"), INSEC),
    (re.compile(r"(\b[Aa]rticles?) $"), r"\1" + INSEC),
]


def typographier(texte):
    for motif, remplacement in _REGLES:
        texte = motif.sub(remplacement, texte)
    return texte
