"""French place names: « de », « à » and search keys. Pure functions, no Odoo."""

import re
import unicodedata

VOYELLES = "aeiou"
# Only names whose aspirated h is settled usage; elsewhere the h is mute, and a commune can say
# otherwise through its field `article_de`.
H_ASPIRES = frozenset({"haguenau", "harnes", "hayange", "hem", "houilles"})
# « haut » itself has an aspirated h: « de Haute-Avesnes ».
H_ASPIRES_PREMIER_MOT = frozenset({"haut", "haute", "hauts", "hautes"})
CONTRACTIONS_DE = {"le": "du ", "la": "de la ", "les": "des ", "l’": "de l’", "": None}


def sans_accent(texte):
    texte = (texte or "").replace("œ", "oe").replace("Œ", "Oe")
    texte = texte.replace("æ", "ae").replace("Æ", "Ae")
    decompose = unicodedata.normalize("NFKD", texte)
    return "".join(c for c in decompose if not unicodedata.combining(c))


def cle_recherche(texte):
    """« St-Étienne au Mont » and « Saint-Étienne-au-Mont » share one key, as do « 1er » and « 1e »."""
    mots = re.sub(r"[^0-9a-z]+", " ", sans_accent(texte).lower()).split()
    cle = " ".join({"st": "saint", "ste": "sainte"}.get(mot, mot) for mot in mots)
    return re.sub(r"\b(\d+)(?:er|ere|eme|ieme|e)\b", r"\1e", cle)


def article_initial(nom):
    """Split « Le Touquet » into (« Le », « Touquet »); « Léchelle » has no article."""
    trouve = re.match(r"(L['’]|(?:Le|La|Les) )(?=\S)", nom or "")
    if not trouve:
        return "", nom or ""
    return trouve.group(1).strip().replace("'", "’"), nom[trouve.end():]


def elision(nom):
    """True when « de » becomes « d’ » before this name."""
    cle = sans_accent(nom).lower()
    if not cle:
        return False
    if cle[0] == "h":
        premier = re.split(r"[^a-z]", cle, maxsplit=1)[0]
        return premier not in H_ASPIRES and premier not in H_ASPIRES_PREMIER_MOT
    if cle[0] == "y":
        return cle[1:2] not in tuple(VOYELLES)
    return cle[0] in VOYELLES


def avec_de(nom, forme=None):
    """« d’Arras », « du Touquet-Paris-Plage »; forme "de" or "d" decides instead of the rule."""
    if not nom:
        return ""
    article, reste = article_initial(nom)
    if article == "Le":
        return f"du {reste}"
    if article == "Les":
        return f"des {reste}"
    if article:
        return f"de {article}{'' if article == 'L’' else ' '}{reste}"
    elide = forme == "d" if forme else elision(nom)
    return f"d’{nom}" if elide else f"de {nom}"


def de_personne(nom):
    """« d’Edith Exemple », « de Camille Le Bras »: « Le » is no article in the name of a person."""
    return f"d’{nom}" if elision(nom) else f"de {nom}"


def avec_a(nom):
    """« à Arras », « au Touquet-Paris-Plage », « aux Attaques »."""
    if not nom:
        return ""
    article, reste = article_initial(nom)
    if article == "Le":
        return f"au {reste}"
    if article == "Les":
        return f"aux {reste}"
    if article:
        return f"à {article}{'' if article == 'L’' else ' '}{reste}"
    return f"à {nom}"


def departement_avec_de(nom, article):
    """« du Pas-de-Calais », « de l’Aisne », « d’Eure-et-Loir » (official names of prefectures)."""
    contraction = CONTRACTIONS_DE.get(article or "")
    return f"{contraction}{nom}" if contraction else avec_de(nom)
