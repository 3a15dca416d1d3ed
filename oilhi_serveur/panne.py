"""PostgreSQL stopped: a page that says so, nobody is logged out, and the server waits for it.

Left to itself, Odoo goes on without a database: it closes the session of whoever asks, and answers
by the page where a database is chosen; then its master stops at the first process to replace.
"""
import logging
import time
from pathlib import Path

import psycopg2
from werkzeug.exceptions import ServiceUnavailable

from odoo import http
from odoo.http import RegistryError, Request, Response
from odoo.service.server import PreforkServer
from odoo.sql_db import ConnectionPool
from odoo.tools import config

_logger = logging.getLogger(__name__)
PAGE = Path(__file__).parent / "static" / "indisponible.html"
ATTENTE = "15"  # seconds before a client may try again
PATIENCE = 60  # seconds that the master waits; then it stops, and who starts it again tells the administrator


def arrete(erreur):
    """PostgreSQL refuses or cuts every connection; a database that is not there is another matter."""
    if type(erreur) is psycopg2.DatabaseError:  # what the driver says of a server stopped at once
        return erreur.pgcode is None
    return isinstance(erreur, psycopg2.OperationalError) and "does not exist" not in str(erreur)


def reponse():
    # Never JSON: the web client would take what has no « error » for the answer that it waits for.
    return Response(PAGE.read_text(encoding="utf-8"), status=503, content_type="text/html; charset=utf-8",
                    headers=[("Retry-After", ATTENTE), ("Cache-Control", "no-store")])


def _garder_les_vivantes():
    """A kept connection that died with PostgreSQL is thrown away, and the next one taken.

    Odoo does so when the driver says OperationalError; of late it says DatabaseError, and the first
    pages after a restart of PostgreSQL were errors, one for each kept connection.
    """
    origine = ConnectionPool.borrow

    def borrow(self, connection_info):
        for _essai in range(self._maxconn + 1):
            try:
                return origine(self, connection_info)
            except psycopg2.DatabaseError as erreur:
                if isinstance(erreur, psycopg2.OperationalError) or erreur.pgcode:
                    raise
                morte = erreur  # closed by its failure: the next try drops it
        raise psycopg2.OperationalError(str(morte)) from morte

    ConnectionPool.borrow = borrow


def _garder_le_nom():
    """Who has no session yet (a probe, somebody who comes in) is still for the database of odoo.conf.

    With a dbfilter, Odoo asks PostgreSQL for the list; stopped, it has none, and answers « 404 ».
    """
    origine = http.db_list

    def db_list(force=False, host=None):
        return origine(force, host) or http.db_filter(config["db_name"] or [], host)

    http.db_list = db_list


def _garder_le_maitre():
    """A process that ends meanwhile is replaced when PostgreSQL is back; the others answer that it is away."""
    origine = PreforkServer.process_spawn

    def process_spawn(self):
        try:
            origine(self)
        except psycopg2.DatabaseError as erreur:
            if not arrete(erreur):
                raise
            depuis = self.oilhi_sans_base = getattr(self, "oilhi_sans_base", None) or time.monotonic()
            if time.monotonic() - depuis > PATIENCE:
                raise
            _logger.warning("PostgreSQL ne répond pas (%s) : le serveur l'attend", type(erreur).__name__)
        else:
            self.oilhi_sans_base = None

    PreforkServer.process_spawn = process_spawn


def _premiere(erreur):
    """What came before the closing of a dead connection, which hides it: an answer is already made for it."""
    while erreur is not None and not hasattr(erreur, "error_response"):
        erreur = erreur.__context__
    return erreur


def _indisponible(erreur):
    _logger.error("PostgreSQL ne répond pas (%s)", type(erreur).__name__)
    refus = ServiceUnavailable()
    refus.error_response = reponse()
    return refus


def installer():
    _garder_les_vivantes()
    _garder_le_nom()
    _garder_le_maitre()
    origine = Request._serve_db

    def _serve_db(self):
        try:
            return origine(self)
        except RegistryError as erreur:
            if not arrete(erreur.__cause__):
                raise
            raise _indisponible(erreur.__cause__) from erreur
        except psycopg2.Error as erreur:
            if hasattr(erreur, "error_response") or (erreur.pgcode and not erreur.pgcode.startswith("57P")):
                raise
            raise _premiere(erreur) or _indisponible(erreur) from erreur

    Request._serve_db = _serve_db
