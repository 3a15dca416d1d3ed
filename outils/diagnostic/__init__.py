"""./oilhi doctor: one small function per thing to check, each finding explained."""
from dataclasses import dataclass, field
from pathlib import Path

NIVEAUX = ("erreur", "alerte", "information", "ok")


@dataclass
class Constat:
    """What was found; ``pourquoi`` and ``faire`` are empty when all is well."""

    code: str
    titre: str
    niveau: str
    constat: str
    pourquoi: str = ""
    faire: str = ""


@dataclass
class Contexte:
    """What the checks look at; what cannot be read is None, and another check says why."""

    options: dict = field(default_factory=dict)
    conf: Path | None = None
    serveur: object = None
    base: str | None = None
    donnees: Path | None = None
    production: bool = True
    url: str | None = None
    autorite: Path | None = None  # certificate authority of a private TLS certificate
    sauvegardes: Path | None = None
    racine: Path | None = None  # where our addons are
    lien: object = None
    panne: str = ""  # why the database could not be reached

    def lire(self, requete, valeurs=()):
        with self.lien.cursor() as curseur:
            curseur.execute(requete, valeurs)
            return curseur.fetchall()

    def un(self, requete, valeurs=()):
        lignes = self.lire(requete, valeurs)
        return lignes[0][0] if lignes else None

    def table(self, nom):
        return self.un("SELECT to_regclass(%s) IS NOT NULL", (f"public.{nom}",))

    def colonne(self, table, nom):
        return self.un("SELECT 1 FROM information_schema.columns WHERE table_schema = 'public' "
                       "AND table_name = %s AND column_name = %s", (table, nom))

    def parametre(self, cle):
        return self.un("SELECT value FROM ir_config_parameter WHERE key = %s", (cle,))

    def entier(self, cle, defaut=0):
        try:
            return int(float(self.options.get(cle, defaut)))
        except ValueError:
            return defaut

    def vrai(self, cle, defaut=False):
        return str(self.options.get(cle, defaut)).strip().lower() in ("true", "1", "yes")


CONTROLES = []


def controle(code, titre, *besoins):
    """Register a check. It yields ``(level, finding, why, what to do)``; nothing: all is well.

    ``besoins``: "base" (the database answers), "conf" (there is an odoo.conf), "url", and
    "production" (means nothing on a workstation).
    """
    def inscrire(fonction):
        CONTROLES.append((code, titre, set(besoins), fonction))
        return fonction

    return inscrire


def possible(contexte, besoins):
    return (
        ("base" not in besoins or contexte.lien is not None)
        and ("conf" not in besoins or contexte.conf is not None)
        and ("url" not in besoins or contexte.url)
        and ("production" not in besoins or contexte.production)
    )


def examiner(contexte, codes=None):
    """Every finding, in the order of the checks; a check that breaks is a finding too."""
    from . import application, base, configuration, machine, mandataire, surveillance  # noqa: F401

    constats = []
    for code, titre, besoins, fonction in CONTROLES:
        if (codes and code not in codes) or not possible(contexte, besoins):
            continue
        try:
            trouves = list(fonction(contexte) or ())
        except Exception as erreur:  # the others must still speak
            if contexte.lien is not None and not contexte.lien.closed:
                contexte.lien.rollback()
            trouves = [(
                "alerte", f"le contrôle n'a pas pu être fait ({type(erreur).__name__} : {erreur})"[:300],
                "ce point n'est donc pas vérifié",
                "corrigez d'abord les autres constats, puis relancez « ./oilhi doctor »",
            )]
        constats += [Constat(code, titre, *trouve) for trouve in trouves] or [
            Constat(code, titre, "ok", "en ordre")]
    return constats
