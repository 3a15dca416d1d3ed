"""Catalogue of the fields that a template may use: code, so that it is tested and documented.

Wording (label, type, example, when empty is allowed) has one home, gabarits/champs.csv, which the
templates are checked against; here each key meets the function that computes it.
"""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

TABLE = Path(__file__).resolve().parent.parent / "gabarits" / "champs.csv"
TYPES = {"texte": str, "booleen": bool, "liste": list}


@dataclass(frozen=True, slots=True)
class Champ:
    """`exemple` is what the field looks like once filled; `ou` where the agent enters it."""

    cle: str
    libelle: str
    type: str
    exemple: object
    vide_permis: str
    precision: str
    ou: str = ""
    calcul: Callable | None = None


def lire_table(chemin=TABLE):
    """Description of every key, in the order of the file."""
    with open(chemin, encoding="utf-8", newline="") as fichier:
        lignes = list(csv.DictReader(fichier, delimiter=";"))
    champs = {}
    for ligne in lignes:
        exemple = ligne["exemple"].replace("↵", "\n")
        if ligne["type"] == "booleen":
            exemple = exemple == "oui"
        elif ligne["type"] == "liste":
            exemple = [{}]
        champs[ligne["cle"]] = Champ(
            ligne["cle"], ligne["libelle"], ligne["type"], exemple,
            ligne["vide_permis"], ligne["precision"],
        )  # fmt: skip
    for cle, champ_item in champs.items():
        liste, separateur, propriete = cle.partition("[].")
        if separateur:
            champs[liste].exemple[0][propriete] = champ_item.exemple
    return champs


CATALOGUE = lire_table()


def champ(cle, *, ou=""):
    """Say which function of the Contexte computes that key, and where an agent enters it."""

    def enregistrer(fonction):
        connu = CATALOGUE[cle]
        if connu.calcul:
            raise ValueError(f"{cle} est calculé deux fois")
        CATALOGUE[cle] = Champ(
            cle, connu.libelle, connu.type, connu.exemple,
            connu.vide_permis, connu.precision, ou, fonction,
        )  # fmt: skip
        return fonction

    return enregistrer


def calculer(contexte, cles):
    """Plain values of these keys; what is not known stays None, and the core will name it."""
    racines = dict.fromkeys(cle.partition("[].")[0] for cle in cles)
    return {
        cle: CATALOGUE[cle].calcul(contexte)
        for cle in racines
        if cle in CATALOGUE and CATALOGUE[cle].calcul
    }


def exemples():
    """One complete set of values, to show a template filled and to test it."""
    return {cle: c.exemple for cle, c in CATALOGUE.items() if "[]." not in cle}


def ou_saisir(cle):
    """« personnes[1].adresse » -> what is missing, and where to enter it, in plain words."""
    liste, crochet, suite = cle.partition("[")
    champ_connu = CATALOGUE.get(liste)
    if champ_connu is None:
        return cle
    endroit = f" ({champ_connu.ou})" if champ_connu.ou else ""
    if not crochet:
        return f"{_minuscule(champ_connu.libelle)}{endroit}"
    rang, _crochet, reste = suite.partition("]")
    item = CATALOGUE.get(f"{liste}[].{reste.lstrip('.')}")
    libelle = item.libelle if item else reste.lstrip(".")
    numero = int(rang) + 1 if rang.isdigit() else rang
    return (
        f"{_minuscule(champ_connu.libelle)}, ligne {numero} : {_minuscule(libelle)}{endroit}"
    )


def _minuscule(libelle):
    return libelle[:1].lower() + libelle[1:] if libelle[1:2].islower() or libelle[1:2] in "’ " else libelle
