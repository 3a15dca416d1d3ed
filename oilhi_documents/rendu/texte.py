"""Plain text of a Word file, for tests and for the comparison of two revisions."""

from .ooxml import PARTIES, analyser, q
from .verification import ouvrir

_BLANCS = {q("tab"): "\t", q("br"): "\n", q("cr"): "\n", q("noBreakHyphen"): "-"}


def texte(docx):
    """One line a paragraph: headers, body, footers."""
    parties = ouvrir(docx)
    noms = [nom for nom in parties if PARTIES.match(nom)]
    ordre = ("header", "document", "footnotes", "endnotes", "footer")
    noms.sort(key=lambda nom: (next(i for i, d in enumerate(ordre) if d in nom), nom))
    return "\n".join(
        texte_paragraphe(paragraphe)
        for nom in noms
        for paragraphe in analyser(parties[nom]).iter(q("p"))
    )


def texte_paragraphe(paragraphe):
    morceaux = []
    for element in paragraphe.iter():
        if element.tag == q("t"):
            morceaux.append(element.text or "")
        elif element.tag in _BLANCS and element.getparent().tag == q("r"):
            morceaux.append(_BLANCS[element.tag])
    return "".join(morceaux)
