"""A whole case as numbered pieces: one PDF to read, one archive to check, hashes to prove."""

import hashlib
import io
import re
import unicodedata
import zipfile
from typing import NamedTuple

from PIL import Image, ImageOps
from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from .erreurs import ConversionImpossible
from .gabarit import construire
from .ooxml import DATE_ZIP, DOCX
from .pdf import convertir_lot
from .remplissage import remplir

PIXELS_MAX = 2200  # on the longest side of a photo, printed on one page
MARGE = 56


class Piece(NamedTuple):
    """`date`: ISO text, for the order and the names; `autres`: the same act in other formats."""

    date: str
    titre: str
    nom: str
    mimetype: str
    contenu: bytes
    autres: tuple = ()  # ((name, bytes), …)


class Recueil(NamedTuple):
    pdf: bytes
    zip: bytes
    pages: int
    remarques: tuple[str, ...]


def assembler(source_bordereau, valeurs, pieces):
    """Number the pieces in the order of time and bind them behind their bordereau.

    `source_bordereau`: template source, filled with `valeurs` and the list `pieces`.
    Raises ConversionImpossible when the bordereau itself cannot be printed.
    """
    pieces = sorted(pieces, key=lambda p: (p.date, p.titre, p.nom))
    rendus, remarques = _rendre(pieces)
    noms = [_nom(rang, piece) for rang, piece in enumerate(pieces, 1)]
    lignes = [
        {
            "numero": str(rang),
            "date": _date_courte(piece.date),
            "titre": piece.titre,
            "pages": str(len(lecteur.pages)),
            "empreinte": hashlib.sha256(piece.contenu).hexdigest(),
        }
        for rang, (piece, lecteur) in enumerate(zip(pieces, rendus, strict=True), 1)
    ]
    bordereau = remplir(construire(source_bordereau), {**valeurs, "pieces": lignes})
    (premier,) = convertir_lot([bordereau])
    if isinstance(premier, ConversionImpossible):
        raise premier
    relie = _relier(premier, pieces, rendus)
    contenus = {"00_bordereau.pdf": premier, "00_bordereau.docx": bordereau}
    for nom, piece in zip(noms, pieces, strict=True):
        contenus[nom] = piece.contenu
        radical = nom.rpartition(".")[0]
        for autre, contenu in piece.autres:
            contenus[f"{radical}.{_extension(autre)}"] = contenu
    return Recueil(relie, _archive(contenus), len(PdfReader(io.BytesIO(relie)).pages), tuple(remarques))


def _rendre(pieces):
    """A readable PDF of each piece; what cannot be shown has one page that says where it is."""
    word = [rang for rang, piece in enumerate(pieces) if piece.mimetype == DOCX]
    convertis = {}
    if word:
        try:
            convertis = dict(zip(word, convertir_lot([pieces[r].contenu for r in word]), strict=True))
        except ConversionImpossible as erreur:
            convertis = dict.fromkeys(word, erreur)
    rendus, remarques = [], []
    for rang, piece in enumerate(pieces):
        contenu = convertis.get(rang, piece.contenu)
        try:
            if isinstance(contenu, ConversionImpossible):
                raise contenu
            if piece.mimetype.startswith("image/"):
                contenu = _page_image(piece)
            elif piece.mimetype not in ("application/pdf", DOCX):
                raise ConversionImpossible("Ce type de fichier ne s’imprime pas ici.")
            lecteur = PdfReader(io.BytesIO(contenu))
            if lecteur.is_encrypted:
                raise ConversionImpossible("Ce PDF est protégé.")
            if not lecteur.pages:
                raise ConversionImpossible("Ce PDF est vide.")
        except (ConversionImpossible, PyPdfError, OSError, ValueError, Image.DecompressionBombError) as erreur:
            raison = str(erreur) if isinstance(erreur, ConversionImpossible) else "Ce fichier est illisible."
            remarques.append(f"Pièce n° {rang + 1}, {piece.titre} : {raison} Elle est dans l’archive.")
            lecteur = PdfReader(io.BytesIO(_page_absente(piece, raison)))
        rendus.append(lecteur)
    return rendus, remarques


