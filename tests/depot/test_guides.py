"""The guides say what the application shows: labels, menus, links, sections of help, images.

A label is written in bold in the two guides that are followed to the letter; a menu path in
italics, « Référentiel › Textes », in all of them.
"""
import ast
import re
import sys
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import polib
import pytest
from lxml import etree

RACINE = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(RACINE / "oilhi_documents"), str(RACINE)]

from aide import MENU, lignes, lire, nommer, page, pages  # noqa: E402

from outils.guides import TAILLE_MAX  # noqa: E402
from outils.guides_images import IMAGES  # noqa: E402

DOCS = RACINE / "docs"
ADDONS = [RACINE / nom for nom in ("oilhi_partenaires", "oilhi_lhi", "oilhi_documents")]
SUIVIS = ("guide-agent", "guide-referent-juridique")
ATTRIBUTS = ("string", "name", "title", "placeholder", "aria-label", "add-label", "confirm", "help")
FICHIERS = [*sorted(DOCS.glob("*.md")), RACINE / "README.md", RACINE / "CONTRIBUTING.md",
            RACINE / "CHANGELOG.md"]
LIEN = re.compile(r"(!?)\[[^\]]*\]\(([^)\s]+)\)")


def normal(texte):
    return " ".join(re.sub("[\u00a0\u202f]", " ", texte).split()).rstrip("…").strip()


@lru_cache(maxsize=1)
def libelles():
    """What our screens can show: texts and labels of the views, strings of the code."""
    trouves = set()
    for addon in ADDONS:
        for chemin in addon.rglob("*.xml"):
            if "tests" in chemin.parts:
                continue
            for element in etree.parse(chemin).getroot().iter(etree.Element):
                trouves.update(filter(None, (element.text, element.tail)))
                trouves.update(element.attrib.get(nom, "") for nom in ATTRIBUTS)
        for chemin in addon.rglob("*.py"):
            if "tests" not in chemin.parts:
                trouves.update(
                    n.value for n in ast.walk(ast.parse(chemin.read_text(encoding="utf-8")))
                    if isinstance(n, ast.Constant) and isinstance(n.value, str)
                )
        for chemin in addon.rglob("static/src/**/*.js"):
            trouves.update(re.findall(r'"([^"\n]+)"', chemin.read_text(encoding="utf-8")))
    return {normal(texte) for texte in trouves}


@lru_cache(maxsize=1)
def libelles_odoo():
    web = Path(find_spec("odoo").submodule_search_locations[0]) / "addons" / "web" / "i18n" / "fr.po"
    return {normal(entree.msgstr) for entree in polib.pofile(str(web))}


@lru_cache(maxsize=1)
def menus():
    """{path of names} of every menu of the application, its root left out."""
    noms, parents = {}, {}
    for addon in ADDONS:
        for chemin in sorted(addon.rglob("*.xml")):
            for element in etree.parse(chemin).getroot().iter("menuitem"):
                cle = complet(element.get("id"), addon)
                noms[cle] = normal(element.get("name") or noms.get(cle, ""))
                if element.get("parent"):
                    parents[cle] = complet(element.get("parent"), addon)

    def chemin_de(cle):
        return (*chemin_de(parents[cle]), noms[cle]) if cle in parents else ()

    return {chemin_de(cle) for cle in noms}


def complet(identifiant, addon):
    return identifiant if "." in identifiant else f"{addon.name}.{identifiant}"


@pytest.mark.parametrize("nom", SUIVIS)
def test_chaque_libelle_en_gras_existe(nom):
    cites = {normal(m) for m in re.findall(r"\*\*([^*]+)\*\*", nommer(nom).read_text(encoding="utf-8"))}
    assert len(cites) > 10
    assert {c for c in cites if c not in libelles() and c not in libelles_odoo()} == set()


def test_un_libelle_inconnu_se_verrait():
    assert "Enregistrer le signalement" in libelles()
    assert "Enregistrer la signalisation" not in libelles() | libelles_odoo()


@pytest.mark.parametrize("fichier", FICHIERS, ids=lambda f: f.name)
def test_chaque_menu_existe(fichier):
    texte = normal(fichier.read_text(encoding="utf-8"))
    racines = {chemin[0] for chemin in menus() if chemin}
    faux = []
    for chemin in re.findall(r"(?<!\*)\*([^*]+ › [^*]+)\*(?!\*)", texte):
        parties = tuple(map(normal, chemin.split("›")))
        if parties[0] not in racines:  # a menu of Odoo's own
            continue
        if parties not in menus() and not (parties[:-1] in menus() and parties[-1] in libelles()):
            faux.append(chemin)
    assert faux == []


def test_les_menus_sont_lus():
    assert ("Échéances", "Calendrier") in menus()
    assert ("Accès", "Mes accès") in menus(), "moved by oilhi_lhi from where oilhi_partenaires put it"


@pytest.mark.parametrize("fichier", FICHIERS, ids=lambda f: f.name)
def test_chaque_lien_mene_quelque_part(fichier):
    for _image, cible in LIEN.findall(fichier.read_text(encoding="utf-8")):
        if cible.startswith(("http://", "https://", "mailto:")):
            continue
        nom, _diese, section = cible.partition("#")
        vise = (fichier.parent / nom).resolve() if nom else fichier
        assert vise.exists(), cible
        if section:
            assert section in ancres(vise), cible


def ancres(fichier):
    return set(re.findall(r'<h\d id="([^"]+)"', pages.rendre(fichier.read_text(encoding="utf-8")).corps))


def test_les_sections_de_l_aide_existent():
    for cle, (nom, section) in lignes().items():
        assert nommer(nom), cle
        assert section in ancres(nommer(nom)), (cle, section)


def test_les_actions_sans_identifiant_existent():
    sources = "".join(
        chemin.read_text(encoding="utf-8") for addon in ADDONS for chemin in addon.rglob("static/src/**/*.js")
    )
    for cle in lignes():
        sorte, _deux, tag = cle.partition(":")
        assert sorte in ("action", "tag", "modele"), cle
        if sorte == "tag":
            assert f'registry.category("actions").add("{tag}"' in sources, tag


@pytest.mark.parametrize("nom", MENU)
def test_chaque_page_a_un_titre(nom):
    lue = page(nom)
    assert lue.titre
    assert lue.corps.count("<h1") == 1


def test_du_html_reste_du_texte_et_rien_ne_sort_de_docs():
    corps = pages.rendre("# Un\n\n<script>alert(1)</script>\n\n[x](javascript:alert(1))").corps
    assert "<script" not in corps
    assert "href=\"javascript" not in corps
    for nom in ("../README", "images/semaine", "..", "", "/etc/passwd", "Guide"):
        assert nommer(nom) is None
        assert lire(nom + ".png") is None


def test_deux_titres_pareils_ont_deux_ancres():
    corps = pages.rendre("## Où ?\n\n## Où ?").corps
    assert 'id="où-"' in corps
    assert 'id="où--1"' in corps


def test_les_images_sont_petites_montrees_et_faites_par_la_commande():
    presentes = {chemin.stem for chemin in (DOCS / "images").iterdir()}
    assert presentes == set(IMAGES)
    assert all(c.suffix == ".png" and c.stat().st_size <= TAILLE_MAX for c in (DOCS / "images").iterdir())
    montrees = {
        Path(cible).stem for fichier in FICHIERS
        for image, cible in LIEN.findall(fichier.read_text(encoding="utf-8")) if image
    }
    assert presentes == montrees
