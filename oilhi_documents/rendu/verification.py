"""Refuse hostile or unusable Word files before anything reads them."""

import io
import re
import zipfile
from dataclasses import dataclass

from lxml import etree

from .erreurs import ChampInconnu, FichierRefuse
from .ooxml import NS_RELS, NS_TYPES, PARTIES, analyser, q

TAILLE_MAX = 20 * 1024 * 1024
ENTREES_MAX = 1000
DECOMPRESSE_MAX = 100 * 1024 * 1024
PARTIE_XML_MAX = 20 * 1024 * 1024
RAPPORT_MAX = 200
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_DANGEREUX = re.compile(
    r"(vbaProject|vbaData|\.bin$|/embeddings/|/activeX/|/afchunk|\.(exe|dll|js|vbs|hta|swf)$)", re.I
)
_RELATIONS_REFUSEES = {
    "vbaProject": "macro",
    "oleObject": "objet OLE",
    "package": "objet incorporé",
    "aFChunk": "contenu importé (altChunk)",
    "control": "contrôle ActiveX",
    "attachedTemplate": "modèle attaché",
    "subDocument": "sous-document",
    "frame": "cadre",
}


@dataclass(frozen=True)
class Probleme:
    """One finding; `niveau` is « bloquant » or « avertissement »."""

    code: str
    niveau: str
    message: str
    partie: str = ""


def ouvrir(docx):
    """Parts of a Word file as {name: bytes}, within limits, or FichierRefuse."""
    return ouvrir_arbres(docx)[0]


def ouvrir_arbres(docx):
    """The same, and the parts that hold fields already read: {name: root}."""
    if len(docx) > TAILLE_MAX:
        raise FichierRefuse("Le fichier dépasse 20 Mo.")
    try:
        archive = zipfile.ZipFile(io.BytesIO(docx))
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        raise FichierRefuse("Ce fichier n’est pas un document Word (.docx) lisible.") from None
    with archive:
        entrees = archive.infolist()
        if len(entrees) > ENTREES_MAX:
            raise FichierRefuse("Le fichier contient trop d’éléments.")
        if len({entree.filename.lower() for entree in entrees}) != len(entrees):
            raise FichierRefuse("Le fichier contient deux éléments du même nom.")
        parties, total = {}, 0
        for entree in entrees:
            _verifier_entree(entree)
            total += entree.file_size
            if total > DECOMPRESSE_MAX:
                raise FichierRefuse("Le fichier, une fois décompressé, est trop volumineux.")
            if entree.is_dir():
                continue
            parties[entree.filename] = _lire(archive, entree)
    for nom in ("[Content_Types].xml", "word/document.xml"):
        if nom not in parties:
            raise FichierRefuse("Ce fichier n’est pas un document Word (.docx).")
    return parties, _verifier_xml(parties)


def _verifier_entree(entree):
    nom = entree.filename
    if nom.startswith(("/", "\\")) or "\\" in nom or ":" in nom or ".." in nom.split("/"):
        raise FichierRefuse("Le fichier contient un chemin interdit.")
    if entree.flag_bits & 0x1:
        raise FichierRefuse("Le fichier est protégé par un mot de passe.")
    limite = PARTIE_XML_MAX if nom.endswith((".xml", ".rels")) else TAILLE_MAX
    if entree.file_size > limite:
        raise FichierRefuse("Un élément du fichier est trop volumineux.")
    if entree.file_size > 1_000_000 and entree.file_size > RAPPORT_MAX * max(
        entree.compress_size, 1
    ):
        raise FichierRefuse("Un élément du fichier est compressé de façon anormale.")


def _lire(archive, entree):
    """Read no more than what the entry declares: the header of a bomb lies."""
    try:
        with archive.open(entree) as flux:
            octets = flux.read(entree.file_size + 1)
    except Exception:  # zlib, lzma, CRC, unsupported method: one answer for the agent
        raise FichierRefuse("Le fichier est endommagé.") from None
    if len(octets) != entree.file_size:
        raise FichierRefuse("Le fichier est endommagé.")
    return octets


