"""territoire: load départements into the database of run, or list those it has."""
import csv
import os
import re
import sys
import time

from .dossiers import JOURNAUX, RACINE
from .messages import NBSP, Erreur, dire, duree

DONNEES = RACINE / "oilhi_partenaires" / "data"
# Read by the addon's installation hook.
VARIABLE = "OILHI_DEPARTEMENTS"
DEMONSTRATION = "62"


def connus():
    """{code: name} of the départements, read from the addon's data."""
    with (DONNEES / "oilhi.departement.csv").open(encoding="utf-8", newline="") as flux:
        return {ligne["code"]: ligne["name"] for ligne in csv.DictReader(flux)}


def lire_codes(textes):
    """The codes of ["62", "59,2a"], once each, in order; refuses what is no département."""
    codes = [c.upper().zfill(2) for texte in textes for c in re.split(r"[\s,;]+", texte) if c]
    if inconnus := [c for c in dict.fromkeys(codes) if c not in connus()]:
        raise Erreur(
            f"Aucun département ne porte le code {', '.join(inconnus)}{NBSP}: un code a deux "
            "chiffres (62), « 2A » ou « 2B » en Corse, trois chiffres outre-mer (974)."
        )
    return list(dict.fromkeys(codes))


def verifier(choix):
    """What would fail at the end is said at the start."""
    if choix.commande in ("run", "init"):
        codes = lire_codes([choix.departements]) if choix.departements else []
        if codes and choix.commande == "run" and not choix.no_demo and DEMONSTRATION not in codes:
            raise Erreur(
                f"La démonstration se passe dans le Pas-de-Calais{NBSP}: ajoutez 62 à "
                "--departements, ou ajoutez --no-demo."
            )
        if codes:
            os.environ[VARIABLE] = ",".join(codes)
        return
    if bool(choix.codes) + choix.tout + choix.liste != 1:
        raise Erreur(
            f"Dites quels départements charger{NBSP}: « ./oilhi territoire 62 59 », "
            "« ./oilhi territoire --tout », ou « ./oilhi territoire --liste » pour voir ce qui "
            "est chargé."
        )
    lire_codes(choix.codes)


def territoire(choix, odoo, venv, debut):
    from .instance import ouvrir
    from .service import _exiger_base

    codes = sorted(connus()) if choix.tout else lire_codes(choix.codes)
    with ouvrir(choix, odoo, venv) as ouvrage:
        base = ouvrage.base
        _exiger_base(ouvrage, base)
        journal = JOURNAUX / "territoire.log"
        with open(journal, "w") as erreurs:
            code, texte = ouvrage.dans_odoo(
                base, "territoire", *codes, stderr=erreurs,
                suivi=lambda ligne: (sys.stdout.write(ligne), sys.stdout.flush()),
            )
        if code:
            from .bases import raison_odoo

            texte += journal.read_text(errors="replace")
            raise Erreur(
                f"Le chargement s'est arrêté ({raison_odoo(texte)}){NBSP}: ce qui a été chargé est "
                f"gardé, relancez la commande pour le reste. Le détail est dans {journal}."
            )
        if codes:
            dire(f"\nDurée totale{NBSP}: {duree(time.time() - debut)}")
    return 0
