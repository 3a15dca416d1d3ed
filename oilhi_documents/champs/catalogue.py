"""Catalogue of the fields that a template may use: code, so that it is tested and documented.

Wording (label, type, example, when empty is allowed) has one home, gabarits/champs.csv, which the
templates are checked against; here each key meets the function that computes it.
"""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from odoo.addons.oilhi_lhi.moteur.francais import typo

TABLE = Path(__file__).resolve().parent.parent / "gabarits" / "champs.csv"
TYPES = {"texte": str, "booleen": bool, "liste": list}
# What no record of the case holds: asked for each document, kept with it.
SAISIE = "saisie."


@dataclass(frozen=True, slots=True)
class Champ:
    """`exemple` is what the field looks like once filled; `ou` where the agent enters it; `manque`
    says what this case lacks when the key alone does not."""

    cle: str
    libelle: str
    type: str
    exemple: object
    vide_permis: str
    precision: str
    ou: str = ""
    calcul: Callable | None = None
    manque: Callable | None = None


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


def champ(cle, *, ou="", manque=None):
    """Say which function of the Contexte computes that key, and where an agent enters it."""

    def enregistrer(fonction):
        connu = CATALOGUE[cle]
        if connu.calcul:
            raise ValueError(f"{cle} est calculé deux fois")
        CATALOGUE[cle] = Champ(
            cle, connu.libelle, connu.type, connu.exemple,
            connu.vide_permis, connu.precision, ou, fonction, manque,
        )  # fmt: skip
        return fonction

    return enregistrer


def calculer(contexte, cles):
    """Plain values of these keys; what is not known stays None, and the core will name it."""
    valeurs = {}
    for cle in dict.fromkeys(cle.partition("[].")[0] for cle in cles):
        connu = CATALOGUE.get(cle)
        if connu and cle.startswith(SAISIE) and cle in contexte.saisies:
            valeurs[cle] = _saisie(connu, contexte.saisies[cle])
        elif connu and connu.calcul:
            valeurs[cle] = connu.calcul(contexte)
        elif connu and cle.startswith(SAISIE) and connu.vide_permis == "oui":
            valeurs[cle] = {"booleen": False, "liste": []}.get(connu.type, "")
    return valeurs


def _saisie(connu, valeur):
    """A text typed by the agent, in the type of the field: one item a line for a list."""
    if connu.type == "booleen":
        return {"oui": True, "non": False}.get(valeur)
    texte = typo((valeur or "").strip())
    if connu.type == "liste":
        lignes = [ligne.strip(" .;,\u00a0\u202f") for ligne in texte.splitlines()]
        return [{"texte": ligne} for ligne in lignes if ligne]
    return texte


def saisies(contexte, cles):
    """[(field, text proposed)] of what the agent types for a template that uses these keys."""
    demandees = []
    for cle in dict.fromkeys(cle.partition("[].")[0] for cle in cles):
        connu = CATALOGUE.get(cle)
        if connu and cle.startswith(SAISIE):
            valeur = calculer(contexte, [cle]).get(cle)
            if connu.type == "booleen":
                propose = {True: "oui", False: "non"}.get(valeur, "")
            elif connu.type == "liste":
                propose = "\n".join(item["texte"] for item in valeur or ())
            else:
                propose = valeur or ""
            demandees.append((connu, propose))
    return demandees


def exemples():
    """One complete set of values, to show a template filled and to test it."""
    return {cle: c.exemple for cle, c in CATALOGUE.items() if "[]." not in cle}


def ou_saisir(cle, contexte=None):
    """« personnes[1].adresse » -> what is missing, and where to enter it, in plain words."""
    liste, crochet, suite = cle.partition("[")
    champ_connu = CATALOGUE.get(liste)
    if champ_connu is None:
        return cle
    if contexte and champ_connu.manque and (phrase := champ_connu.manque(contexte)):
        return f"{_minuscule(champ_connu.libelle)}\u00a0: {phrase.rstrip('.')}"
    ou = champ_connu.ou or ("à saisir en préparant le document" if cle.startswith(SAISIE) else "")
    endroit = f" ({ou})" if ou else ""
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
