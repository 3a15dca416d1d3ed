"""Marks that an agent sees in a file to finish: what the signature will write in their place.

Plain text, « {Date de signature | signature.date} »: word processors forget the tags of content
controls (LibreOffice 7.4 drops them), they keep words. One mark may come back cut in many runs.
"""

import re

from .ooxml import NS_XML, PARTIES, analyser, empaqueter, q, serialiser
from .reperes import ecrire_repere
from .verification import ouvrir

MARQUE = re.compile(r"\{[^{}|]{0,80}\|\s*([a-z][a-z0-9_.]*)\s*\}")


def marque(cle, libelle):
    """The mark of a key, as the agent reads it."""
    return ecrire_repere(cle, {cle: libelle})[0]


def marques(docx):
    """Keys of the marks that the file holds."""
    trouvees = set()
    for nom, octets in ouvrir(docx).items():
        if PARTIES.match(nom):
            for paragraphe in analyser(octets).iter(q("p")):
                textes = _textes(paragraphe)
                trouvees.update(MARQUE.findall("".join(t.text or "" for t in textes)))
    return trouvees


def remplacer_marques(docx, valeurs):
    """The file with these marks replaced; a mark without a value stays as it is."""
    parties = ouvrir(docx)
    for nom, octets in parties.items():
        if not PARTIES.match(nom):
            continue
        racine = analyser(octets)
        if any([_remplacer(paragraphe, valeurs) for paragraphe in racine.iter(q("p"))]):
            parties[nom] = serialiser(racine)
    return empaqueter(parties)


def _textes(paragraphe):
    """Texts of this very paragraph, not of the text boxes that it anchors."""
    return [
        t
        for t in paragraphe.iter(q("t"))
        if next(a for a in t.iterancestors() if a.tag == q("p")) is paragraphe
    ]


def _remplacer(paragraphe, valeurs):
    textes = _textes(paragraphe)
    entier = "".join(t.text or "" for t in textes)
    trouvees = [m for m in MARQUE.finditer(entier) if isinstance(valeurs.get(m[1]), str)]
    for trouvee in reversed(trouvees):
        _ecrire(textes, trouvee.start(), trouvee.end(), valeurs[trouvee[1]])
    return bool(trouvees)


def _ecrire(textes, debut, fin, valeur):
    """The value goes where the mark begins; what the mark covered elsewhere leaves."""
    position = 0
    ecrit = False
    for element in textes:
        texte = element.text or ""
        gauche, droite = max(debut - position, 0), min(fin - position, len(texte))
        position += len(texte)
        if gauche >= droite:
            continue
        element.text = texte[:gauche] + ("" if ecrit else valeur) + texte[droite:]
        element.set(f"{{{NS_XML}}}space", "preserve")
        ecrit = True
