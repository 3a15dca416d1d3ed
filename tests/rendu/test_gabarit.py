"""Compilation of the text sources."""

import io
import re
import zipfile

import docx
import pytest
from rendu import SourceInvalide, champs_utilises, construire, remplir, texte, verifier_docx
from rendu.ooxml import NS_W, analyser
from rendu.typographie import typographier

TETE = "code: D-TEST-01\ntitre: Titre d’essai\n\n"


def partie(docx_octets, nom="word/document.xml"):
    with zipfile.ZipFile(io.BytesIO(docx_octets)) as archive:
        return archive.read(nom)


def test_memes_sources_memes_octets():
    source = TETE + "p Bonjour {commune.nom}.\n[[si b]]\np Oui.\n[[fin]]\n"
    assert construire(source) == construire(source)
    assert construire(source) != construire(source.replace("Oui", "Non"))


def test_aucune_date_dans_le_fichier():
    produit = construire(TETE + "p Bonjour.")
    with zipfile.ZipFile(io.BytesIO(produit)) as archive:
        assert {entree.date_time for entree in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"created" not in archive.read("docProps/core.xml")


def test_structure_d_un_champ_et_d_un_bloc():
    source = TETE + "[[pour personnes]]\n- {personne.nom} ;\n[[fin]]\n"
    racine = analyser(partie(construire(source, libelles={"personne.nom": "Nom"})))
    balises = racine.findall(f".//{{{NS_W}}}sdt")
    etiquettes = [b.find(f".//{{{NS_W}}}tag").get(f"{{{NS_W}}}val") for b in balises]
    noms = [b.find(f".//{{{NS_W}}}alias").get(f"{{{NS_W}}}val") for b in balises]
    assert etiquettes == ["pour:personnes", "personne.nom"]
    assert noms == ["Répéter : personnes", "Nom"]
    assert balises[0].getparent().tag.endswith("}body")
    assert balises[1].getparent().tag.endswith("}p")


def test_mise_en_page_a4_francaise():
    produit = construire(TETE + "= Titre\np Corps.", titre="Un & deux")
    document = docx.Document(io.BytesIO(produit))
    section = document.sections[0]
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    assert round(section.left_margin.cm, 1) == round(section.right_margin.cm, 1) == 2.5
    assert document.core_properties.title == "Un & deux"
    assert document.core_properties.language == "fr-FR"
    assert b'w:lang w:val="fr-FR"' in partie(produit, "word/styles.xml")
    assert [p.style.name for p in document.paragraphs] == ["Title", "Corps du texte"]
    assert document.styles["Article"].paragraph_format.keep_with_next
    assert document.styles["Visa"].paragraph_format.widow_control


def test_suites_commentaires_inclusions_et_sections():
    source = (
        TETE
        + "# commentaire\n@suite\ncourant En-tête\n@pied\npied Pied\\t{page}\n@corps\n"
        + "p Une ligne\n  et sa suite.\ninclure commun\n"
    )
    produit = construire(source, inclusions={"commun": "# note\np Texte commun."})
    lu = texte(produit)
    assert "Une ligne et sa suite." in lu and "Texte commun." in lu
    assert lu.startswith("\nEn-tête") and lu.endswith("Pied\tPage\u00a01 sur\u00a01")
    assert "commentaire" not in lu


def test_numerotation_des_articles_retenus():
    source = (
        TETE
        + "[[si b]]\narticle Premier\n[[fin]]\narticle[mesures] Mesures\n"
        + "p Voir l'article {ref:mesures}.\narticle\n"
    )
    modele = construire(source)
    assert champs_utilises(modele) == {"b"}
    avec = texte(remplir(modele, {"b": True}))
    assert "Article\u00a01er – Premier" in avec
    assert "Article\u00a02 – Mesures" in avec and "l’article\u00a02." in avec
    assert re.search("Article\u00a03$", avec, re.M)
    sans = texte(remplir(modele, {"b": False}))
    assert "Article\u00a01er – Mesures" in sans and "l’article\u00a01er." in sans


def test_tableau():
    source = (
        TETE
        + "tableau 30 70\n|! Nom | Avis |\n[[pour personnes]]\n"
        + "| {personne.nom} | **gras** // ligne |\n[[fin]]\n[[fin]]\np Fin.\n"
    )
    modele = construire(source)
    assert verifier_docx(modele) == []
    produit = remplir(modele, {"personnes": [{"nom": "A\nB"}, {"nom": "C"}]})
    tableau = docx.Document(io.BytesIO(produit)).tables[0]
    assert [c.text for c in tableau.columns[0].cells] == ["Nom", "A\nB", "C"]
    assert tableau.cell(1, 1).text == "gras\nligne"


def test_annonce_de_liste_liee_a_la_suite():
    corps = partie(construire(TETE + "p Les suivants :\n- a\np Fin.")).decode()
    assert corps.count("<w:keepNext/>") == 1


@pytest.mark.parametrize(
    "source, message",
    [
        ("titre: x\ncode: D", "ligne vide"),
        ("titre x\n\np a", "en-tête"),
        ("titre: x\n\np a", "code"),
        (TETE, "vide"),
        (TETE + "  suite", "suite"),
        (TETE + "zzz inconnu", "sorte de bloc"),
        (TETE + "inclure absent", "inclusion"),
        (TETE + "@ailleurs", "section"),
        (TETE + "[[si b]]\np a", "fermé"),
        (TETE + "[[fin]]", "sans bloc"),
        (TETE + "[[sinon]]", "sans « si »"),
        (TETE + "[[pour personnes]]\n[[sinon]]\n[[fin]]", "ne suit qu’un"),
        (TETE + "[[si ]]", "sorte de bloc"),
        (TETE + "[[si]]", "condition valable"),
        (TETE + "[[pour foyer]]\n[[fin]]", "condition valable"),
        (TETE + "p a {Majuscule} b", "n’est pas un champ"),
        (TETE + "p a {pour:x} b", "n’est pas un champ"),
        (TETE + "p a [[foo]] b", "n’est pas une commande"),
        (TETE + "p a **b", "gras"),
        (TETE + "p [[si b]] a", "fermé"),
        (TETE + "tableau a b", "pourcentages"),
        (TETE + "tableau 50 40\n[[fin]]", "100"),
        (TETE + "| a |", "hors d’un tableau"),
        (TETE + "tableau 50 50\n| a |\n[[fin]]", "colonnes"),
        (TETE + "tableau 100\np a\n[[fin]]", "que des lignes"),
        (TETE + "tableau 100\n[[sinon]]\n[[fin]]", "sans « si »"),
    ],
)
def test_source_refusee(source, message):
    with pytest.raises(SourceInvalide) as erreur:
        construire(source)
    assert message in str(erreur.value)
    assert isinstance(erreur.value.ligne, int)


def test_inclusion_circulaire():
    with pytest.raises(SourceInvalide):
        construire(TETE + "inclure a", inclusions={"a": "inclure a"})


@pytest.mark.parametrize(
    "avant, apres",
    [
        ("l'article L. 511-1 :", "l’article L.\u00a0511-1\u00a0:"),
        ("« a » ; b ?", "«\u00a0a\u00a0»\u00a0; b\u00a0?"),
        ("1 000 € et 8 %", "1\u00a0000\u00a0€ et 8\u00a0%"),
        ("n° 12, article ", "n°\u00a012, article\u00a0"),
        ("Mme Exemple...", "Mme\u00a0Exemple…"),
    ],
)
def test_typographie(avant, apres):
    assert typographier(avant) == apres
