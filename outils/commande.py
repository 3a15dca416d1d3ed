"""Command line: what each sub-command needs, in the right order.

Two lives: first with the machine's Python, to get Odoo and build the environment;
then again with the environment's Python (psycopg2 is there) for all the rest.
"""
import argparse
import os
import sys
import time
from pathlib import Path

from . import dossiers, environnement, exploitation, obtenir_odoo, processus
from .messages import NBSP, Erreur, a_taper, dire

DEBUT = "OILHI_DEBUT"
PARTIES = ("core", "guide", "odoo", "tours", "lint", "depot")
# What must work on a full disk: the service starts again, the doctor says that it is full, a backup goes elsewhere.
A_L_ETROIT = {"doctor", "serve", "backup", "proteger", "oidc", "shell"}
# On an installation they would start a PostgreSQL and a database of their own, beside the one that serves.
SUR_UN_POSTE = {
    "run": "OILHI y est déjà servi. Pour le redémarrer : « sudo systemctl restart oilhi » (en conteneurs : « docker compose "
           "restart oilhi ») ; pour l'examiner : « ./oilhi doctor »",
    "update": "pour mettre la base à jour avec les sources présentes, OILHI arrêté : « ./oilhi upgrade --phrase FICHIER », "
              "qui sauvegarde d'abord",
} | dict.fromkeys(("cas", "test", "bench", "guides"), "jouez-la sur un poste, dans une copie du dépôt (git clone)")
INSTALLEES = Path("/opt/oilhi/sources")
# Long, and of what changes seldom: played when asked for.
A_LA_DEMANDE = ("exploitation",)


class Analyseur(argparse.ArgumentParser):
    """argparse speaks English; the user reads French."""

    def error(self, message):
        traductions = (
            ("the following arguments are required:", "il manque"),
            ("unrecognized arguments:", "option inconnue" + NBSP + ":"),
            ("invalid choice:", "choix inconnu" + NBSP + ":"),
            ("invalid fraction value:", "nombre attendu, reçu" + NBSP + ":"),
            ("invalid port value:", "nombre attendu, reçu" + NBSP + ":"),
            ("invalid tours value:", "nombre attendu, reçu" + NBSP + ":"),
            ("invalid taches value:", "nombre attendu, reçu" + NBSP + ":"),
            ("invalid compte value:", "nombre attendu, reçu" + NBSP + ":"),
            ("invalid int value:", "nombre attendu, reçu" + NBSP + ":"),
            ("expected one argument", "une valeur est attendue"),
            ("choose from", "choix possibles" + NBSP + ":"),
            ("argument ", ""),
        )
        for anglais, francais in traductions:
            message = message.replace(anglais, francais)
        dire(f"Commande mal écrite{NBSP}: {message}. Voir « ./oilhi --help ».")
        sys.exit(2)


def port(texte):
    valeur = int(texte)
    if not 1 <= valeur <= 65535:
        raise argparse.ArgumentTypeError("un port est un nombre de 1 à 65535")
    return valeur


def fraction(texte):
    valeur = float(texte.replace(",", "."))
    if not 0 < valeur <= 5:
        raise argparse.ArgumentTypeError("le volume est un nombre entre 0 et 5 (1 : volume réel)")
    return valeur


def tours(texte):
    valeur = int(texte)
    if not 2 <= valeur <= 200:
        raise argparse.ArgumentTypeError("le nombre de tours va de 2 à 200")
    return valeur


def compte(texte):
    valeur = int(texte)
    if not 0 < valeur <= 86_400:
        raise argparse.ArgumentTypeError("un nombre entier et positif est attendu")
    return valeur