def _page_image(piece):
    with Image.open(io.BytesIO(piece.contenu)) as ouverte:
        image = ImageOps.exif_transpose(ouverte).convert("RGB")
    image.thumbnail((PIXELS_MAX, PIXELS_MAX))
    largeur, hauteur = A4
    place = (largeur - 2 * MARGE, hauteur - 3 * MARGE)
    echelle = min(place[0] / image.width, place[1] / image.height)
    taille = (image.width * echelle, image.height * echelle)
    sortie = io.BytesIO()
    page = canvas.Canvas(sortie, pagesize=A4, pageCompression=1)
    page.drawImage(
        ImageReader(image), (largeur - taille[0]) / 2, hauteur - 1.5 * MARGE - taille[1], *taille
    )
    _ecrire(page, piece.titre, MARGE, MARGE, 10)
    page.save()
    return sortie.getvalue()


def _page_absente(piece, raison):
    sortie = io.BytesIO()
    page = canvas.Canvas(sortie, pagesize=A4)
    for rang, ligne in enumerate((
        piece.titre, raison, f"Fichier : {piece.nom}", "Il est joint à l’archive du dossier. Empreinte SHA-256 :",
        hashlib.sha256(piece.contenu).hexdigest(),
    )):  # fmt: skip
        _ecrire(page, ligne, MARGE, A4[1] - 150 - 22 * rang, 11)
    page.save()
    return sortie.getvalue()


def _ecrire(page, texte, x, y, taille):
    """What the base font of PDF cannot draw is replaced, never a crash."""
    page.setFont("Helvetica", taille)
    page.drawString(x, y, texte.encode("cp1252", "replace").decode("cp1252")[:95])


def _relier(bordereau, pieces, rendus):
    ecrivain = PdfWriter()
    for page in PdfReader(io.BytesIO(bordereau)).pages:
        ecrivain.add_page(page)
    ecrivain.add_outline_item(title="Bordereau", page_number=0)
    for rang, (piece, lecteur) in enumerate(zip(pieces, rendus, strict=True), 1):
        debut = len(ecrivain.pages)
        for page in lecteur.pages:
            ecrivain.add_page(page)
        for page in ecrivain.pages[debut:]:
            page.merge_page(_tampon(f"Pièce n° {rang}", page.mediabox))
        ecrivain.add_outline_item(title=f"{rang}. {piece.titre}", page_number=debut)
    ecrivain.add_metadata({"/Title": "Bordereau et pièces du dossier"})
    sortie = io.BytesIO()
    ecrivain.write(sortie)
    return sortie.getvalue()


def _tampon(texte, cadre):
    """The number of the piece, on white, at the top right of whatever page size it has."""
    sortie = io.BytesIO()
    largeur, hauteur = float(cadre.width), float(cadre.height)
    page = canvas.Canvas(sortie, pagesize=(largeur, hauteur))
    page.setFillColorRGB(1, 1, 1)
    page.setStrokeColorRGB(0.3, 0.3, 0.3)
    page.rect(largeur - 104, hauteur - 34, 84, 18, stroke=1, fill=1)
    page.setFillColorRGB(0, 0, 0)
    page.setFont("Helvetica-Bold", 10)
    page.drawCentredString(largeur - 62, hauteur - 29, texte)
    page.save()
    tampon = PdfReader(io.BytesIO(sortie.getvalue())).pages[0]
    if cadre.left or cadre.bottom:
        tampon.add_transformation((1, 0, 0, 1, float(cadre.left), float(cadre.bottom)))
        tampon.mediabox = cadre
    return tampon


def _archive(contenus):
    """Every file as it is kept, and SHA256SUMS, which « sha256sum -c » checks."""
    sommes = "".join(
        f"{hashlib.sha256(contenu).hexdigest()}  {nom}\n" for nom, contenu in sorted(contenus.items())
    )
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, contenu in [*sorted(contenus.items()), ("SHA256SUMS", sommes.encode())]:
            entree = zipfile.ZipInfo(nom, DATE_ZIP)
            entree.compress_type = zipfile.ZIP_DEFLATED
            entree.external_attr = 0o644 << 16
            archive.writestr(entree, contenu)
    return sortie.getvalue()


def _nom(rang, piece):
    """« piece-003_2027-01-12_arrete-de-mise-en-securite.pdf »: no accent, no path, never empty."""
    simple = unicodedata.normalize("NFKD", piece.titre.replace("’", "-")).encode("ascii", "ignore").decode()
    radical = re.sub(r"[^a-z0-9]+", "-", simple.lower()).strip("-")[:60].strip("-") or "piece"
    return f"piece-{rang:03d}_{piece.date}_{radical}.{_extension(piece.nom)}"


def _extension(nom):
    extension = nom.rpartition(".")[2].lower() if "." in nom else ""
    return extension if re.fullmatch(r"[a-z0-9]{1,5}", extension) else "bin"


def _date_courte(iso):
    return "/".join(reversed(iso.split("-")))
