"""Fill the content controls of a template. Values are written as text, never interpreted."""

import re
from copy import copy
from dataclasses import dataclass, field

from lxml.etree import SubElement

from .cles import AUTOMATIQUES, BLOCS, lire_etiquette, singulier
from .erreurs import ChampInconnu, ValeursIncorrectes, ValeursManquantes
from .ooxml import NS_W14, NS_XML, PLUSIEURS_BLANCS, empaqueter, q, serialiser, w
from .paquet import STYLE_CHAMP
from .verification import ouvrir_arbres

# An act with more items or a longer text than this comes from a mistake, and would cost minutes.
ITEMS_MAX = 1000
TEXTE_MAX = 200_000
_INTERDITS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
# Names and paths met hundreds of times in a document, written once.
SDT, CONTENU, P, R, PPR, RPR = (q(n) for n in ("sdt", "sdtContent", "p", "r", "pPr", "rPr"))
T, BR, TAB, ESPACE = q("t"), q("br"), q("tab"), f"{{{NS_XML}}}space"
TBL, TR, TC, VAL, RSTYLE = (q(n) for n in ("tbl", "tr", "tc", "val", "rStyle"))
SIGNETS = (q("bookmarkStart"), q("bookmarkEnd"))
IDENTIFIANTS = (f"{{{NS_W14}}}paraId", f"{{{NS_W14}}}textId")
PROPRIETES, ETIQUETTE = q("sdtPr"), q("tag")
_LIGNES = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")


@dataclass
class Portee:
    """One turn of a repeated block."""

    prefixe: str
    item: dict
    chemin: str
    rang: int
    total: int


