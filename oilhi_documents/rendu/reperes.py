"""Visible marks instead of content controls: the form of a template that any word processor keeps.

LibreOffice forgets the tag of a control, and the controls that hold several paragraphs. The file an
agent takes away to adapt therefore shows each of them as text, and `structurer` makes the controls
again from the text that comes back, cut into runs or not:

    {Fait à | signature.ville}                       a field ({signature.ville} will do)
    {Si : … | si:cle}   …   {Fin : … | fin}           a passage, alone on its line or inside one
    {Répéter la ligne : … | ligne pour:cle}   …   {Fin de la ligne | fin ligne}      rows of a table
"""

import re
from copy import deepcopy
from dataclasses import dataclass

from .cles import BLOCS, lire_etiquette
from .ooxml import PARTIES, analyser, empaqueter, q, serialiser, w, w_texte
from .paquet import STYLE_CHAMP
from .verification import ouvrir

REPERE = re.compile(r"\{([^{}]*)\}")
DEBUTS = {
    "si": "Si",
    "sauf": "Sauf si",
    "pour": "Répéter",
    "plusieurs": "Si plusieurs",
    "unique": "Si un seul",
}
_VERBES = re.compile(r"^(si plusieurs|si unique|si|sauf|pour|plusieurs|unique) +(?=[a-z])")
_FINS = {"fin": False, "fin ligne": True, "fin de la ligne": True}
# Stands for what is in a line and is no text: a mark never runs across it.
_OPAQUE = "\ufffc"
_SANS_TEXTE = {
    q(nom)
    for nom in ("pPr", "bookmarkStart", "bookmarkEnd", "proofErr", "commentRangeStart", "commentRangeEnd")
}
LIBELLE_MAX = 60
_AUTO = {
    "auto.article": "Numéro de l’article",
    "auto.ref": "Renvoi à un article",
    "auto.numero": "Numéro d’ordre",
    "auto.premier": "premier de la liste",
    "auto.dernier": "dernier de la liste",
}


@dataclass(frozen=True)
class Repere:
    """A mark read: `sorte` is "champ", "debut" or "fin"; `ligne` when it is about rows."""

    sorte: str
    etiquette: str = ""
    ligne: bool = False


@dataclass(frozen=True)
class Anomalie:
    """A mark that cannot be understood: `quoi` says it, `extrait` shows where."""

    quoi: str
    extrait: str
    partie: str


def lire_repere(interieur):
    """Repere of the text between two braces, or None."""
    code = re.sub(r"\s+", " ", interieur.rsplit("|", 1)[-1]).strip().lower()
    if code.split(" :")[0] in _FINS:
        return Repere("fin", ligne=_FINS[code.split(" :")[0]])
    ligne = code.startswith("ligne ")
    code = _VERBES.sub(lambda m: m[1].removeprefix("si ") + ":", code.removeprefix("ligne "))
    code = re.sub(r" ?([:.]) ?", r"\1", code)
    etiquette = lire_etiquette(code)
    if etiquette is None:
        return None
    if etiquette.verbe in BLOCS:
        return Repere("debut", code, ligne)
    return None if ligne else Repere("champ", code)


def ecrire_repere(etiquette, libelles):
    """(opening, closing) texts of a tag; the closing one is empty for a field."""
    lue = lire_etiquette(etiquette)
    if lue.verbe not in BLOCS:
        return f"{{{_libelle(etiquette, libelles)} | {etiquette}}}", ""
    nom = _libelle(lue.cle, libelles)
    return f"{{{DEBUTS[lue.verbe]} : {nom} | {etiquette}}}", f"{{Fin : {nom} | fin}}"


def _libelle(cle, libelles):
    nom = _AUTO.get(cle.partition(":")[0]) or libelles.get(cle, cle)
    nom = re.sub(r"[{}|]", " ", nom).strip()
    return nom if len(nom) <= LIBELLE_MAX else nom[: LIBELLE_MAX - 1].rstrip() + "…"


