"""Databases that a command makes on its way: it removes them, and if it could not, the next command does.

Their names end with a token that is locked (PostgreSQL's advisory locks) as long as the command lives: what nobody
holds any more was left by a stop of PostgreSQL, or by a command killed outright.
"""
import contextlib
import fcntl
import os
import re
import secrets
import shutil
import tempfile
from pathlib import Path

from .. import postgres
from ..messages import NBSP, Erreur, avertir, dire

VERIFICATION, ANONYMISATION = "oilhi_verification", "oilhi_anonymise"
# No hexadecimal first: a copy made by hand is called « oilhi_avant_20261130 », and is not ours to remove.
JETON = "p"
MOTIF = rf"^(.+)_(reprise|creation|anonymise|verification|avant)_({JETON}[0-9a-f]{{8}})$"
VERROU = "SELECT pg_{}advisory_lock(hashtext('oilhi_' || %s))"


@contextlib.contextmanager
def reservee(atelier, debut):
    """The name of a provisional database, held to the end; whatever bears it then goes (published, it has another)."""
    import psycopg2

    jeton = JETON + secrets.token_hex(4)
    base = f"{debut}_{jeton}"
    lien = atelier.serveur.connexion()
    try:
        with lien.cursor() as curseur:
            curseur.execute(VERROU.format(""), (jeton,))
        try:
            yield base
        except BaseException:
            _retirer(atelier, base)
            raise
        try:
            _retirer(atelier, base)
        except psycopg2.Error as erreur:  # what was asked is done
            avertir(f"une base provisoire n'a peut-être pas été retirée ({premiere_ligne(erreur)}){NBSP}: la prochaine "
                    "sauvegarde le fera.")
    finally:
        lien.close()


def _retirer(atelier, base):
    if atelier.serveur.existe(base):
        atelier.supprimer(base)


@contextlib.contextmanager
def dossier(racine, debut):
    """A folder beside the filestore (the place of a whole copy, not that of /tmp), held to the end as the names are."""
    for reste in racine.glob(f"{debut}*"):
        with contextlib.suppress(OSError), _tenu(reste):
            shutil.rmtree(reste)
    ici = Path(tempfile.mkdtemp(prefix=debut, dir=racine))
    with _tenu(ici):
        try:
            yield ici
        finally:
            shutil.rmtree(ici, ignore_errors=True)


@contextlib.contextmanager
def _tenu(chemin):
    descripteur = os.open(chemin, os.O_RDONLY)
    try:
        fcntl.flock(descripteur, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descripteur)


@contextlib.contextmanager
def si_postgresql_s_arrete(pendant, faire):
    """One sentence instead of a traceback: what happened, then what to do."""
    try:
        yield
    except Exception as erreur:
        if raison := postgres.coupure(erreur):
            raise Erreur(f"{raison} {pendant}{NBSP}: {faire}") from erreur
        raise


def restes(curseur, dossiers=()):
    """``[(name, kind, base meant)]`` of the databases (and of the folders named) that nobody holds any more.

    The lock taken by looking lasts as long as the connection. The database replaced comes before the one that
    should have replaced it: what the latter still says is needed until then.
    """
    curseur.execute(
        "SELECT datname FROM pg_database WHERE datname ~ %s AND pg_get_userbyid(datdba) = current_user", (MOTIF,))
    trouves = []
    for nom in {n for n, in curseur.fetchall()} | set(dossiers):
        lu = re.match(MOTIF, nom)
        if lu:
            curseur.execute(VERROU.format("try_"), (lu[3],))
            if curseur.fetchone()[0]:
                trouves.append((nom, lu[2], lu[1]))
    return sorted(trouves, key=lambda t: (t[1] != "avant", t))


