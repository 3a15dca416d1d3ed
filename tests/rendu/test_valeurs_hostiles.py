"""Whatever somebody is called, it comes out as it was typed: property test on the shipped templates.

Each text of a template is given a marker, and one of them a hostile value: the document must be the
same, word for word, but for that value. Read by python-docx, which shares nothing with our writing.
"""

import io
import re
import shutil
import subprocess
from copy import deepcopy
from functools import cache

import construire as script
import docx
import pytest
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rendu import pdf, remplir
from valeurs_exemple import VARIANTES

CODES = sorted(chemin.stem for chemin in script.SOURCES.glob("D-*.txt"))
CATALOGUE = {champ["cle"] for champ in script.lire_champs()}
# XML 1.0 has no way to write these: they are dropped, and nothing else is.
SANS_ECRITURE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
LIGNE = re.compile("[\n\r\x0b\x0c\x85\u2028\u2029]")
MORCEAUX = [
    "&", "<", ">", "'", '"', "« ", " »", "’", "&amp;", "&#65;", "]]>", "<!--", "-->", "<w:p/>", "</w:t>",
    "🏚️", "👩‍👧", "e\u0301", "שלום", "مرحبا", "\u202e", "\u200f", "\u2066", "\u00a0", "\u200b", "\u00ad",
    "{{ x }}", "{commune.nom}", "{", "}}", "[[si b]]", "[[fin]]", "[[pour personnes]]", "${7*7}", "%s",
    '<w:sdt><w:sdtPr><w:tag w:val="champ:commune.nom"/></w:sdtPr></w:sdt>', "champ:commune.nom", "si:annexes",
    "\x00", "\x01", "\x1b[31m", "\x7f", "\x9f", "\ufffe", "\t", "  ", "x" * 5000, "Dupont", "O’Neil", "=1+1", "\\",
]  # fmt: skip
HOSTILES = st.lists(
    st.one_of(
        st.sampled_from(MORCEAUX),
        st.text(max_size=30).filter(lambda t: not LIGNE.search(t)),
    ),
    min_size=1, max_size=8,
).map("".join)  # fmt: skip


def lire(octets):
    """Words of the body, one paragraph a line, tables and nested content included."""
    corps = docx.Document(io.BytesIO(octets)).element.body
    return "\n".join(Paragraph(p, None).text for p in corps.iter(qn("w:p")))


def feuilles(valeurs, chemin=()):
    """Paths of the texts, in lists too."""
    for cle, valeur in valeurs.items() if isinstance(valeurs, dict) else enumerate(valeurs):
        if isinstance(valeur, str):
            yield (*chemin, cle)
        elif isinstance(valeur, (dict, list)):
            yield from feuilles(valeur, (*chemin, cle))


def poser(valeurs, chemin, valeur):
    *parents, dernier = chemin
    for cle in parents:
        valeurs = valeurs[cle]
    valeurs[dernier] = valeur


@cache
def reperes(code):
    """(values where each text is a marker, what is read then, markers that are printed)."""
    valeurs = deepcopy(VARIANTES["indivision"])
    marques = {}
    for rang, chemin in enumerate(list(feuilles(valeurs))):
        marque = f"REPERE{rang}FIN"
        poser(valeurs, chemin, marque)
        marques[marque] = chemin
    lu = lire(remplir((script.SORTIE / f"{code}.docx").read_bytes(), valeurs, catalogue=CATALOGUE))
    return valeurs, lu, [(m, c) for m, c in marques.items() if m in lu]


def produire(code, chemin, valeur):
    valeurs = deepcopy(reperes(code)[0])
    poser(valeurs, chemin, valeur)
    return remplir((script.SORTIE / f"{code}.docx").read_bytes(), valeurs, catalogue=CATALOGUE)


@pytest.mark.propriete
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(CODES), HOSTILES, st.data())
def test_la_valeur_sort_exactement(code, hostile, donnees):
    _valeurs, temoin, imprimes = reperes(code)
    marque, chemin = donnees.draw(st.sampled_from(imprimes))
    valeur = f"A{hostile}Z"
    octets = produire(code, chemin, valeur)
    assert lire(octets) == temoin.replace(marque, SANS_ECRITURE.sub("", valeur))


@pytest.mark.parametrize("code", CODES)
def test_chaque_document_supporte_un_nom_hostile(code):
    """Every template, every printed text at once."""
    valeurs, temoin, imprimes = reperes(code)
    assert len(imprimes) > 3
    hostile = "".join(m for m in MORCEAUX if len(m) < 5000)
    valeurs = deepcopy(valeurs)
    for _marque, chemin in imprimes:
        poser(valeurs, chemin, f"A{hostile}Z")
    octets = remplir((script.SORTIE / f"{code}.docx").read_bytes(), valeurs, catalogue=CATALOGUE)
    attendu = temoin
    for marque, _chemin in imprimes:
        attendu = attendu.replace(marque, SANS_ECRITURE.sub("", f"A{hostile}Z"))
    assert lire(octets) == attendu


@pytest.mark.skipif(not pdf.trouver_libreoffice(), reason="LibreOffice absent")
def test_jusque_dans_le_pdf(tmp_path):
    """The same through LibreOffice: words as they are, 5,000 letters, both directions of writing."""
    nom = "M. & Mme <O’Neil-Dupont> « l’aîné » {{ x }} [[si b]] &amp; ${7*7} ]]>"
    long = "".join(f"mot{n} " for n in range(900)).strip()
    droite_gauche, emoji = "שלום عربي", "🏚"
    chemin = next(c for _m, c in reperes("D-MSO-10")[2] if c[-1] == "nom")
    valeur = f"{nom} {droite_gauche} {emoji} {long}"
    assert len(valeur) > 5000
    fichier = tmp_path / "hostile.pdf"
    fichier.write_bytes(pdf.convertir(produire("D-MSO-10", chemin, valeur)))
    lu = subprocess.run(
        [shutil.which("pdftotext"), fichier, "-"], capture_output=True, check=True
    ).stdout.decode()
    # A page break may fall in the middle: the running title stands between two words.
    plat = " ".join(lu.split())
    assert " ".join(nom.split()) in plat
    for mot in (*long.split(), emoji):
        assert mot in plat
    for lettres in droite_gauche.split():
        assert set(lettres) <= set(plat)
