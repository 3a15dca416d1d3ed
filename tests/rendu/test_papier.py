"""Letterhead, preview and comparison: what the engine adds around a template."""

import io
import subprocess

import construire as script
import docx as python_docx
import pytest
from PIL import Image
from rendu import (
    FichierRefuse,
    apercu,
    comparer_modeles,
    construire,
    controles,
    habiller,
    lignes_de_modele,
    lignes_pied,
    preparer_logo,
    remplir,
    texte,
    verifier_docx,
)
from rendu.ecarts import lisible
from rendu.ooxml import empaqueter
from rendu.papier import HAUTEUR, LARGEUR
from rendu.pdf import convertir, trouver_libreoffice
from rendu.verification import ouvrir
from test_gabarits_livres import CODES, modele
from valeurs_exemple import PROPRIETAIRE_UNIQUE

LIBELLES = script.libelles()
PIED = ("6 place Guy-Mollet, 62000 Arras – 03 00 00 00 00", "Ouvert du lundi au vendredi & le samedi")


def image(format_="PNG", taille=(600, 300), mode="RGB"):
    sortie = io.BytesIO()
    Image.new(mode, taille, 0).save(sortie, format_)
    return sortie.getvalue()


def rempli(code="D-COM-01"):
    return remplir(modele(code), PROPRIETAIRE_UNIQUE)


def test_rien_sans_papier():
    docx = rempli()
    assert habiller(docx) == docx
    assert habiller(docx, logo=None, pied=()) == docx


@pytest.mark.parametrize("format_", ["PNG", "JPEG"])
def test_logo_et_pied(format_):
    docx = habiller(rempli(), logo=image(format_), texte_logo="Ville d’Arras & co", pied=PIED)
    assert verifier_docx(docx) == []
    lu = python_docx.Document(io.BytesIO(docx))
    (photo,) = lu.inline_shapes
    assert (photo.height, photo.width) == (HAUTEUR, HAUTEUR * 2)
    assert photo._inline.docPr.get("descr") == "Ville d’Arras & co"
    pied = [p.text for p in lu.sections[0].footer.paragraphs]
    assert pied[:2] == list(PIED) and "Page" in pied[2]
    assert texte(docx).count(PIED[0]) == 1