# -- marks to controls -------------------------------------------------------------------------
class _Lecteur:
    def __init__(self, libelles):
        self.libelles = libelles
        self.anomalies = []
        self.partie = ""
        self.identifiant = 0

    def anomalie(self, quoi, element):
        textes = (t.text or "" for t in element.iter(q("t"))) if element is not None else ()
        self.anomalies.append(Anomalie(quoi, "".join(textes), self.partie))

    def controle(self, etiquette, *contenu):
        lue = lire_etiquette(etiquette)
        nom = self.libelles.get(lue.cle, lue.cle or etiquette)
        if lue.verbe in BLOCS:
            nom = f"{DEBUTS[lue.verbe]} : {nom}"
        self.identifiant += 1
        return w(
            "sdt",
            w(
                "sdtPr",
                w("alias", val=nom[:64]),
                w("tag", val=etiquette),
                w("id", val=self.identifiant),
            ),
            w("sdtContent", *contenu),
        )

    # -- one line
    def paragraphe(self, p):
        """Make the controls of a line; return the marks it holds when it holds nothing else."""
        atomes = list(_atomes(p))
        chaine = "".join(texte for texte, _e, _r in atomes)
        trouves = list(REPERE.finditer(chaine))
        if "{" in REPERE.sub("", chaine) or "}" in REPERE.sub("", chaine):
            self.anomalie("une accolade « { » ou « } » est seule", p)
            return ()
        if not trouves:
            return ()
        lus = [lire_repere(m[1]) for m in trouves]
        for lu, trouve in zip(lus, trouves, strict=True):
            if lu is None:
                self.anomalie(f"« {trouve[0]} » n’est ni un champ ni un passage", p)
        if None in lus:
            return ()
        seuls = not REPERE.sub("", chaine).strip()
        if seuls and all(lu.sorte != "champ" for lu in lus) and not _equilibre(lus):
            return tuple(lus)
        if any(lu.ligne for lu in lus):
            self.anomalie("un repère de ligne de tableau est mêlé à du texte", p)
            return ()
        self._recrire(p, atomes, list(zip(trouves, lus, strict=True)))
        return ()

    def _recrire(self, p, atomes, reperes):
        racine = [e for e in p if e.tag == q("pPr")]
        pile, position, suivants = [(None, racine)], 0, iter([*reperes, (None, None)])
        trouve, lu = next(suivants)
        for texte, element, run in atomes:
            fin = position + len(texte)
            if element is not None and element.tag != q("t"):
                pile[-1][1].append(_run_de(run, element) if run is not None else element)
                position = fin
                continue
            while position < fin:
                if trouve is None or fin <= trouve.start():
                    morceau, position = texte[position - fin :], fin
                    pile[-1][1].append(_run_de(run, w_texte(morceau)))
                elif position < trouve.start():
                    morceau = texte[position - fin : trouve.start() - fin]
                    pile[-1][1].append(_run_de(run, w_texte(morceau)))
                    position = trouve.start()
                else:
                    if position == trouve.start():
                        self._poser(p, pile, lu, run)
                    position = min(fin, trouve.end())
                    if position == trouve.end():
                        trouve, lu = next(suivants)
        if len(pile) > 1:
            self.anomalie("un passage ouvert sur cette ligne n’y est pas refermé par {Fin}", p)
            return
        for enfant in list(p):
            p.remove(enfant)
        p.extend(racine)

    def _poser(self, p, pile, lu, run):
        if lu.sorte == "champ":
            cle = lire_etiquette(lu.etiquette).cle
            nom = "n" if lu.etiquette.startswith("auto.") else self.libelles.get(cle, cle)
            pile[-1][1].append(self.controle(lu.etiquette, _run_champ(run, f"[{nom}]")))
        elif lu.sorte == "debut":
            pile.append((lu.etiquette, []))
        elif len(pile) == 1:
            self.anomalie("{Fin} ne ferme aucun passage ouvert sur cette ligne", p)
        else:
            etiquette, contenu = pile.pop()
            pile[-1][1].append(self.controle(etiquette, *contenu))

    # -- several lines
    def blocs(self, conteneur):
        """Make the controls of a body, a cell, a header."""
        pile = [(None, [])]
        for enfant in list(conteneur):
            conteneur.remove(enfant)
            if enfant.tag == q("sectPr"):
                while len(pile) > 1:
                    self._non_ferme(pile)
                pile[0][1].append(enfant)
                continue
            reperes = ()
            if enfant.tag == q("p"):
                self.en_ligne(enfant)
                reperes = self.paragraphe(enfant)
            elif enfant.tag == q("tbl"):
                self.tableau(enfant)
            elif enfant.tag == q("sdt"):
                self.blocs(enfant.find(q("sdtContent")))
            if not reperes:
                pile[-1][1].append(enfant)
                continue
            for repere in reperes:
                if repere.sorte == "debut":
                    pile.append((repere.etiquette, []))
                elif len(pile) == 1:
                    self.anomalie("{Fin} ne ferme aucun passage", enfant)
                else:
                    etiquette, contenu = pile.pop()
                    if contenu:
                        pile[-1][1].append(self.controle(etiquette, *contenu))
        while len(pile) > 1:
            self._non_ferme(pile)
        conteneur.extend(pile[0][1])

    def _non_ferme(self, pile):
        etiquette, contenu = pile.pop()
        debut, _fin = ecrire_repere(etiquette, self.libelles)
        self.anomalie(f"le passage « {debut} » n’est pas refermé par {{Fin}}", contenu[0] if contenu else None)
        pile[-1][1].extend(contenu)

    def en_ligne(self, parent):
        """What a line holds besides its runs: hyperlinks, controls already there, text boxes."""
        for enfant in parent:
            if enfant.tag in (q("hyperlink"), q("ins"), q("sdtContent")):
                self.paragraphe(enfant)
            if enfant.tag != q("r"):
                self.en_ligne(enfant)

    def tableau(self, tableau):
        pile = [(None, [])]
        for enfant in list(tableau):
            tableau.remove(enfant)
            if enfant.tag != q("tr"):
                pile[-1][1].append(enfant)
                for cellule in list(enfant.iter(q("tc"))):
                    self.blocs(cellule)
                continue
            debuts, fins = self._reperes_de_ligne(enfant)
            for cellule in list(enfant.iter(q("tc"))):
                self.blocs(cellule)
            pile.extend((repere.etiquette, []) for repere in debuts)
            pile[-1][1].append(enfant)
            for _fin in fins:
                if len(pile) == 1:
                    self.anomalie("{Fin de la ligne} ne ferme aucune ligne répétée", enfant)
                    continue
                etiquette, contenu = pile.pop()
                pile[-1][1].append(self.controle(etiquette, *contenu))
        while len(pile) > 1:
            self._non_ferme(pile)
        tableau.extend(pile[0][1])

    def _reperes_de_ligne(self, rangee):
        debuts, fins = [], []
        for paragraphe in list(rangee.iter(q("p"))):
            chaine = "".join(texte for texte, _e, _r in _atomes(paragraphe))
            lus = [lire_repere(m[1]) for m in REPERE.finditer(chaine)]
            if not lus or REPERE.sub("", chaine).strip() or not all(lu and lu.ligne for lu in lus):
                continue
            debuts += [lu for lu in lus if lu.sorte == "debut"]
            fins += [lu for lu in lus if lu.sorte == "fin"]
            cellule = paragraphe.getparent()
            cellule.remove(paragraphe)
            if cellule.tag == q("tc") and cellule.find(q("p")) is None:
                cellule.append(w("p"))
        return debuts, fins


