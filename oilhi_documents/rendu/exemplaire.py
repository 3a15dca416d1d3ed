"""A signed copy that comes back as a scan: a PDF or an image, that opens and does nothing else."""

import io
import warnings

from .erreurs import FichierRefuse

TAILLE_MAX = 30 * 1024 * 1024
PAGES_MAX = 500
PIXELS_MAX = 100_000_000
_IMAGES = {"JPEG": "image/jpeg", "PNG": "image/png"}
_ACTIFS = ("/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/RichMedia", "/XFA")


def verifier_exemplaire(contenu):
    """Its type (PDF, JPEG or PNG), or FichierRefuse with what to do."""
    if not contenu:
        raise FichierRefuse("Le fichier est vide.")
    if len(contenu) > TAILLE_MAX:
        raise FichierRefuse("Le fichier dépasse 30 Mo : numérisez en 200 points par pouce, en noir et blanc.")
    if contenu.startswith(b"%PDF-"):
        _verifier_pdf(contenu)
        return "application/pdf"
    return _verifier_image(contenu)


def _verifier_pdf(contenu):
    import pypdf

    try:
        lecteur = pypdf.PdfReader(io.BytesIO(contenu), strict=False)
        if lecteur.is_encrypted:
            raise FichierRefuse("Ce PDF est protégé par un mot de passe.")
        pages = len(lecteur.pages)
        catalogue = lecteur.trailer["/Root"]
        actif = _actif(catalogue) or any(_actif(page) for page in lecteur.pages[:PAGES_MAX])
    except FichierRefuse:
        raise
    except Exception:  # pypdf raises many errors on a broken file: one answer for the agent
        raise FichierRefuse("Ce PDF n’est pas lisible.") from None
    if not 0 < pages <= PAGES_MAX:
        raise FichierRefuse(f"Ce PDF doit avoir de 1 à {PAGES_MAX} pages.")
    if actif:
        raise FichierRefuse(
            "Ce PDF contient un script, un fichier joint ou un formulaire actif : imprimez-le en PDF, "
            "ou numérisez l’original signé."
        )


def _actif(racine, profondeur=6):
    """Something that runs, opens or hides a file, near the root of the document or of a page."""
    pile, vus = [(racine, profondeur)], 0
    while pile:
        objet, reste = pile.pop()
        vus += 1
        objet = objet.get_object() if hasattr(objet, "get_object") else objet
        if isinstance(objet, dict):
            if any(cle in objet for cle in _ACTIFS) or objet.get("/S") in _ACTIFS:
                return True
            enfants = [v for cle, v in objet.items() if cle not in ("/Parent", "/P", "/Pages", "/StructTreeRoot")]
        elif isinstance(objet, list):
            enfants = objet[:200]
        else:
            continue
        if reste and vus < 5000:
            pile.extend((enfant, reste - 1) for enfant in enfants)
    return False


def _verifier_image(contenu):
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(contenu), formats=list(_IMAGES)) as image:
                genre = _IMAGES[image.format]
                taille = image.size
                if taille[0] * taille[1] <= PIXELS_MAX:
                    image.verify()
    except Exception:  # Pillow raises many errors on a broken file: one answer for the agent
        raise FichierRefuse(
            "Ce fichier n’est ni un PDF, ni une image JPEG ou PNG lisible."
        ) from None
    if taille[0] * taille[1] > PIXELS_MAX:
        raise FichierRefuse("Cette image est trop grande : numérisez en 200 points par pouce.")
    return genre
