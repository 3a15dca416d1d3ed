"""A Markdown file of docs/ as HTML, with the anchors that a forge gives to its titles.

Read where the sources are: nothing is built, so nothing can be out of date, and no outside
server is needed. Pure Python: neither a base nor a user.
"""

import re
from collections import namedtuple
from functools import lru_cache
from pathlib import Path

from markdown_it import MarkdownIt

DOCS = Path(__file__).resolve().parents[2] / "docs"
IMAGES = DOCS / "images"
NOM = re.compile(r"[a-z][a-z0-9_-]*")
NOM_IMAGE = re.compile(r"[a-z][a-z0-9_-]*\.png")
ADRESSE = "/oilhi/aide/"
# The guides that people are sent to, in the order of the menu of the pages.
MENU = {
    "guide-agent": "Guide de l’agent",
    "ecrans": "Écran par écran",
    "guide-referent-juridique": "Guide du référent juridique",
    "guide-administrateur": "Guide de l’administrateur",
    "securite_et_rgpd": "Sécurité et données personnelles",
    "presentation": "Présentation",
}

Page = namedtuple("Page", "titre corps sommaire")
Titre = namedtuple("Titre", "ancre texte niveau")


def ancre(titre):
    """As GitHub and GitLab do: lower case, letters, digits and hyphens."""
    return re.sub(r"[^\w\- ]", "", titre.strip().lower()).replace(" ", "-")


def nommer(nom):
    """Path of a page, or None: no other file of the machine may be asked for."""
    chemin = DOCS / f"{nom}.md"
    return chemin if NOM.fullmatch(nom) and chemin.is_file() else None


def lire(nom):
    """Path of an image of the guides, or None."""
    chemin = IMAGES / nom
    return chemin if NOM_IMAGE.fullmatch(nom) and chemin.is_file() else None


def page(nom):
    """The page of that name, or None."""
    chemin = nommer(nom)
    return _page(chemin, chemin.stat().st_mtime_ns) if chemin else None


@lru_cache(maxsize=32)
def _page(chemin, _change_le):
    return rendre(chemin.read_text(encoding="utf-8"))


def rendre(texte):
    """Raw HTML is shown as text: what comes from a file never becomes markup of its own."""
    outil = MarkdownIt("commonmark", {"html": False}).enable("table")
    elements = outil.parse(texte)
    titres, pris = [], set()
    for rang, element in enumerate(elements):
        if element.type == "heading_open":
            titres.append(_titre(element, elements[rang + 1], pris))
        elif element.type == "table_open":
            # Wider than a telephone: it scrolls by itself, with the keyboard too.
            element.attrs["tabindex"] = "0"
        for enfant in element.children or ():
            _rediriger(enfant)
    principal = next((t.texte for t in titres if t.niveau == 1), "")
    corps = outil.renderer.render(elements, outil.options, {})
    return Page(
        principal,
        corps.replace("<pre>", '<pre tabindex="0">'),  # a table, a long command: both scroll
        [titre for titre in titres if titre.niveau == 2],
    )


def _titre(element, contenu, pris):
    texte = "".join(e.content for e in contenu.children if e.type in ("text", "code_inline"))
    cle, numero = ancre(texte), 1
    while cle in pris:
        cle, numero = f"{ancre(texte)}-{numero}", numero + 1
    pris.add(cle)
    element.attrs["id"] = cle
    return Titre(cle, texte, int(element.tag[1]))


def _rediriger(element):
    """From one file to another of docs/: from one page to another; other files have no page."""
    if element.type == "image":
        element.attrs["src"] = ADRESSE + element.attrs["src"]
        element.attrs["loading"] = "lazy"
    elif element.type == "link_open":
        cible, diese, section = element.attrs["href"].partition("#")
        if cible.startswith(("http://", "https://", "mailto:")):
            element.attrs["rel"] = "noopener noreferrer"
        elif cible.endswith(".md") and "/" not in cible:
            element.attrs["href"] = ADRESSE + cible.removesuffix(".md") + diese + section
        elif cible:
            element.attrs["href"] = ADRESSE
