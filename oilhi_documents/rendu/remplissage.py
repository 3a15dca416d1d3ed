"""Fill the content controls of a template. Values are written as text, never interpreted."""

import re
from copy import deepcopy
from dataclasses import dataclass, field

from .cles import AUTOMATIQUES, BLOCS, lire_etiquette, singulier
from .erreurs import ChampInconnu, ValeursIncorrectes, ValeursManquantes
from .ooxml import NS_W14, PARTIES, analyser, empaqueter, q, serialiser, w, w_texte
from .paquet import STYLE_CHAMP
from .verification import ouvrir

# An act with more items or a longer text than this comes from a mistake, and would cost minutes.
ITEMS_MAX = 1000
TEXTE_MAX = 200_000
_INTERDITS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
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

    # -- walk -----------------------------------------------------------------------------------
    def parcourir(self, parent, portees):
        for enfant in list(parent):
            if not isinstance(enfant.tag, str):
                continue
            if enfant.tag != q("sdt"):
                self.parcourir(enfant, portees)
                continue
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
        if parent.tag == q("tbl") and parent.find(f".//{q('tr')}") is None:
            parent.getparent().remove(parent)
        elif parent.tag == q("tc") and parent.find(q("p")) is None:
            parent.append(w("p"))

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
        self.parcourir(sdt.find(q("sdtContent")), portees)
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
        modele = sdt.find(q("sdtContent"))
        copies = []
        for rang, item in enumerate(liste):
            copie = deepcopy(modele)
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
        contenu = sdt.find(q("sdtContent"))
        parent = sdt.getparent()
        proprietes = proprietes_de_run(sdt)
        paragraphes = list(contenu.iter(q("p")))
        if paragraphes:
            # Control around paragraphs or a cell: the first paragraph carries the text.
            premier = paragraphes[0]
            for autre in paragraphes[1:]:
                autre.getparent().remove(autre)
            vider(premier)
            self.en_paragraphes(premier, proprietes, lignes)
        elif seul_dans_paragraphe(sdt) and len(lignes) > 1:
            vider(contenu)
            contenu.append(self.run(proprietes, [lignes[0]]))
            self.suites(parent, proprietes, lignes[1:])
        else:
            vider(contenu)
            contenu.append(self.run(proprietes, lignes))
        self.deballer(sdt)

    def en_paragraphes(self, paragraphe, proprietes, lignes):
        paragraphe.append(self.run(proprietes, [lignes[0]]))
        self.suites(paragraphe, proprietes, lignes[1:])

    def suites(self, paragraphe, proprietes, lignes):
        """Each further non-empty line becomes a paragraph of the same style."""
        dernier = paragraphe
        for ligne in lignes:
            if not ligne.strip():
                continue
            nouveau = w("p")
            modele = paragraphe.find(q("pPr"))
            if modele is not None:
                nouveau.append(deepcopy(modele))
                for section in nouveau.iter(q("sectPr")):
                    section.getparent().remove(section)
            nouveau.append(self.run(proprietes, [ligne]))
            dernier.addnext(nouveau)
            dernier = nouveau

    def run(self, proprietes, lignes):
        element = w("r", deepcopy(proprietes) if proprietes is not None else None)
        for rang, ligne in enumerate(lignes):
            if rang:
                element.append(w("br"))
            for colonne, morceau in enumerate(ligne.split("\t")):
                if colonne:
                    element.append(w("tab"))
                if morceau:
                    element.append(w_texte(morceau))
        return element

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
    parent = sdt.getparent()
    position = parent.index(sdt)
    enfants = list(sdt.find(q("sdtContent")))
    parent.remove(sdt)
    for decalage, enfant in enumerate(enfants):
        parent.insert(position + decalage, enfant)


def etiquette_de(sdt):
    balise = sdt.find(f"{q('sdtPr')}/{q('tag')}")
    return balise.get(q("val"), "") if balise is not None else ""


def nettoyer(valeur):
    """Lines of a value, without the characters that XML cannot hold."""
    return [_INTERDITS.sub("", ligne) for ligne in _LIGNES.split(valeur.strip("\r\n"))]


def vider(element):
    """Remove the content of a paragraph or control, keeping the paragraph properties."""
    for enfant in list(element):
        if enfant.tag != q("pPr"):
            element.remove(enfant)


def proprietes_de_run(sdt):
    """Character formatting of the control, without the grey of the placeholder."""
    trouve = sdt.find(f"{q('sdtContent')}//{q('rPr')}")
    if trouve is None or trouve.getparent().tag == q("pPr"):
        trouve = sdt.find(f"{q('sdtPr')}/{q('rPr')}")
    if trouve is None:
        return None
    copie = deepcopy(trouve)
    for style in copie.findall(q("rStyle")):
        if style.get(q("val")) == STYLE_CHAMP:
            copie.remove(style)
    return copie if len(copie) else None


def seul_dans_paragraphe(sdt):
    parent = sdt.getparent()
    return parent.tag == q("p") and all(
        enfant is sdt or enfant.tag == q("pPr") for enfant in parent
    )


def retirer_identifiants(racine):
    """A repeated copy must not carry twice the ids and bookmarks of the original."""
    for element in list(racine.iter()):
        if element.tag in (q("bookmarkStart"), q("bookmarkEnd")):
            element.getparent().remove(element)
            continue
        for nom in ("paraId", "textId"):
            element.attrib.pop(f"{{{NS_W14}}}{nom}", None)


def numeroter(racine, inconnus):
    """Number the articles that remain, then resolve the references to them."""
    numeros, rang = {}, 0
    articles, renvois = [], []
    for sdt in racine.iter(q("sdt")):
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
    proprietes = proprietes_de_run(sdt)
    contenu = sdt.find(q("sdtContent"))
    vider(contenu)
    contenu.append(w("r", proprietes, w_texte(numero)))
    deballer(sdt)


def remplir(docx, valeurs, *, garder_controles=False, catalogue=None):
    """Return the bytes of the filled document, or raise naming every key at fault.

    `valeurs`: flat dict key -> str | bool | list of dict (keys of an item without its prefix).
    `catalogue`: set of known keys; a template that uses another one is refused.
    """
    if catalogue is not None:
        inconnus = champs_utilises(docx) - set(catalogue)
        if inconnus:
            raise ChampInconnu(sorted(inconnus))
    remplisseur = Remplisseur(valeurs, garder_controles)
    rempli = remplir_parties(docx, remplisseur)
    if remplisseur.incorrectes:
        raise ValeursIncorrectes(remplisseur.incorrectes)
    if remplisseur.manquantes:
        raise ValeursManquantes(remplisseur.manquantes)
    return rempli


def remplir_parties(docx, remplisseur):
    """The file with each part walked by that filler; what it could not fill is for the caller."""
    parties = ouvrir(docx)
    for nom in sorted(parties):
        if not PARTIES.match(nom):
            continue
        racine = analyser(parties[nom])
        remplisseur.partie(racine)
        numeroter(racine, remplisseur.inconnus)
        parties[nom] = serialiser(racine)
    if remplisseur.inconnus:
        raise ChampInconnu(remplisseur.inconnus)
    return empaqueter(parties)


def champs_utilises(docx):
    """Canonical keys of a template: `commune.nom`, `personnes`, `personnes[].nom_complet`."""
    parties = ouvrir(docx)
    cles = set()
    for nom, octets in parties.items():
        if PARTIES.match(nom):
            _collecter(analyser(octets), (), cles)
    return cles


def _collecter(parent, portees, cles):
    for enfant in parent:
        if enfant.tag != q("sdt"):
            _collecter(enfant, portees, cles)
            continue
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