@dataclass
class Remplisseur:
    valeurs: dict
    garder_controles: bool = False
    manquantes: list = field(default_factory=list)
    incorrectes: list = field(default_factory=list)
    inconnus: list = field(default_factory=list)
    identifiant: int = 0

    def partie(self, racine):
        self.parcourir(racine, ())
        # What a passage set aside leaves behind: a table without a row, a cell without a paragraph.
        for tableau in reversed(list(racine.iter(TBL))):
            if tableau.find(f".//{TR}") is None:
                tableau.getparent().remove(tableau)
        for cellule in racine.iter(TC):
            if cellule.find(P) is None:
                cellule.append(w("p"))

    # -- walk -----------------------------------------------------------------------------------
    def parcourir(self, parent, portees):
        """Outermost controls first, in their order; each of them sees to those that it holds."""
        interieurs = set()
        for enfant in list(parent.iterdescendants(SDT)):
            if enfant in interieurs:
                continue
            interieurs.update(enfant.iterdescendants(SDT))
            texte = etiquette_de(enfant)
            if not texte:
                # Word's own controls (page numbers, tables of contents) have no tag.
                self.parcourir(enfant, portees)
                continue
            etiquette = lire_etiquette(texte)
            if etiquette is None:
                self.inconnus.append(texte)
            elif etiquette.verbe == "champ":
                self.champ(enfant, etiquette.cle, portees)
            elif etiquette.verbe == "pour":
                self.repeter(enfant, etiquette.cle, portees)
            elif etiquette.verbe in BLOCS:
                self.choisir(enfant, etiquette, portees)

    def choisir(self, sdt, etiquette, portees):
        valeur = self.valeur(etiquette.cle, portees)
        if valeur is None:
            return
        if etiquette.verbe in ("plusieurs", "unique"):
            if not isinstance(valeur, list):
                self.incorrectes.append(self.chemin(etiquette.cle, portees))
                return
            garder = (len(valeur) > 1) == (etiquette.verbe == "plusieurs")
        else:
            vrai = bool(valeur.strip()) if isinstance(valeur, str) else bool(valeur)
            garder = vrai == (etiquette.verbe == "si")
        if not garder:
            sdt.getparent().remove(sdt)
            return
        self.parcourir(enfant_de(sdt, CONTENU), portees)
        self.deballer(sdt)

    def repeter(self, sdt, cle, portees):
        liste = self.valeur(cle, portees)
        if liste is None:
            return
        chemin = self.chemin(cle, portees)
        if not isinstance(liste, list) or any(not isinstance(item, dict) for item in liste):
            self.incorrectes.append(chemin)
            return
        if not liste:
            self.manquantes.append(chemin)
            return
        if len(liste) > ITEMS_MAX:
            self.incorrectes.append(chemin)
            return
        modele = enfant_de(sdt, CONTENU)
        copies = []
        for rang, item in enumerate(liste):
            copie = copy(modele)  # lxml copies the whole branch
            if rang:
                retirer_identifiants(copie)
            portee = Portee(singulier(cle), item, f"{chemin}[{rang}]", rang + 1, len(liste))
            self.parcourir(copie, (*portees, portee))
            copies.extend(copie)
        for enfant in list(modele):
            modele.remove(enfant)
        modele.extend(copies)
        self.deballer(sdt)

    # -- values ---------------------------------------------------------------------------------
    def chercher(self, cle, portees):
        """(path shown to the agent, holder, key inside the holder)."""
        for portee in reversed(portees):
            if cle.startswith(portee.prefixe + "."):
                reste = cle[len(portee.prefixe) + 1 :]
                return f"{portee.chemin}.{reste}", portee.item, reste
        return cle, self.valeurs, cle

    def chemin(self, cle, portees):
        return self.chercher(cle, portees)[0]

    def valeur(self, cle, portees):
        """The value, or None once noted as missing or incorrect."""
        if cle in AUTOMATIQUES:
            if not portees:
                self.inconnus.append(cle)
                return None
            portee = portees[-1]
            return {
                "auto.numero": str(portee.rang),
                "auto.premier": portee.rang == 1,
                "auto.dernier": portee.rang == portee.total,
            }[cle]
        chemin, porteur, nom = self.chercher(cle, portees)
        valeur = porteur.get(nom)
        if valeur is None:
            # Absent is unknown, and unknown is never « no ».
            self.manquantes.append(chemin)
            return None
        if not isinstance(valeur, str | bool | list) or (
            isinstance(valeur, str) and len(valeur) > TEXTE_MAX
        ):
            self.incorrectes.append(chemin)
            return None
        return valeur

    def champ(self, sdt, cle, portees):
        valeur = self.valeur(cle, portees)
        if valeur is None:
            return
        if valeur is False:
            valeur = ""
        if not isinstance(valeur, str):
            self.incorrectes.append(self.chemin(cle, portees))
            return
        lignes = nettoyer(valeur)
        if not any(ligne.strip() for ligne in lignes):
            self.manquantes.append(self.chemin(cle, portees))
            return
        self.ecrire(sdt, lignes)

    # -- writing --------------------------------------------------------------------------------
    def ecrire(self, sdt, lignes):
        contenu = enfant_de(sdt, CONTENU)
        proprietes = proprietes_de_run(sdt, copier=self.garder_controles)
        premier = next(contenu.iter(P), None)
        if premier is not None:
            # Control around paragraphs or a cell: the first paragraph carries the text.
            for autre in list(contenu.iter(P))[1:]:
                autre.getparent().remove(autre)
            vider(premier)
            ecrire_run(premier, proprietes, lignes[:1])
            self.suites(premier, proprietes, lignes[1:])
            self.deballer(sdt)
            return
        suites = lignes[1:] if len(lignes) > 1 and seul_dans_paragraphe(sdt) else ()
        ici = lignes[:1] if suites else lignes
        parent = sdt.getparent()
        if self.garder_controles:
            vider(contenu)
            ecrire_run(contenu, proprietes, ici)
            self.suites(parent, proprietes, suites)
            self.deballer(sdt)
        else:
            sdt.addprevious(ecrire_run(parent, proprietes, ici))
            parent.remove(sdt)
            self.suites(parent, proprietes, suites)

    def suites(self, paragraphe, proprietes, lignes):
        """Each further non-empty line becomes a paragraph of the same style."""
        dernier = paragraphe
        for ligne in lignes:
            if not ligne.strip():
                continue
            nouveau = w("p")
            modele = enfant_de(paragraphe, PPR)
            if modele is not None:
                nouveau.append(copy(modele))
                for section in nouveau.iter(q("sectPr")):
                    section.getparent().remove(section)
            dernier.addnext(nouveau)
            forme = copy(proprietes) if proprietes is not None else None
            ecrire_run(nouveau, forme, [ligne])
            dernier = nouveau

    def deballer(self, sdt):
        """Replace the control by its content, or keep it as an ordinary filled control."""
        if self.garder_controles:
            proprietes = sdt.find(q("sdtPr"))
            for nom in ("showingPlcHdr", "dataBinding", "placeholder"):
                for element in proprietes.findall(q(nom)):
                    proprietes.remove(element)
            self.identifiant += 1
            for element in proprietes.findall(q("id")):
                element.set(q("val"), str(self.identifiant))
            if len(sdt.find(q("sdtContent"))):
                return
        deballer(sdt)


