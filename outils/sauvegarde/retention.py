"""Which archives are kept: the N last, or one a day, a week, a month for so long."""
import re
import time

from ..messages import NBSP, Erreur

UNITES = {
    "j": lambda date: time.strftime("%Y-%m-%d", date),
    "s": lambda date: time.strftime("%G-%V", date),
    "m": lambda date: time.strftime("%Y-%m", date),
}


def lire_regle(texte):
    """``7`` or ``7j,4s,12m`` → ``[(number, unit or nothing)]``."""
    regle = []
    for partie in texte.replace(" ", "").lower().split(","):
        lu = re.fullmatch(r"([1-9]\d{0,3})([jsm]?)", partie)
        if not lu:
            raise Erreur(
                f"« {texte} » ne dit pas quelles sauvegardes garder{NBSP}: écrivez un nombre "
                "(« 7 » : les sept dernières) ou des jours, semaines et mois (« 7j,4s,12m »)."
            )
        regle.append((int(lu[1]), lu[2]))
    return regle


def a_garder(archives, regle):
    """Among ``[(date, file)]``, the files to keep: the newest of each day, week, month."""
    archives = sorted(archives, reverse=True)
    gardes = {archives[0][1]} if archives else set()  # whatever the rule, never the last one
    for nombre, unite in regle:
        vus = {}
        for date, fichier in archives:
            vus.setdefault(UNITES[unite](date) if unite else fichier, fichier)
        gardes |= set(list(vus.values())[:nombre])
    return gardes


def appliquer(archives, regle):
    """Delete the others; returns those deleted."""
    gardes = a_garder(archives, regle)
    partis = [fichier for _date, fichier in archives if fichier not in gardes]
    for fichier in partis:
        fichier.unlink()
        fichier.with_name(fichier.name + ".sha256").unlink(missing_ok=True)
    return partis
