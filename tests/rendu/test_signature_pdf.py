"""A PDF comes back from a parapheur: the file that left, signed, and nothing else."""

import io
from datetime import datetime, timezone

import pypdf
import pytest
from PIL import Image
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from rendu import FichierRefuse, construire, remplir
from rendu.exemplaire import verifier_exemplaire
from rendu.pdf import convertir, trouver_libreoffice
from rendu.signature_pdf import lire_signatures, verifier_signe
from signatures_exemple import pdf, signataire, signer_pades


@pytest.fixture(scope="module")
def exporte():
    return pdf("Arrêté n° 2027-014", "Page deux")


def codes(exporte, signe):
    return [p.code for p in verifier_signe(exporte, signe)[1]]


def ecrire(contenu, changer):
    """An incremental update that changes something."""
    redacteur = IncrementalPdfFileWriter(io.BytesIO(contenu))
    changer(redacteur)
    sortie = io.BytesIO()
    redacteur.write(sortie)
    return sortie.getvalue()


def contenu_remplace(redacteur):
    page = redacteur.root["/Pages"]["/Kids"][0]
    page["/Contents"] = redacteur.add_object(generic.StreamObject(stream_data=b"BT ET"))
    redacteur.update_container(page)


def flux_remplace(redacteur):
    flux = redacteur.root["/Pages"]["/Kids"][0]["/Contents"]
    flux._data, flux._encoded_data = b"BT ET", None
    redacteur.update_container(flux)


def annotation(redacteur):
    page = redacteur.root["/Pages"]["/Kids"][0]
    boite = generic.ArrayObject(map(generic.NumberObject, (0, 0, 600, 800)))
    tampon = redacteur.add_object(generic.DictionaryObject({
        generic.pdf_name("/Subtype"): generic.pdf_name("/FreeText"),
        generic.pdf_name("/Rect"): boite,
    }))
    page[generic.pdf_name("/Annots")] = generic.ArrayObject([tampon])
    redacteur.update_container(page)


def page_retiree(redacteur):
    pages = redacteur.root["/Pages"]
    pages["/Kids"].pop()
    pages["/Count"] = generic.NumberObject(1)
    redacteur.update_container(pages)


def ouverture(redacteur):
    redacteur.root[generic.pdf_name("/OpenAction")] = generic.DictionaryObject()
    redacteur.update_root()


def test_signature_simple(exporte):
    signe = signer_pades(exporte)
    assert signe.startswith(exporte)
    (signature,), problemes = verifier_signe(exporte, signe)
    assert problemes == []
    assert (signature.nom, signature.organisme) == ("Camille Exemple", "Commune d’Arras")
    assert signature.intacte and signature.entiere
    assert abs((datetime.now(timezone.utc) - signature.date).total_seconds()) < 3600


def test_deux_signatures_dont_une_visible(exporte):
    deux = signer_pades(
        signer_pades(exporte, visible=True), signataire("Alix Modèle"), "Signature2", visible=True
    )
    signatures, problemes = verifier_signe(exporte, deux)
    assert problemes == []
    assert [s.nom for s in signatures] == ["Camille Exemple", "Alix Modèle"]


@pytest.mark.parametrize(
    "changer", [contenu_remplace, flux_remplace, annotation, page_retiree, ouverture]
)
@pytest.mark.parametrize("apres", [False, True])
def test_contenu_change(exporte, changer, apres):
    """Another text shown over the one that left, before or after the signature."""
    if apres:
        signe = ecrire(signer_pades(exporte), changer)
    else:
        signe = signer_pades(ecrire(exporte, changer))
    assert signe.startswith(exporte)
    assert "contenu_modifie" in codes(exporte, signe)


def test_autre_fichier(exporte):
    assert codes(exporte, signer_pades(pdf("Un autre arrêté"))) == ["autre_fichier"]
    redacteur = pypdf.PdfWriter(clone_from=io.BytesIO(exporte))
    reecrit = io.BytesIO()
    redacteur.write(reecrit)
    assert codes(exporte, signer_pades(reecrit.getvalue())) == ["autre_fichier"]


def test_sans_signature(exporte):
    assert codes(exporte, exporte) == ["sans_signature"]
    assert codes(exporte, exporte + b"\n% rien\n") == ["sans_signature"]


def test_signature_rompue(exporte):
    """One byte of the signed update changed."""
    signe = bytearray(signer_pades(exporte))
    rang = signe.index(b"/Filter", len(exporte)) + 9
    signe[rang] ^= 1
    try:
        trouves = codes(exporte, bytes(signe))
    except FichierRefuse:
        return
    assert trouves


@pytest.mark.parametrize("contenu", [b"", b"pas un pdf", b"%PDF-1.7\n", b"%PDF-1.7\n" + b"x" * 500])
def test_illisible(contenu):
    with pytest.raises(FichierRefuse):
        lire_signatures(contenu)


@pytest.mark.skipif(not trouver_libreoffice(), reason="LibreOffice absent")
def test_pdf_de_libreoffice():
    """The file that really leaves: tagged, made by LibreOffice."""
    docx = remplir(construire("code: D-T\ntitre: T\n\n= Arrêté\n\np {a}\n"), {"a": "texte"})
    exporte = convertir(docx)
    signatures, problemes = verifier_signe(exporte, signer_pades(exporte, visible=True))
    assert problemes == [] and len(signatures) == 1
    assert verifier_exemplaire(exporte) == "application/pdf"


# ---- scanned copies -----------------------------------------------------------------------------


def image(format_image, taille=(40, 30)):
    sortie = io.BytesIO()
    Image.new("RGB", taille, "white").save(sortie, format_image)
    return sortie.getvalue()


def avec_script():
    def changer(redacteur):
        redacteur.root[generic.pdf_name("/OpenAction")] = generic.DictionaryObject({
            generic.pdf_name("/S"): generic.pdf_name("/JavaScript"),
            generic.pdf_name("/JS"): generic.pdf_string("app.alert(1)"),
        })
        redacteur.update_root()

    return ecrire(pdf(), changer)


def avec_piece():
    redacteur = pypdf.PdfWriter(clone_from=io.BytesIO(pdf()))
    redacteur.add_attachment("virus.exe", b"x")
    sortie = io.BytesIO()
    redacteur.write(sortie)
    return sortie.getvalue()


def protege():
    redacteur = pypdf.PdfWriter(clone_from=io.BytesIO(pdf()))
    redacteur.encrypt("secret", algorithm="RC4-128")
    sortie = io.BytesIO()
    redacteur.write(sortie)
    return sortie.getvalue()


@pytest.mark.parametrize(
    "contenu, attendu",
    [
        (pdf("a", "b"), "application/pdf"),
        (image("JPEG"), "image/jpeg"),
        (image("PNG"), "image/png"),
    ],
)
def test_exemplaire_accepte(contenu, attendu):
    assert verifier_exemplaire(contenu) == attendu


@pytest.mark.parametrize(
    "contenu, motif",
    [
        (b"", "vide"),
        (b"x" * (31 * 1024 * 1024), "30 Mo"),
        (image("GIF"), "ni un PDF"),
        (image("PNG")[:60], "ni un PDF"),
        (b"MZ\x90\x00", "ni un PDF"),
        (b"%PDF-1.4 rien", "pas lisible"),
        (avec_script(), "script"),
        (avec_piece(), "fichier joint"),
        (protege(), "mot de passe"),
    ],
)
def test_exemplaire_refuse(contenu, motif):
    with pytest.raises(FichierRefuse, match=motif):
        verifier_exemplaire(contenu)
