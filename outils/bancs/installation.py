"""A small installation of its own for a trial that breaks it: PostgreSQL, files, Odoo with its workers."""
import json
import re
import shutil
import tempfile
from pathlib import Path

from outils import postgres, processus
from outils.bases import Atelier
from outils.dossiers import JOURNAUX, RACINE


class Installation:
    """``source``: the workshop that holds the database to copy; nothing of it is touched."""

    def __init__(self, source, base, dossier_base, dossier_fichiers, dire):
        self.base, self.dire, self.odoos = base, dire, []
        nom = type(self).__name__.lower()
        self.serveur = postgres.ServeurEmbarque(f"pg-{nom}")
        self.serveur.donnees = dossier_base / "pg"
        self.serveur.demarrer()
        self.atelier = Atelier(self.serveur, source.odoo, source.venv, role=nom)
        self.atelier.dossier = dossier_fichiers
        self.atelier.ecrire_conf()
        self._poser(source)

    def _poser(self, source):
        self.dire("copie de la démonstration")
        self.serveur.creer(self.base)
        with tempfile.TemporaryDirectory(prefix="oilhi-arrets-copie-") as dossier:
            fichier = Path(dossier) / "base.dump"
            Path(dossier).chmod(0o777)  # PostgreSQL's programs run under their own account
            source.reussir("La copie", source.serveur.outil(
                "pg_dump", "--format=custom", "--no-owner", f"--file={fichier}", self.base))
            source.reussir("La copie", self.serveur.outil(
                "pg_restore", "--no-owner", "--jobs=2", f"--dbname={self.base}", fichier))
        shutil.copytree(source.fichiers(self.base), self.atelier.fichiers(self.base))

    def preparer(self):
        """The cases of the bench « arrets », made inside Odoo; what it says of them."""
        self.dire("dossiers à signer, lots à produire")
        journal = JOURNAUX / f"{self.atelier.role}-preparer.log"
        texte = self.atelier.reussir("La préparation", self.atelier.dans_odoo(
            self.base, "preparer_banc", "arrets", journal=journal), journal)
        return json.loads(re.findall(r"^ARRETS (.*)$", texte, re.M)[-1])

    def lire(self, requete, *valeurs):
        return self.serveur.executer(requete, valeurs, base=self.base)

    def servir(self, conf, milieu=None):
        with open(JOURNAUX / f"{self.atelier.role}-lancement.log", "ab") as sortie:
            odoo = processus.lancer(
                self.atelier.commande("server", "-c", conf), env=milieu or self.atelier.milieu(), cwd=RACINE,
                stdout=sortie, stderr=sortie)
        self.odoos.append(odoo)
        return odoo

    def fermer(self):
        for odoo in self.odoos:
            processus.arreter(odoo)
        self.serveur.arreter()
        self.atelier.conf.unlink(missing_ok=True)
