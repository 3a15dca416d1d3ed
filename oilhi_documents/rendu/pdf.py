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
    (resultat,) = convertir_lot([docx], delai=delai, executable=executable)
    if isinstance(resultat, ConversionImpossible):
        raise resultat
    return resultat


def convertir_lot(documents, *, delai=None, executable=None):
    """PDF of each of these DOCX, in one run of LibreOffice: its start costs more than a letter.

    A list in the same order: bytes, or the ConversionImpossible that says why that one has none. What
    was converted before the time was up is kept. Raises when nothing could be tried.
    """
    delai = delai or 60 + 5 * len(documents)
    executable = executable or trouver_libreoffice()
    if not executable:
        raise ConversionImpossible("LibreOffice n’est pas installé sur le serveur.")
    refus = {}
    for rang, docx in enumerate(documents):
        bloquants = [probleme for probleme in verifier_docx(docx) if probleme.niveau == "bloquant"]
        if bloquants:
            refus[rang] = ConversionImpossible(f"Le document est refusé. {bloquants[0].message}")
    fin = time.monotonic() + delai
    if len(refus) < len(documents):
        with _place(fin), tempfile.TemporaryDirectory(prefix="oilhi-pdf-") as dossier:
            dossier = Path(dossier)
            sources = {}
            for rang, docx in enumerate(documents):
                if rang not in refus:
                    sources[rang] = dossier / f"document-{rang:04d}.docx"
                    sources[rang].write_bytes(docx)
            a_temps = _executer(
                executable, dossier, sources.values(), max(fin - time.monotonic(), 1)
            )
            return [
                refus.get(rang) or _resultat(sources[rang].with_suffix(".pdf"), a_temps, delai)
                for rang in range(len(documents))
            ]
    return [refus[rang] for rang in range(len(documents))]


def _resultat(sortie, a_temps, delai):
    if not sortie.is_file():
        if not a_temps:
            return ConversionImpossible(
                f"La conversion en PDF a dépassé {delai} secondes et a été arrêtée."
            )
        return ConversionImpossible("LibreOffice n’a pas pu convertir ce document en PDF.")
    if sortie.stat().st_size > TAILLE_MAX:
        return ConversionImpossible("Le PDF produit dépasse 50 Mo.")
    contenu = sortie.read_bytes()
    if not contenu.rstrip().endswith(b"%%EOF"):  # cut while it was being written
        return ConversionImpossible("LibreOffice n’a pas fini d’écrire ce PDF : recommencez.")
    return contenu


def _executer(executable, dossier, sources, reste):
    """Run LibreOffice alone with its own profile; False when it had to be stopped."""
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
        *map(str, sources),
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
        return False
    finally:
        # soffice starts children: the whole group goes, whatever happened.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(processus.pid, signal.SIGKILL)
        processus.wait()
    return True


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
