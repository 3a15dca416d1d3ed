"""The words by which a case, a building or a person is found in one box. Pure functions, no Odoo.

The words are stored normalised, and searched by their beginnings with an index that every PostgreSQL has
(no extension). What people write in several ways is stored once more in one: numbers without their
zeros, the section and the number of a parcel together.
"""

import re

from .adresse import TITRES, VOIES, cle_adresse
from .recherche import ENTIER, LONGUEUR_MAX, MOTS_VIDES, mots_saisis, normaliser

PARCELLE_SAISIE = re.compile(r"\b([a-z]{1,2}) ?0*(\d{1,4})\b")
# « LHI-2027-00012 »: every case has its first two words, which are typed whole.
REFERENCE = re.compile(r"\b([a-z]{2,5})-((?:19|20)\d\d)-(?=\w)")
NOMBRE = re.compile(r"([a-z]*)0*(\d+)")
NUMERAUX = frozenset({"n", "no"})
COLLE = re.compile(r"[^0-9a-z]+")


def texte_cle(*textes, identifiants=(), parcelles=(), rue=None):
    """The distinct words of these texts, in one text fit to be stored and indexed.

    ``identifiants``: also found in one piece, or cut by four as the RNB prints them.
    """
    mots = [mot for texte in textes for mot in normaliser(texte).split()]
    for identifiant in filter(None, identifiants):
        colle = COLLE.sub("", identifiant.lower())
        mots += [*normaliser(identifiant).split(), colle]
        mots += [colle[i:i + 4] for i in range(0, len(colle), 4)] if len(colle) == 12 else []
    for parcelle in filter(None, parcelles):
        morceaux = normaliser(parcelle).split()
        mots += [*morceaux, "".join(morceaux), "".join(morceaux[-2:])]
    if rue:
        cle = cle_adresse(rue).split()
        mots += [*cle, *(["".join(cle[:2])] if len(cle) > 1 and cle[0].isdigit() else [])]
    for mot in list(mots):
        trouve = NOMBRE.fullmatch(mot)
        if trouve and mot != trouve[2] and "0" in mot:
            mots.append(trouve[2])
    return " ".join(dict.fromkeys(mots))


def groupes_saisis(saisie):
    """What was typed, as groups: each must be found, by one of its words.

    A word is found by its beginning; a small number as a whole (« 12 » is not « 120 »), and what all
    references have in common: an index lists what begins so, row by row, before it looks at the rest.
    """
    texte = normaliser((saisie or "")[:LONGUEUR_MAX])
    communs = {mot for debut in REFERENCE.findall((saisie or "")[:LONGUEUR_MAX].lower()) for mot in debut}
    colles, seuls = {}, set()
    for trouve in PARCELLE_SAISIE.finditer(texte):
        section, numero = trouve.groups()
        # « le 12 », « n 12 »: an article before a number is no section of the land register.
        if section in MOTS_VIDES or section in NUMERAUX:
            continue
        mots = trouve[0].split()
        for mot in mots:
            colles.setdefault(mot, []).append(f"{section}{numero}{ENTIER}")
        # « ab 12 » is a parcel; « b 12 » may be a staircase and a number.
        if len(section) == 2 and section not in VOIES and section not in TITRES:
            seuls.update(mots)
    return [
        [mot + ENTIER] if mot in communs
        else list(dict.fromkeys([*([] if mot in seuls else _formes(mot)), *colles.get(mot, ())]))
        for mot in _utiles(mots_saisis(saisie))
    ]


def _utiles(mots):
    """« n° 12 »: the « n » says nothing more."""
    reste = [
        mot for mot, suivant in zip(mots, [*mots[1:], ""], strict=False)
        if mot not in NUMERAUX or not suivant.isdigit()
    ]
    return reste or mots


def _formes(mot):
    if mot.isdigit():
        court = mot.lstrip("0") or "0"
        if len(mot) < 3:
            return [court + ENTIER]
        return [mot] if court == mot else [mot, court + ENTIER]
    autre = VOIES.get(mot) or TITRES.get(mot)
    return [mot, autre] if autre else [mot]
