#!/usr/bin/env python3
"""Write the files of an installation from the models; what the administrator changed stays.

    configurer.py --racine / --domaine oilhi.exemple.fr --addons /chemin …
"""
import argparse
import hashlib
import os
import re
import secrets
import string
from pathlib import Path

MODELES = Path(__file__).resolve().parent / "modeles"
# model: (where, mode, written again each time)
FICHIERS = {
    "odoo.conf": ("etc/oilhi/odoo.conf", 0o640, False),
    "environnement": ("etc/oilhi/environnement", 0o644, False),
    "nginx.conf": ("etc/nginx/sites-available/oilhi", 0o644, True),
    "logrotate": ("etc/logrotate.d/oilhi", 0o644, True),
    "commande": ("usr/local/bin/oilhi", 0o755, True),
    **{nom: (f"etc/systemd/system/{nom}", 0o644, True) for nom in (
        "oilhi.service", "oilhi-sauvegarde.service", "oilhi-sauvegarde.timer",
        "oilhi-doctor.service", "oilhi-doctor.timer", "oilhi-alerte@.service")},
}
# Those where « $ » is theirs, not ours.
TELS_QUELS = {"commande", "environnement", "logrotate"} | {n for n in FICHIERS if n.startswith("oilhi")}
PHRASE = "etc/oilhi/phrase-sauvegarde"
# Followed from version to version, but kept as soon as a hand (or certbot) has changed it: its first line says so.
SUIVIS = {"nginx.conf"}
MARQUE = re.compile(r"(?m)^# Empreinte : ([0-9a-f]{64})\n")


def ecrire(chemin, texte, mode):
    """Whole or not at all; a secret is never readable, even for an instant."""
    chemin.parent.mkdir(parents=True, exist_ok=True)
    provisoire = chemin.with_name(f".{chemin.name}.nouveau")
    provisoire.unlink(missing_ok=True)
    with open(os.open(provisoire, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as fichier:
        fichier.write(texte)
    provisoire.chmod(mode)
    provisoire.replace(chemin)


def tenir_a_jour(chemin, addons, mode):
    """The only line of odoo.conf that is ours for ever: Odoo moves when its version changes."""
    avant = chemin.read_text(encoding="utf-8")
    ligne = f"addons_path = {addons}"
    apres = re.sub(r"^addons_path\s*=.*$", lambda _m: ligne, avant, flags=re.M)
    if apres != avant:
        ecrire(chemin, apres, mode)


def signe(texte):
    return f"# Empreinte : {hashlib.sha256(texte.encode()).hexdigest()}\n{texte}"


def change_a_la_main(texte):
    marque = MARQUE.match(texte)
    return bool(marque) and signe(texte[marque.end():]) != texte


def suivre(chemin, texte, mode):
    """Where it was written: beside, when what is there is no longer ours."""
    texte = signe(texte)
    la = chemin.read_text(encoding="utf-8") if chemin.exists() else texte
    if change_a_la_main(la):
        chemin = chemin.with_name(f"{chemin.name}.modele")
    elif not MARQUE.match(la):
        ecrire(chemin.with_name(f"{chemin.name}.ancien"), la, mode)
    ecrire(chemin, texte, mode)
    return chemin


def configurer(racine, valeurs):
    """The files written, in order."""
    ecrits = []
    for nom, (ou, mode, toujours) in FICHIERS.items():
        chemin = racine / ou
        if chemin.exists() and not toujours:
            if nom == "odoo.conf":
                tenir_a_jour(chemin, valeurs["addons"], mode)
            continue
        texte = (MODELES / nom).read_text(encoding="utf-8")
        if nom not in TELS_QUELS:
            texte = string.Template(texte).substitute(valeurs | {"secret": secrets.token_urlsafe(32)})
        if nom in SUIVIS:
            chemin = suivre(chemin, texte, mode)
        else:
            ecrire(chemin, texte, mode)
        ecrits.append(chemin)
    if not (racine / PHRASE).exists():
        ecrire(racine / PHRASE, secrets.token_urlsafe(36) + "\n", 0o600)
        ecrits.append(racine / PHRASE)
    return ecrits


def nombre(minimum, maximum):
    def lire(texte):
        valeur = int(texte)
        if not minimum <= valeur <= maximum:
            raise argparse.ArgumentTypeError(f"de {minimum} à {maximum}")
        return valeur
    return lire


def nom_de_domaine(texte):
    if not re.fullmatch(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", texte):
        raise argparse.ArgumentTypeError(f"« {texte} » n'est pas un nom de domaine")
    return texte


def nom_de_base(texte):
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,40}", texte):
        raise argparse.ArgumentTypeError(f"« {texte} » n'est pas un nom de base (lettres, chiffres, _)")
    return texte


def main(arguments=None):
    analyse = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    analyse.add_argument("--racine", type=Path, default=Path("/"))
    analyse.add_argument("--domaine", type=nom_de_domaine, required=True)
    analyse.add_argument("--base", type=nom_de_base, default="oilhi")
    analyse.add_argument("--addons", required=True)
    analyse.add_argument("--workers", type=nombre(2, 64), default=3)
    analyse.add_argument("--port", type=nombre(1, 65535), default=8069)
    analyse.add_argument("--port-gevent", type=nombre(1, 65535), default=8072)
    analyse.add_argument("--port-postgresql", type=nombre(1, 65535), default=5432)
    analyse.add_argument("--http", type=nombre(1, 65535), default=80)
    analyse.add_argument("--https", type=nombre(1, 65535), default=443)
    analyse.add_argument("--certificat", default="/etc/oilhi/tls/certificat.pem")
    analyse.add_argument("--clamav", default="", help="prise de clamd ; vide : pas d'antivirus")
    analyse.add_argument("--cle", default="/etc/oilhi/tls/cle.pem")
    choix = vars(analyse.parse_args(arguments))
    for chemin in configurer(choix.pop("racine"), choix):
        print(f"  écrit : {chemin}")
        if chemin.suffix == ".modele":
            print(f"  gardé : {chemin.with_suffix('')}, changé à la main ; comparez-le au modèle ci-dessus (diff)")


if __name__ == "__main__":
    main()
