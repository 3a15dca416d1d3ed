"""Word to PDF through LibreOffice, bounded in time, space and number."""

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from .erreurs import ConversionImpossible
from .verification import verifier_docx

SIMULTANEES = 2
TAILLE_MAX = 50 * 1024 * 1024
# Tagged PDF/A-2b: readable by screen readers, and fit to be kept.
_EXPORT = (
    'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"},'
    '"SelectPdfVersion":{"type":"long","value":"2"},'
    '"DisplayPDFDocumentTitle":{"type":"boolean","value":"true"}}'
)
_CANDIDATS = ("soffice", "libreoffice")


def trouver_libreoffice():
    """Path of LibreOffice, or None."""
    return next((chemin for chemin in map(shutil.which, _CANDIDATS) if chemin), None)


def convertir(docx, *, delai=60, executable=None):
    """Return the PDF of `docx`, or raise ConversionImpossible with a reason in French."""
    executable = executable or trouver_libreoffice()
    if not executable:
        raise ConversionImpossible(
            "LibreOffice n’est pas installé sur le serveur : le document Word reste disponible."
        )
    bloquants = [probleme for probleme in verifier_docx(docx) if probleme.niveau == "bloquant"]
    if bloquants:
        raise ConversionImpossible(f"Le document est refusé. {bloquants[0].message}")
    fin = time.monotonic() + delai
    with _place(fin), tempfile.TemporaryDirectory(prefix="oilhi-pdf-") as dossier:
        return _executer(executable, Path(dossier), docx, max(fin - time.monotonic(), 1), delai)


def _executer(executable, dossier, docx, reste, delai):
    source, sortie = dossier / "document.docx", dossier / "document.pdf"
    source.write_bytes(docx)
    commande = [
        executable,
        f"-env:UserInstallation={(dossier / 'profil').as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--nodefault",
        "--nologo",
        "--convert-to",
        _EXPORT,
        "--outdir",
        str(dossier),
        str(source),
    ]
    # A poor environment: no proxy, no display, no home of the server's user.
    environnement = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(dossier),
        "TMPDIR": str(dossier),
        "LANG": "C.UTF-8",
    }
    try:
        processus = subprocess.Popen(
            commande,
            cwd=dossier,
            env=environnement,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        raise ConversionImpossible("LibreOffice ne démarre pas sur le serveur.") from None
    try:
        processus.wait(timeout=reste)
    except subprocess.TimeoutExpired:
        raise ConversionImpossible(
            f"La conversion en PDF a dépassé {delai} secondes et a été arrêtée ; "
            "le document Word reste disponible."
        ) from None
    finally:
        # soffice starts children: the whole group goes, whatever happened.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(processus.pid, signal.SIGKILL)
        processus.wait()
    if not sortie.is_file():
        raise ConversionImpossible("LibreOffice n’a pas pu convertir ce document en PDF.")
    if sortie.stat().st_size > TAILLE_MAX:
        raise ConversionImpossible("Le PDF produit dépasse 50 Mo.")
    return sortie.read_bytes()


@contextlib.contextmanager
def _place(fin):
    """At most SIMULTANEES conversions on the machine, all Odoo workers together."""
    dossier = Path(tempfile.gettempdir()) / f"oilhi-conversions-{os.getuid()}"
    dossier.mkdir(mode=0o700, exist_ok=True)
    if dossier.is_symlink() or dossier.stat().st_uid != os.getuid():
        raise ConversionImpossible("Le dossier temporaire des conversions n’est pas sûr.")
    while True:
        for rang in range(SIMULTANEES):
            verrou = (dossier / f"place-{rang}").open("w")
            try:
                fcntl.flock(verrou, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                verrou.close()
                continue
            with verrou:
                yield
            return
        if time.monotonic() > fin:
            raise ConversionImpossible(
                "Trop de conversions en PDF sont en cours : réessayez dans quelques instants."
            )
        time.sleep(0.1)
