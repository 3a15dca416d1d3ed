"""What is kept of a photograph taken on the spot: the picture, its date, and nothing else.

Pure: no Odoo. A telephone writes in the file where it was held, who owns it, its serial number;
none of that is needed, and the place of a private home must not travel with a picture.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from io import BytesIO
from zoneinfo import ZoneInfo

from PIL import Image, ImageOps

FORMATS = {"JPEG": "JPEG", "PNG": "PNG", "WEBP": "WebP"}
COTE_MAX = 1920
POIDS_MAX = 20 * 1024 * 1024
PIXELS_MAX = 120_000_000
QUALITE = 88
# Tags of EXIF 2.32: the sub-directory of the shot, then the date and its offset.
IFD_PRISE_DE_VUE = 0x8769
DATES = ((0x9003, 0x9011), (0x9004, 0x9012))
DATE_FICHIER = 0x0132


class PhotoRefusee(Exception):
    """`code`: vide, poids, format, taille or illisible."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class PhotoPreparee:
    """`octets`: the JPEG to keep; `prise_le`: UTC, naive, None when the file does not say it."""

    octets: bytes
    prise_le: datetime | None
    largeur: int
    hauteur: int


def preparer(contenu: bytes, fuseau: str = "Europe/Paris") -> PhotoPreparee:
    """Upright JPEG of at most 1920 px without metadata; raise PhotoRefusee.

    The type is read in the content, never in the name of the file. `fuseau` is where the camera
    was when the file gives a local time without an offset.
    """
    if not contenu:
        raise PhotoRefusee("vide")
    if len(contenu) > POIDS_MAX:
        raise PhotoRefusee("poids")
    try:
        image = Image.open(BytesIO(contenu), formats=tuple(FORMATS))
    except Image.DecompressionBombError as erreur:
        raise PhotoRefusee("taille") from erreur
    except Exception as erreur:  # a decoder facing hostile bytes may raise anything
        raise PhotoRefusee("format") from erreur
    if image.width * image.height > PIXELS_MAX:
        raise PhotoRefusee("taille")
    try:
        date = _date(image, fuseau)
        image.draft("RGB", (COTE_MAX, COTE_MAX))
        droite = _sans_transparence(ImageOps.exif_transpose(image))
        droite.thumbnail((COTE_MAX, COTE_MAX), Image.Resampling.LANCZOS)
        # A new picture from the pixels alone: no metadata of the source can follow.
        propre = Image.new("RGB", droite.size)
        propre.paste(droite)
        flux = BytesIO()
        propre.save(flux, "JPEG", quality=QUALITE, optimize=True)
    except Exception as erreur:  # a truncated file fails anywhere in the decoder
        raise PhotoRefusee("illisible") from erreur
    return PhotoPreparee(flux.getvalue(), date, *propre.size)


def _sans_transparence(image):
    if image.mode not in ("RGBA", "LA", "PA", "P"):
        return image.convert("RGB")
    claire = image.convert("RGBA")
    fond = Image.new("RGBA", claire.size, "white")
    return Image.alpha_composite(fond, claire).convert("RGB")


def _date(image, fuseau):
    exif = image.getexif()
    prise = exif.get_ifd(IFD_PRISE_DE_VUE)
    for cle, cle_decalage in DATES:
        if lue := _lire_date(prise.get(cle)):
            return _en_utc(lue, prise.get(cle_decalage), fuseau)
    lue = _lire_date(exif.get(DATE_FICHIER))
    return _en_utc(lue, None, fuseau) if lue else None


def _lire_date(texte):
    """« 2027:01:12 10:42:07 »; an unset clock (zeros, 1980) is no date."""
    try:
        lue = datetime.strptime(str(texte).strip("\x00 "), "%Y:%m:%d %H:%M:%S")
    except ValueError:
        return None
    return lue if lue.year >= 1990 else None


def _en_utc(locale, decalage, fuseau):
    zone = _zone(decalage) or ZoneInfo(fuseau)
    return locale.replace(tzinfo=zone).astimezone(timezone.utc).replace(tzinfo=None)


def _zone(decalage):
    """« +01:00 » → timezone; anything else → None."""
    texte = str(decalage or "").strip("\x00 ")
    try:
        heures, minutes = texte[1:].split(":")
        ecart = timedelta(hours=int(heures), minutes=int(minutes))
        return timezone(-ecart if texte[:1] == "-" else ecart)
    except ValueError:
        return None