def deballer(sdt):
    for enfant in list(enfant_de(sdt, CONTENU)):
        sdt.addprevious(enfant)
    sdt.getparent().remove(sdt)


def etiquette_de(sdt):
    proprietes = enfant_de(sdt, PROPRIETES)
    balise = enfant_de(proprietes, ETIQUETTE) if proprietes is not None else None
    return balise.get(VAL, "") if balise is not None else ""


def enfant_de(element, nom):
    """Its first child of that name; a search by path costs ten times more."""
    return next(element.iterchildren(nom), None)


def nettoyer(valeur):
    """Lines of a value, without the characters that XML cannot hold."""
    return [_INTERDITS.sub("", ligne) for ligne in _LIGNES.split(valeur.strip("\r\n"))]


def vider(element):
    """Remove the content of a paragraph or control, keeping the paragraph properties."""
    for enfant in list(element):
        if enfant.tag != PPR:
            element.remove(enfant)


def proprietes_de_run(sdt, copier=True):
    """Character formatting of the control, without the grey of the placeholder.

    Without `copier`, that of the control itself, which is about to be thrown away.
    """
    trouve = next(enfant_de(sdt, CONTENU).iter(RPR), None)
    if trouve is None or trouve.getparent().tag == PPR:
        generales = enfant_de(sdt, PROPRIETES)
        trouve = enfant_de(generales, RPR) if generales is not None else None
    if trouve is None:
        return None
    if copier:
        trouve = copy(trouve)
    for style in list(trouve.iterchildren(RSTYLE)):
        if style.get(VAL) == STYLE_CHAMP:
            trouve.remove(style)
    return trouve if len(trouve) else None


def ecrire_run(parent, proprietes, lignes):
    """A run at the end of `parent`, built in place: an element made apart is moved at a cost."""
    element = SubElement(parent, R)
    if proprietes is not None:
        element.append(proprietes)
    for rang, ligne in enumerate(lignes):
        if rang:
            SubElement(element, BR)
        for colonne, morceau in enumerate(ligne.split("\t")):
            if colonne:
                SubElement(element, TAB)
            if morceau:
                texte = SubElement(element, T)
                texte.text = morceau
                texte.set(ESPACE, PLUSIEURS_BLANCS)
    return element


def seul_dans_paragraphe(sdt):
    parent = sdt.getparent()
    return parent.tag == P and all(enfant is sdt or enfant.tag == PPR for enfant in parent)


def retirer_identifiants(racine):
    """A repeated copy must not carry twice the ids and bookmarks of the original."""
    for signet in list(racine.iter(*SIGNETS)):
        signet.getparent().remove(signet)
    for element in racine.iter(P, TR):  # nothing else carries them
        for nom in IDENTIFIANTS:
            element.attrib.pop(nom, None)


