"""Encryption of an archive, by the programs that the administrator already knows: gpg or age."""
import contextlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from .. import processus
from ..messages import NBSP, Erreur

PLEIN = ("No space left", "Disk quota exceeded", "File too large")


class Chiffre:
    """How an archive is closed: recipients (gpg or age), or a passphrase kept in a file (gpg)."""

    def __init__(self, destinataires=(), phrase=None):
        self.destinataires, self.phrase = list(destinataires or ()), phrase
        age = [d.startswith(("age1", "ssh-")) for d in self.destinataires]
        if any(age) and not all(age):
            raise Erreur(
                "Les destinataires mêlent des clés age et des clés gpg"
                f"{NBSP}: donnez les uns ou les autres."
            )
        if self.destinataires and phrase:
            raise Erreur(f"Choisissez{NBSP}: --destinataire ou --phrase, pas les deux.")
        self.outil = "age" if any(age) else "gpg" if self.destinataires or phrase else None
        if self.outil:
            exiger(self.outil)
        if phrase:
            lire_phrase(phrase)

    @property
    def suffixe(self):
        return f".{self.outil}" if self.outil else ""

    def commande(self):
        if self.outil == "age":
            return ["age", "--encrypt", *(m for d in self.destinataires for m in ("-r", d))]
        base = ["gpg", "--batch", "--no-tty", "--quiet", "--compress-algo", "none"]
        if self.phrase:
            return [*base, "--pinentry-mode", "loopback", "--passphrase-file", str(self.phrase),
                    "--symmetric", "--cipher-algo", "AES256"]
        return [*base, "--trust-model", "always", "--encrypt",
                *(m for d in self.destinataires for m in ("--recipient", d))]

    @contextlib.contextmanager
    def ecrire(self, fichier):
        """A stream to write the archive in; what reaches the disk is encrypted."""
        with open(fichier, "xb") as sortie:
            os.fchmod(sortie.fileno(), 0o600)
            if not self.outil:
                yield sortie
            else:
                with _tuyau(self.commande(), "chiffrer", stdin=subprocess.PIPE, stdout=sortie) as enfant:
                    yield enfant.stdin
                    enfant.stdin.close()
            sortie.flush()
            os.fsync(sortie.fileno())


@contextlib.contextmanager
def lire(fichier, phrase=None, cle=None):
    """The archive as it was before encryption."""
    if fichier.suffix == ".age":
        exiger("age")
        if not cle:
            raise Erreur(f"{fichier.name} est chiffrée avec age{NBSP}: donnez sa clé privée (--cle).")
        commande = ["age", "--decrypt", "-i", str(cle)]
    elif fichier.suffix == ".gpg":
        exiger("gpg")
        commande = ["gpg", "--batch", "--no-tty", "--quiet"]
        if phrase:
            lire_phrase(phrase)
            commande += ["--pinentry-mode", "loopback", "--passphrase-file", str(phrase)]
        commande += ["--decrypt"]
    else:
        with open(fichier, "rb") as entree:
            yield entree
        return
    with open(fichier, "rb") as entree, _tuyau(
        commande, "déchiffrer", stdin=entree, stdout=subprocess.PIPE
    ) as enfant:
        yield enfant.stdout
        # What follows the end of the archive: without it the program would see a broken pipe.
        while enfant.stdout.read(1 << 20):
            continue


@contextlib.contextmanager
def _tuyau(commande, quoi, **flux):
    """Run gpg or age around a stream; its refusal, if any, is what the user reads."""
    with tempfile.TemporaryFile() as erreurs:
        enfant = processus.lancer(commande, stderr=erreurs, **flux)
        try:
            try:
                yield enfant
            except (BrokenPipeError, EOFError, OSError, ValueError, Erreur) as erreur:
                if enfant.poll() is None:
                    with contextlib.suppress(subprocess.TimeoutExpired):
                        enfant.wait(2)
                if enfant.poll():
                    _refuser(commande[0], quoi, erreurs, erreur)
                raise
            if enfant.wait():
                _refuser(commande[0], quoi, erreurs)
        finally:
            processus.arreter(enfant)


def _refuser(outil, quoi, erreurs, cause=None):
    erreurs.seek(0)
    texte = erreurs.read().decode(errors="replace").strip()
    if any(mot in texte for mot in PLEIN):
        raise OSError(28, "No space left on device") from cause
    lignes = texte.splitlines() or ["raison inconnue"]
    # age ends with where to report it; gpg with its reason.
    ligne = next((n for n in lignes if "error:" in n), lignes[-1])[:200]
    raise Erreur(
        f"{outil} n'a pas pu {quoi} l'archive ({ligne}){NBSP}: vérifiez la clé ou la phrase "
        "secrète données, puis recommencez."
    ) from cause


def lire_phrase(fichier):
    """Said before the work: an empty or unreadable file would only fail at the end."""
    try:
        phrase = Path(fichier).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as erreur:
        raison = getattr(erreur, "strerror", "ce n'est pas du texte")
        raise Erreur(
            f"Le fichier de la phrase secrète {fichier} ne se lit pas ({raison})."
        ) from None
    if not phrase or len(phrase[0].strip()) < 12:
        raise Erreur(
            f"La phrase secrète de {fichier} est vide ou trop courte{NBSP}: écrivez-la sur la "
            "première ligne, d'au moins douze caractères."
        )


def exiger(outil):
    if not shutil.which(outil):
        paquet = {"gpg": "gnupg"}.get(outil, outil)
        raise Erreur(
            f"Le programme {outil} est absent{NBSP}: installez-le avec « sudo apt install {paquet} »."
        )
