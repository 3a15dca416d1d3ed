"""A PDF that comes back from a parapheur: is it the one that left, and who signed it?

What is read is what the file says (name on the certificate, hour of the signature) and whether it
was touched since: no trust in the certificate is claimed, that is for a qualified validation service.
"""

import io
from dataclasses import dataclass
from datetime import datetime

from .erreurs import FichierRefuse
from .verification import Probleme

TAILLE_MAX = 60 * 1024 * 1024
SIGNATURES_MAX = 20
REVISIONS_MAX = 50
# What a signature may write again in the file: where its fields hang, and the properties.
_PAGE_LIBRE = {"/Annots", "/LastModified"}
_CATALOGUE_LIBRE = {"/AcroForm", "/Perms", "/DSS", "/Extensions", "/Version", "/Metadata"}
_ANNOTATIONS = {"/Widget"}


@dataclass(frozen=True)
class Signature:
    """One electronic signature; `date` is the hour that the signer declares, or a timestamp's."""

    nom: str
    organisme: str
    date: datetime | None
    intacte: bool  # its bytes are those that were signed
    entiere: bool  # it covers the file up to the end of its own revision
    champ: str


def lire_signatures(pdf):
    """Signatures of a PDF, in the order of the file; FichierRefuse when it cannot be read."""
    lecteur = _ouvrir(pdf)
    try:
        signatures = list(lecteur.embedded_regular_signatures)
    except Exception:  # a malformed signature: whatever the library says, one answer for the agent
        raise FichierRefuse("Les signatures de ce PDF ne sont pas lisibles.") from None
    if len(signatures) > SIGNATURES_MAX:
        raise FichierRefuse("Ce PDF porte trop de signatures.")
    return [_lire(signature) for signature in signatures]


def _ouvrir(pdf):
    from pyhanko.pdf_utils.reader import PdfFileReader

    if len(pdf) > TAILLE_MAX:
        raise FichierRefuse("Le fichier dépasse 60 Mo.")
    if not pdf.startswith(b"%PDF-"):
        raise FichierRefuse("Ce fichier n’est pas un PDF.")
    try:
        lecteur = PdfFileReader(io.BytesIO(pdf), strict=False)
        chiffre, revisions = lecteur.encrypted, lecteur.xrefs.total_revisions
        _racine = lecteur.root
    except Exception:  # see above
        raise FichierRefuse("Ce PDF n’est pas lisible.") from None
    if chiffre:
        raise FichierRefuse("Ce PDF est protégé par un mot de passe.")
    if revisions > REVISIONS_MAX:
        raise FichierRefuse("Ce PDF a été modifié un trop grand nombre de fois.")
    return lecteur


def _lire(signature):
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    sujet = {}
    intacte = entiere = False
    try:
        if signature.signer_cert is not None:
            sujet = signature.signer_cert.subject.native
        signature.compute_integrity_info()
        intacte = _integre(signature)
        entiere = signature.coverage in (
            SignatureCoverageLevel.ENTIRE_FILE, SignatureCoverageLevel.ENTIRE_REVISION,
        )  # fmt: skip
    except Exception:  # the library raises many errors on a forged signature: it is not intact
        intacte = False
    date = signature.self_reported_timestamp
    return Signature(
        nom=_texte(sujet.get("common_name")),
        organisme=_texte(sujet.get("organization_name")),
        date=date if isinstance(date, datetime) else None,
        intacte=intacte,
        entiere=entiere,
        champ=signature.field_name or "",
    )


def _texte(valeur):
    return " ".join(map(str, valeur)) if isinstance(valeur, list) else str(valeur or "")


def _integre(signature):
    """The digest of the file is the one that was signed, and the certificate's key signed it."""
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    intacte, valide = validate_sig_integrity(
        signature.signer_info,
        signature.signer_cert,
        expected_content_type="data",
        actual_digest=signature.compute_digest(),
    )
    return bool(intacte and valide)


def verifier_signe(exporte, signe):
    """(signatures, problems) of a signed PDF that should be the exported one, signed.

    The signed file begins with the very bytes that left; what follows adds signatures and nothing else.
    """
    signatures = lire_signatures(signe)
    problemes = []
    if not signe.startswith(exporte):
        problemes.append(Probleme(
            "autre_fichier", "bloquant",
            "Ce PDF ne contient pas, à l’octet près, le fichier envoyé au parapheur : il vient d’un "
            "autre document, d’un autre envoi, ou le parapheur l’a réécrit (tampon, conversion). "
            "Demandez au parapheur l’original signé (format PAdES, sans tampon ajouté).",
        ))  # fmt: skip
    elif len(signe) == len(exporte) or not signatures:
        problemes.append(Probleme(
            "sans_signature", "bloquant", "Ce PDF ne porte aucune signature électronique."
        ))
    else:
        problemes += _ajouts(exporte, signe)
    for signature in signatures:
        if not signature.intacte or not signature.entiere:
            problemes.append(Probleme(
                "signature_rompue", "bloquant",
                f"La signature de {signature.nom or 'signataire inconnu'} n’est pas valide : le fichier "
                "a été modifié après elle, ou elle est endommagée.",
            ))  # fmt: skip
    return signatures, problemes


