"""Structured logs: whole JSON lines, that hold no name, no address, no secret."""
import importlib.util
import json
import logging
import sys
import threading

import pytest

from outils.dossiers import RACINE

ODIEUX = ("Dupont", "claire.dupont@exemple.fr", "203.0.113.7", "12 rue des Fours")


@pytest.fixture(scope="module")
def journal():
    spec = importlib.util.spec_from_file_location("oilhi_journal", RACINE / "oilhi_serveur" / "journal.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _ligne(journal, nom, message, *valeurs, niveau=logging.INFO, exc_info=None, **autres):
    record = logging.LogRecord(nom, niveau, "/x.py", 1, message, valeurs, exc_info)
    for cle, valeur in autres.items():
        setattr(record, cle, valeur)
    texte = journal.FormatJson().format(record)
    assert "\n" not in texte
    assert not [mot for mot in ODIEUX if mot in texte], texte
    return json.loads(texte)


def test_une_page(journal):
    """As werkzeug logs it and Odoo measures it: no address of the reader, no search, no file name."""
    ligne = _ligne(
        journal, "werkzeug", '203.0.113.7 - - [30/Nov/2026 00:12:01] "%s" %s %s\n',
        "GET /web/content/812/Dupont%20signalement.pdf?q=Dupont HTTP/1.1", "200", "-",
        dbname="oilhi", perf_info="12 0.040 0.110")
    assert ligne["chemin"] == "/web/content/812" and ligne["methode"] == "GET" and ligne["statut"] == 200
    assert (ligne["duree_ms"], ligne["requetes_sql"], ligne["sql_ms"]) == (150, 12, 40)
    assert ligne["base"] == "oilhi" and ligne["niveau"] == "info"


def test_un_lien_secret(journal):
    ligne = _ligne(journal, "werkzeug", '%s - "%s" %s', "GET /oilhi/agenda/Zx81kqLm20PwvT5ys8QaUA.ics HTTP/1.1", "200")
    assert ligne["chemin"] == "/oilhi/agenda/…"


@pytest.mark.parametrize(("nom", "message", "valeurs"), [
    ("odoo.addons.base.models.res_users", "Login failed for login:%s from %s", (ODIEUX[1], ODIEUX[2])),
    ("odoo.sql_db", "bad query: %s\nERROR: %s", ("INSERT … 'Dupont'", "Key (email)=(claire.dupont@exemple.fr)")),
    ("odoo.http", ValueError("Dupont habite 12 rue des Fours"), ()),
    ("odoo.addons.oilhi_lhi.models.x", "envoi à %s depuis 203.0.113.7", (ODIEUX[1],)),
])
def test_phrases_sans_personne(journal, nom, message, valeurs):
    assert _ligne(journal, nom, message, *valeurs)["message"]


def test_une_erreur_dit_ou_et_pas_quoi(journal):
    try:
        raise OSError(28, "No space left on device", "/donnees/Dupont.pdf")
    except OSError:
        ligne = _ligne(journal, "odoo.addons.oilhi_documents", "échec", niveau=logging.ERROR, exc_info=sys.exc_info())
    assert ligne["erreur"] == "OSError" and ligne["systeme"] == "No space left on device"
    assert ligne["pile"][0].endswith("test_une_erreur_dit_ou_et_pas_quoi") and ligne["niveau"] == "erreur"


def test_un_numero_par_requete(journal):
    """That of the proxy when it is one, else a new one; the same on every line of the request."""
    assert journal.identifiant("0123456789abcdef") == "0123456789abcdef"
    for recu in (None, "", "court", "a b c d e f g h", "x" * 65, 'x"\n{}x'):
        assert len(journal.identifiant(recu)) == 32
    fil = threading.current_thread()
    fil.oilhi_requete, fil.uid = "abcdef12", 7
    try:
        lignes = [_ligne(journal, "odoo.x", "un"), _ligne(journal, "odoo.y", "deux")]
    finally:
        del fil.oilhi_requete, fil.uid
    assert {(li["requete"], li["utilisateur"]) for li in lignes} == {("abcdef12", 7)}
