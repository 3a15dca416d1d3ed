"""A full disk, a PostgreSQL that stops: said in a sentence, not by a page of code."""
import errno

import psycopg2
from psycopg2 import errors

from odoo.exceptions import UserError

PLEIN = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
# Connection lost or refused; the database ends (57P01 to 57P03).
ARRET = ("08", "57P")

# Not translated: the language of the user is in the database that just stopped.
DISQUE_PLEIN = (
    "Le disque du serveur est plein : rien n’a été enregistré. Gardez cette page ouverte, prévenez "
    "l’administrateur, et recommencez quand il aura libéré de la place."
)
BASE_ARRETEE = (
    "La base de données s’est arrêtée pendant votre action : elle n’a peut-être pas été enregistrée. "
    "Attendez une minute, rechargez la page, et vérifiez avant de recommencer."
)


def disque_plein(erreur):
    return isinstance(erreur, errors.DiskFull) or (isinstance(erreur, OSError) and erreur.errno in PLEIN)


def base_arretee(erreur):
    if isinstance(erreur, psycopg2.InterfaceError):
        return True
    code = getattr(erreur, "pgcode", None)
    # Stopped at once (immediate), PostgreSQL sends no code, and the driver says DatabaseError, of no kind.
    if type(erreur) is psycopg2.DatabaseError:
        return code is None
    return isinstance(erreur, psycopg2.OperationalError) and (code is None or code.startswith(ARRET))


def chaine(erreur):
    """The error and what it comes from: closing what is already lost hides the first one."""
    vues = []
    while erreur is not None and erreur not in vues:
        vues.append(erreur)
        erreur = erreur.__cause__ or erreur.__context__
    return vues


def dire_panne(erreur):
    """The same error, or the sentence that a person can use; Odoo logs the first."""
    if isinstance(erreur, (UserError, psycopg2.IntegrityError)):
        return erreur
    for phrase, est in ((DISQUE_PLEIN, disque_plein), (BASE_ARRETEE, base_arretee)):
        if any(est(vue) for vue in chaine(erreur)):
            return UserError(phrase)
    return erreur
