"""What changed between two Word files."""

import re
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rendu import comparer, construire, perdus
from rendu.comparaison import contenu, mots, paragraphes
from rendu.ooxml import empaqueter
from rendu.verification import ouvrir

ENTETE = "code: D-TEST-01\ntitre: Essai\n\n"


def docx(*lignes):
    return construire(ENTETE + "".join(f"p {ligne}\n\n" for ligne in lignes))


def brut(xml):
    """A file whose body is that XML, as another word processor could write it."""
    parties = ouvrir(docx("Texte"))
    espaces = (
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    )
    parties["word/document.xml"] = (
        f"<w:document {espaces}><w:body>{xml}</w:body></w:document>".encode()
    )
    return empaqueter(parties)


def lu(differences):
    return [(d.genre, d.avant, d.apres) for d in differences]


CAS = [
    # before -> after -> differences expected
    (["Un.", "Deux."], ["Un.", "Deux."], []),
    (["Un."], ["Un.", "Deux."], [("ajoute", "", "Deux.")]),
    (["Un.", "Deux."], ["Deux."], [("retire", "Un.", "")]),
    (
        ["Le délai est d’un mois."],
        ["Le délai est de deux mois."],
        [("modifie", "Le délai est d’un mois.", "Le délai est de deux mois.")],
    ),
    (
        ["Vu le code ;", "Considérant la fissure du pignon ;", "Arrête"],
        ["Vu le code ;", "Ajout sans rapport aucun.", "Considérant la fissure large du pignon ;", "Arrête"],
        [
            ("ajoute", "", "Ajout sans rapport aucun."),
            ("modifie", "Considérant la fissure du pignon ;", "Considérant la fissure large du pignon ;"),
        ],
    ),
    (
        ["Alpha bêta gamma.", "Fin."],
        ["Tout autre chose ici.", "Fin."],
        [("retire", "Alpha bêta gamma.", ""), ("ajoute", "", "Tout autre chose ici.")],
    ),
    (["Un  mot."], ["Un mot."], []),
]


@pytest.mark.parametrize("avant, apres, attendues", CAS)
def test_table(avant, apres, attendues):
    assert lu(comparer(docx(*avant), docx(*apres))) == attendues


def test_mots():
    (difference,) = comparer(docx("Payer 150 € par jour."), docx("Payer 50 € par jour ouvré."))
    assert [(m.signe, m.texte) for m in difference.morceaux] == [
        ("=", "Payer "), ("-", "150"), ("+", "50"), ("=", " € par jour"), ("+", " ouvré"), ("=", "."),
    ]  # fmt: skip


def test_entete_renomme_et_copie_par_un_traitement_de_texte():
    """LibreOffice copies the header of the first page: the same lines are no change."""
    source = "code: D-TEST-01\ntitre: Essai\n\n@entete\np Commune\n\n@corps\np Texte\n"
    avant = construire(source)
    assert paragraphes(avant)["En-tête"] == ["Commune"]
    parties = ouvrir(avant)
    parties["word/header3.xml"] = parties["word/header1.xml"]
    assert comparer(avant, empaqueter(parties)) == []
    parties["word/header1.xml"] = parties["word/header3.xml"] = parties["word/header1.xml"].replace(
        b"Commune", b"Commune nouvelle"
    )
    (difference,) = comparer(avant, empaqueter(parties))
    assert (difference.zone, difference.genre) == ("En-tête", "modifie")


def test_numeros_de_page_modifications_suivies_et_zones_de_texte():
    champ = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> NUMPAGES </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{}</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:fldSimple w:instr=" PAGE "><w:r><w:t>{}</w:t></w:r>'
        "</w:fldSimple><w:r><w:t>texte</w:t></w:r></w:p>"
    )
    assert comparer(brut(champ.format(1, 1)), brut(champ.format(7, 8))) == []
    suivi = "<w:p><w:r><w:t>garde</w:t></w:r><w:del><w:r><w:delText> ancien</w:delText></w:r></w:del></w:p>"
    assert contenu(brut(suivi)) == "garde"
    boite = "<w:p><w:r><w:t>dans la zone</w:t></w:r></w:p>"
    zone = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:txbxContent>" + boite
        + "</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>" + boite
        + "</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>autour</w:t></w:r></w:p>"
    )
    assert paragraphes(brut(zone))["Texte"] == ["autour", "dans la zone"]


def test_fichiers_enormes_bornes():
    """10,000 paragraphs all alike, moved: coarse, but whole and quick."""
    avant = brut("".join(f"<w:p><w:r><w:t>ligne {i % 3}</w:t></w:r></w:p>" for i in range(10_000)))
    apres = brut(
        "<w:p><w:r><w:t>tout neuf</w:t></w:r></w:p>"
        + "".join(f"<w:p><w:r><w:t>ligne {i % 4}</w:t></w:r></w:p>" for i in range(10_000))
    )
    debut = time.process_time()
    differences = comparer(avant, apres)
    assert time.process_time() - debut < 20
    assert ("ajoute", "", "tout neuf") in lu(differences)
    assert sum(d.genre == "ajoute" for d in differences) == 1 + 2500
    long = "mot " * 5000
    assert [m.signe for m in mots(long, long.replace("mot", "mat"))] == ["-", "+"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from(["Un.", "Deux mots.", "Trois petits mots.", "Quatre."]), min_size=1, max_size=8),
    st.lists(st.sampled_from(["Un.", "Deux mots.", "Trois grands mots.", "Cinq."]), min_size=1, max_size=8),
)
@pytest.mark.propriete
def test_rien_ne_se_perd(avant, apres):
    """The differences tell the whole way from one to the other, and the pieces rebuild both."""
    differences = comparer(docx(*avant), docx(*apres))
    bilan = sorted(avant + [d.apres for d in differences if d.apres])
    assert bilan == sorted(apres + [d.avant for d in differences if d.avant])
    for d in differences:
        assert "".join(m.texte for m in d.morceaux if m.signe in "=-") == d.avant
        assert "".join(m.texte for m in d.morceaux if m.signe in "=+") == d.apres
    assert bool(differences) == (avant != apres)


@pytest.mark.parametrize(
    "avant, apres, motif, perdu",
    [
        ("Vu l’article L. 511-11 ;", "Vu l'article L. 511-11 ;", "L. 511-11", False),
        ("Vu l’article L. 511-1 ;", "Vu l’article L. 511-11 ;", "L. 511-1", True),
        ("le 12 mai", "en 2012", "12", True),
        ("deux mois à\u00a0compter", "deux mois à compter", "deux mois à compter", False),
        ("un mois", "deux mois", "trois mois", False),
        ("R. 1331-25 et R. 1331-44", "rien", re.compile(r"R\. 1331-25.*R\. 1331-44"), True),
        ("~.*", "", "~.*", True),
        ("texte", "texte", "", False),
    ],
)
def test_perdus(avant, apres, motif, perdu):
    assert perdus(avant, apres, [motif]) == ([motif] if perdu else [])
