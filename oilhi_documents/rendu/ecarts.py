"""What changes between two templates, paragraph by paragraph then word by word."""

import re
from dataclasses import dataclass

from .aplat import mettre_a_plat
from .cles import lire_etiquette
from .comparaison import aligner, bloc
from .ooxml import PARTIES, analyser, q
from .reperes import REPERE
from .texte import texte_paragraphe
from .verification import ouvrir

# What the word processor last counted.
_PAGES = re.compile(r"Page\s\d+ sur\s\d+")
SIGNES = {"+": "ajout", "-": "retrait", "=": "egal"}
SORTES = {"ajoute": "ajout", "retire": "retrait", "modifie": "change"}


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
    for verbe, a1, a2, b1, b2 in aligner(avant, apres):
        if verbe == "equal":
            lignes += [Ligne("egal", (("egal", lisible(t)),)) for t in avant[a1:a2]]
        else:
            lignes += [_ligne(ecart) for ecart in bloc("", avant[a1:a2], apres[b1:b2])]
    return lignes


def _ligne(ecart):
    morceaux = ((SIGNES[m.signe], lisible(m.texte)) for m in ecart.morceaux)
    return Ligne(SORTES[ecart.genre], tuple(morceaux))


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
