"""What changed between two Word files, in the words of the text; and what is no longer there.

The files are those of an agent: every comparison is bounded, else a hostile file would cost hours.
"""

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher

from .ooxml import PARTIES, analyser, q
from .verification import ouvrir

ZONES = (("header", "En-tête"), ("document", "Texte"), ("note", "Notes"), ("footer", "Pied de page"))
# Beyond this many pairs, an exact alignment would cost seconds: said coarsely, never left out.
PAIRES_MAX = 4_000_000
PAIRES_SEMBLABLES_MAX = 400
SEMBLABLE = 0.5
# A field of a template, « {Date de signature | signature.date} », is one word.
_MOTS = re.compile(r"\{[^{}]*\}|\w+|[^\w\s]|\s+")
_BLANCS = {q("tab"): " ", q("br"): " ", q("cr"): " ", q("noBreakHyphen"): "-"}
_REPLI = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_COMPTEURS = re.compile(r"^\s*(PAGE|NUMPAGES|SECTIONPAGES)\b")


@dataclass(frozen=True)
class Morceau:
    """A run of words; `signe` is « + » (added), « - » (removed) or « = » (kept)."""

    signe: str
    texte: str


@dataclass(frozen=True)
class Difference:
    """A paragraph added, removed or changed; `genre` is « ajoute », « retire » or « modifie »."""

    genre: str
    zone: str
    avant: str
    apres: str
    morceaux: tuple


def comparer(avant, apres):
    """Differences between two Word files (bytes), in the order of the document."""
    anciens, nouveaux = paragraphes(avant), paragraphes(apres)
    differences = []
    for _prefixe, zone in ZONES:
        if zone == "Texte":
            differences += _comparer_suite(zone, anciens[zone], nouveaux[zone])
        else:
            # Word and LibreOffice rename, copy and reorder these parts: only their lines count.
            uniques = [list(dict.fromkeys(lignes[zone])) for lignes in (anciens, nouveaux)]
            differences += _comparer_sac(zone, *uniques)
    return differences


def paragraphes(docx):
    """{zone: [paragraphs that hold text, blanks made plain]}."""
    parties = ouvrir(docx)
    trouves = {zone: [] for _prefixe, zone in ZONES}
    for nom in sorted(parties):
        if not PARTIES.match(nom):
            continue
        zone = next(z for prefixe, z in ZONES if prefixe in nom)
        for paragraphe in analyser(parties[nom]).iter(q("p")):
            if any(ancetre.tag == _REPLI for ancetre in paragraphe.iterancestors()):
                continue  # a text box is written twice, for old readers
            texte = " ".join("".join(_morceaux(paragraphe, _Compteur())).split())
            if texte:
                trouves[zone].append(texte)
    return trouves


def contenu(docx):
    """The whole text on one line, for searches that a line break must not defeat."""
    return " ".join(ligne for lignes in paragraphes(docx).values() for ligne in lignes)


class _Compteur:
    """Where we stand in a complex field: page numbers are computed, they are not a change."""

    def __init__(self):
        self.pile = []

    def lire(self, element):
        genre = element.get(q("fldCharType"))
        if genre == "begin":
            self.pile.append(["", False])
        elif genre == "separate" and self.pile:
            self.pile[-1][1] = True
        elif genre == "end" and self.pile:
            self.pile.pop()

    @property
    def muet(self):
        return any(resultat and _COMPTEURS.match(code) for code, resultat in self.pile)


def _morceaux(parent, compteur):
    for element in parent:
        if not isinstance(element.tag, str) or element.tag in (q("p"), _REPLI, q("pPr")):
            continue  # the paragraph of a text box is read on its own
        if element.tag == q("t"):
            if not compteur.muet:
                yield element.text or ""
        elif element.tag == q("fldChar"):
            compteur.lire(element)
        elif element.tag == q("instrText"):
            if compteur.pile:
                compteur.pile[-1][0] += element.text or ""
        elif element.tag in _BLANCS:
            yield _BLANCS[element.tag]
        elif element.tag != q("fldSimple") or not _COMPTEURS.match(element.get(q("instr"), "")):
            yield from _morceaux(element, compteur)


# ---- alignment -------------------------------------------------------------------------------


def aligner(anciens, nouveaux):
    """[(« equal » or not, i1, i2, j1, j2)] of two lists of paragraphs, in order, in bounded time."""
    debut, fin = _communs(anciens, nouveaux)
    m, n = len(anciens), len(nouveaux)
    if (m - debut - fin) * (n - debut - fin) > PAIRES_MAX:
        milieu = [("replace", debut, m - fin, debut, n - fin)]
    else:
        suite = SequenceMatcher(
            None, anciens[debut : m - fin], nouveaux[debut : n - fin], autojunk=False
        )
        milieu = [(op, *(rang + debut for rang in rangs)) for op, *rangs in suite.get_opcodes()]
    return [
        *([("equal", 0, debut, 0, debut)] if debut else ()),
        *milieu,
        *([("equal", m - fin, m, n - fin, n)] if fin else ()),
    ]


