"""Conversion by LibreOffice: one real run, and every failure with a false one."""

import os
import shutil
import stat
import subprocess
import time

import pytest
from rendu import ConversionImpossible, construire, pdf, remplir

MODELE = remplir(
    construire("code: D-TEST-01\ntitre: Titre visible\n\n= Essai\np Bonjour {nom} « fin ».\n"),
    {"nom": "Mme Élodie & <Fils>"},
)


@pytest.fixture
def faux(tmp_path):
    """Write a false soffice; its last argument is the source, in the output folder."""

    def ecrire(script):
        chemin = tmp_path / "soffice"
        chemin.write_text("#!/bin/sh\n" + script)
        chemin.chmod(chemin.stat().st_mode | stat.S_IXUSR)
        return str(chemin)

    return ecrire


@pytest.fixture(autouse=True)
def dossier_des_verrous(tmp_path, monkeypatch):
    monkeypatch.setattr(pdf.tempfile, "tempdir", str(tmp_path))


@pytest.mark.skipif(not pdf.trouver_libreoffice(), reason="LibreOffice absent")
def test_vraie_conversion(tmp_path):
    produit = pdf.convertir(MODELE)
    assert produit.startswith(b"%PDF")
    fichier = tmp_path / "a.pdf"
    fichier.write_bytes(produit)
    if shutil.which("pdftotext"):
        lu = subprocess.run(["pdftotext", fichier, "-"], capture_output=True, check=True).stdout
        assert "Bonjour Mme Élodie & <Fils> « fin »." in lu.decode().replace("\u00a0", " ")
        infos = subprocess.run(
            ["pdfinfo", fichier], capture_output=True, check=True
        ).stdout.decode()
        assert "Titre visible" in infos and "Tagged:          yes" in infos
    assert not list(tmp_path.glob("oilhi-pdf-*"))


def test_faux_libreoffice(faux):
    executable = faux('for a; do :; done; printf "%%PDF-faux %%%%EOF" > "${a%.docx}.pdf"')
    assert pdf.convertir(MODELE, executable=executable) == b"%PDF-faux %%EOF"


def test_libreoffice_absent(monkeypatch):
    monkeypatch.setattr(pdf.shutil, "which", lambda nom: None)
    with pytest.raises(ConversionImpossible, match="n’est pas installé"):
        pdf.convertir(MODELE)


def test_document_hostile_refuse(faux):
    with pytest.raises(ConversionImpossible, match="refusé"):
        pdf.convertir(b"pas un zip", executable=faux("exit 0"))


def test_echec_et_demarrage_impossible(faux, tmp_path):
    with pytest.raises(ConversionImpossible, match="n’a pas pu"):
        pdf.convertir(MODELE, executable=faux("exit 1"))
    with pytest.raises(ConversionImpossible, match="ne démarre pas"):
        pdf.convertir(MODELE, executable=str(tmp_path / "absent"))


def test_pdf_trop_gros(faux, monkeypatch):
    monkeypatch.setattr(pdf, "TAILLE_MAX", 3)
    executable = faux('for a; do :; done; printf "%%PDF-faux %%%%EOF" > "${a%.docx}.pdf"')
    with pytest.raises(ConversionImpossible, match="50 Mo"):
        pdf.convertir(MODELE, executable=executable)


def test_delai_et_descendants_arretes(faux, tmp_path):
    temoin = tmp_path / "pid"
    executable = faux(f'sleep 60 & echo $! > "{temoin}"; wait')
    debut = time.monotonic()
    with pytest.raises(ConversionImpossible, match="dépassé"):
        pdf.convertir(MODELE, executable=executable, delai=1)
    assert time.monotonic() - debut < 10
    enfant = int(temoin.read_text())
    for _ in range(50):
        try:
            os.kill(enfant, 0)
        except ProcessLookupError:
            break
        if open(f"/proc/{enfant}/stat").read().split()[2] == "Z":
            break
        time.sleep(0.1)
    else:
        pytest.fail("le processus enfant vit encore")


def test_lot_garde_ce_qui_est_fait(faux):
    """One refused, one that LibreOffice gives up, one left half written: the others have their PDF."""
    executable = faux(
        'for a; do case "$a" in *document-0002*) ;; '
        '*document-0003.docx) printf "%%PDF-coup" > "${a%.docx}.pdf";; '
        '*.docx) printf "%%PDF-faux %%%%EOF" > "${a%.docx}.pdf";; esac; done'
    )
    produits = pdf.convertir_lot([MODELE, b"pas un zip", MODELE, MODELE, MODELE], executable=executable)
    assert produits[0] == produits[4] == b"%PDF-faux %%EOF"
    assert [str(p) for p in produits[1:4]] == [
        str(produits[1]),
        "LibreOffice n’a pas pu convertir ce document en PDF.",
        "LibreOffice n’a pas fini d’écrire ce PDF : recommencez.",
    ]
    assert "refusé" in str(produits[1])
    assert pdf.convertir_lot([], executable=executable) == []


def test_lot_arrete_a_temps(faux):
    executable = faux(
        'for a; do case "$a" in *document-0000.docx) printf "%%PDF-faux %%%%EOF" > "${a%.docx}.pdf";; '
        "esac; done; sleep 60"
    )
    premier, second = pdf.convertir_lot([MODELE, MODELE], executable=executable, delai=1)
    assert premier == b"%PDF-faux %%EOF" and "dépassé 1 secondes" in str(second)


def test_deux_conversions_a_la_fois_au_plus(faux):
    fin = time.monotonic() + 60
    with pdf._place(fin), pdf._place(fin):
        with pytest.raises(ConversionImpossible, match="Trop de conversions"):
            pdf.convertir(MODELE, executable=faux("exit 0"), delai=0.2)
    with pdf._place(fin):
        pass


def test_dossier_des_verrous_non_sur(tmp_path, monkeypatch):
    ailleurs = tmp_path / "ailleurs"
    ailleurs.mkdir()
    (tmp_path / f"oilhi-conversions-{os.getuid()}").symlink_to(ailleurs)
    with pytest.raises(ConversionImpossible, match="pas sûr"):
        with pdf._place(time.monotonic() + 1):
            pass
