"""What changes between two templates, paragraph by paragraph then word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from .cles import lire_etiquette
from .ooxml import PARTIES, analyser, q
from .reperes import REPERE, mettre_a_plat
from .texte import texte_paragraphe
from .verification import ouvrir

_MOTS = re.compile(r"\{[^{}]*\}|\w+|\s+|[^\w\s]")
# What the word processor last counted.
_PAGES = re.compile(r"Page\s\d+ sur\s\d+")
# Below this share of common words, two paragraphs are one taken away and another one put in.
RESSEMBLANCE = 0.4


@dataclass(frozen=True)
class Ligne:
    """`sorte`: « egal », « ajout », « retrait » or « change »; `morceaux`: (sorte, text) pairs."""

    sorte: str
    morceaux: tuple

    @property
    def texte(self):
        return "".join(texte for _sorte, texte in self.morceaux)


def lignes_de_modele(docx, libelles=None):
    """[paragraph] of a template, fields and passages shown as {label | key}, body first."""
    parties = ouvrir(mettre_a_plat(docx, libelles))
    corps, bords = [], []
    for nom in sorted(nom for nom in parties if PARTIES.match(nom)):
        lues = [
            texte_paragraphe(p).strip() for p in analyser(parties[nom]).iter(q("p"))
        ]
        if nom == "word/document.xml":
            corps = [ligne for ligne in lues if ligne]
        else:
            # A word processor writes the same running head in several parts.
            lues = [_PAGES.sub("Page n sur n", ligne) for ligne in lues]
            bords += [ligne for ligne in dict.fromkeys(lues) if ligne and ligne not in bords]
    return corps + bords


def lisible(chaine):
    """Without the technical keys: {Date de signature}."""
    return REPERE.sub(lambda m: "{" + m[1].split(" | ")[0].strip() + "}", chaine)


def comparer_modeles(avant, apres):
    """[Ligne] between two lists of paragraphs."""
    lignes = []
    for verbe, a1, a2, b1, b2 in SequenceMatcher(None, avant, apres, autojunk=False).get_opcodes():
        if verbe == "equal":
            lignes += [Ligne("egal", (("egal", lisible(t)),)) for t in avant[a1:a2]]
        else:
            lignes += _remplacees(avant[a1:a2], apres[b1:b2])
    return lignes


def _remplacees(avant, apres):
    """Pair each new paragraph with the first former one that looks like it, keeping the order."""
    rang = 0
    for nouveau in apres:
        jumeau = next(
            (i for i in range(rang, len(avant)) if _proche(avant[i], nouveau)), None
        )
        if jumeau is None:
            yield Ligne("ajout", (("ajout", lisible(nouveau)),))
            continue
        for ancien in avant[rang:jumeau]:
            yield Ligne("retrait", (("retrait", lisible(ancien)),))
        yield Ligne("change", tuple(_mots(avant[jumeau], nouveau)))
        rang = jumeau + 1
    for ancien in avant[rang:]:
        yield Ligne("retrait", (("retrait", lisible(ancien)),))


def _proche(ancien, nouveau):
    mots = SequenceMatcher(None, _MOTS.findall(ancien), _MOTS.findall(nouveau), autojunk=False)
    return mots.real_quick_ratio() >= RESSEMBLANCE and mots.ratio() >= RESSEMBLANCE


def _mots(ancien, nouveau):
    a, b = _MOTS.findall(ancien), _MOTS.findall(nouveau)
    for verbe, a1, a2, b1, b2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if verbe == "equal":
            yield "egal", lisible("".join(a[a1:a2]))
            continue
        if a2 > a1:
            yield "retrait", lisible("".join(a[a1:a2]))
        if b2 > b1:
            yield "ajout", lisible("".join(b[b1:b2]))


def controles(docx):
    """{tag: number of uses} of the controls of a template."""
    comptes = {}
    parties = ouvrir(docx)
    for nom in parties:
        if not PARTIES.match(nom):
            continue
        for balise in analyser(parties[nom]).iter(q("tag")):
            valeur = balise.get(q("val"), "")
            if lire_etiquette(valeur):
                comptes[valeur] = comptes.get(valeur, 0) + 1
    return comptes