def _comparer_suite(zone, anciens, nouveaux):
    differences = []
    for operation, i1, i2, j1, j2 in aligner(anciens, nouveaux):
        if operation != "equal":
            differences += bloc(zone, anciens[i1:i2], nouveaux[j1:j2])
    return differences


def _comparer_sac(zone, anciens, nouveaux):
    """Without order: what one holds and the other does not."""
    anciens, nouveaux = Counter(anciens), Counter(nouveaux)
    return bloc(
        zone, list((anciens - nouveaux).elements()), list((nouveaux - anciens).elements())
    )


def _communs(anciens, nouveaux):
    """How many paragraphs the beginning and the end have in common."""
    debut = fin = 0
    borne = min(len(anciens), len(nouveaux))
    while debut < borne and anciens[debut] == nouveaux[debut]:
        debut += 1
    while fin < borne - debut and anciens[-1 - fin] == nouveaux[-1 - fin]:
        fin += 1
    return debut, fin


def bloc(zone, retires, ajoutes):
    """Paragraphs replaced by others: each is set against the one it most looks like."""
    if len(retires) * len(ajoutes) > PAIRES_MAX:
        communs = Counter(retires) & Counter(ajoutes)
        retires, ajoutes = (
            list((Counter(lignes) - communs).elements()) for lignes in (retires, ajoutes)
        )
    differences, suivant = [], 0
    alignables = len(retires) * len(ajoutes) <= PAIRES_SEMBLABLES_MAX
    for retire in retires:
        rang = _semblable(retire, ajoutes, suivant) if alignables else None
        if rang is None:
            differences.append(_retire(zone, retire))
            continue
        differences += [_ajoute(zone, texte) for texte in ajoutes[suivant:rang]]
        differences.append(
            Difference("modifie", zone, retire, ajoutes[rang], mots(retire, ajoutes[rang]))
        )
        suivant = rang + 1
    return differences + [_ajoute(zone, texte) for texte in ajoutes[suivant:]]


def _semblable(texte, candidats, depart):
    mots_du_texte = Counter(texte.split())
    meilleur, rang = SEMBLABLE, None
    for indice in range(depart, len(candidats)):
        autres = Counter(candidats[indice].split())
        communs = sum((mots_du_texte & autres).values())
        note = 2 * communs / ((sum(mots_du_texte.values()) + sum(autres.values())) or 1)
        if note >= meilleur and (rang is None or note > meilleur):
            meilleur, rang = note, indice
    return rang


def _ajoute(zone, texte):
    return Difference("ajoute", zone, "", texte, (Morceau("+", texte),))


def _retire(zone, texte):
    return Difference("retire", zone, texte, "", (Morceau("-", texte),))


def mots(avant, apres):
    """The words kept, removed and added from one text to the other."""
    anciens, nouveaux = _MOTS.findall(avant), _MOTS.findall(apres)
    if len(anciens) * len(nouveaux) > PAIRES_MAX:
        return (Morceau("-", avant), Morceau("+", apres))
    morceaux, retires, ajoutes = [], [], []
    operations = SequenceMatcher(None, anciens, nouveaux, autojunk=False).get_opcodes()
    for operation, i1, i2, j1, j2 in operations:
        garde = "".join(anciens[i1:i2])
        if operation == "equal" and (garde.strip() or not (retires or ajoutes)):
            morceaux += _changes(retires, ajoutes)
            morceaux.append(Morceau("=", garde))
            retires, ajoutes = [], []
            continue
        # A space between two changed words belongs to the change: one reads phrases.
        retires += anciens[i1:i2]
        ajoutes += nouveaux[j1:j2]
    morceaux += _changes(retires, ajoutes)
    return tuple(morceaux)


def _changes(retires, ajoutes):
    for signe, mots_changes in (("-", retires), ("+", ajoutes)):
        if mots_changes:
            yield Morceau(signe, "".join(mots_changes))


# ---- what is no longer there -----------------------------------------------------------------


def plat(texte):
    """Spaces and apostrophes made plain: Word changes them while one types."""
    return " ".join(texte.replace("’", "'").split())


def perdus(avant, apres, motifs):
    """Those of `motifs` found before and not after.

    `avant`, `apres`: texts. A motif is plain words, searched whole (« 12 » is not found in « 2012 »),
    or a compiled expression, written with plain spaces and apostrophes.
    """
    avant, apres = plat(avant), plat(apres)
    expressions = {motif: _expression(motif) for motif in motifs}
    return [
        motif
        for motif, expression in expressions.items()
        if expression and expression.search(avant) and not expression.search(apres)
    ]


def _expression(motif):
    if isinstance(motif, re.Pattern):
        return motif
    mots_cherches = plat(motif)
    if not mots_cherches:
        return None
    return re.compile(rf"(?<!\w){re.escape(mots_cherches)}(?!\w)")