def test_logo_tres_large_tient_dans_la_page():
    _octets, _ext, largeur, hauteur = preparer_logo(image(taille=(3000, 100)))
    assert (largeur, hauteur) == (LARGEUR, LARGEUR // 30)


def test_logo_du_modele_garde_seul():
    """A service that put its own picture in the template does not get two."""
    docx = habiller(rempli(), logo=image(), texte_logo="a")
    assert len(python_docx.Document(io.BytesIO(habiller(docx, logo=image()))).inline_shapes) == 1


def test_logo_redessine():
    """What hides in the file does not go out with the letters."""
    exif = Image.Exif()
    exif[0x010E] = "secret-du-photographe"
    sortie = io.BytesIO()
    Image.new("RGB", (50, 50)).save(sortie, "JPEG", exif=exif)
    brut = sortie.getvalue() + b"<script>fin</script>"
    assert b"secret-du-photographe" in brut
    octets, extension, *_taille = preparer_logo(brut)
    assert extension == "jpeg"
    assert b"secret" not in octets and b"script" not in octets


@pytest.mark.parametrize(
    "octets, dit",
    [
        (b"", "PNG ou JPEG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "PNG ou JPEG"),
        (image("GIF", mode="L"), "PNG ou JPEG"),
        (image("BMP"), "PNG ou JPEG"),
        (image()[:60], "PNG ou JPEG"),
        (image(taille=(6000, 5000)), "trop de points"),
        (b"x" * (5 * 1024 * 1024 + 1), "5 Mo"),
    ],
)
def test_logo_refuse(octets, dit):
    with pytest.raises(FichierRefuse, match=dit):
        preparer_logo(octets)


def test_lignes_pied():
    assert lignes_pied(" a \n\n b\n") == ("a", "b")
    assert lignes_pied(None) == ()


@pytest.mark.skipif(not trouver_libreoffice(), reason="LibreOffice absent")
def test_page_en_pdf(tmp_path):
    """In the PDF: the picture above the first line, the foot on each page, nothing covered."""
    docx = habiller(rempli("D-MSO-10"), logo=image(), texte_logo="Ville", pied=PIED)
    pdf = tmp_path / "a.pdf"
    pdf.write_bytes(convertir(docx))

    def lire(*options):
        return subprocess.run(
            ["pdftotext", *options, str(pdf), "-"], check=True, capture_output=True, text=True
        ).stdout

    pages = lire("-layout").split("\f")[:-1]
    assert all(page.count(PIED[0]) == 1 and page.count(PIED[1]) == 1 for page in pages)
    sans = tmp_path / "b.pdf"
    sans.write_bytes(convertir(rempli("D-MSO-10")))
    haut = {}
    for nom, fichier in (("avec", pdf), ("sans", sans)):
        mots = subprocess.run(
            ["pdftotext", "-bbox", "-l", "1", str(fichier), "-"], check=True, capture_output=True, text=True
        ).stdout
        haut[nom] = float(mots.split('yMin="')[1].split('"')[0])
    # 2 cm of picture (57 points) and its space: the first word starts under it.
    assert haut["avec"] - haut["sans"] >= 57
    images = subprocess.run(["pdfimages", "-list", str(pdf)], check=True, capture_output=True, text=True)
    assert len(images.stdout.splitlines()) >= 3


@pytest.mark.parametrize("code", CODES)
def test_apercu_sans_aucune_valeur(code):
    """A case that holds nothing yet: the whole document is shown, and each blank says its name."""
    docx, manquants = apercu(modele(code), {}, lambda cle: LIBELLES.get(cle, cle))
    lu = texte(docx)
    assert manquants and "[à compléter : " in lu
    assert verifier_docx(docx) == []
    assert "<w:sdt>" not in ouvrir(docx)["word/document.xml"].decode()


def test_apercu_complet_est_le_document():
    docx, manquants = apercu(modele("D-MSO-10"), PROPRIETAIRE_UNIQUE)
    assert not manquants
    assert texte(docx) == texte(remplir(modele("D-MSO-10"), PROPRIETAIRE_UNIQUE))


def test_apercu_marque_une_valeur():
    valeurs = {**PROPRIETAIRE_UNIQUE, "signature.ville": None}
    docx, manquants = apercu(modele("D-MSO-10"), valeurs, lambda cle: LIBELLES.get(cle, cle))
    assert manquants == ["signature.ville"]
    assert "[à compléter : Fait à]" in texte(docx)
    assert b'<w:highlight w:val="yellow"/>' in ouvrir(docx)["word/document.xml"]


# -- comparison --------------------------------------------------------------------------------
def gabarit(*lignes):
    return construire("code: D-TEST-01\ntitre: Essai\n\n" + "\n".join(lignes) + "\n")


def changements(avant, apres):
    lignes = comparer_modeles(lignes_de_modele(avant, LIBELLES), lignes_de_modele(apres, LIBELLES))
    return [(ligne.sorte, ligne.morceaux) for ligne in lignes if ligne.sorte != "egal"]


def test_comparaison_mot_a_mot():
    avant = gabarit("p Le maire vous informe.", "p Fait à {signature.ville}.", "p Adieu.")
    apres = gabarit("p Le maire vous avise.", "p Fait à {commune.nom}.", "p Nouveau paragraphe entier.")
    assert changements(avant, avant) == []
    lus = changements(avant, apres)
    assert lus[0] == (
        "change",
        (("egal", "Le maire vous "), ("retrait", "informe"), ("ajout", "avise"), ("egal", ".")),
    )
    assert ("retrait", "{Fait à}") in lus[1][1]
    assert [sorte for sorte, _m in lus[2:]] == ["retrait", "ajout"]
    assert controles(avant) == {"signature.ville": 1}


def test_comparaison_sans_les_comptes_de_pages():
    """The number of pages that the word processor last counted is no change."""
    avant = modele("D-MSO-10")
    parties = ouvrir(avant)
    parties["word/footer1.xml"] = parties["word/footer1.xml"].replace(b">1<", b">9<")
    assert changements(avant, empaqueter(parties)) == []


def test_lisible():
    assert lisible("À {Nom | commune.nom} {Fin : x | fin}") == "À {Nom} {Fin : x}"
