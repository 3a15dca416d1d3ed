"""One key for one address, however it is typed. Pure functions, no Odoo.

« 12 bis r. de l'Église » and « 12b rue de l’eglise » are one address. Two streets that differ by an
article (« rue du Bois », « rue des Bois ») stay two: the key also finds the building of a new case.
"""

import re

from .toponymes import sans_accent

# Read where the kind of the street stands: first word, or the first after the number.
VOIES = {
    "all": "allee", "av": "avenue", "ave": "avenue", "aven": "avenue",
    "bd": "boulevard", "bld": "boulevard", "blvd": "boulevard", "boul": "boulevard",
    "bvd": "boulevard", "ch": "chemin", "che": "chemin", "chem": "chemin", "crs": "cours",
    "esp": "esplanade", "fbg": "faubourg", "fg": "faubourg", "ham": "hameau", "imp": "impasse",
    "lot": "lotissement", "mte": "montee", "pass": "passage", "pas": "passage", "pl": "place",
    "prom": "promenade", "qu": "quai", "r": "rue", "res": "residence", "rte": "route",
    "sq": "square", "trav": "traverse",
}  # fmt: skip
# Read anywhere in the name of the street.
TITRES = {
    "cdt": "commandant", "cne": "capitaine", "dr": "docteur", "gal": "general", "gde": "grande",
    "gd": "grand", "lt": "lieutenant", "mal": "marechal", "mgr": "monseigneur",
    "pdt": "president", "pt": "petit", "pte": "petite", "st": "saint", "ste": "sainte",
}  # fmt: skip
# « 12 b » is « 12 bis »; any other letter (« 12 a ») is a number of its own.
REPETITIONS = {"b": "bis", "bis": "bis", "t": "ter", "ter": "ter", "q": "quater", "quater": "quater"}
NUMERO = re.compile(r"(?:n|no|num|numero) (?=\d)")
NUMERO_LETTRE = re.compile(r"0*(\d+) ?(bis|ter|quater|[a-z])? (?=\S)")
NUMERO_SEUL = re.compile(r"0*(\d+) ")
GRAND_RUE = re.compile(r"grand (?=rue\b)")


def mots_adresse(texte):
    """Words of an address: no accent, no case, no punctuation."""
    return re.sub(r"[^0-9a-z]+", " ", sans_accent(texte).lower()).strip()


def cle_adresse(rue):
    """The key of « number and street »."""
    texte = NUMERO.sub("", mots_adresse(rue), count=1)
    numeros = []
    # « 9-11 » is two numbers.
    while trouve := NUMERO_LETTRE.match(texte):
        lettre = trouve[2]
        # « 12 r de Lille »: this letter is a street, not a repetition.
        if lettre in VOIES:
            trouve, lettre = NUMERO_SEUL.match(texte), None
        numeros += filter(None, [trouve[1], REPETITIONS.get(lettre, lettre)])
        texte = texte[trouve.end():]
    premier, _espace, reste = texte.partition(" ")
    if premier in VOIES and reste:
        texte = f"{VOIES[premier]} {reste}"
    mots = [TITRES.get(mot, mot) for mot in texte.split()]
    if mots[:1] in (["grand"], ["grande"]) and mots[1:2] == ["r"]:
        mots[1] = "rue"
    texte = GRAND_RUE.sub("grande ", " ".join(mots), count=1)
    return " ".join(filter(None, [*numeros, texte]))