def structurer(docx, libelles=None):
    """(template with its controls made again, [Anomalie]); the file is unusable if there are any."""
    parties = ouvrir(docx)
    lecteur = _Lecteur(libelles or {})
    change = False
    for nom in sorted(parties):
        if not PARTIES.match(nom):
            continue
        racine = analyser(parties[nom])
        avant = serialiser(racine)
        _alleger(racine)
        lecteur.partie = nom
        corps = racine.find(q("body"))
        lecteur.blocs(racine if corps is None else corps)
        parties[nom] = serialiser(racine)
        change = change or parties[nom] != avant
    # A file that had its controls already is kept to the byte.
    return empaqueter(parties) if change else docx, lecteur.anomalies


def _alleger(racine):
    """Take away what word processors put around text: empty controls, spelling, smart tags."""
    for element in list(racine.iter(q("proofErr"))):
        element.getparent().remove(element)
    for sdt in reversed(list(racine.iter(q("sdt"), q("smartTag")))):
        if sdt.tag == q("sdt") and (
            sdt.find(f"{q('sdtPr')}/{q('tag')}") is not None
            or sdt.find(f"{q('sdtPr')}/{q('docPartObj')}") is not None
        ):
            continue
        contenu = sdt.find(q("sdtContent")) if sdt.tag == q("sdt") else sdt
        parent, enfants = sdt.getparent(), list(contenu if contenu is not None else ())
        position = parent.index(sdt)
        parent.remove(sdt)
        for rang, enfant in enumerate(enfants):
            parent.insert(position + rang, enfant)


def _atomes(p):
    """(text, element, run) of what a line holds, in order."""
    for enfant in list(p):
        if enfant.tag == q("pPr"):
            continue
        if enfant.tag != q("r"):
            yield ("" if enfant.tag in _SANS_TEXTE else _OPAQUE), enfant, None
            continue
        for element in enfant:
            if element.tag == q("t"):
                yield element.text or "", element, enfant
            elif element.tag not in (q("rPr"), q("lastRenderedPageBreak")):
                yield _OPAQUE, element, enfant


def _run_de(run, element):
    proprietes = run.find(q("rPr"))
    return w("r", deepcopy(proprietes) if proprietes is not None else None, element)


def _run_champ(run, texte):
    """The grey of a placeholder, with the bold or the size that the agent gave to the mark."""
    proprietes = run.find(q("rPr"))
    proprietes = deepcopy(proprietes) if proprietes is not None else w("rPr")
    for element in list(proprietes):
        if element.tag in (q("rStyle"), q("color"), q("highlight")):
            proprietes.remove(element)
    proprietes.insert(0, w("rStyle", val=STYLE_CHAMP))
    return w("r", proprietes, w_texte(texte))


def _equilibre(lus):
    """The marks of the line close each other: a passage inside the line, not around others."""
    ouverts = 0
    for lu in lus:
        ouverts += 1 if lu.sorte == "debut" else -1
        if ouverts < 0:
            return False
    return ouverts == 0
