"""Parts of the tests that need no database: style, cores, repository."""
import json
import re
from dataclasses import dataclass, field

from . import processus
from .dossiers import ADDONS, JOURNAUX, RACINE
from .messages import NBSP, dire, duree

DETAILS_MAX = 60


@dataclass
class Resultat:
    nom: str
    reussis: int
    echecs: int
    details: list = field(default_factory=list)
    secondes: float = 0.0

    def afficher(self):
        signe = "✗" if self.echecs else "✓"
        dire(f"{signe} {self.nom}{NBSP}: {self.reussis} réussis, {self.echecs} en échec, "
             f"{duree(self.secondes)}")
        if self.echecs:
            for ligne in self.details[-DETAILS_MAX:]:
                dire(f"    {ligne}")


def compter_pytest(texte):
    """``(passed, failed, skipped)`` from pytest's last line."""
    def nombre(mot):
        trouves = re.findall(rf"(\d+) {mot}", derniere)
        return int(trouves[-1]) if trouves else 0

    lignes = [ligne for ligne in texte.splitlines() if re.search(r"\d+ \w+.* in [\d.]+s", ligne)]
    derniere = lignes[-1] if lignes else ""
    echecs = nombre("failed") + nombre("errors?")
    return nombre("passed"), echecs, nombre("skipped") + nombre("xfailed")


def pytest(nom, python, arguments, journal, sautes_admis=False, **options):
    """Run pytest; a skipped test counts as failed unless said otherwise."""
    code, texte = processus.executer(
        [python, *arguments], journal=JOURNAUX / journal, cwd=RACINE, **options
    )
    reussis, echecs, sautes = compter_pytest(texte)
    details = texte.splitlines()
    if sautes and not sautes_admis:
        echecs += sautes
        details.append(f"{sautes} essais ont été sautés ou attendus en échec.")
    if not reussis and not echecs:
        echecs = 1
        details.append("aucun essai n'a tourné.")
    elif code and not echecs:
        echecs = 1
    return Resultat(nom, reussis, echecs, details)


def ruff(python):
    """Style (ruff)"""
    code, texte = processus.executer(
        [python, "-m", "ruff", "check", "--output-format=concise", ".", "oilhi"], cwd=RACINE
    )
    return Resultat("Style (ruff)", int(not code), int(bool(code)), texte.splitlines())


def pylint(python):
    """Règles d'Odoo (pylint-odoo)"""
    presents = [a for a in ADDONS if (RACINE / a).is_dir()]
    code, texte = processus.executer(
        [python, "-m", "pylint", "--rcfile=pyproject.toml", *presents], cwd=RACINE
    )
    return Resultat("Règles d'Odoo (pylint-odoo)", int(not code), int(bool(code)),
                    texte.splitlines())


def coeurs(python):
    """Cœurs de calcul, sans base"""
    nom = "Cœurs de calcul, sans base"
    donnees = JOURNAUX / "couverture"
    dossiers = [d for d in ("tests/moteur", "tests/rendu") if (RACINE / d).is_dir()]
    if len(dossiers) < 2:
        return Resultat(nom, 0, 1, ["tests/moteur ou tests/rendu est absent"])
    resultat = pytest(
        nom, python,
        ["-m", "coverage", "run", f"--data-file={donnees}", "-m", "pytest", "-p", "no:odoo",
         "-m", "not exhaustif and not propriete", *dossiers],
        "coeurs.log",
    )
    rapport = [python, "-m", "coverage"]
    code, texte = processus.executer(
        [*rapport, "report", f"--data-file={donnees}"], cwd=RACINE
    )
    if code:
        resultat.echecs += 1
        resultat.details += texte.splitlines()
    else:
        resultat.reussis += 1
    fichier = JOURNAUX / "couverture.json"
    processus.executer([*rapport, "json", f"--data-file={donnees}", "-o", fichier], cwd=RACINE)
    if fichier.exists():
        total = json.loads(fichier.read_text())["totals"]["percent_covered"]
        resultat.nom += f" (couverture {total:.1f}{NBSP}%)".replace(".", ",")
    return resultat


def proprietes(python):
    """Propriétés des cœurs"""
    return pytest("Propriétés des cœurs", python,
                  ["-m", "pytest", "-p", "no:odoo", "-m", "propriete and not exhaustif",
                   "tests/moteur", "tests/rendu"], "proprietes.log")


def exhaustifs(python):
    """Règles du guide retirées une à une"""  # measuring coverage makes these four times slower
    return pytest("Règles du guide retirées une à une", python,
                  ["-m", "pytest", "-p", "no:odoo", "-m", "exhaustif", "tests/moteur"],
                  "exhaustifs.log")


def depot(python):
    """Dépôt et commande"""
    return pytest("Dépôt et commande", python,
                  ["-m", "pytest", "-p", "no:odoo", "tests/depot"], "depot.log")


TACHES = {
    "lint": (ruff, pylint),
    "style": (ruff, pylint),
    "core": (coeurs, proprietes),
    "guide": (exhaustifs,),
    "depot": (depot,),
}
