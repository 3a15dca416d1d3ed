"""run, shell, update, cas: what works on the database of this folder."""
import contextlib
import json
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

from . import bibliotheque_carte, postgres, processus
from .bases import ADDONS, Atelier, empreinte, exiger_addons
from .dossiers import ETAT, JOURNAUX, RACINE, verrou
from .messages import NBSP, Erreur, Etape, avertir, dire, duree
from .sauvegarde.provisoires import retirer_restes

BASE = "oilhi"
COMPTES_DEMO = RACINE / "oilhi_documents" / "demo" / "comptes.json"
DOSSIERS_DEMO = (("oilhi_documents", "demo_dossier_pignon"), ("oilhi_lhi", "demo_dossier_pignon"))
ACTION_DOSSIER = "oilhi_lhi.action_oilhi_dossier"


def verifier_port(interface, port):
    """Before the long work: the port must be ours at the end of it."""
    famille = socket.AF_INET6 if ":" in interface else socket.AF_INET
    with socket.socket(famille, socket.SOCK_STREAM) as prise:
        prise.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            prise.bind((interface, port))
        except PermissionError:
            raise Erreur(
                f"Le port {port} est réservé à l'administrateur de la machine{NBSP}: choisissez-en "
                "un autre, par exemple « ./oilhi run --port 8069 »."
            ) from None
        except OSError as erreur:
            if erreur.errno == 99:
                raise Erreur(f"L'adresse {interface} n'est pas celle de cette machine.") from None
            raise Erreur(
                f"Le port {port} est déjà pris par un autre programme (peut-être un OILHI déjà "
                f"lancé){NBSP}: arrêtez-le, ou choisissez un autre port, par exemple "
                f"« ./oilhi run --port {port + 1 if port < 65535 else 8069} »."
            ) from None


@contextlib.contextmanager
def atelier(choix, odoo, venv):
    """PostgreSQL started if it is ours, and stopped at the end if we started it."""
    serveur = postgres.choisir(getattr(choix, "base_url", None))
    serveur.demarrer()
    try:
        ouvrage = Atelier(serveur, odoo, venv)
        ouvrage.ecrire_conf()
        yield ouvrage
    finally:
        serveur.arreter()


def run(choix, odoo, venv, debut):
    refus = (
        f"OILHI tourne déjà depuis ce dossier{NBSP}: arrêtez-le d'abord (Ctrl-C dans sa fenêtre)."
    )
    with verrou(ETAT / "run.verrou", refus), atelier(choix, odoo, venv) as ouvrage:
        retirer_restes(ouvrage)
        preparer_base(ouvrage, not choix.no_demo, choix.reset)
        bibliotheque_carte.preparer()
        return servir(ouvrage, choix, debut)


def preparer_base(ouvrage, demo, effacer=False):
    """The database, whole and made from today's sources."""
    exiger_addons()
    serveur, note = ouvrage.serveur, {"sources": empreinte(), "odoo": ouvrage.odoo.cle}
    if effacer and serveur.existe(BASE):
        with Etape("Base de données", "effacement"):
            ouvrage.supprimer(BASE)
    if not serveur.existe(BASE):
        ouvrage.creer_complete(BASE, demo, note | {"demo": demo})
        definir_admin(ouvrage, demo)
        return
    presents = ouvrage.installes(BASE)
    if presents is None or not presents:
        raise Erreur(
            f"La base « {BASE} » existe déjà sur ce PostgreSQL, mais ce n'est pas celle d'OILHI"
            f"{NBSP}: renommez-la, ou effacez-la avec « ./oilhi run --reset »."
        )
    ancienne = serveur.note(BASE)
    if demo != ancienne.get("demo", demo):
        avec = "avec" if ancienne["demo"] else "sans"
        avertir(
            f"la base a été créée {avec} la démonstration et reste ainsi ; pour en changer, "
            "ajoutez --reset (elle sera effacée)."
        )
    if any(ancienne.get(c) != v for c, v in note.items()):
        tout = ancienne.get("odoo") not in (None, note["odoo"])
        mettre_a_jour(ouvrage, tout)


def mettre_a_jour(ouvrage, tout=False):
    note = {"sources": empreinte(), "odoo": ouvrage.odoo.cle}
    with Etape("Base de données", "mise à jour (les sources ont changé)") as etape:
        presents = ouvrage.installes(BASE)
        absents = [a for a in ADDONS if a not in presents]
        arguments = ["-u", "base" if tout else ",".join(a for a in ADDONS if a in presents)]
        if absents:
            arguments += ["-i", ",".join(absents)]
        journal = JOURNAUX / "mise-a-jour.log"
        ouvrage.reussir("La mise à jour de la base", ouvrage.odoo_stop(
            BASE, *arguments, etape=etape, journal=journal), journal)
        ouvrage.serveur.noter(BASE, **note)


