"""Read the line-based source of a template.

Source: a header (`code: …`, `titre: …`), a blank line, then one block a line, its first word
being the kind of block (see STYLES). A line that starts with spaces continues the previous one.
Fields are `{cle}`; bold is `**…**`; `[[si cle]]`, `[[sauf cle]]`, `[[pour liste]]`,
`[[si plusieurs liste]]`, `[[sinon]]`, `[[fin]]` stand alone on a line or inside one.
`{page}` is « Page X sur Y », ` // ` a line break, `\\t` a tabulation.
`article[nom] Titre` is numbered when filled, and `{ref:nom}` gives its number.
"""

import re
from dataclasses import dataclass, field

from .cles import lire_etiquette
from .erreurs import SourceInvalide
from .typographie import typographier

# first word of the line -> paragraph style id
STYLES = {
    "=": "Title",
    "==": "Subtitle",
    "p": "Corps",
    "lie": "CorpsLie",
    "visa": "Visa",
    "considerant": "Considerant",
    "formule": "Formule",
    "article": "Article",
    "h": "Heading2",
    "-": "Puce",
    "mesure": "Mesure",
    "autorite": "Autorite",
    "collectivite": "Collectivite",
    "coordonnees": "Coordonnees",
    "reference": "Reference",
    "destinataire": "Destinataire",
    "lieu": "Lieu",
    "objet": "Objet",
    "signature": "Signature",
    "recours": "Recours",
    "annexe": "Annexe",
    "texte": "TexteAnnexe",
    "courant": "Header",
    "pied": "Footer",
}
SECTIONS = ("entete", "suite", "pied", "corps")
_ENTETE = re.compile(r"^([a-z_]+) *: *(.+)$")
_COMMANDE = re.compile(r"^\[\[(si plusieurs|si|sauf|pour|sinon|fin)(?: ([a-z0-9_.]+))?\]\]$")
_MORCEAU = re.compile(r"(\[\[.*?\]\]|\{[^{}]*\}|\*\*|(?: //)+ |\\t)")
_ARTICLE = re.compile(r"^article(?:\[([a-z][a-z0-9_]*)\])?(?: |$)")
_CONTRAIRE = {"si": "sauf", "sauf": "si", "plusieurs": "unique"}


@dataclass
class Paragraphe:
    style: str
    contenu: list
    ident: str = ""


@dataclass
class Groupe:
    verbe: str
    cle: str
    enfants: list = field(default_factory=list)
    ligne: int = 0

    @property
    def etiquette(self):
        return f"{self.verbe}:{self.cle}"


@dataclass
class Champ:
    cle: str
    gras: bool = False


@dataclass
class Texte:
    chaine: str
    gras: bool = False


@dataclass
class Saut:
    """A forced line break (` // `) or a tabulation (`\\t`)."""

    balise: str


@dataclass
class Page:
    """« Page X sur Y »."""


@dataclass
class Tableau:
    largeurs: list
    lignes: list = field(default_factory=list)


@dataclass
class Ligne:
    cellules: list
    titre: bool = False


def lire_entete(source):
    """Header of a source as a dict, without compiling it."""
    return _separer(source)[0]


def _separer(source):
    entete, lignes = {}, source.replace("\r\n", "\n").split("\n")
    for rang, ligne in enumerate(lignes, 1):
        if not ligne.strip():
            break
        if ligne.startswith("#"):
            continue
        trouve = _ENTETE.match(ligne)
        if not trouve:
            raise SourceInvalide(rang, "l’en-tête attend « cle: valeur ».")
        entete[trouve[1]] = trouve[2].strip()
    else:
        raise SourceInvalide(len(lignes), "il manque une ligne vide après l’en-tête.")
    for cle in ("code", "titre"):
        if cle not in entete:
            raise SourceInvalide(1, f"l’en-tête n’a pas de « {cle} ».")
    return entete, list(enumerate(lignes[rang:], rang + 1))


def _lignes_logiques(lignes, inclusions, pile=()):
    """Join continuation lines, drop comments, expand `inclure nom`."""
    courante = None
    for rang, ligne in lignes:
        if not ligne.strip() or ligne.startswith("#"):
            continue
        if ligne[0] == " ":
            if courante is None:
                raise SourceInvalide(rang, "une ligne de suite ne suit aucune ligne.")
            courante[1] += " " + ligne.strip()
            continue
        if courante:
            yield tuple(courante)
            courante = None
        if ligne.startswith("inclure "):
            nom = ligne.split(" ", 1)[1].strip()
            if nom in pile or nom not in inclusions:
                raise SourceInvalide(rang, f"l’inclusion « {nom} » est absente ou circulaire.")
            yield from _lignes_logiques(
                list(enumerate(inclusions[nom].split("\n"), 1)), inclusions, (*pile, nom)
            )
            continue
        courante = [rang, ligne.rstrip()]
    if courante:
        yield tuple(courante)


