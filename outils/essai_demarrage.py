"""./oilhi run from a copy of the sources: first start, hang-up, second start, Ctrl-C."""
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from . import processus
from .dossiers import JOURNAUX, RACINE
from .essais_simples import Resultat
from .service import _repond, port_libre

SECONDES_PREMIER = 600
SECONDES_SECOND = 60
VARIABLES_OTEES = ("PGHOST", "PGPORT", "PGUSER", "PGPASSWORD", "PGSERVICE", "OILHI_ENVIRONNEMENT")


def demarrage(_banc):
    """Premier démarrage, arrêt, second démarrage"""
    with tempfile.TemporaryDirectory(prefix="oilhi-") as dossier:
        copie = Path(dossier) / "oilhi"
        _copier_sources(copie)
        reussis, details = 0, []
        epreuves = (("premier", SECONDES_PREMIER, signal.SIGHUP),
                    ("second", SECONDES_SECOND, signal.SIGINT))
        for nom, secondes, arret in epreuves:
            details = _eprouver(copie, nom, secondes, arret)
            if details:
                break
            reussis += 1
        return Resultat(demarrage.__doc__, reussis, int(bool(details)), details)


def _copier_sources(copie):
    """What git would clone, with what is not committed yet."""
    liste = subprocess.run(
        ["git", "-C", RACINE, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True, text=True,
    )
    if liste.returncode:
        ignores = shutil.ignore_patterns(".oilhi", ".git", "__pycache__")
        shutil.copytree(RACINE, copie, ignore=ignores)
        return
    for nom in filter(None, liste.stdout.split("\0")):
        if (RACINE / nom).is_file():
            (copie / nom).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(RACINE / nom, copie / nom)


def _eprouver(copie, nom, secondes, arret):
    """Start, look at the login page, stop; return what went wrong."""
    port = port_libre()
    journal = JOURNAUX / f"demarrage-{nom}.log"
    milieu = {c: v for c, v in os.environ.items() if c not in VARIABLES_OTEES}
    with open(journal, "w") as sortie:
        service = processus.lancer(
            [copie / "oilhi", "run", "--no-demo", "--port", str(port)],
            stdout=sortie, stderr=subprocess.STDOUT, env=milieu, cwd=copie.parent,
        )
    adresse = f"http://127.0.0.1:{port}/web/login"
    debut = time.monotonic()
    try:
        pret = processus.attendre(
            lambda: service.poll() is not None or "Pour arrêter" in journal.read_text(), secondes, 0.5
        )
        if not pret or service.poll() is not None:
            return [f"{nom} démarrage : pas prêt après {time.monotonic() - debut:.0f} s",
                    *journal.read_text().splitlines()[-15:]]
        if not _repond(adresse):
            return [f"{nom} démarrage : la page de connexion ne répond pas"]
        if not vivants(copie):
            return [f"{nom} démarrage : aucun processus trouvé, l'essai ne prouverait rien"]
        service.send_signal(arret)
        fini = processus.attendre(lambda: service.poll() is not None, 60)
        restes = vivants(copie)
        if not fini or restes:
            return [f"{nom} arrêt : il reste {restes or 'la commande'}"]
        return []
    finally:
        processus.arreter(service)


def vivants(dossier):
    """Processes whose command line names the folder (Odoo and PostgreSQL both do)."""
    trouves = []
    for entree in os.listdir("/proc") if os.path.isdir("/proc") else ():
        if entree.isdigit():
            try:
                ligne = Path("/proc", entree, "cmdline").read_bytes().replace(b"\0", b" ")
            except OSError:
                continue
            if os.fsencode(dossier) in ligne:
                trouves.append(ligne.decode(errors="replace")[:120])
    return trouves
