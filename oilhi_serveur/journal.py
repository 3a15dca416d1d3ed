"""Structured logs: one JSON object a line, that names no person.

Asked for by OILHI_JOURNAL=json. Odoo's own sentences may hold what a user typed (a refused form, a
login, the values of a query): they are given without their values, and errors without their message.
"""
import datetime
import json
import logging
import os
import re
import threading
import traceback
import uuid

VARIABLE = "OILHI_JOURNAL"
ENTETE = "HTTP_X_REQUEST_ID"
# Loggers whose values are a person's: only their sentence is kept.
SANS_VALEURS = (
    "odoo.sql_db", "odoo.http", "odoo.addons.base.models.res_users", "odoo.addons.mail",
    "odoo.addons.auth_signup", "odoo.addons.auth_totp", "odoo.addons.base.models.ir_mail_server",
    "odoo.addons.base.models.ir_attachment", "odoo.models.unlink", "odoo.service.model",
)
REQUETE = re.compile(r"^(?P<methode>[A-Z]+) (?P<chemin>[^ ?]*)")
# A file's name, a link's secret: what follows the number, and what looks drawn at random.
NOM_DE_FICHIER = re.compile(r"^(/web/(?:content|image)/[^/]*).*")
SECRET = re.compile(r"/[\w.~%-]*[\w-]{20,}[\w.~%-]*")
COURRIEL = re.compile(r"[^\s<>\"',;:()]+@[^\s<>\"',;:()]+")
ADRESSE_IP = re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b")
IDENTIFIANT = re.compile(r"[\w-]{8,64}")
RANGES = {"DEBUG": "debug", "INFO": "info", "WARNING": "alerte", "ERROR": "erreur", "CRITICAL": "critique"}


class FormatJson(logging.Formatter):
    def format(self, record):
        fil = threading.current_thread()
        ligne = {
            "heure": datetime.datetime.fromtimestamp(record.created, datetime.timezone.utc)
            .isoformat(timespec="milliseconds"),
            "niveau": RANGES.get(record.levelname, record.levelname.lower()),
            "processus": record.process,
            "base": _texte(getattr(record, "dbname", None)),
            "journal": record.name,
            "requete": getattr(fil, "oilhi_requete", None),
            "utilisateur": getattr(fil, "uid", None),
            **_phrase(record), **_mesures(record), **_erreur(record),
        }
        return json.dumps({c: v for c, v in ligne.items() if v is not None}, ensure_ascii=False)


def _texte(valeur):
    return valeur if isinstance(valeur, str) and valeur != "?" else None


def _phrase(record):
    if record.name == "werkzeug" and isinstance(record.args, tuple) and len(record.args) >= 2:
        return _page(str(record.args[0]), record.args[1])
    if isinstance(record.msg, BaseException):
        return {"message": type(record.msg).__name__}
    if record.name == "odoo" or not record.name.startswith(SANS_VALEURS):
        try:
            texte = record.getMessage()
        except (TypeError, ValueError):
            texte = str(record.msg)
    else:
        texte = str(record.msg)
    return {"message": ADRESSE_IP.sub("…", COURRIEL.sub("…@…", texte)).strip()}


def _page(demande, statut):
    trouve = REQUETE.match(demande)
    if not trouve:
        return {"message": "requête illisible"}
    chemin = SECRET.sub("/…", NOM_DE_FICHIER.sub(r"\1", trouve["chemin"]))
    return {"message": "requête", "methode": trouve["methode"], "chemin": chemin,
            "statut": int(statut) if str(statut).isdigit() else None}


def _mesures(record):
    """What Odoo measured of a request: number of queries, seconds in PostgreSQL, seconds in Python."""
    morceaux = str(getattr(record, "perf_info", "")).split()
    try:
        requetes, sql, python = int(morceaux[0]), float(morceaux[1]), float(morceaux[2])
    except (IndexError, ValueError):
        return {}
    mesures = {"duree_ms": round((sql + python) * 1000), "requetes_sql": requetes, "sql_ms": round(sql * 1000)}
    if len(morceaux) > 3 and morceaux[3] != "-":
        mesures["curseur"] = morceaux[3]  # ro: read on the replica
    return mesures


def _erreur(record):
    """Where, and of what kind; never the message, which quotes the data."""
    if not record.exc_info or not record.exc_info[1]:
        return {}
    erreur = record.exc_info[1]
    pile = traceback.extract_tb(erreur.__traceback__)
    details = {"erreur": type(erreur).__name__,
               "pile": [f"{cadre.filename}:{cadre.lineno} {cadre.name}" for cadre in pile[-12:]]}
    if isinstance(erreur, OSError):
        details["systeme"] = erreur.strerror
    elif code := getattr(erreur, "pgcode", None):
        details["sqlstate"] = code
    return details


def identifiant(recu):
    """The number that the proxy gave to the request, or one drawn now."""
    return recu if recu and IDENTIFIANT.fullmatch(recu) else uuid.uuid4().hex


def installer():
    """Each request has its number; the lines are JSON if the installation asks for it."""
    from odoo.http import Application

    origine = Application.__call__

    def __call__(self, environ, start_response):
        threading.current_thread().oilhi_requete = identifiant(environ.get(ENTETE))
        return origine(self, environ, start_response)

    Application.__call__ = __call__
    if os.environ.get(VARIABLE, "").lower() == "json":
        for sortie in logging.getLogger().handlers:
            if not sortie.__class__.__name__.startswith("PostgreSQL"):
                sortie.setFormatter(FormatJson())