def analyseur():
    racine = Analyseur(
        prog=a_taper("./oilhi"), description="OILHI : l'outil des mairies contre l'habitat indigne.",
        formatter_class=argparse.RawDescriptionHelpFormatter, add_help=False,
        epilog="Premier essai : « ./oilhi run », puis ouvrez l'adresse affichée.\n"
               "Variables : ODOO_SOURCE (un Odoo 19 déjà présent), PGHOST, PGPORT, PGUSER, "
               "PGPASSWORD\n(un PostgreSQL existant), XDG_CACHE_HOME (dossier du cache).",
    )
    racine.add_argument("-h", "--help", action="help", help="affiche cette aide")
    racine._optionals.title = "options"
    sous = racine.add_subparsers(
        dest="commande", metavar="COMMANDE", required=True, parser_class=Analyseur,
        title="commandes",
    )

    def commande(nom, aide, base=True):
        ici = sous.add_parser(nom, help=aide, description=aide, add_help=False)
        ici._optionals.title = "options"
        ici._positionals.title = "arguments"
        ici.add_argument("-h", "--help", action="help", help="affiche cette aide")
        if base:
            ici.add_argument("--base-url", metavar="ADRESSE",
                             help="PostgreSQL existant : postgresql://utilisateur@machine:port")
        return ici

    run = commande("run", "installe ce qui manque, puis sert OILHI sur cette machine")
    run.add_argument("--port", type=port, default=8069, help="port du site (8069)")
    run.add_argument("--interface", default="127.0.0.1", metavar="ADRESSE",
                     help="adresse d'écoute (127.0.0.1 : cette machine seulement)")
    run.add_argument("--no-demo", action="store_true", help="sans le département de démonstration")
    run.add_argument("--reset", action="store_true", help="efface la base et la recrée")
    run.add_argument("--workers", type=int, default=0, help="processus de service (0 : un seul)")
    run.add_argument("--departements", metavar="CODES",
                     help="départements d'une base neuve : 01,38 (62 par défaut)")

    essais = commande("test", "lance tous les essais, ou les parties nommées")
    essais.add_argument("parties", nargs="*", metavar="PARTIE",
                        help="parmi " + ", ".join(PARTIES) + " (tout par défaut), "
                        + ", ".join(A_LA_DEMANDE))
    exploitation._installation(commande("shell", "ouvre une console Python d'Odoo sur la base"), "base à ouvrir")
    commande("update", "met la base à jour avec les sources des modules")
    commande("lint", "vérifie le style du code et les vulnérabilités connues des dépendances", base=False)
    territoire = commande("territoire", "charge les communes de départements dans la base")
    territoire.add_argument("codes", nargs="*", metavar="CODE", help="par exemple : 62 59 2A 974")
    territoire.add_argument("--tout", action="store_true", help="les 101 départements")
    territoire.add_argument("--liste", action="store_true", help="montre ce qui est chargé")
    territoire.add_argument("--base", metavar="NOM",
                            help="base à utiliser (celle de « run » par défaut)")
    cas = commande("cas", "joue un cas décrit dans un fichier et rend ses documents")
    cas.add_argument("fichier", metavar="FICHIER", type=Path, help="le cas, en JSON")
    cas.add_argument("--output", metavar="DOSSIER", type=Path, required=True,
                     help="dossier des documents et de resultat.json")
    cas.add_argument("--base", metavar="NOM", help="base à utiliser (celle de « run » par défaut)")
    bench = commande("bench", "liste les mesures de performances, ou lance celle qui est nommée")
    bench.add_argument("nom", nargs="?", metavar="NOM", help="la mesure (sans nom : la liste)")
    bench.add_argument("--volume", type=fraction, default=1.0, metavar="PART",
                       help="part du volume réel : 0.1 pour un petit essai (1)")
    bench.add_argument("--tours", type=tours, default=15, metavar="NOMBRE",
                       help="répétitions de chaque mesure (15)")
    bench.add_argument("--neuf", action="store_true", help="regénère la base de mesure")
    bench.add_argument("--garder", action="store_true",
                       help="met à jour la base de mesure au lieu de la regénérer, quoi qui ait changé")
    bench.add_argument("--ecrans", nargs="+", default=[], metavar="MOT",
                       help="ecrans, croissance : ceux dont le nom contient un de ces mots (tous par défaut)")
    bench.add_argument("--qui", nargs="+", default=[], metavar="QUI",
                       choices=("agent", "coordinateur", "superutilisateur"),
                       help="ecrans : agent, coordinateur, superutilisateur (tous par défaut)")
    for nom, defaut, texte in (
        ("agents", 50, "agents à la fois"), ("processus", 3, "processus du serveur"),
        ("duree", 600, "durée, en secondes"), ("pause", 20, "secondes que chacun lit un écran"),
    ):
        bench.add_argument(f"--{nom}", type=compte, default=defaut, metavar="NOMBRE",
                           help=f"simultanes : {texte} ({defaut})")
    guides = commande("guides", "refait les images des guides et la présentation en PDF")
    guides.add_argument("images", nargs="*", metavar="IMAGE", help="celles-là (toutes par défaut)")
    guides.add_argument("--base", metavar="NOM",
                        help="base à photographier (une démonstration neuve par défaut)")
    exploitation.ajouter(commande)
    return racine


