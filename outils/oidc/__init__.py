"""./oilhi oidc: the community module of OpenID Connect, laid down and set from the server's own description."""
import json
import os
import shutil
import tempfile
import urllib.error
import urllib.request
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

from .. import environnement, instance
from ..dossiers import ETAT, JOURNAUX, RACINE
from ..messages import NBSP, Erreur, Etape, dire
from ..processus import executer

SOURCE = RACINE / "deploiement" / "oidc"
DOSSIER = "OILHI_MODULES"
DESCRIPTION = "/.well-known/openid-configuration"
ATTENDUS = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")


def dossier_modules():
    return Path(os.environ.get(DOSSIER) or ETAT / "modules")


def poser(python, dossier):
    """The module of the OCA, from its pinned wheel, and ours beside it; whole or not at all."""
    with Etape("Module OpenID Connect", "téléchargement"), tempfile.TemporaryDirectory() as ailleurs:
        code, texte = executer([
            python, "-m", "pip", "--disable-pip-version-check", "download", "--no-deps", "--require-hashes",
            "--only-binary=:all:", "-r", SOURCE / "module.txt", "-d", ailleurs])
        if code:
            ligne = ([li for li in texte.splitlines() if "ERROR" in li] or ["raison inconnue"])[-1]
            raise Erreur(
                f"Le module auth_oidc n'a pas pu être téléchargé ({ligne[:200]}){NBSP}: vérifiez la connexion "
                "(et la configuration de pip), puis relancez la commande."
            )
        roue, = Path(ailleurs).glob("*.whl")
        nouveau = Path(ailleurs) / "modules"
        with zipfile.ZipFile(roue) as archive:
            for nom in archive.namelist():
                if nom.startswith("odoo/addons/auth_oidc/") and "/tests/" not in nom:
                    ici = nouveau / nom.removeprefix("odoo/addons/")
                    ici.parent.mkdir(parents=True, exist_ok=True)
                    ici.write_bytes(archive.read(nom))
        shutil.copytree(SOURCE / "oilhi_oidc", nouveau / "oilhi_oidc", ignore=shutil.ignore_patterns("__pycache__"))
        dossier.mkdir(parents=True, exist_ok=True)
        for module in nouveau.iterdir():
            shutil.rmtree(dossier / module.name, ignore_errors=True)
            shutil.copytree(module, dossier / module.name)


def decrire(emetteur):
    """What the server says of itself."""
    adresse = emetteur.rstrip("/").removesuffix(DESCRIPTION) + DESCRIPTION
    if urlsplit(adresse).scheme != "https" and urlsplit(adresse).hostname not in ("127.0.0.1", "localhost", "::1"):
        raise Erreur(f"L'adresse du serveur d'identité commence par https://{NBSP}: reçu « {emetteur} ».")
    try:
        with urllib.request.urlopen(adresse, timeout=20) as reponse:
            lu = json.loads(reponse.read(1_000_000))
    except (urllib.error.URLError, OSError, ValueError) as erreur:
        raise Erreur(
            f"{adresse} ne répond pas comme un serveur OpenID Connect ({erreur}){NBSP}: vérifiez l'adresse de "
            "l'émetteur et le pare-feu."
        ) from None
    if absents := [c for c in ATTENDUS if not lu.get(c)]:
        raise Erreur(f"{adresse} ne dit pas {', '.join(absents)}{NBSP}: ce n'est pas un serveur OpenID Connect.")
    return lu


def oidc(choix, odoo, venv, debut):
    python = environnement.python_de(venv)
    if choix.poser:
        poser(python, dossier_modules())
        dire(f"Modules posés dans {dossier_modules()}.")
        return 0
    if not (choix.issuer and choix.client and choix.secret):
        raise Erreur("Donnez --issuer, --client et --secret (guide de l'administrateur, « Se connecter avec ProConnect »).")
    if executer([python, "-c", "import jose"])[0]:
        raise Erreur(
            f"Il manque la bibliothèque python-jose{NBSP}: relancez l'installeur avec --oidc, ou donnez à "
            f"{environnement.SUPPLEMENT} le fichier deploiement/oidc/requirements.txt."
        )
    try:
        secret = choix.secret.read_text(encoding="utf-8").strip()
    except OSError as erreur:
        raise Erreur(f"Le fichier {choix.secret} ne se lit pas ({erreur.strerror}).") from None
    document = decrire(choix.issuer)
    with instance.ouvrir(choix, odoo, venv) as atelier:
        instance.exiger_base(atelier)
        regler(atelier, document, choix.client, secret, choix.nom)
    dire(f"La page de connexion propose « Se connecter avec {choix.nom} ». Relancez OILHI (systemctl restart oilhi).")
    return 0


def regler(atelier, document, client, secret, nom):
    """Install our module, then set the provider; secrets go by the standard input."""
    journal = JOURNAUX / "oidc.log"
    atelier.reussir("L'installation du module", atelier.odoo_stop(
        atelier.base, "-i", "oilhi_oidc", journal=journal), journal)
    atelier.reussir("Le réglage de la connexion", atelier.dans_odoo(
        atelier.base, "regler_oidc", journal=journal,
        entree=json.dumps({"document": document, "client": client, "secret": secret, "nom": nom}) + "\n"), journal)


