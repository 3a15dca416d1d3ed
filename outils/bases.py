"""Databases: what they are made from, templates, creation, update.

A database is made under a provisional name and renamed when whole, so its
existence says that it is complete; what it was made from is in its comment.
"""
import hashlib
import inspect
import os
import re
import secrets
import shutil

from . import dans_odoo, environnement, processus
from .dossiers import ADDONS, ETAT, JOURNAUX, RACINE, cle, construire, dossier_cache
from .messages import NBSP, Erreur, Etape

# Chosen one by one (--skip-auto-install): the others call outside services (iap, snailmail,
# partner_autocomplete, web_unsplash…) or are of no use to a mairie.
MODULES_BASE = (
    "base", "web", "mail", "contacts", "base_import", "auth_signup", "auth_totp", "rpc",
    "api_doc", "privacy_lookup",
)
LANGUE = "fr_FR"
MODELE = "oilhi_modele"
# On a workstation: a clamd to ask, « 127.0.0.1:3310 » or the path of its socket.
CLAMAV = "OILHI_CLAMAV"
SANS_EFFET = {"tests", "static", "__pycache__", "i18n_extra"}


def empreinte(addons=ADDONS, sauf=frozenset(SANS_EFFET)):
    """Hash of the sources whose change asks for an update of the database."""
    somme = hashlib.sha256()
    for addon in addons:
        for dossier, sous, noms in os.walk(RACINE / addon):
            sous[:] = sorted(s for s in sous if s not in sauf)
            for nom in sorted(noms):
                if nom.endswith((".pyc", "~", ".swp")):
                    continue
                chemin = os.path.join(dossier, nom)
                somme.update(os.path.relpath(chemin, RACINE).encode() + b"\0")
                with open(chemin, "rb") as contenu:
                    somme.update(hashlib.sha256(contenu.read()).digest())
    return somme.hexdigest()[:16]


def exiger_addons():
    for addon in ADDONS:
        if not (RACINE / addon / "__manifest__.py").is_file():
            raise Erreur(
                f"Le module {addon} est absent de {RACINE}{NBSP}: le dépôt est incomplet, "
                "récupérez-le entier."
            )


