"""Hostile and unusable files."""

import io
import zipfile

import pytest
from rendu import FichierRefuse, construire, remplir, texte, verification, verifier_docx
from rendu.ooxml import NS_RELS, empaqueter
from rendu.verification import ouvrir

MODELE = construire("code: D-TEST-01\ntitre: Essai\n\np {a}\n")
TYPE_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def avec(**parties):
    """The template with parts added or replaced; `__` is a slash, the rest is literal."""
    return empaqueter({**ouvrir(MODELE), **parties})


def brut(entrees):
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, contenu in entrees:
            archive.writestr(nom, contenu)
    return sortie.getvalue()


def remplacer(nom, avant, apres):
    parties = ouvrir(MODELE)
    assert avant in parties[nom]
    parties[nom] = parties[nom].replace(avant, apres)
    return empaqueter(parties)


def relation(genre, cible="x.xml", mode=""):
    ajout = f'<Relationship Id="rId99" Type="{TYPE_REL}/{genre}" Target="{cible}"{mode}/>'
    return remplacer(
        "word/_rels/document.xml.rels", b"</Relationships>", f"{ajout}</Relationships>".encode()
    )


def corps(ajout):
    return remplacer("word/document.xml", b"<w:sectPr", ajout + b"<w:sectPr")


def codes(docx):
    return {probleme.code for probleme in verifier_docx(docx) if probleme.niveau == "bloquant"}


def test_modele_sain():
    assert verifier_docx(MODELE) == []
    assert verifier_docx(MODELE, {"a"}) == []


@pytest.mark.parametrize(
    "docx, code",
    [
        (b"pas un zip", "fichier"),
        (b"", "fichier"),
        (brut([("a.txt", "x")]), "fichier"),
        (MODELE[: len(MODELE) // 2], "fichier"),
        (avec(**{"../evasion.xml": b"<a/>"}), "fichier"),
        (avec(**{"/absolu.xml": b"<a/>"}), "fichier"),
        (avec(**{"word\\doc.xml": b"<a/>"}), "fichier"),
        (avec(**{"C:x.xml": b"<a/>"}), "fichier"),
        (avec(**{"WORD/document.xml": b"<a/>"}), "fichier"),
        (avec(**{"word/x.xml": b"<a>"}), "fichier"),
        (avec(**{"word/x.xml": b'<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>'}), "fichier"),
        (avec(**{"word/x.xml": b'<!DOCTYPE a SYSTEM "http://exemple.fr/a.dtd"><a/>'}), "fichier"),
        (avec(**{"word/x.bmp": b"0" * 2_000_000}), "fichier"),
        (avec(**{f"word/media/{i}.png": b"" for i in range(1001)}), "fichier"),
        (avec(**{"word/vbaProject.bin": b"x"}), "objet"),
        (avec(**{"word/embeddings/a.xlsx": b"x"}), "objet"),
        (avec(**{"word/activeX/a.xml": b"<a/>"}), "objet"),
        (
            remplacer(
                "[Content_Types].xml",
                b"openxmlformats-officedocument.wordprocessingml.document.main+xml",
                b"ms-word.document.macroEnabled.main+xml",
            ),
            "macro",
        ),
        (
            remplacer(
                "[Content_Types].xml",
                b"wordprocessingml.document.main+xml",
                b"wordprocessingml.template.main+xml",
            ),
            "type",
        ),
        (relation("hyperlink", "http://exemple.fr", ' TargetMode="External"'), "lien_externe"),
        (relation("image", "file:///etc/passwd"), "lien_externe"),
        (relation("image", "//serveur/partage"), "lien_externe"),
        (relation("attachedTemplate", "modele.dotx"), "relation"),
        (relation("oleObject", "a.xml"), "relation"),
        (relation("aFChunk", "a.html"), "relation"),
        (corps(b'<w:altChunk r:id="rId1"/>'), "contenu"),
        (corps(b"<w:p><w:r><w:object/></w:r></w:p>"), "contenu"),
        (
            corps(b"<w:p><w:r><w:instrText>INCLUDETEXT x</w:instrText></w:r></w:p>"),
            "champ_actif",
        ),
        (
            corps(
                b"<w:p><w:r><w:instrText>DDE</w:instrText></w:r>"
                b"<w:r><w:instrText>AUTO cmd</w:instrText></w:r></w:p>"
            ),
            "champ_actif",
        ),
        (corps(b'<w:p><w:fldSimple w:instr="LINK x"/></w:p>'), "champ_actif"),
        (remplacer("word/document.xml", b'w:val="a"', b'w:val="A b"'), "champ"),
    ],
)
def test_fichier_hostile(docx, code):
    assert code in codes(docx)


def test_champ_hors_catalogue_nomme():
    problemes = verifier_docx(MODELE, {"b"})
    assert [p.code for p in problemes] == ["champ"]
    assert "« a »" in problemes[0].message


def test_revisions_signalees_sans_bloquer():
    docx = corps(b'<w:p><w:ins w:id="1" w:author="x"><w:r><w:t>y</w:t></w:r></w:ins></w:p>')
    assert [(p.code, p.niveau) for p in verifier_docx(docx)] == [("revisions", "avertissement")]


def test_relations_internes_et_dossiers_acceptes():
    docx = brut([("word/", b""), *ouvrir(relation("image", "media/a.png")).items()])
    assert verifier_docx(docx) == []


@pytest.mark.parametrize(
    "constante, valeur",
    [("TAILLE_MAX", 100), ("DECOMPRESSE_MAX", 1000), ("PARTIE_XML_MAX", 100)],
)
def test_limites(monkeypatch, constante, valeur):
    monkeypatch.setattr(verification, constante, valeur)
    with pytest.raises(FichierRefuse):
        ouvrir(MODELE)


def test_taille_declaree_mensongere():
    """The header of the entry announces less than what the archive holds."""
    donnees = bytearray(brut([(n, c) for n, c in ouvrir(MODELE).items()] + [("z.bin2", b"0" * 50)]))
    position = donnees.rindex(b"z.bin2") - 46
    donnees[position + 24 : position + 28] = (10).to_bytes(4, "little")
    assert codes(bytes(donnees)) == {"fichier"}


def test_chiffrement_refuse():
    donnees = bytearray(brut(ouvrir(MODELE).items()))
    position = donnees.rindex(b"PK\x01\x02")
    donnees[position + 8] |= 1
    assert codes(bytes(donnees)) == {"fichier"}


def test_remplir_et_lire_refusent_aussi():
    for fonction in (lambda d: remplir(d, {"a": "x"}), texte):
        with pytest.raises(FichierRefuse):
            fonction(b"pas un zip")


def test_sans_type_declare():
    parties = ouvrir(MODELE)
    parties["word/_rels/document.xml.rels"] = f'<Relationships xmlns="{NS_RELS}"/>'.encode()
    assert verifier_docx(empaqueter(parties)) == []
