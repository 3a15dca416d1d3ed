"""Marks of a file finished by hand: kept by word processors, replaced at the signature."""

import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rendu import construire, remplir, texte, verifier_docx
from rendu.marques import marque, marques, remplacer_marques
from rendu.ooxml import empaqueter
from rendu.pdf import trouver_libreoffice
from rendu.verification import ouvrir

SOURCE = (
    "code: D-TEST-01\ntitre: Essai\n\n@suite\np Arrêté n° {document.numero}\n\n@corps\n"
    "= Arrêté n° {document.numero}\n\np Texte de {commune.nom}.\n\n"
    "signature Fait à Arras, le {signature.date} // // **{signature.nom}**\n"
)
CLES = {"document.numero": "Numéro", "signature.date": "Date", "signature.nom": "Nom"}
VALEURS = {"document.numero": "2027-014", "signature.date": "15 février 2027", "signature.nom": "Camille <Exemple> & fils"}


def a_finir():
    valeurs = {cle: marque(cle, libelle) for cle, libelle in CLES.items()}
    return remplir(construire(SOURCE), {**valeurs, "commune.nom": "Arras"})


def test_aller_retour():
    fichier = a_finir()
    assert verifier_docx(fichier) == []
    assert marques(fichier) == set(CLES)
    fini = remplacer_marques(fichier, VALEURS)
    assert not marques(fini)
    lu = texte(fini)
    assert lu.count("Arrêté n°\u00a02027-014") == 2
    assert "Fait à Arras, le 15 février 2027" in lu and "Camille <Exemple> & fils" in lu
    assert lu == texte(remplir(construire(SOURCE), {**VALEURS, "commune.nom": "Arras"}))


def test_marque_sans_valeur_reste():
    fini = remplacer_marques(a_finir(), {"document.numero": "2027-014", "signature.date": None})
    assert marques(fini) == {"signature.date", "signature.nom"}


@pytest.mark.parametrize("coupe", range(1, len(marque("signature.date", "Date"))))
def test_marque_coupee_par_un_traitement_de_texte(coupe):
    """Word cuts a sentence into runs as it pleases (spelling, an old cursor)."""
    entiere = marque("signature.date", "Date")
    suite = '</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">'
    parties = ouvrir(a_finir())
    parties["word/document.xml"] = parties["word/document.xml"].replace(
        entiere.encode(), f"{entiere[:coupe]}{suite}{entiere[coupe:]}".encode()
    )
    fichier = empaqueter(parties)
    assert marques(fichier) == set(CLES)
    assert "le 15 février 2027" in texte(remplacer_marques(fichier, VALEURS))


@pytest.mark.propriete
@given(st.text(max_size=80))
def test_libelle_quelconque(libelle):
    propre = "".join(c for c in libelle if c.isprintable())
    fichier = remplir(construire("code: D-T\ntitre: T\n\np {a.b}\n"), {"a.b": marque("x.y", propre)})
    assert marques(fichier) == {"x.y"}
    assert texte(remplacer_marques(fichier, {"x.y": "fini"})).strip() == "fini"


@pytest.mark.skipif(not trouver_libreoffice(), reason="LibreOffice absent")
def test_libreoffice_garde_les_marques(tmp_path):
    """Opened and saved by LibreOffice: the marks are still there, and so is the text."""
    avant = a_finir()
    (tmp_path / "acte.docx").write_bytes(avant)
    subprocess.run(
        [
            trouver_libreoffice(), f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}",
            "--headless", "--norestore", "--convert-to", "docx:MS Word 2007 XML",
            "--outdir", str(tmp_path / "sortie"), str(tmp_path / "acte.docx"),
        ],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    apres = (tmp_path / "sortie" / "acte.docx").read_bytes()
    assert marques(apres) == set(CLES)
    from rendu import comparer

    assert comparer(avant, apres) == []
    assert "Camille <Exemple> & fils" in texte(remplacer_marques(apres, VALEURS))
