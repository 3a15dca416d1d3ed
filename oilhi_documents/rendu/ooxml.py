"""WordprocessingML vocabulary and the zip container, shared by the modules of the core."""

import io
import re
import zipfile
from functools import cache

from lxml import etree

NS_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NS_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NS_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
NS_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
NS_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
NS_XML = "http://www.w3.org/XML/1998/namespace"

# The type of a Word file, for whoever keeps or sends one.
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# Parts whose content controls are filled.
PARTIES = re.compile(r"^word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml$")
PLUSIEURS_BLANCS = "preserve"
# The zip format has no date before 1980: fixed, so that the same source gives the same bytes.
DATE_ZIP = (1980, 1, 1, 0, 0, 0)


_NSMAP = {"w": NS_W, "r": NS_R}


@cache
def q(nom):
    """Qualified name of a WordprocessingML element or attribute."""
    return f"{{{NS_W}}}{nom}"


def w(nom, *enfants, **attributs):
    """Build a WordprocessingML element; attribute names are given without prefix."""
    element = etree.Element(q(nom), nsmap=_NSMAP)
    for cle, valeur in attributs.items():
        element.set(q(cle), str(valeur))
    element.extend([enfant for enfant in enfants if enfant is not None])
    return element


def w_texte(chaine):
    """A w:t that keeps every space."""
    element = w("t")
    element.text = chaine
    element.set(f"{{{NS_XML}}}space", PLUSIEURS_BLANCS)
    return element


def analyser(octets):
    """Parse untrusted XML: no entity, no DTD loading, no network, bounded depth."""
    parseur = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False
    )
    return etree.fromstring(octets, parseur)


def serialiser(racine):
    return etree.tostring(racine, xml_declaration=True, encoding="UTF-8", standalone=True)


def empaqueter(parties):
    """Zip the parts with fixed dates and modes; the content types come first, as Word writes it."""
    sortie = io.BytesIO()
    premier = "[Content_Types].xml"
    noms = [premier, *(nom for nom in parties if nom != premier)]
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom in noms:
            entree = zipfile.ZipInfo(nom, DATE_ZIP)
            entree.compress_type = zipfile.ZIP_DEFLATED
            entree.create_system = 3
            entree.external_attr = 0o600 << 16
            archive.writestr(entree, parties[nom])
    return sortie.getvalue()