def _ajouts(exporte, signe):
    """An update may show another text over the one that left: nothing but signatures is accepted."""
    refus = Probleme(
        "contenu_modifie", "bloquant",
        "Le contenu du document a été changé depuis son envoi au parapheur : ce PDF est refusé.",
    )  # fmt: skip
    try:
        avant, apres = _ouvrir(exporte), _ouvrir(signe)
        if _modifie(avant, apres):
            return [refus]
    except FichierRefuse:
        raise
    except Exception:  # what cannot be compared is not accepted
        return [refus]
    return []


def _modifie(avant, apres):
    """Has an object of the first file been written again, other than to hang signatures on it?"""
    connus = {
        (ref.idnum, ref.generation) for ref in avant.xrefs.explicit_refs_in_revision(0)
    }
    for rang in range(1, avant.xrefs.total_revisions):
        connus |= {(r.idnum, r.generation) for r in avant.xrefs.explicit_refs_in_revision(rang)}
    reecrits = set()
    for rang in range(avant.xrefs.total_revisions, apres.xrefs.total_revisions):
        reecrits |= {(r.idnum, r.generation) for r in apres.xrefs.explicit_refs_in_revision(rang)}
    return any(
        _autre(avant, apres, _reference(avant, *cle), _reference(apres, *cle))
        for cle in reecrits & connus
    ) or not _annotations_permises(avant, apres)


def _reference(lecteur, numero, generation):
    from pyhanko.pdf_utils.generic import Reference

    return lecteur.get_object(Reference(numero, generation, lecteur))


def _autre(avant, apres, ancien, nouveau):
    from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, StreamObject

    if isinstance(ancien, StreamObject):
        return not (
            ancien.get("/Type") in ("/Metadata", "/XRef", "/ObjStm")
            or (isinstance(nouveau, StreamObject) and ancien.encoded_data == nouveau.encoded_data
                and _egaux(ancien, nouveau, {"/Length"}))
        )
    if isinstance(ancien, ArrayObject):
        # The list of annotations of a page, or of the fields of the form: only added to.
        return (
            not isinstance(nouveau, ArrayObject)
            or _forme(nouveau)[: len(ancien)] != _forme(ancien)
        )
    if not isinstance(ancien, DictionaryObject) or not isinstance(nouveau, DictionaryObject):
        return _forme(ancien) != _forme(nouveau)
    if ancien.get("/Type") == "/Catalog":
        return not _egaux(ancien, nouveau, _CATALOGUE_LIBRE)
    if ancien.get("/Type") == "/Page":
        return not _egaux(ancien, nouveau, _PAGE_LIBRE)
    if "/Fields" in ancien:  # the form
        return not _egaux(ancien, nouveau, {"/Fields", "/SigFlags", "/DR", "/DA"})
    if ancien.get("/Type") is None and not _egaux(ancien, nouveau, set()):
        # The properties of the document, and nothing else.
        infos = apres.trailer.raw_get("/Info") if "/Info" in apres.trailer else None
        return infos is None or _reference(apres, infos.idnum, infos.generation) != nouveau
    return not _egaux(ancien, nouveau, set())


def _forme(objet):
    """What an object says, references as they stand; two objects that say the same are equal."""
    from pyhanko.pdf_utils.generic import (
        ArrayObject,
        DictionaryObject,
        IndirectObject,
        NullObject,
    )

    if isinstance(objet, NullObject):
        return None
    if isinstance(objet, IndirectObject):
        return ("renvoi", objet.idnum, objet.generation)
    if isinstance(objet, DictionaryObject):
        return {str(cle): _forme(objet.raw_get(cle)) for cle in objet}
    if isinstance(objet, ArrayObject):
        return [_forme(objet.raw_get(rang)) for rang in range(len(objet))]
    return (type(objet).__name__, repr(objet))


def _egaux(ancien, nouveau, libres):
    cles = (set(ancien) | set(nouveau)) - libres
    return all(
        cle in ancien and cle in nouveau
        and _forme(ancien.raw_get(cle)) == _forme(nouveau.raw_get(cle))
        for cle in cles
    )


def _annotations_permises(avant, apres):
    """The same pages; every annotation added is the box of a signature."""
    pages_avant, pages_apres = _pages(avant), _pages(apres)
    if len(pages_avant) != len(pages_apres):
        return False
    for ancienne, nouvelle in zip(pages_avant, pages_apres, strict=True):
        deja = [_forme(a) for a in _annotations(ancienne)]
        ensuite = list(_annotations(nouvelle))
        if [_forme(a) for a in ensuite[: len(deja)]] != deja:
            return False
        for ajoutee in ensuite[len(deja) :]:
            objet = ajoutee.get_object()
            if objet.get("/Subtype") not in _ANNOTATIONS or _heriter(objet, "/FT") != "/Sig":
                return False
    return True


def _annotations(page):
    """References as they stand, not what they lead to."""
    if "/Annots" not in page:
        return ()
    return tuple(page["/Annots"].raw_get(i) for i in range(len(page["/Annots"])))


def _heriter(objet, cle):
    for _niveau in range(10):
        if cle in objet:
            return objet[cle]
        if "/Parent" not in objet:
            return None
        objet = objet["/Parent"]
    return None


def _pages(lecteur):
    pages, pile, vus = [], [lecteur.root["/Pages"]], 0
    while pile:
        noeud = pile.pop()
        vus += 1
        if vus > 5000:
            raise FichierRefuse("Ce PDF a trop de pages.")
        if noeud.get("/Type") == "/Pages" or "/Kids" in noeud:
            pile.extend(reversed([noeud["/Kids"][i] for i in range(len(noeud["/Kids"]))]))
        else:
            pages.append(noeud)
    return pages
