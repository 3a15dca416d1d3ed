"""Letterhead of a service put on a filled document: logo above the first line, lines of its footer.

The logo stands in the body, alone on its line: it can cover nothing, and LibreOffice 7.4 separates
titles from their article when the first-page header is tall. A template that an agent adapted needs
nothing for it; one that carries a picture of its own keeps it alone.
"""

import io
from functools import lru_cache

from lxml import etree
from PIL import Image

from .erreurs import FichierRefuse
from .ooxml import NS_R, NS_RELS, NS_TYPES, analyser, empaqueter, q, serialiser, w, w_texte
from .verification import ouvrir

LOGO_MAX = 5 * 1024 * 1024
PIXELS_MAX = 25_000_000
# English Metric Units (360,000 to a centimetre).
HAUTEUR, LARGEUR = 720_000, 2_160_000
_PIXELS = (1200, 400)
_FORMATS = {"PNG": "png", "JPEG": "jpeg"}
PIED_LIGNES, PIED_SIGNES = 3, 110
_NS_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_NS_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_NS_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_REL_IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
_ID_LOGO = "rIdOilhiLogo"


@lru_cache(maxsize=32)
def preparer_logo(octets):
    """(bytes drawn again, extension, width, height in EMU), or FichierRefuse in French."""
    if len(octets) > LOGO_MAX:
        raise FichierRefuse("Le logo dépasse 5 Mo : enregistrez-le en plus petit.")
    try:
        image = Image.open(io.BytesIO(octets), formats=list(_FORMATS))
        if image.width * image.height > PIXELS_MAX:
            raise FichierRefuse("Le logo a trop de points : enregistrez-le en plus petit.")
        image.load()
    except FichierRefuse:
        raise
    except Exception:  # Pillow raises many kinds on a broken file: one answer for the agent
        raise FichierRefuse("Le logo doit être une image PNG ou JPEG lisible.") from None
    extension = _FORMATS[image.format]
    # Drawn again: what the file carried besides its picture (place, author, hidden data) is gone.
    image = image.convert("RGBA" if extension == "png" else "RGB")
    image.thumbnail(_PIXELS)
    sortie = io.BytesIO()
    image.save(sortie, extension.upper())
    echelle = min(HAUTEUR / image.height, LARGEUR / image.width)
    return (
        sortie.getvalue(),
        extension,
        max(round(image.width * echelle), 1),
        max(round(image.height * echelle), 1),
    )


def lignes_pied(texte):
    """The lines of a footer that can be printed."""
    return tuple(ligne.strip() for ligne in (texte or "").splitlines() if ligne.strip())


def habiller(docx, *, logo=None, texte_logo="", pied=()):
    """The document with the letterhead of a service; untouched when it has none."""
    if not logo and not pied:
        return docx
    parties = ouvrir(docx)
    if logo and b"<w:drawing" not in parties["word/document.xml"] + b"".join(
        octets for nom, octets in parties.items() if nom.startswith("word/header")
    ):
        _poser_logo(parties, preparer_logo(logo), texte_logo)
    if pied:
        for nom in [nom for nom in parties if nom.startswith("word/footer")]:
            racine = analyser(parties[nom])
            for rang, ligne in enumerate(pied):
                racine.insert(rang, _ligne_pied(ligne))
            parties[nom] = serialiser(racine)
    return empaqueter(parties)


def _ligne_pied(ligne):
    return w(
        "p",
        w("pPr", w("spacing", before=0, after=0), w("jc", val="center")),
        w("r", w("rPr", w("color", val="404040"), w("sz", val=16), w("szCs", val=16)), w_texte(ligne)),
    )


def _poser_logo(parties, logo, texte):
    octets, extension, largeur, hauteur = logo
    nom = f"media/oilhi-logo.{extension}"
    parties[f"word/{nom}"] = octets
    types = analyser(parties["[Content_Types].xml"])
    if extension not in {t.get("Extension") for t in types.iter(f"{{{NS_TYPES}}}Default")}:
        types.insert(
            0,
            etree.Element(
                f"{{{NS_TYPES}}}Default", Extension=extension, ContentType=f"image/{extension}"
            ),
        )
        parties["[Content_Types].xml"] = serialiser(types)
    chemin = "word/_rels/document.xml.rels"
    relations = analyser(parties[chemin])
    etree.SubElement(
        relations, f"{{{NS_RELS}}}Relationship", Id=_ID_LOGO, Type=_REL_IMAGE, Target=nom
    )
    parties[chemin] = serialiser(relations)
    racine = analyser(parties["word/document.xml"])
    racine.find(q("body")).insert(
        0,
        w(
            "p",
            w("pPr", w("keepNext"), w("spacing", before=0, after=120)),
            w("r", w("drawing", _dessin(texte, largeur, hauteur))),
        ),
    )
    parties["word/document.xml"] = serialiser(racine)


def _dessin(texte, largeur, hauteur):
    """An inline picture, with the words that a screen reader says."""

    def e(espace, nom, *enfants, **attributs):
        element = etree.Element(
            f"{{{espace}}}{nom}",
            nsmap={"wp": _NS_WP, "a": _NS_A, "pic": _NS_PIC, "r": NS_R},
            **{cle: str(valeur) for cle, valeur in attributs.items()},
        )
        element.extend(enfants)
        return element

    image = e(_NS_A, "blip")
    image.set(f"{{{NS_R}}}embed", _ID_LOGO)
    taille = {"cx": largeur, "cy": hauteur}
    photo = e(
        _NS_PIC, "pic",
        e(_NS_PIC, "nvPicPr", e(_NS_PIC, "cNvPr", id=900001, name="Logo", descr=texte), e(_NS_PIC, "cNvPicPr")),
        e(_NS_PIC, "blipFill", image, e(_NS_A, "stretch", e(_NS_A, "fillRect"))),
        e(
            _NS_PIC, "spPr",
            e(_NS_A, "xfrm", e(_NS_A, "off", x=0, y=0), e(_NS_A, "ext", **taille)),
            e(_NS_A, "prstGeom", e(_NS_A, "avLst"), prst="rect"),
        ),
    )  # fmt: skip
    return e(
        _NS_WP, "inline",
        e(_NS_WP, "extent", **taille),
        e(_NS_WP, "docPr", id=900001, name="Logo", descr=texte),
        e(_NS_A, "graphic", e(_NS_A, "graphicData", photo, uri=_NS_PIC)),
        distT=0, distB=0, distL=0, distR=0,
    )  # fmt: skip