def numeroter(racine, inconnus):
    """Number the articles that remain, then resolve the references to them."""
    numeros, rang = {}, 0
    articles, renvois = [], []
    for sdt in racine.iter(SDT):
        etiquette = lire_etiquette(etiquette_de(sdt))
        if etiquette and etiquette.verbe == "article":
            articles.append((sdt, etiquette.cle))
        elif etiquette and etiquette.verbe == "ref":
            renvois.append((sdt, etiquette.cle))
    for sdt, ident in articles:
        rang += 1
        numero = "1er" if rang == 1 else str(rang)
        if ident:
            numeros[ident] = numero
        ecrire_numero(sdt, numero)
    for sdt, ident in renvois:
        if ident in numeros:
            ecrire_numero(sdt, numeros[ident])
        else:
            inconnus.append(f"auto.ref:{ident}")


def ecrire_numero(sdt, numero):
    parent = sdt.getparent()
    proprietes = proprietes_de_run(sdt, copier=False)
    sdt.addprevious(ecrire_run(parent, proprietes, [numero]))
    parent.remove(sdt)


def remplir(docx, valeurs, *, garder_controles=False, catalogue=None):
    """Return the bytes of the filled document, or raise naming every key at fault.

    `valeurs`: flat dict key -> str | bool | list of dict (keys of an item without its prefix).
    `catalogue`: set of known keys; a template that uses another one is refused.
    """
    parties, racines = ouvrir_arbres(docx)
    if catalogue is not None:
        inconnus = _champs_utilises(racines) - set(catalogue)
        if inconnus:
            raise ChampInconnu(sorted(inconnus))
    remplisseur = Remplisseur(valeurs, garder_controles)
    rempli = remplir_parties(parties, racines, remplisseur)
    if remplisseur.incorrectes:
        raise ValeursIncorrectes(remplisseur.incorrectes)
    if remplisseur.manquantes:
        raise ValeursManquantes(remplisseur.manquantes)
    return rempli


def remplir_parties(parties, racines, remplisseur):
    """The file with each part walked by that filler; what it could not fill is for the caller."""
    for nom, racine in sorted(racines.items()):
        if next(racine.iter(SDT), None) is None:
            continue  # nothing to fill: the part stays as it was written
        remplisseur.partie(racine)
        numeroter(racine, remplisseur.inconnus)
        parties[nom] = serialiser(racine)
    if remplisseur.inconnus:
        raise ChampInconnu(remplisseur.inconnus)
    return empaqueter(parties)


def champs_utilises(docx):
    """Canonical keys of a template: `commune.nom`, `personnes`, `personnes[].nom_complet`."""
    return _champs_utilises(ouvrir_arbres(docx)[1])


def _champs_utilises(racines):
    cles = set()
    for racine in racines.values():
        _collecter(racine, (), cles)
    return cles


def _collecter(parent, portees, cles):
    interieurs = set()
    for enfant in list(parent.iterdescendants(SDT)):
        if enfant in interieurs:
            continue
        interieurs.update(enfant.iterdescendants(SDT))
        texte = etiquette_de(enfant)
        etiquette = lire_etiquette(texte)
        if texte and etiquette is None:
            raise ChampInconnu([texte])
        suite = portees
        if etiquette and etiquette.cle and etiquette.verbe in ("champ", *BLOCS):
            if not etiquette.cle.startswith("auto."):
                cles.add(canonique(etiquette.cle, portees))
            if etiquette.verbe == "pour":
                chemin = canonique(etiquette.cle, portees)
                suite = (*portees, (singulier(etiquette.cle), f"{chemin}[]"))
        _collecter(enfant, suite, cles)


def canonique(cle, portees):
    for prefixe, chemin in reversed(portees):
        if cle.startswith(prefixe + "."):
            return f"{chemin}.{cle[len(prefixe) + 1 :]}"
    return cle