class Atelier:
    """One PostgreSQL, one environment, one Odoo: everything that makes or runs a database."""

    def __init__(self, serveur, odoo, venv, role=None):
        """``role``: "essais" or "mesures", for databases that are not those of run."""
        self.serveur, self.odoo, self.venv, self.role = serveur, odoo, venv, role
        self.dossier = ETAT / (role or "donnees") / ("fichiers" if role == "mesures" else "")
        self.conf = ETAT / (f"odoo-{role}.conf" if role else "odoo.conf")
        self.cle_base = cle(
            odoo.cle, environnement.cle_exigences(False), *MODULES_BASE,
            inspect.getsource(dans_odoo.preparer_modele),
        )

    # ------------------------------------------------------------------ odoo
    def ecrire_conf(self, **autres):
        """Written anew at each start: the socket, the Odoo or the addons may have moved."""
        self.dossier.mkdir(parents=True, exist_ok=True)
        reglages = {
            "addons_path": ",".join(str(a) for a in (*self.odoo.addons, RACINE)),
            "data_dir": self.dossier,
            "admin_passwd": secrets.token_urlsafe(24),
            "list_db": False,
            "server_wide_modules": "base,rpc,web,oilhi_serveur",
            "http_interface": "127.0.0.1",
            "max_cron_threads": 0 if self.role else 1,
            "limit_time_real": 600,
            "limit_time_cpu": 300,
        } | self.serveur.options_odoo() | autres
        texte = "[options]\n" + "".join(f"{c} = {v}\n" for c, v in reglages.items())
        if clamav := os.environ.get(CLAMAV):
            texte += f"\n[oilhi]\nclamav = {clamav}\n"
        descripteur = os.open(self.conf, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descripteur, "w") as fichier:
            fichier.write(texte)

    def milieu(self):
        """Environment of every child: nothing of the caller's may change what Odoo reads."""
        sans = {
            c: v for c, v in os.environ.items()
            if not c.startswith(("ODOO_", "PYTHON")) and c not in ("PGDATABASE", "ODOO_RC")
        }
        # The configuration file decides, and Odoo would let the environment win.
        for variable in ("PGHOST", "PGPORT", "PGUSER", "PGPASSWORD"):
            sans.pop(variable, None)
        return sans | {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONNOUSERSITE": "1"}

    def commande(self, *arguments):
        python = environnement.python_de(self.venv)
        return [python, self.venv / "bin" / "odoo", *arguments]

    def odoo_stop(self, base, *arguments, etape=None, journal=None, **options):
        """Run Odoo once on a database; return ``(code, log)``."""

        def suivre(ligne):
            if etape and (trouve := re.search(r"Loading module (\S+) \((\d+)/(\d+)\)", ligne)):
                etape.suivre(f"{trouve[1]} ({trouve[2]}/{trouve[3]})")

        return processus.executer(
            self.commande("server", "-c", self.conf, "-d", base, "--skip-auto-install",
                          "--stop-after-init", "--no-http", *arguments),
            suivi=suivre, journal=journal, env=self.milieu(), cwd=RACINE, **options,
        )

    def neutraliser(self, base, **options):
        """Odoo's own command: mail servers, tasks and outside services off."""
        return processus.executer(
            self.commande("neutralize", "-c", self.conf, "-d", base), env=self.milieu(), cwd=RACINE,
            **options)

    def dans_odoo(self, base, fonction, *arguments, journal=None, **options):
        """Run one function of outils/dans_odoo.py with the registry loaded."""
        return processus.executer(
            [environnement.python_de(self.venv), RACINE / "outils" / "dans_odoo.py",
             self.conf, base, fonction, *arguments],
            journal=journal, env=self.milieu(), cwd=RACINE, **options,
        )

    def reussir(self, quoi, resultat, journal=None):
        """Turn a failed run into one sentence that names the log."""
        code, texte = resultat
        if code:
            raise Erreur(
                f"{quoi} a échoué ({raison_odoo(texte)}){NBSP}: "
                f"le détail est dans {journal or JOURNAUX}."
            )
        return texte

    # ------------------------------------------------------- files of a base
    def fichiers(self, base):
        return self.dossier / "filestore" / base

    def copier_fichiers(self, avant, apres):
        """Attachments never change once written: hard links are enough."""
        shutil.rmtree(self.fichiers(apres), ignore_errors=True)
        if self.fichiers(avant).exists():
            shutil.copytree(self.fichiers(avant), self.fichiers(apres), copy_function=os.link)

    def supprimer(self, base):
        self.serveur.supprimer(base)
        shutil.rmtree(self.fichiers(base), ignore_errors=True)

    def copier(self, modele, base):
        self.supprimer(base)
        self.serveur.creer(base, modele)
        self.copier_fichiers(modele, base)

    def publier(self, provisoire, base, **note):
        """The last act: from now on the database exists, whole."""
        self.serveur.noter(provisoire, **note)
        shutil.rmtree(self.fichiers(base), ignore_errors=True)
        if self.fichiers(provisoire).exists():
            self.fichiers(provisoire).rename(self.fichiers(base))
        self.serveur.renommer(provisoire, base)

    # -------------------------------------------------------------- templates
    def modele_base(self):
        """Odoo alone, in French, without demonstration: reused as long as the pins hold."""
        if self.serveur.existe(MODELE):
            if self.serveur.note(MODELE).get("cle") == self.cle_base:
                return MODELE
            self.supprimer(MODELE)
        provisoire = f"{MODELE}_tmp"
        self.supprimer(provisoire)
        copie = dossier_cache() / f"modele-{self.cle_base}"
        if not (self.serveur.copiable and copie.exists() and self._reprendre(copie, provisoire)):
            with Etape("Base modèle", "installation d'Odoo en français") as etape:
                self.serveur.creer(provisoire)
                self._batir_modele(provisoire, etape)
                if self.serveur.copiable:
                    etape.suivre("copie dans le cache")
                    construire(copie, lambda dossier: self._copier_modele(provisoire, dossier))
        self.publier(provisoire, MODELE, cle=self.cle_base)
        return MODELE

    def _batir_modele(self, base, etape):
        journal = JOURNAUX / "modele.log"
        self.reussir("L'installation d'Odoo", self.odoo_stop(
            base, "-i", ",".join(MODULES_BASE), f"--load-language={LANGUE}",
            etape=etape, journal=journal,
        ), journal)
        etape.suivre("réglages")
        journal = JOURNAUX / "modele-reglages.log"
        self.reussir("Le réglage de la base modèle", self.dans_odoo(
            base, "preparer_modele", journal=journal,
        ), journal)

    def _copier_modele(self, base, dossier):
        """For the next clone: PostgreSQL's dump, and the attachments."""
        self.reussir("La copie de la base modèle", self.serveur.outil(
            "pg_dump", "--format=custom", "--no-owner", f"--file={dossier / 'base.dump'}", base))
        if self.fichiers(base).exists():
            shutil.copytree(self.fichiers(base), dossier / "fichiers")

    def _reprendre(self, copie, base):
        """Whether the copy could be used; one that cannot is thrown away."""
        with Etape("Base modèle", "reprise depuis le cache"):
            self.serveur.creer(base)
            code, _texte = self.serveur.outil(
                "pg_restore", "--no-owner", "--jobs=2", f"--dbname={base}", copie / "base.dump")
            if code:
                shutil.rmtree(copie, ignore_errors=True)
                self.supprimer(base)
                return False
            shutil.rmtree(self.fichiers(base), ignore_errors=True)
            if (copie / "fichiers").exists():
                shutil.copytree(copie / "fichiers", self.fichiers(base))
        return True

    def creer_complete(self, base, demo, note):
        """A database with the three addons, from the template."""
        exiger_addons()
        modele = self.modele_base()
        provisoire = f"{base}_tmp"
        titre = "avec la démonstration" if demo else "sans démonstration"
        with Etape("Base de données", f"installation d'OILHI {titre}") as etape:
            self.copier(modele, provisoire)
            if demo:
                self.autoriser_demo(provisoire)
            journal = JOURNAUX / "installation.log"
            texte = self.reussir("L'installation d'OILHI", self.odoo_stop(
                provisoire, "-i", ",".join(ADDONS), etape=etape, journal=journal,
            ), journal)
            if "demo data failed to install" in texte:
                raise Erreur(
                    "Les données de démonstration ne s'installent pas "
                    f"({raison_odoo(texte)}){NBSP}: le détail est dans {journal}."
                )
            etape.suivre("feuilles de style et scripts de l'interface")
            journal = JOURNAUX / "installation-fin.log"
            self.reussir("La préparation de l'interface", self.dans_odoo(
                provisoire, "finir", journal=journal,
            ), journal)
            self.publier(provisoire, base, **note)

    def autoriser_demo(self, base):
        """Odoo loads a module's demonstration only if its dependencies have theirs.

        Odoo's own (fictitious American companies) would only blur a département's directory,
        so its modules are said to have it, and ours alone load.
        """
        self.serveur.executer(
            "UPDATE ir_module_module SET demo = true WHERE state = 'installed'", base=base
        )

    def installes(self, base):
        """Installed state of our addons, or None when the database is not Odoo's."""
        if not self.serveur.executer("SELECT to_regclass('ir_module_module')", base=base)[0][0]:
            return None
        lignes = self.serveur.executer(
            "SELECT name FROM ir_module_module WHERE state = 'installed' AND name IN %s",
            (ADDONS,), base=base,
        )
        return {nom for nom, in lignes}


def raison_odoo(texte):
    """The line of a log that explains a failure best."""
    erreurs = re.findall(r"^[\w.]*(?:Error|Exception|Warning)\b.*", texte, re.M)
    erreurs += re.findall(r"^[\d-]+ [\d:,]+ \d+ (?:CRITICAL|ERROR) \S+ \S+ (.*)", texte, re.M)
    erreurs += [ligne for ligne in texte.strip().splitlines()[-1:]]
    return erreurs[0].strip()[:250] if erreurs else "raison inconnue"
