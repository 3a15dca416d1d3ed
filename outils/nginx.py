"""nginx run for a trial: beside the machine's own, in a folder of its own."""
import contextlib
import shutil
import socket

from . import processus
from .dossiers import JOURNAUX
from .messages import Erreur

SOCLE = """
daemon off;
pid {d}/nginx.pid;
error_log {d}/erreurs.log;
events {{ worker_connections 256; }}
http {{
    include /etc/nginx/mime.types;
    client_body_temp_path {d}/corps; proxy_temp_path {d}/proxy;
    fastcgi_temp_path {d}/f; uwsgi_temp_path {d}/u; scgi_temp_path {d}/s;
    include {d}/site;
}}
"""


def programme():
    return shutil.which("nginx", path="/usr/sbin:/usr/bin")


def lancer(dossier, site, port, journal):
    """nginx serving ``site`` (its ``server`` blocks), once it listens on ``port``."""
    (dossier / "site").write_text(site)
    (dossier / "nginx.conf").write_text(SOCLE.format(d=dossier))
    dossier.chmod(0o755)
    with open(JOURNAUX / journal, "wb") as sortie:
        enfant = processus.lancer([programme(), "-p", dossier, "-c", dossier / "nginx.conf"], stdout=sortie, stderr=sortie)

    def ecoute():
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5):
            return True

    processus.attendre(lambda: enfant.poll() is not None or ecoute(), 30, 0.1)
    if enfant.poll() is not None:
        raise Erreur(f"nginx n'a pas démarré : {(JOURNAUX / journal).read_text(errors='replace')[-300:]}")
    return enfant