def main(arguments=None):
    arguments = sys.argv[1:] if arguments is None else arguments
    os.environ.setdefault(DEBUT, str(time.time()))
    choix = analyseur().parse_args(arguments)
    processus.ecouter_signaux()
    try:
        return executer(choix, arguments)
    except Erreur as erreur:
        print(f"\n{a_taper(str(erreur))}", file=sys.stderr, flush=True)
        return 1
    except processus.Interruption:
        dire(f"\nInterrompu. Relancez la même commande{NBSP}: elle reprend où elle en était.")
        return 130
    except Exception as erreur:
        from . import postgres

        if not (raison := postgres.coupure(erreur)):
            raise
        print(f"\n{raison}{NBSP}: vérifiez-le (pg_lsclusters, place libre), puis relancez la même commande.",
              file=sys.stderr, flush=True)
        return 1
    finally:
        processus.tout_arreter()


def executer(choix, arguments):
    verifier_avant(choix)
    if choix.commande == "bench" and not choix.nom:
        from . import mesures

        return mesures.lister()
    dossiers.preparer_etat()
    if environnement.VARIABLE not in os.environ and choix.commande not in A_L_ETROIT:
        dossiers.verifier_espace()
    odoo = obtenir_odoo.obtenir()
    essais = choix.commande in ("test", "lint", "guides")
    venv = environnement.preparer(odoo, essais) if environnement.VARIABLE not in os.environ \
        else Path(os.environ[environnement.VARIABLE])
    if environnement.VARIABLE not in os.environ:
        changer_de_python(venv, arguments)
    return deuxieme_vie(choix, odoo, venv)


def verifier_avant(choix):
    """What would fail at the end is said at the start."""
    if choix.commande in SUR_UN_POSTE and (os.environ.get("OILHI_CONF") or dossiers.RACINE == INSTALLEES):
        raise Erreur(
            f"« ./oilhi {choix.commande} » est une commande de poste, et cette machine porte une installation{NBSP}: "
            f"{SUR_UN_POSTE[choix.commande]}. Rien n'a été fait.")
    if choix.commande == "run":
        from . import service

        service.verifier_port(choix.interface, choix.port)
    if choix.commande in ("run", "territoire", "init"):
        from . import territoire

        territoire.verifier(choix)
    if choix.commande == "cas" and not choix.fichier.is_file():
        raise Erreur(f"Le fichier {choix.fichier} n'existe pas{NBSP}: vérifiez son chemin.")
    elif choix.commande == "bench" and choix.nom:
        from . import mesures

        mesures.exiger_banc(choix.nom)
    elif choix.commande == "test":
        connues = (*PARTIES, *A_LA_DEMANDE)
        inconnues = [p for p in choix.parties if p not in connues]
        if inconnues:
            raise Erreur(
                f"« {inconnues[0]} » n'est pas une partie des essais{NBSP}: "
                f"choisissez parmi {', '.join(connues)}."
            )


def changer_de_python(venv, arguments):
    python = environnement.python_de(venv)
    milieu = dict(os.environ, **{environnement.VARIABLE: str(venv)})
    milieu.pop("PYTHONHOME", None)
    milieu.pop("PYTHONPATH", None)
    sys.stdout.flush()
    os.execve(python, [str(python), str(dossiers.RACINE / "oilhi"), *arguments], milieu)


def deuxieme_vie(choix, odoo, venv):
    # Not for the children: an inner ./oilhi (in the tests) must choose its own.
    del os.environ[environnement.VARIABLE]
    debut = float(os.environ.pop(DEBUT))
    if choix.commande in ("test", "lint"):
        from . import essais

        parties = choix.parties if choix.commande == "test" else ["style"]
        return essais.lancer(odoo, venv, parties or PARTIES, getattr(choix, "base_url", None))
    if choix.commande == "guides":
        from . import guides

        return guides.guides(choix, odoo, venv, debut)
    if choix.commande == "bench":
        from . import mesures

        return mesures.bench(choix, odoo, venv, debut)
    if choix.commande == "territoire":
        from . import territoire

        return territoire.territoire(choix, odoo, venv, debut)
    if choix.commande in exploitation.COMMANDES:
        return exploitation.lancer(choix, odoo, venv, debut)
    from . import service

    return getattr(service, choix.commande)(choix, odoo, venv, debut)