def definir_admin(ouvrage, demo):
    """Known with the demonstration; drawn otherwise, and kept in a file only its owner reads."""
    mot_de_passe = "admin" if demo else secrets.token_urlsafe(12)
    fichier = ETAT / "admin.txt"
    fichier.touch(mode=0o600)
    fichier.chmod(0o600)
    fichier.write_text(mot_de_passe + "\n")
    ouvrage.reussir("Le choix du mot de passe", ouvrage.dans_odoo(
        BASE, "mot_de_passe_admin", entree=mot_de_passe + "\n"))


# ---------------------------------------------------------------------- run
def servir(ouvrage, choix, debut):
    journal = JOURNAUX / "odoo.log"
    arguments = ["server", "-c", ouvrage.conf, "-d", BASE, "--skip-auto-install",
                 f"--http-port={choix.port}", f"--http-interface={choix.interface}",
                 f"--workers={choix.workers}"]
    if choix.workers:
        arguments.append(f"--gevent-port={port_libre()}")
    hote = "localhost" if choix.interface in ("127.0.0.1", "0.0.0.0", "::1", "::") \
        else choix.interface
    adresse = f"http://{hote}:{choix.port}"
    with Etape("OILHI", "démarrage"), open(journal, "ab") as sortie:
        enfant = processus.lancer(
            ouvrage.commande(*arguments), stdout=sortie, stderr=sortie,
            env=ouvrage.milieu(), cwd=RACINE,
        )
        sonde = f"http://127.0.0.1:{choix.port}/web/login" if hote == "localhost" \
            and ":" not in choix.interface else f"{adresse}/web/login"
        processus.attendre(lambda: enfant.poll() is not None or _repond(sonde), 180, 0.2)
        if enfant.poll() is not None or not _repond(sonde):
            fin = journal.read_text(errors="replace").strip().splitlines()[-1:]
            raise Erreur(
                f"Odoo n'a pas démarré ({''.join(fin)[-200:]}){NBSP}: le détail est dans {journal}."
            )
    accueil(ouvrage, adresse, time.time() - debut)
    try:
        while enfant.poll() is None:
            time.sleep(0.5)
    except processus.Interruption:
        dire()
        with Etape("OILHI", "arrêt"):
            processus.arreter(enfant)
        return 0
    raise Erreur(f"Odoo s'est arrêté tout seul{NBSP}: le détail est dans {journal}.")


def _repond(adresse):
    try:
        # Never through a proxy: it is this machine.
        ouvreur = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with ouvreur.open(adresse, timeout=60) as reponse:
            return reponse.status == 200
    except (urllib.error.URLError, OSError):
        return False


@contextlib.contextmanager
def odoo_servi(ouvrage, base, port, journal, *options, taches=0):
    """Odoo itself for a trial, on this machine only, until the end of the block; yields its process."""
    with open(JOURNAUX / journal, "wb") as sortie:
        enfant = processus.lancer(
            ouvrage.commande("server", "-c", ouvrage.conf, "-d", base, "--skip-auto-install", f"--db-filter=^{base}$",
                             f"--http-port={port}", "--http-interface=127.0.0.1", f"--max-cron-threads={taches}", *options),
            stdout=sortie, stderr=sortie, env=ouvrage.milieu(), cwd=RACINE)
        try:
            sonde = f"http://127.0.0.1:{port}/web/login"
            processus.attendre(lambda: enfant.poll() is not None or _repond(sonde), 300, 0.3)
            if enfant.poll() is not None or not _repond(sonde):
                raise Erreur(f"Odoo n'a pas démarré{NBSP}: le détail est dans {JOURNAUX / journal}.")
            yield enfant
        finally:
            processus.arreter(enfant)


def port_libre():
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        return prise.getsockname()[1]


def accueil(ouvrage, adresse, secondes):
    """Address, accounts by role, demonstration dossier."""
    dire()
    dire(f"OILHI est prêt en {duree(secondes)}{NBSP}: {adresse}")
    dire()
    lignes = [("Rôle", "Identifiant", "Mot de passe"), ("Administrateur technique", "admin",
                                                       _mot_de_passe_admin(ouvrage))]
    lignes += _comptes_demo(ouvrage)
    largeurs = [max(len(ligne[i]) for ligne in lignes) for i in (0, 1)]
    for role, identifiant, mot_de_passe in lignes:
        dire(f"  {role.ljust(largeurs[0])}  {identifiant.ljust(largeurs[1])}  {mot_de_passe}")
    numero = _dossier_demo(ouvrage)
    if numero:
        dire()
        dire(f"Dossier de démonstration{NBSP}: {adresse}/odoo/action-{ACTION_DOSSIER}/{numero}")
    dire()
    dire(f"Pour arrêter{NBSP}: Ctrl-C. Journal{NBSP}: {JOURNAUX / 'odoo.log'}")


