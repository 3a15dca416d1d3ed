"""What is kept of a photograph: the picture and its date, nothing of the telephone."""

from datetime import datetime
from io import BytesIO

import pytest
from moteur import photo as module
from moteur.photo import COTE_MAX, PhotoRefusee, preparer
from PIL import Image

GPS, PRISE, ORIENTATION, MARQUE = 0x8825, 0x8769, 0x0112, 0x010F


def fichier(taille=(40, 20), format_="JPEG", mode="RGB", **champs):
    image = Image.new(mode, taille, "red" if mode == "RGB" else (255, 0, 0, 0))
    exif = Image.Exif()
    exif[MARQUE] = "Telephone-Exemple"
    exif[ORIENTATION] = champs.get("orientation", 1)
    if champs.get("gps"):
        exif[GPS] = {1: "N", 2: (50.0, 17.0, 23.0), 3: "E", 4: (2.0, 46.0, 51.0)}
    if "date" in champs:
        exif[PRISE] = {0x9003: champs["date"], **({0x9011: champs["decalage"]} if "decalage" in champs else {})}
    if "fichier" in champs:
        exif[0x0132] = champs["fichier"]
    flux = BytesIO()
    image.save(flux, format_, exif=exif)
    return flux.getvalue()


def test_rien_de_l_appareil_ne_reste():
    source = fichier(gps=True, date="2027:01:12 10:42:07")
    assert Image.open(BytesIO(source)).getexif().get_ifd(GPS)
    assert b"Telephone-Exemple" in source
    garde = preparer(source).octets
    image = Image.open(BytesIO(garde))
    assert image.format == "JPEG"
    assert not image.getexif() and not image.info.get("exif")
    assert b"Telephone-Exemple" not in garde and b"Exif" not in garde


def test_commentaire_retire():
    flux = BytesIO()
    Image.new("RGB", (10, 10)).save(flux, "JPEG", comment=b"12 rue de l'Exemple")
    assert b"rue de l'Exemple" in flux.getvalue()
    assert b"rue de l'Exemple" not in preparer(flux.getvalue()).octets


@pytest.mark.parametrize(
    ("champs", "attendu"),
    [
        ({"date": "2027:01:12 10:42:07"}, datetime(2027, 1, 12, 9, 42, 7)),
        ({"date": "2027:07:12 10:42:07"}, datetime(2027, 7, 12, 8, 42, 7)),
        ({"date": "2027:01:12 10:42:07", "decalage": "-04:00"}, datetime(2027, 1, 12, 14, 42, 7)),
        ({"date": "2027:01:12 10:42:07", "decalage": "ici"}, datetime(2027, 1, 12, 9, 42, 7)),
        ({"fichier": "2027:01:12 10:42:07"}, datetime(2027, 1, 12, 9, 42, 7)),
        ({"date": "0000:00:00 00:00:00"}, None),
        ({"date": "1980:01:01 00:00:00"}, None),
        ({}, None),
    ],
)
def test_date(champs, attendu):
    assert preparer(fichier(**champs)).prise_le == attendu


def test_date_outre_mer():
    """10 h 42 in La Réunion is 6 h 42 UTC."""
    prise = preparer(fichier(date="2027:01:12 10:42:07"), "Indian/Reunion").prise_le
    assert prise == datetime(2027, 1, 12, 6, 42, 7)


@pytest.mark.parametrize("taille", [(4000, 3000), (3000, 4000), (1921, 10), (1920, 1080), (5, 5)])
def test_taille(taille):
    photo = preparer(fichier(taille))
    assert max(photo.largeur, photo.hauteur) == min(COTE_MAX, max(taille))
    assert (photo.largeur > photo.hauteur) == (taille[0] > taille[1])


def test_redressee():
    """Held upright, a telephone writes a lying picture and a note: the picture is turned."""
    photo = preparer(fichier((40, 20), orientation=6))
    assert (photo.largeur, photo.hauteur) == (20, 40)


@pytest.mark.parametrize("format_", ["PNG", "WEBP"])
def test_transparence_sur_fond_blanc(format_):
    photo = preparer(fichier(format_=format_, mode="RGBA"))
    assert Image.open(BytesIO(photo.octets)).getpixel((1, 1)) == (255, 255, 255)


def test_deterministe():
    source = fichier(gps=True)
    assert preparer(source) == preparer(source)


@pytest.mark.parametrize(
    ("contenu", "code"),
    [
        (b"", "vide"),
        (b"%PDF-1.7", "format"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "format"),
        (b"GIF89a", "format"),
        (b"x" * (module.POIDS_MAX + 1), "poids"),
        (fichier((400, 400))[:900], "illisible"),
    ],
)
def test_refus(contenu, code):
    with pytest.raises(PhotoRefusee) as refus:
        preparer(contenu)
    assert refus.value.code == code


def test_refus_gif_malgre_son_nom():
    flux = BytesIO()
    Image.new("RGB", (4, 4)).save(flux, "GIF")
    with pytest.raises(PhotoRefusee) as refus:
        preparer(flux.getvalue())
    assert refus.value.code == "format"


def test_refus_trop_de_pixels(monkeypatch):
    monkeypatch.setattr(module, "PIXELS_MAX", 100)
    with pytest.raises(PhotoRefusee) as refus:
        preparer(fichier((11, 10)))
    assert refus.value.code == "taille"


def test_refus_bombe(monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 10)
    with pytest.raises(PhotoRefusee) as refus:
        preparer(fichier((40, 40)))
    assert refus.value.code == "taille"
