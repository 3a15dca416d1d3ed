"""Normalised text and search that forgives typing mistakes. Pure functions, no Odoo.

A word typed with one or two mistakes is looked up in the vocabulary of the texts searched. Words
one or two mistakes apart share a key: what remains of their first letters when one or two of them are
left out (symmetric deletion). The keys are indexed, so only a handful of words is compared.
"""

import re
from itertools import combinations

from .toponymes import cle_recherche

# Ends a word looked for as it is: « caf. » does not find « cafards ».
ENTIER = "."
# Left out of what is typed, unless nothing else was typed.
MOTS_VIDES = frozenset({
    "a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "pour", "sur",
})
LONGUEUR_CLE = 7
MOTS_MAX = 12
LONGUEUR_MAX = 200


def normaliser(texte):
    """« La C.A.F. d’Hénin-Beaumont » → « la caf d henin beaumont »; St and Saint are one word."""
    texte = re.sub(r"\b(?:\w\.){2,}", lambda sigle: sigle.group().replace(".", "") + " ", texte or "")
    return cle_recherche(texte)


def texte_recherche(*textes):
    """The distinct words of these texts, in order, in one text fit to be stored and indexed."""
    return " ".join(dict.fromkeys(mot for texte in textes for mot in normaliser(texte).split()))


def mots_saisis(saisie):
    """The words worth searching in what a user typed."""
    mots = list(dict.fromkeys(normaliser((saisie or "")[:LONGUEUR_MAX]).split()))
    return ([mot for mot in mots if mot not in MOTS_VIDES] or mots)[:MOTS_MAX]


def court(mot):
    """A word so short that what begins with it is mostly something else."""
    return len(mot) < 4 and not mot.isdigit()


def tolerance(mot):
    """How many mistakes are forgiven: none in short words and numbers, two in long words."""
    if len(mot) < 4 or any(lettre.isdigit() for lettre in mot):
        return 0
    return 1 if len(mot) < 7 else 2


def cles(mot):
    """The keys that a word shares with every word within its tolerance."""
    debut = mot[:LONGUEUR_CLE]
    return sorted({
        "".join(reste)
        for nombre in range(len(debut) - tolerance(mot), len(debut) + 1)
        for reste in combinations(debut, nombre)
    })


def distance(a, b, plafond=2):
    """Mistakes between two words: letter added, missing, changed, or two neighbours swapped.

    Above ``plafond``, any number greater than it.
    """
    if abs(len(a) - len(b)) > plafond:
        return plafond + 1
    avant, ligne = None, list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        suivante = [i]
        for j, y in enumerate(b, 1):
            cout = min(ligne[j] + 1, suivante[j - 1] + 1, ligne[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cout = min(cout, avant[j - 2] + 1)
            suivante.append(cout)
        if min(suivante) > plafond:
            return plafond + 1
        avant, ligne = ligne, suivante
    return ligne[-1]


def proches(mot, candidats, maximum=8):
    """The candidates nearest to the word within its tolerance, nearest first."""
    permis = tolerance(mot)
    mesures = [
        (mesure, candidat)
        for candidat in set(candidats)
        if (mesure := distance(mot, candidat, permis)) <= permis
    ]
    if not mesures:
        return []
    # A word one mistake away makes those two mistakes away unlikely.
    meilleure = min(mesures)[0]
    return [
        candidat for mesure, candidat in sorted(mesures, key=lambda m: (m[0], m[1][:1] != mot[:1], m))
        if mesure == meilleure
    ][:maximum]


def requete(groupes):
    """The ``tsquery`` text of « every group, by one of its words »; a word ends as it will, unless
    it bears ``ENTIER``.

    ``groupes``: lists of normalised words (letters and digits only, so nothing to escape).
    """
    def terme(mot):
        return f"'{mot[:-1]}'" if mot.endswith(ENTIER) else f"'{mot}':*"

    return " & ".join("(" + " | ".join(map(terme, groupe)) + ")" for groupe in groupes if groupe)


def correspond(texte, groupes):
    """Whether a stored text answers: the same rule as ``requete``, without the database."""
    mots = (texte or "").split()

    def repond(cherche):
        if cherche.endswith(ENTIER):
            return cherche[:-1] in mots
        return any(mot.startswith(cherche) for mot in mots)

    return all(any(map(repond, groupe)) for groupe in groupes if groupe)


def rang(nom, mots):
    """Sort key of a result: names that begin with what was typed, then that hold all of it.

    ``mots``: the words looked for, corrected.
    """
    mots = [mot.removesuffix(ENTIER) for mot in mots]
    presents = normaliser(nom).split()
    trouves = [mot for mot in mots if any(p.startswith(mot) for p in presents)]
    entiers = [mot for mot in mots if mot in presents]
    debut = bool(presents and mots and presents[0].startswith(mots[0]))
    return (-len(trouves), -len(entiers), not debut, len(presents), normaliser(nom))
