"""init and serve: the first database of an installation, and the process that systemd keeps."""
import os
import secrets
import subprocess
import sys
import time

from . import environnement, instance, postgres, territoire
from .bases import LANGUE, MODULES_BASE, empreinte, exiger_addons
from .dossiers import ADDONS, JOURNAUX, RACINE
from .messages import NBSP, Erreur, Etape, accord, avertir, dire, duree
from .sauvegarde.provisoires import reservee, retirer_restes

# Odoo's own: length of passwords, passkeys, code by e-mail, locked screen.
SECURITE = (
    "auth_password_policy", "auth_password_policy_signup", "auth_passkey", "auth_totp_mail", "auth_timeout",
)
LONGUEUR, INACTIVITE, SESSION = 12, 30, 720  # characters, minutes, minutes
EXTENSIONS = ("pg_trgm", "unaccent")
ALERTER = RACINE / "deploiement" / "debian" / "alerter"
SILENCE = 60  # seconds without PostgreSQL before somebody is told


def init(choix, odoo, venv, debut):
    """Create the database that odoo.conf names; nothing if it is already there."""
    if not choix.url.startswith("https://"):
        raise Erreur(f"L'adresse publique commence par https://{NBSP}: reçu « {choix.url} ».")
    exiger_addons()
    with instance.ouvrir(choix, odoo, venv) as atelier:
        if not atelier.production or not atelier.base:
            raise Erreur(
                f"« ./oilhi init » prépare la base d'une installation{NBSP}: donnez son odoo.conf "
                "(--conf), où db_name est écrit. Sur un poste, « ./oilhi run » suffit."
            )
        retirer_restes(atelier)
        if atelier.serveur.existe(atelier.base):
            if atelier.installes(atelier.base) != set(ADDONS):
                raise Erreur(
                    f"La base « {atelier.base} » existe déjà, mais ce n'est pas celle d'OILHI"
                    f"{NBSP}: choisissez un autre db_name."
                )
            dire(f"La base « {atelier.base} » est déjà là{NBSP}: rien n'a été changé.")
            return 0
        creer(atelier, choix.url.rstrip("/"))
    dire(f"La base « {choix.base or atelier.base} » est prête en {duree(time.time() - debut)}.")
    return 0


def creer(atelier, url):
    base = atelier.base
    serveur = atelier.serveur
    with reservee(atelier, f"{base}_creation") as provisoire:
        serveur.creer(provisoire)
        _extensions(serveur, provisoire)
        with Etape("Base de données", "installation d'Odoo et d'OILHI") as etape:
            journal = JOURNAUX / "installation.log"
            atelier.reussir("L'installation d'Odoo", atelier.odoo_stop(
                provisoire, "-i", ",".join(MODULES_BASE), f"--load-language={LANGUE}",
                "--without-demo=all", etape=etape, journal=journal), journal)
            atelier.reussir("Le réglage de la base", atelier.dans_odoo(
                provisoire, "preparer_modele", journal=journal), journal)
            atelier.reussir("L'installation d'OILHI", atelier.odoo_stop(
                provisoire, "-i", ",".join((*ADDONS, *SECURITE)), etape=etape, journal=journal), journal)
            atelier.reussir("Le nom du département", atelier.dans_odoo(
                provisoire, "nommer_departement", journal=journal), journal)
            etape.suivre("sécurité")
            regler_securite(atelier, provisoire)
            etape.suivre("interface")
            atelier.reussir("La préparation de l'interface", atelier.dans_odoo(
                provisoire, "preparer_interface", journal=journal), journal)
        mot_de_passe = secrets.token_urlsafe(15)
        atelier.reussir("Le choix du mot de passe", atelier.dans_odoo(
            provisoire, "mot_de_passe_admin", entree=mot_de_passe + "\n"))
        # Odoo lets anybody make himself an account: here one is invited.
        for cle, valeur in (("web.base.url", url), ("web.base.url.freeze", "True"),
                            ("auth_signup.invitation_scope", "b2b"),
                            ("oilhi.metriques_jeton", secrets.token_urlsafe(32))):
            serveur.executer(
                "INSERT INTO ir_config_parameter (key, value) VALUES (%s, %s) "
                "ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value", (cle, valeur), base=provisoire)
        # « Your password was changed »: no server to send it, and nobody to read it yet.
        serveur.executer("DELETE FROM mail_mail", base=provisoire)
        atelier.publier(provisoire, base, sources=empreinte(), odoo=atelier.odoo.cle)
    dire(f"Compte de l'administrateur{NBSP}: admin, mot de passe {mot_de_passe}")
    dire("Changez-le à la première connexion : il n'est écrit nulle part ailleurs.")