def _mot_de_passe_admin(ouvrage):
    fichier = ETAT / "admin.txt"
    if not fichier.exists():
        return "(celui que vous avez choisi)"
    mot_de_passe = fichier.read_text().strip()
    from passlib.context import CryptContext

    (hachage,), = ouvrage.serveur.executer(
        "SELECT u.password FROM res_users u JOIN ir_model_data d ON d.res_id = u.id "
        "WHERE d.module = 'base' AND d.name = 'user_admin'", base=BASE)
    contexte = CryptContext(["pbkdf2_sha512", "plaintext"], deprecated=["plaintext"])
    if hachage and contexte.verify(mot_de_passe, hachage):
        return mot_de_passe
    return "(celui que vous avez choisi)"


def _comptes_demo(ouvrage):
    """Only the accounts that this database really has."""
    if not COMPTES_DEMO.is_file():
        return []
    comptes = json.loads(COMPTES_DEMO.read_text(encoding="utf-8"))
    actifs = {login for login, in ouvrage.serveur.executer(
        "SELECT login FROM res_users WHERE active", base=BASE)}
    return [(c["role"], c["login"], c["mot_de_passe"]) for c in comptes if c["login"] in actifs]


def _dossier_demo(ouvrage):
    for module, nom in DOSSIERS_DEMO:
        lignes = ouvrage.serveur.executer(
            "SELECT res_id FROM ir_model_data WHERE module = %s AND name = %s", (module, nom),
            base=BASE)
        if lignes:
            return lignes[0][0]
    return None


# ------------------------------------------------------- shell, update, cas
def _exiger_base(ouvrage, base=BASE):
    if not ouvrage.serveur.existe(base):
        raise Erreur(
            f"La base « {base} » n'existe pas encore{NBSP}: lancez d'abord « ./oilhi run »."
        )


def shell(choix, odoo, venv, debut):
    from .instance import exiger_base, ouvrir

    with ouvrir(choix, odoo, venv) as ouvrage:
        exiger_base(ouvrage)
        # In our own session: a console needs the terminal.
        return subprocess.call(
            [str(c) for c in ouvrage.commande(
                "shell", "-c", ouvrage.conf, "-d", ouvrage.base, "--no-http", "--log-level=warn")],
            env=ouvrage.milieu(), cwd=RACINE,
        )


def update(choix, odoo, venv, debut):
    exiger_addons()
    with atelier(choix, odoo, venv) as ouvrage:
        _exiger_base(ouvrage)
        mettre_a_jour(ouvrage)
        dire("La base est à jour. Si OILHI tourne, relancez-le pour qu'il voie les changements.")
    return 0


def cas(choix, odoo, venv, debut):
    """On the database of run, else on a throw-away one."""
    exiger_addons()
    with atelier(choix, odoo, venv) as ouvrage:
        base, jetable = choix.base or BASE, False
        if choix.base:
            _exiger_base(ouvrage, base)
        elif ouvrage.serveur.existe(BASE):
            preparer_base(ouvrage, ouvrage.serveur.note(BASE).get("demo", True))
        else:
            base, jetable = f"oilhi_cas_{secrets.token_hex(4)}", True
            ouvrage.creer_complete(base, False, {})
        try:
            choix.output.mkdir(parents=True, exist_ok=True)
            journal = JOURNAUX / "cas.log"
            code, texte = _jouer(ouvrage, base, choix, journal)
            if code not in (0, 1):
                raise Erreur(f"Le cas n'a pas pu être joué{NBSP}: le détail est dans {journal}.")
            if code == 1 and "Traceback" in texte:
                from .bases import raison_odoo

                raise Erreur(
                    f"Le cas n'a pas pu être joué ({raison_odoo(texte)}){NBSP}: "
                    f"le détail est dans {journal}."
                )
            return code
        finally:
            if jetable:
                ouvrage.supprimer(base)


def _jouer(ouvrage, base, choix, journal):
    """What the addon prints is for the user; Odoo's log goes to its file."""
    with open(journal, "w") as erreurs:
        code, texte = ouvrage.dans_odoo(
            base, "cas", choix.fichier.resolve(), choix.output.resolve(), stderr=erreurs,
            suivi=lambda ligne: (sys.stdout.write(ligne), sys.stdout.flush()),
        )
    return code, texte + journal.read_text(errors="replace")