def _verifier_xml(parties):
    racines = {}
    for nom, octets in parties.items():
        if not nom.endswith((".xml", ".rels")):
            continue
        try:
            racine = analyser(octets)
        except etree.XMLSyntaxError:
            raise FichierRefuse(f"La partie « {nom} » n’est pas lisible.") from None
        if racine.getroottree().docinfo.doctype or racine.getroottree().docinfo.internalDTD:
            raise FichierRefuse("Le fichier contient une définition de type (DTD) interdite.")
        if PARTIES.match(nom):
            racines[nom] = racine
    return racines


def verifier_docx(docx, catalogue=None):
    """Every problem found in a file an agent brings; an empty list means it can be used."""
    try:
        parties = ouvrir(docx)
    except FichierRefuse as refus:
        return [Probleme("fichier", "bloquant", str(refus))]
    problemes = [*_types(parties), *_relations(parties), *_contenus(parties)]
    problemes.extend(_champs(docx, catalogue))
    return problemes


def _types(parties):
    racine = analyser(parties["[Content_Types].xml"])
    types = [element.get("ContentType", "") for element in racine]
    principal = [
        element.get("ContentType", "")
        for element in racine.iter(f"{{{NS_TYPES}}}Override")
        if element.get("PartName") == "/word/document.xml"
    ]
    if any("macro" in valeur.lower() or "vba" in valeur.lower() for valeur in types):
        yield Probleme("macro", "bloquant", "Le document contient ou accepte des macros.")
    elif principal != [_DOCX]:
        yield Probleme("type", "bloquant", "Ce fichier n’est pas un document Word (.docx).")
    for nom in parties:
        if _DANGEREUX.search(nom):
            yield Probleme("objet", "bloquant", "Le document contient un objet incorporé.", nom)


def _relations(parties):
    for nom, octets in parties.items():
        if not nom.endswith(".rels"):
            continue
        for relation in analyser(octets).iter(f"{{{NS_RELS}}}Relationship"):
            genre = relation.get("Type", "").rsplit("/", 1)[-1]
            cible = relation.get("Target", "")
            if relation.get("TargetMode", "").lower() == "external" or re.match(
                r"^([a-z][a-z0-9+.-]*:|//|\\\\)", cible, re.I
            ):
                yield Probleme(
                    "lien_externe",
                    "bloquant",
                    "Le document appelle un fichier ou un site extérieur ; "
                    "retirez ce lien (un lien hypertexte s’écrit en texte simple).",
                    nom,
                )
            elif genre in _RELATIONS_REFUSEES:
                yield Probleme(
                    "relation",
                    "bloquant",
                    f"Le document contient un élément refusé : {_RELATIONS_REFUSEES[genre]}.",
                    nom,
                )


_BALISES_REFUSEES = {
    "altChunk": "un contenu importé (altChunk)",
    "object": "un objet incorporé",
    "control": "un contrôle ActiveX",
    "subDoc": "un sous-document",
}
_CHAMPS_REFUSES = re.compile(
    r"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|DATABASE|MACROBUTTON|RD)\b"
)


def _contenus(parties):
    for nom, octets in parties.items():
        if not nom.startswith("word/") or not nom.endswith(".xml"):
            continue
        racine = analyser(octets)
        for balise, libelle in _BALISES_REFUSEES.items():
            if racine.find(f".//{q(balise)}") is not None:
                yield Probleme("contenu", "bloquant", f"Le document contient {libelle}.", nom)
        codes = "".join(element.text or "" for element in racine.iter(q("instrText")))
        codes += " ".join(e.get(q("instr"), "") for e in racine.iter(q("fldSimple")))
        if _CHAMPS_REFUSES.search(codes):
            yield Probleme(
                "champ_actif", "bloquant", "Le document contient un champ actif refusé.", nom
            )
        revision = next(racine.iter(q("ins"), q("del"), q("moveFrom"), q("moveTo")), None)
        if PARTIES.match(nom) and revision is not None:
            yield Probleme(
                "revisions",
                "avertissement",
                "Le document contient des modifications suivies : acceptez-les ou refusez-les.",
                nom,
            )


def _champs(docx, catalogue):
    # Imported late: filling needs `ouvrir`, defined here.
    from .remplissage import champs_utilises

    try:
        utilises = champs_utilises(docx)
    except ChampInconnu as erreur:
        yield Probleme("champ", "bloquant", str(erreur))
        return
    if catalogue is None:
        return
    for cle in sorted(utilises - set(catalogue)):
        yield Probleme("champ", "bloquant", f"Le champ « {cle} » n’existe pas au catalogue.")
