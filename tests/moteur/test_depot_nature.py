"""What a deposited file is: refused on what is recognised, whatever its name says."""
import io
import zipfile

import pytest

from oilhi_partenaires.outils.nature import ADMISES, PAGES, PROGRAMMES, extension, refuser

PDF, PNG = b"%PDF-1.7\n%\xe2\xe3\n1 0 obj", b"\x89PNG\r\n\x1a\n" + b"\0" * 40
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
EXE, ELF = b"MZ\x90\0\x03\0\0\0" + b"\0" * 60, b"\x7fELF\x02\x01\x01"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>'


def paquet(*noms, types=b"<Types/>", chiffre=False):
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w") as archive:
        for nom in noms:
            archive.writestr(nom, types if nom == "[Content_Types].xml" else b"x")
    octets = bytearray(sortie.getvalue())
    if chiffre:  # the flag of encryption, in the central directory
        octets[octets.index(b"PK\x01\x02") + 8] |= 1
    return bytes(octets)


DOCX = paquet("[Content_Types].xml", "word/document.xml")
ODT = paquet("mimetype", "content.xml")

CAS = [
    # name, content, reason
    ("arrêté.pdf", PDF, None), ("photo.JPG", b"\xff\xd8\xff\xe0JFIF", None), ("photo.jpg", PNG, None),
    ("lettre.docx", DOCX, None), ("lettre.odt", ODT, None), ("vieux.doc", OLE, None), ("plan.svg", SVG, None),
    ("notes.txt", b"<html> dans une note", None), ("mail.eml", b"From: a@b.fr\n\n<html>", None),
    ("abime.pdf", b"pas un pdf", None), ("vide.txt", b"", None), ("tableau.csv", b"MZ;a;b\n1;2;3\n", None),
    ("fichier", PDF, None), ("Compte rendu n. 3", b"texte", None), ("rapport v1.2", PDF, None),
    ("video.mp4", b"\0\0\0\x18ftypmp42", None), ("lot.zip", paquet("a.pdf", "b.jpg"), None),
    ("facture.exe", b"x", "programme"), ("facture.pdf.exe", PDF, "programme"), ("facture.EXE. ", b"x", "programme"),
    ("facture.pdf", EXE, "programme"), ("photo.png", ELF, "programme"), ("fichier", EXE, "programme"),
    ("notes.txt", b"#!/bin/sh\nrm -rf /", "programme"), ("raccourci", b"L\0\0\0\x01\x14\x02\0\0", "programme"),
    ("\u202efdp.exe", PDF, "programme"),
    ("page.html", b"bonjour", "page"), ("page.pdf", b"  <!DOCTYPE HTML><p>", "page"),
    ("fichier", b"\xef\xbb\xbf<!-- a --><script>alert(1)</script>", "page"), ("anim.svgz", b"\x1f\x8b\x08", "page"),
    ("dessin.svg", SVG.replace(b"<path", b"<script>a()</script><path"), "svg"),
    ("dessin.svg", SVG.replace(b"<path", b'<path onload="a()"'), "svg"),
    ("dessin.svg", SVG.replace(b"<path", b'<a href="javascript:a()"/><path'), "svg"),
    ("donnees.xml", SVG.replace(b"<path", b"<foreignObject/><path"), "svg"),
    ("budget.xlsm", paquet("xl/workbook.xml"), "macros"),
    ("lettre.docx", paquet("[Content_Types].xml", "word/vbaProject.bin"), "macros"),
    ("lettre.docx", paquet("[Content_Types].xml", types=b"application/vnd.ms-word.document.macroEnabled"), "macros"),
    ("budget.xlsx", paquet("[Content_Types].xml", "xl/macrosheets/sheet1.xml"), "macros"),
    ("lettre.odt", paquet("mimetype", "Basic/Standard/Module1.xml"), "macros"),
    ("vieux.xls", OLE + "_VBA_PROJECT".encode("utf-16-le"), "macros"),
    ("lettre.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "chiffre"),
    ("lot.zip", paquet("a.pdf", chiffre=True), "chiffre"),
    ("lot.zip", paquet("a.pdf", "installe.bat"), "archive"), ("lot.zip", paquet("a.xlsm"), "archive"),
    ("disque.rar", b"Rar!\x1a\x07", "extension"), ("base.accdb", b"x", "extension"),
    ("photo.jpg", PDF, "discordance"), ("acte.pdf", DOCX, "discordance"), ("notes.txt", PDF, "discordance"),
    ("lettre.docx", b"Rar!\x1a\x07", "discordance"),
]


@pytest.mark.parametrize(("nom", "contenu", "raison"), CAS, ids=[f"{n}-{r}" for n, _c, r in CAS])
def test_cas(nom, contenu, raison):
    assert refuser(nom, contenu) == raison


def test_extensions_ajoutees():
    """The administrator may accept more, never a program."""
    assert refuser("plan.skp", b"x") == "extension"
    assert refuser("plan.skp", b"x", {"skp"}) is None
    assert refuser("plan.skp", EXE, {"skp"}) == "programme"
    assert refuser("x.exe", b"x", {"exe"}) == "programme"


def test_listes_disjointes():
    assert not (set(ADMISES) & (PROGRAMMES | PAGES))
    assert extension("A.PDF") == "pdf" and extension("") == "" and extension(None) == ""


def test_bombe_endormie():
    """A zip that would unfold to gigabytes: only its list is read."""
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"0" * 50_000_000)
    assert refuser("lettre.docx", sortie.getvalue()) is None
    assert refuser("lettre.docx", sortie.getvalue()[:200]) is None