def analyser_source(source, inclusions=None):
    """Return (header, {section: blocks})."""
    entete, lignes = _separer(source)
    sections = {nom: [] for nom in SECTIONS}
    pile = [sections["corps"]]
    ouverts = []
    for rang, ligne in _lignes_logiques(lignes, inclusions or {}):
        commande = _COMMANDE.match(ligne)
        if ligne.startswith("@"):
            if ouverts or ligne[1:] not in SECTIONS:
                raise SourceInvalide(rang, f"section inconnue ou mal placée : {ligne}")
            pile = [sections[ligne[1:]]]
        elif commande:
            _commande(rang, commande, pile, ouverts)
        elif ligne.startswith("tableau "):
            try:
                largeurs = [int(valeur) for valeur in ligne.split()[1:]]
            except ValueError:
                raise SourceInvalide(rang, "« tableau » attend des pourcentages.") from None
            if sum(largeurs) != 100:
                raise SourceInvalide(rang, "les colonnes doivent totaliser 100.")
            tableau = Tableau(largeurs)
            pile[-1].append(tableau)
            pile.append(tableau.lignes)
            ouverts.append(tableau)
        elif ligne.startswith("|"):
            _ligne_de_tableau(rang, ligne, pile, ouverts)
        else:
            pile[-1].append(_paragraphe(rang, ligne))
    if ouverts:
        raise SourceInvalide(getattr(ouverts[-1], "ligne", 0), "un bloc n’est pas fermé.")
    return entete, sections


def _commande(rang, commande, pile, ouverts):
    verbe, cle = commande[1], commande[2] or ""
    if verbe == "fin":
        if not ouverts or cle:
            raise SourceInvalide(rang, "« fin » sans bloc ouvert.")
        ouverts.pop()
        pile.pop()
    elif verbe == "sinon":
        if not ouverts or not isinstance(ouverts[-1], Groupe) or cle:
            raise SourceInvalide(rang, "« sinon » sans « si » ouvert.")
        groupe = _contraire(rang, ouverts.pop())
        pile.pop()
        pile[-1].append(groupe)
        pile.append(groupe.enfants)
        ouverts.append(groupe)
    else:
        groupe = _groupe(rang, verbe, cle)
        pile[-1].append(groupe)
        pile.append(groupe.enfants)
        ouverts.append(groupe)


def _groupe(rang, verbe, cle):
    groupe = Groupe("plusieurs" if verbe == "si plusieurs" else verbe, cle, ligne=rang)
    if lire_etiquette(groupe.etiquette) is None:
        raise SourceInvalide(rang, f"« {verbe} {cle} » n’est pas une condition valable.")
    return groupe


def _contraire(rang, groupe):
    if groupe.verbe not in _CONTRAIRE:
        raise SourceInvalide(rang, "« sinon » ne suit qu’un « si ».")
    return Groupe(_CONTRAIRE[groupe.verbe], groupe.cle, ligne=rang)


def _ligne_de_tableau(rang, ligne, pile, ouverts):
    tableaux = [bloc for bloc in ouverts if isinstance(bloc, Tableau)]
    if not tableaux:
        raise SourceInvalide(rang, "une ligne « | » est hors d’un tableau.")
    titre = ligne.startswith("|!")
    cellules = ligne[2 if titre else 1 :].strip().rstrip("|").split("|")
    if len(cellules) != len(tableaux[-1].largeurs):
        raise SourceInvalide(rang, f"{len(tableaux[-1].largeurs)} colonnes attendues.")
    pile[-1].append(Ligne([_en_ligne(rang, c.strip()) for c in cellules], titre))


def _paragraphe(rang, ligne):
    article = _ARTICLE.match(ligne)
    if article:
        return Paragraphe("Article", _en_ligne(rang, ligne[article.end() :]), article[1] or "")
    mot, _, reste = ligne.partition(" ")
    if mot not in STYLES:
        raise SourceInvalide(rang, f"« {mot} » n’est pas une sorte de bloc.")
    return Paragraphe(STYLES[mot], _en_ligne(rang, reste.strip()))


def _en_ligne(rang, chaine):
    """Text, fields and inline blocks of one line."""
    racine = []
    pile, ouverts, gras = [racine], [], False
    for morceau in _MORCEAU.split(chaine):
        if not morceau:
            continue
        if morceau == "**":
            gras = not gras
        elif morceau == "\\t":
            pile[-1].append(Saut("tab"))
        elif morceau.startswith(" //"):
            pile[-1].extend(Saut("br") for _ in range(morceau.count("//")))
        elif morceau.startswith("[["):
            commande = _COMMANDE.match(morceau)
            if not commande:
                raise SourceInvalide(rang, f"« {morceau} » n’est pas une commande.")
            _commande(rang, commande, pile, ouverts)
        elif morceau == "{page}":
            pile[-1].append(Page())
        elif morceau.startswith("{"):
            cle = morceau[1:-1]
            cle = f"auto.{cle}" if cle.startswith("ref:") else cle
            etiquette = lire_etiquette(cle)
            if etiquette is None or etiquette.verbe not in ("champ", "ref"):
                raise SourceInvalide(rang, f"« {morceau} » n’est pas un champ.")
            pile[-1].append(Champ(cle, gras))
        else:
            pile[-1].append(Texte(typographier(morceau), gras))
    if ouverts or gras:
        raise SourceInvalide(rang, "un bloc ou un gras n’est pas fermé sur la ligne.")
    return racine