def regler_securite(atelier, base):
    """Set what is not set yet; returns what was done, one sentence each."""
    texte = atelier.reussir("Le réglage de la sécurité", atelier.dans_odoo(
        base, "proteger", str(LONGUEUR), str(INACTIVITE), str(SESSION)))
    return [ligne.removeprefix("FAIT ") for ligne in texte.splitlines() if ligne.startswith("FAIT ")]


def proteger(choix, odoo, venv, debut):
    """Bring an installation made before to what init does today."""
    with instance.ouvrir(choix, odoo, venv) as atelier:
        instance.exiger_base(atelier)
        presents = {n for n, in atelier.serveur.executer(
            "SELECT name FROM ir_module_module WHERE state = 'installed' AND name IN %s", (SECURITE,),
            base=atelier.base)}
        if absents := [m for m in SECURITE if m not in presents]:
            journal = JOURNAUX / "securite.log"
            with Etape("Sécurité", "installation de " + accord(len(absents), "module d'Odoo", "modules d'Odoo")) as etape:
                atelier.reussir("L'installation des modules", atelier.odoo_stop(
                    atelier.base, "-i", ",".join(absents), etape=etape, journal=journal), journal)
        faits = regler_securite(atelier, atelier.base)
    for fait in faits:
        dire(f"  réglé{NBSP}: {fait}")
    if absents:
        dire("Relancez OILHI (systemctl restart oilhi) pour qu'il serve les modules installés.")
    elif not faits:
        dire("Tout était déjà réglé : rien n'a été changé.")
    return 0


def _extensions(serveur, base):
    """Faster and accent-blind searches; a PostgreSQL without contrib does without."""
    import psycopg2

    for nom in EXTENSIONS:
        try:
            serveur.executer(f'CREATE EXTENSION IF NOT EXISTS "{nom}"', base=base)
        except psycopg2.Error as erreur:
            avertir(f"l'extension {nom} n'a pas pu être créée ({str(erreur).splitlines()[0]}).")


def attendre_postgresql(serveur, silence=SILENCE, pause=2):
    """Odoo stops when it starts without PostgreSQL, and systemd gives up after a few tries: wait for it here."""
    import psycopg2

    depart, averti, prevenu = time.monotonic(), False, False
    while True:
        try:
            return serveur.connexion("postgres").close()
        except psycopg2.OperationalError as erreur:
            raison = (str(erreur).strip().splitlines() or ["refus"])[0]
        if not averti:
            avertir(f"PostgreSQL ne répond pas ({raison}){NBSP}: OILHI l'attend.")
            averti = True
        if not prevenu and time.monotonic() - depart >= silence:
            subprocess.run([sys.executable, ALERTER, "postgresql@*"], check=False)
            prevenu = True
        time.sleep(pause)


def serve(choix, odoo, venv, debut):
    """Become Odoo: systemd speaks to it directly."""
    fichier = choix.conf or os.environ.get(instance.CONF)
    if not fichier:
        raise Erreur(f"Donnez le odoo.conf de l'installation{NBSP}: --conf FICHIER.")
    options = instance.lire_conf(fichier)
    for variable in postgres.VARIABLES:  # the file decides, as for Odoo
        os.environ.pop(variable, None)
    attendre_postgresql(instance.serveur_de(options))
    python = environnement.python_de(venv)
    sans = {c: v for c, v in os.environ.items()
            if not c.startswith(("PYTHON", "PG", "ODOO_")) and c != territoire.VARIABLE}
    sys.stdout.flush()
    os.chdir(RACINE)
    os.execve(python, [
        str(python), str(venv / "bin" / "odoo"), "server", "-c", str(fichier), "--skip-auto-install",
    ], sans | {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONNOUSERSITE": "1"})


def chemins(choix, odoo, venv, debut):
    """For the installation script: where Odoo's addons are."""
    dire(",".join(str(a) for a in odoo.addons))
    return 0
