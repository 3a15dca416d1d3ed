"""The installation a command works on: that of ./oilhi run, or one in production (--conf)."""
import configparser
import contextlib
import os
import pwd
import re
import shutil
from pathlib import Path

from . import postgres, processus, service
from .bases import Atelier
from .messages import NBSP, Erreur

CONF = "OILHI_CONF"  # set by the command that the installation script puts in the PATH
# What odoo.conf writes for « nothing ».
VIDES = {"", "false", "none"}


def lire_conf(fichier):
    """``[options]`` and ``[oilhi]`` of an odoo.conf, those that say nothing left out (list_db says by False)."""
    analyse = configparser.RawConfigParser(strict=False)
    try:
        analyse.read_string(Path(fichier).read_text(encoding="utf-8"))
        options = dict(analyse.items("options"))
        if analyse.has_section("oilhi"):  # ours: Odoo complains of what it does not know among its own
            options |= {f"oilhi_{c}": v for c, v in analyse.items("oilhi")}
    except PermissionError:
        raise Erreur(
            f"Le fichier {fichier} ne se lit pas avec le compte « {pwd.getpwuid(os.geteuid()).pw_name} »"
            f"{NBSP}: si c'est celui d'OILHI, rendez-le-lui (chown root:oilhi {fichier} && chmod 640 {fichier}) ; "
            "sinon, relancez la commande avec sudo."
        ) from None
    except OSError as erreur:
        raise Erreur(
            f"Le fichier {fichier} ne se lit pas ({erreur.strerror}){NBSP}: donnez à --conf le "
            "chemin de odoo.conf."
        ) from None
    except (configparser.Error, UnicodeDecodeError):
        raise Erreur(
            f"{fichier} n'est pas un odoo.conf{NBSP}: il commence par « [options] », puis une ligne "
            "« clé = valeur » par réglage."
        ) from None
    return {c: v.strip() for c, v in options.items()
            if c == "list_db" or v.strip().lower() not in VIDES}


def serveur_de(options):
    return postgres.ServeurExterne({
        c: options.get(f"db_{c}") for c in ("host", "port", "user", "password")
    })


def base_de(options):
    """The one database that odoo.conf serves, or nothing."""
    noms = [n.strip() for n in options.get("db_name", "").split(",") if n.strip()]
    return noms[0] if len(noms) == 1 else None


def donnees_de(options):
    return Path(options.get("data_dir") or "~/.local/share/Odoo").expanduser()


@contextlib.contextmanager
def ouvrir(choix, odoo, venv):
    """The workshop of the installation; ``atelier.base`` is the database meant, if known."""
    fichier = getattr(choix, "conf", None) or os.environ.get(CONF)
    if not fichier:
        with service.atelier(choix, odoo, venv) as atelier:
            atelier.base, atelier.production = choix.base or service.BASE, False
            yield atelier
        return
    options = lire_conf(fichier)
    serveur = serveur_de(options)
    for variable in postgres.VARIABLES:  # the file decides, as for Odoo's own children
        os.environ.pop(variable, None)
    serveur.demarrer()
    atelier = Atelier(serveur, odoo, venv)
    atelier.conf, atelier.dossier = Path(fichier).absolute(), donnees_de(options)
    atelier.base, atelier.production = choix.base or base_de(options), True
    yield atelier


def exiger_base(atelier):
    if not atelier.base:
        raise Erreur(
            f"odoo.conf ne dit pas quelle base servir{NBSP}: nommez-la avec --base, ou écrivez "
            "« db_name = … » dans ce fichier."
        )
    if not atelier.serveur.existe(atelier.base):
        raise Erreur(
            f"La base « {atelier.base} » n'existe pas sur ce PostgreSQL{NBSP}: vérifiez son nom "
            "(--base), ou lancez d'abord « ./oilhi run »."
        )
    if not atelier.installes(atelier.base):
        raise Erreur(f"La base « {atelier.base} » n'est pas celle d'OILHI{NBSP}: vérifiez son nom.")


class OutilsPostgres:
    """pg_dump and pg_restore of the server's version, or of the next one present."""

    def __init__(self, serveur):
        self.serveur = serveur
        (numero,), = serveur.executer("SELECT current_setting('server_version_num')::int")
        self.version = numero // 10000
        self.dossier, self.majeure = self._choisir()

    def _choisir(self):
        candidats = [Path(d) for d in os.environ.get("PATH", "").split(os.pathsep) if d]
        candidats += Path("/usr/lib/postgresql").glob("*/bin")
        if isinstance(self.serveur, postgres.ServeurEmbarque):
            candidats = [self.serveur.binaires()]
        trouves = []
        for dossier in dict.fromkeys(candidats):
            if all(shutil.which(nom, path=dossier) for nom in ("pg_dump", "pg_restore")):
                code, texte = processus.executer([dossier / "pg_dump", "--version"])
                # Debian adds its own version, in brackets, after PostgreSQL's.
                lu = re.search(r"\(PostgreSQL\) (\d+)", texte)
                if not code and lu:
                    trouves.append((int(lu[1]), dossier))
        trouves = sorted((t for t in trouves if t[0] >= self.version), key=lambda t: t[0])
        if not trouves:
            raise Erreur(
                f"Il manque pg_dump et pg_restore pour PostgreSQL {self.version}{NBSP}: installez "
                f"le paquet « postgresql-client-{self.version} » (ou plus récent)."
            )
        return trouves[0][1], trouves[0][0]

    def executer(self, nom, *arguments, **options):
        connus = {c: str(v) for c, v in self.serveur.parametres.items() if v}
        milieu = {c: v for c, v in os.environ.items() if not c.startswith("PG")} | {"LC_ALL": "C"}
        noms = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"}
        milieu |= {noms[c]: v for c, v in connus.items()}
        return processus.executer([self.dossier / nom, "--no-password", *arguments], env=milieu, **options)