def retirer_restes(atelier):
    """Remove them; a database that was about to be replaced is opened again, with its files."""
    import psycopg2

    racine = atelier.dossier / "filestore"
    dossiers = [d.name for d in racine.iterdir()] if racine.is_dir() else []
    lien = atelier.serveur.connexion()
    try:
        with lien.cursor() as curseur:
            trouves = restes(curseur, dossiers)
        for nom, sorte, base in trouves:
            try:
                if sorte == "avant" and not atelier.serveur.existe(nom):
                    rouvrir(atelier, base, nom)
                    dire(f"  Remplacement interrompu{NBSP}: la base « {base} » est celle d'avant, avec ses fichiers.")
                    continue
                if sorte == "reprise" and rouvrir(atelier, base):
                    dire(f"  Remplacement interrompu{NBSP}: la base « {base} » est celle d'avant, rouverte.")
                effacer(atelier, nom)
                dire(f"  Base laissée par une commande interrompue, retirée{NBSP}: {nom}.")
            except (psycopg2.Error, OSError) as erreur:
                avertir(f"la base {nom}, laissée par une commande interrompue, n'a pas pu être retirée "
                        f"({premiere_ligne(erreur)}).")
    finally:
        lien.close()


def premiere_ligne(erreur):
    return (str(erreur).strip().splitlines() or ["refus"])[0]


def effacer(atelier, base):
    """Files first: as long as the database is there, its name says that they are of no more use."""
    shutil.rmtree(atelier.fichiers(base), ignore_errors=True)
    atelier.supprimer(base)


def rouvrir(atelier, base, ancienne=None):
    """The database that was to be replaced and was not: its own files, and its door open. Whether it was closed."""
    if ancienne and atelier.fichiers(ancienne).exists():
        shutil.rmtree(atelier.fichiers(base), ignore_errors=True)  # those of the one that did not come
        atelier.fichiers(ancienne).rename(atelier.fichiers(base))
    fermee = atelier.serveur.executer(
        "SELECT 1 FROM pg_database WHERE datname = %s AND NOT datallowconn", (base,))
    if fermee:
        atelier.serveur.executer(f'ALTER DATABASE "{base}" ALLOW_CONNECTIONS true')
    return bool(fermee)


def remplacer(atelier, provisoire, base):
    """``provisoire`` takes the name of ``base``, which goes last; both renamings hold in one transaction."""
    import psycopg2

    serveur, ancienne = atelier.serveur, f"{base}_avant_{provisoire.rpartition('_')[2]}"
    # An Odoo that still runs would come back between two sentences: the door is closed first.
    serveur.executer(f'ALTER DATABASE "{base}" ALLOW_CONNECTIONS false')
    try:
        serveur.executer(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = %s AND pid <> pg_backend_pid()", (base,))
        lien = serveur.connexion()
        try:
            lien.autocommit = False
            with lien.cursor() as curseur:
                curseur.execute("SET LOCAL synchronous_commit TO on")  # the files follow at once
                curseur.execute(f'ALTER DATABASE "{base}" RENAME TO "{ancienne}"')
                curseur.execute(f'ALTER DATABASE "{provisoire}" RENAME TO "{base}"')
                echanger_fichiers(atelier, provisoire, base, ancienne)
                lien.commit()
        finally:
            lien.close()
    except BaseException:
        # Out of reach, PostgreSQL alone knows whether the exchange took place: the next command asks it.
        if not serveur.existe(ancienne):
            rouvrir(atelier, base, ancienne)
        raise
    try:
        effacer(atelier, ancienne)
    except psycopg2.Error as erreur:
        avertir(f"« {base} » est restaurée, mais celle qu'elle remplace n'a pas pu être retirée "
                f"({premiere_ligne(erreur)}){NBSP}: la prochaine sauvegarde retirera {ancienne}.")


def echanger_fichiers(atelier, provisoire, base, ancienne):
    if not atelier.fichiers(base).exists():
        atelier.fichiers(base).mkdir(parents=True)  # so that the exchange can always be undone
    atelier.fichiers(base).rename(atelier.fichiers(ancienne))
    atelier.fichiers(provisoire).rename(atelier.fichiers(base))
