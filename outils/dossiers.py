"""Folders, locks, free space, and folders built whole or not at all."""
import contextlib
import fcntl
import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from .messages import NBSP, Erreur

RACINE = Path(__file__).resolve().parent.parent
ETAT = RACINE / ".oilhi"
JOURNAUX = ETAT / "journaux"
ADDONS = ("oilhi_partenaires", "oilhi_lhi", "oilhi_documents")
ESPACE_MINIMAL = 4 * 10**9


def dossier_cache():
    """Where downloads and built environments are kept, per user.

    Root's home is closed to others, and PostgreSQL, which refuses to run as root, is
    started from there under another account: root's cache is the machine's.
    """
    base = os.environ.get("XDG_CACHE_HOME")
    if not base:
        base = "/var/cache" if os.geteuid() == 0 else os.path.expanduser("~/.cache")
    return Path(base).absolute() / "oilhi"


def cle(*parties):
    """Short key of what a cached thing is made from."""
    return hashlib.sha256("\n".join(map(str, parties)).encode()).hexdigest()[:12]


def preparer_etat():
    """Create the state and cache folders, or say which one cannot be written."""
    for dossier in (ETAT, JOURNAUX, dossier_cache()):
        try:
            dossier.mkdir(parents=True, exist_ok=True)
        except OSError as erreur:
            raise Erreur(
                f"Le dossier {dossier} ne peut pas être créé ({erreur.strerror}){NBSP}: "
                "donnez-vous le droit d'y écrire, puis relancez la commande."
            ) from erreur


def verifier_espace(minimum=ESPACE_MINIMAL):
    """Odoo, its environment and the databases need room: say so before, not in the middle."""
    for dossier in (ETAT, dossier_cache()):
        existant = dossier
        while not existant.exists():
            existant = existant.parent
        libre = shutil.disk_usage(existant).free
        if libre < minimum:
            raise Erreur(
                f"Il ne reste que {libre / 1e9:.1f}{NBSP}Go libres sur le disque de {existant}, "
                f"il en faut {minimum / 1e9:.0f}{NBSP}: libérez de la place, ou déplacez le cache "
                "avec la variable XDG_CACHE_HOME."
            )


@contextlib.contextmanager
def verrou(fichier, refus=None, attente=None):
    """Hold an exclusive lock. With ``refus``, fail at once instead of waiting."""
    fichier.parent.mkdir(parents=True, exist_ok=True)
    with open(fichier, "a") as poignee:
        try:
            fcntl.flock(poignee, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            if refus:
                raise Erreur(refus) from None
            if attente:
                attente()
            fcntl.flock(poignee, fcntl.LOCK_EX)
        yield


def construire(destination, fabrique):
    """Build ``destination`` in a temporary neighbour, then rename it: never half there.

    A lock per destination lets two clones share the cache; leftovers of an
    interrupted build are removed, since the lock says that nobody is building.
    """
    if destination.exists():
        return destination
    with verrou(destination.with_name(f".{destination.name}.verrou")):
        if destination.exists():
            return destination
        prefixe = f".{destination.name}.tmp-"
        for reste in destination.parent.glob(prefixe + "*"):
            shutil.rmtree(reste, ignore_errors=True)
        provisoire = Path(tempfile.mkdtemp(prefix=prefixe, dir=destination.parent))
        provisoire.chmod(0o755)
        try:
            fabrique(provisoire)
            provisoire.rename(destination)
        except OSError as erreur:
            shutil.rmtree(provisoire, ignore_errors=True)
            raise Erreur(
                f"Écriture impossible dans {destination.parent} ({erreur.strerror or erreur}){NBSP}: "
                "vérifiez la place libre et les droits, puis relancez la commande."
            ) from erreur
        except BaseException:
            shutil.rmtree(provisoire, ignore_errors=True)
            raise
    return destination
