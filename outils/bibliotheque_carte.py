"""Leaflet and its clusters, for the map: Debian's packages, unpacked in the cache, never copied here."""
import os
import shutil
from pathlib import Path

from .dossiers import cle, construire, dossier_cache
from .messages import NBSP, Erreur, Etape, avertir
from .processus import executer

VARIABLE = "OILHI_CARTE"  # read by oilhi_lhi/models/carte/oilhi_dossier_carte.py
PAQUETS = ("libjs-leaflet", "libjs-leaflet.markercluster")
LIEU = Path("usr/share/javascript/leaflet")
TEMOINS = ("leaflet.min.js", "leaflet.css", "leaflet.markercluster.min.js", "MarkerCluster.css")


def complet(dossier):
    return all((dossier / nom).is_file() for nom in TEMOINS)


def preparer(exiger=False, racine=Path("/")):
    """Folder of the libraries, told to Odoo by the environment; without them the map is a list."""
    if donne := os.environ.get(VARIABLE):
        return Path(donne)
    dossier = racine / LIEU
    if not complet(dossier):
        try:
            dossier = construire(dossier_cache() / f"carte-{cle('1', *PAQUETS)}", _deballer) / LIEU
        except Erreur as erreur:
            if exiger:
                raise
            avertir(f"la carte ne montrera que sa liste. {erreur}")
            return None
    os.environ[VARIABLE] = str(dossier)
    return dossier


def _deballer(destination):
    """apt checks the signatures and sums of what it downloads; no root is needed to unpack it."""
    a_la_main = f"installez les paquets {' et '.join(PAQUETS)}, ou indiquez leur dossier dans {VARIABLE}"
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        raise Erreur(f"Leaflet se prend dans les paquets de Debian, et apt est absent{NBSP}: {a_la_main}.")
    milieu = dict(os.environ, LC_ALL="C", DEBIAN_FRONTEND="noninteractive")
    with Etape("Bibliothèque de la carte", "téléchargement"):
        telecharger = ["apt-get", "download", *PAQUETS]
        code, texte = executer(telecharger, env=milieu, cwd=destination)
        if code and os.geteuid() == 0:  # a machine whose lists are not there yet
            executer(["apt-get", "update"], env=milieu)
            code, texte = executer(telecharger, env=milieu, cwd=destination)
        paquets = sorted(destination.glob("*.deb"))
        if code or len(paquets) != len(PAQUETS):
            lignes = [ligne for ligne in texte.splitlines() if ligne.startswith("E:")]
            raise Erreur(
                f"Les paquets de la carte ne se téléchargent pas "
                f"({(lignes or ['raison inconnue'])[-1][:150]}){NBSP}: {a_la_main}."
            )
        for paquet in paquets:
            code, texte = executer(["dpkg-deb", "-x", paquet, destination])
            if code:
                raise Erreur(f"Le paquet {paquet.name} ne se déballe pas{NBSP}: {texte.strip()[-150:]}")
            paquet.unlink()
    if not complet(destination / LIEU):
        raise Erreur(f"Les paquets de la carte n'ont pas les fichiers attendus{NBSP}: {a_la_main}.")
