"""The Python environment, built once from the pins and kept in the cache."""
import hashlib
import importlib.util
import os
import re
import shutil
import sys
from pathlib import Path

from .dossiers import RACINE, cle, construire, dossier_cache
from .messages import NBSP, Erreur, Etape
from .processus import executer

VERSIONS_PYTHON = ((3, 10), (3, 13))
VARIABLE = "OILHI_ENVIRONNEMENT"
SUPPLEMENT = "OILHI_EXIGENCES"  # pins of what one installation adds (OpenID Connect)


def verifier_python():
    mini, maxi = VERSIONS_PYTHON
    if not mini <= sys.version_info[:2] <= maxi:
        autre = next(
            (c for v in (13, 12, 11, 10) if (c := shutil.which(f"python3.{v}"))), None
        )
        if autre:
            os.execv(autre, [autre, *sys.argv])
        raise Erreur(
            f"Odoo 19 demande Python 3.10 à 3.13, or cette machine n'a que Python "
            f"{sys.version_info[0]}.{sys.version_info[1]}{NBSP}: installez python3.13 (ou 3.11), "
            "puis relancez la commande."
        )


def exigences(essais):
    return RACINE / ("requirements-dev.txt" if essais else "requirements.txt")


def cle_exigences(essais):
    """Key of the pins; the test pins include the others."""
    textes = [(RACINE / "requirements.txt").read_bytes()]
    if essais:
        textes.append(exigences(True).read_bytes())
    return hashlib.sha256(b"\0".join(textes)).hexdigest()[:12]


def supplement():
    """The file of pins that this installation adds, if any."""
    chemin = os.environ.get(SUPPLEMENT)
    if not chemin:
        return None
    if not Path(chemin).is_file():
        raise Erreur(f"Le fichier {chemin} ({SUPPLEMENT}) n'existe pas{NBSP}: vérifiez son chemin.")
    return Path(chemin)


def preparer(odoo, essais=False):
    """Folder of an environment where ``import odoo`` works."""
    verifier_python()
    fichiers, plus = [exigences(essais)], supplement()
    if plus:
        fichiers.append(plus)
    identifiant = cle(
        cle_exigences(essais), sys.version_info[:3], sys.platform, os.uname().machine,
        Path(sys.executable).resolve(), odoo.racine, "1",
        *([hashlib.sha256(plus.read_bytes()).hexdigest()] if plus else []),
    )
    nom = "essais" if essais else "service"
    destination = dossier_cache() / f"python-{nom}-{identifiant}"
    return construire(
        destination, lambda dossier: _batir(dossier, destination, odoo, fichiers)
    )


def python_de(environnement):
    return environnement / "bin" / "python"


def _batir(dossier, destination, odoo, fichiers):
    with Etape("Python", f"installation de {fichiers[0].name}") as etape:
        if importlib.util.find_spec("ensurepip") is None:
            _sans_ensurepip(dossier)
        else:
            _executer([sys.executable, "-m", "venv", dossier], "création de l'environnement")
        python = dossier / "bin" / "python"
        installation = ["-m", "pip", "--disable-pip-version-check", "install",
                        "--no-warn-script-location", "--progress-bar", "off",
                        *(o for f in fichiers for o in ("-r", f))]
        pip = [python, *installation]
        if not (dossier / "bin" / "pip").exists():
            pip = [sys.executable, "-m", "pip", "--python", python, *installation[2:]]

        def suivre(ligne):
            if trouve := re.match(r"Collecting ([\w.-]+)", ligne):
                etape.suivre(trouve[1])
            elif ligne.startswith(("Installing", "Building")):
                etape.suivre("installation")

        _executer(pip, "installation des bibliothèques", suivi=suivre,
                  env=dict(os.environ, PIP_USER="0", PYTHONNOUSERSITE="1"))
        site = next((dossier / "lib").glob("python3*/site-packages"))
        (site / "odoo-oilhi.pth").write_text(f"{odoo.racine}\n")
        # Same lines as odoo-bin. A script, since « python -m odoo » restarts its own
        # workers from inside the package, where odoo/http.py hides the standard http.
        (dossier / "bin" / "odoo").write_text(
            f"#!{destination}/bin/python\nimport odoo.cli\n\n"
            'if __name__ == "__main__":\n    odoo.cli.main()\n'
        )
        (dossier / "bin" / "odoo").chmod(0o755)
        for script in (dossier / "bin").iterdir():
            _corriger_chemin(script, str(dossier), str(destination))


def _corriger_chemin(script, avant, apres):
    """Scripts name the folder they were built in, which is about to be renamed."""
    if script.is_symlink() or not script.is_file():
        return
    try:
        texte = script.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return
    if avant in texte:
        script.write_text(texte.replace(avant, apres), encoding="utf-8")


def _sans_ensurepip(dossier):
    """Bare Debian ships Python without ensurepip (package python3-venv)."""
    paquet = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    if os.geteuid() == 0 and shutil.which("apt-get"):
        installer_paquets([paquet])
        # Run by a new interpreter: this one has already looked for the module.
        _executer([sys.executable, "-m", "venv", dossier], "création de l'environnement")
    elif importlib.util.find_spec("pip"):
        _executer([sys.executable, "-m", "venv", "--without-pip", dossier],
                  "création de l'environnement")
    else:
        raise Erreur(
            f"Python est installé sans « venv »{NBSP}: installez-le avec "
            f"« sudo apt install {paquet} », puis relancez la commande."
        )


def installer_paquets(paquets):
    """Install Debian packages; only root may, and only for what the command really needs."""
    milieu = dict(os.environ, LC_ALL="C", DEBIAN_FRONTEND="noninteractive")
    installation = ["apt-get", "install", "-y", "--no-install-recommends", *paquets]
    code, texte = executer(installation, env=milieu)
    if code:
        executer(["apt-get", "update"], env=milieu)
        code, texte = executer(installation, env=milieu)
    if code:
        lignes = [ligne for ligne in texte.splitlines() if ligne.startswith("E:")]
        raise Erreur(
            f"apt n'a pas pu installer {' '.join(paquets)} "
            f"({(lignes or ['raison inconnue'])[-1][:150]}){NBSP}: installez-les à la main, "
            "puis relancez la commande."
        )


def _executer(commande, quoi, **options):
    code, texte = executer(commande, **options)
    if not code:
        return
    if re.search(r"Errno 28|No space left", texte):
        raise Erreur(f"Le disque est plein ({quoi}){NBSP}: libérez de la place, puis relancez.")
    if re.search(r"NewConnectionError|Temporary failure|Max retries|ConnectionError|timed out"
                 r"|Network is unreachable|NameResolution", texte):
        raise Erreur(
            f"Les bibliothèques Python ne peuvent pas être téléchargées, l'entrepôt de paquets ne "
            f"répond pas{NBSP}: vérifiez la connexion (et le proxy éventuel de pip), puis relancez."
        )
    lignes = [ligne for ligne in texte.splitlines() if "ERROR" in ligne or "error" in ligne.lower()]
    dernier = (lignes or texte.strip().splitlines() or ["raison inconnue"])[-1].strip()
    raise Erreur(f"Échec pendant l'étape « {quoi} »{NBSP}: {dernier[:300]}")
