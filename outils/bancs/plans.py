"""Les plans des requêtes d'un agent : aucune ne parcourt une table qui grandit avec les dossiers."""
import contextlib
import json
import re
import time

from odoo.sql_db import Cursor
from odoo.tools import SQL

from outils.bancs.chrono import Appel
from outils.bancs.habilitations import _acteurs
from outils.bancs.paires import LISTE, Paires
from outils.bancs.vues import specification

# The queries that are served most: their plans are kept in docs/performance.md.
SERVIS = (
    "Liste, première page", "Compte", "Tableau par phase", "Barres du tableau", "Recherche : un mot",
    "Recherche : une référence", "Échéances à suivre", "Documents, première page",
    "Contacts, première page", "Recherche d'une personne", "À faire cette semaine", "Fiche",
)
# Beside those that carry a case; one row a case or more.
GRANDES = {
    "oilhi_dossier", "oilhi_batiment", "res_partner", "mail_message", "mail_activity", "mail_followers",
    "ir_attachment", "oilhi_service_res_partner_rel",
}
# The directory: as many entries as there are users and organisations, whatever the cases.
ADMIS = {"res_partner_oilhi_public_index"}
PEU = 1_000  # rows below which a table is read whole because it is short
# Too small for the planner to prefer an index by itself: it is asked whether one would serve.
PETIT = 10_000
EXPLIQUE = "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF, BUFFERS OFF) "


def mesurer(env, chrono, dire):
    """Plans of the longest query of each screen; every query of every screen is looked at."""
    acteurs = _acteurs(env)
    appels = _appels(env, acteurs, chrono.registre)
    petit = env["oilhi.dossier"].search_count([], limit=PETIT) < PETIT
    grandes = _grandes(env, 0 if petit else PEU)
    plans, parcours, exemples, vues = {}, {}, {}, 0
    for nom, appel in appels.items():
        dire(nom)
        appel.jouer(chrono.registre)
        with ecouter() as lues:
            appel.jouer(chrono.registre)
        with chrono.registre.cursor() as cr:
            if petit:
                # What is left is to find the rows by a condition that an index serves.
                for autre in ("seqscan", "indexscan", "indexonlyscan"):
                    cr.execute(f"SET LOCAL enable_{autre} = off")
            for code, valeurs, _duree in lues:
                vues += 1
                for scan in sorted(_parcours(cr, code, valeurs, grandes)):
                    parcours.setdefault(scan, set()).add(nom)
                    exemples.setdefault(scan, _court(cr.mogrify(code, valeurs).decode()))
            if nom in SERVIS and lues:
                code, valeurs, duree = max(lues, key=lambda lue: lue[2])
                cr.execute(EXPLIQUE + code, valeurs)
                plans[nom] = {
                    "requete": _court(cr.mogrify(code, valeurs).decode()), "ms": round(duree * 1000, 1),
                    "plan": [ligne for ligne, in cr.fetchall()],
                }
    return {
        "tableaux": [{
            "titre": f"{vues} requêtes de {len(appels)} écrans d'un agent ; la plus longue des plus servies",
            "colonnes": ["Écran", "ms", "entrée du plan"],
            "lignes": [[nom, p["ms"], p["plan"][0].split("  (actual")[0]] for nom, p in plans.items()],
        }],
        "plans": plans, "parcours": {scan: sorted(noms) for scan, noms in parcours.items()},
        "exemples": exemples,
        "alertes": [f"parcours entier : {scan} ({', '.join(sorted(noms))})."
                    for scan, noms in sorted(parcours.items())],
    }


def _appels(env, acteurs, registre):
    """One call a screen, as the agent; contacts have no counterpart among the pairs."""
    paires = Paires(env, acteurs)
    appels = {nom: siens[0] for nom in paires.ecrans if (siens := paires.siens(nom, "agent", registre))}
    agent = env(user=acteurs["agent"])
    nom = agent["oilhi.dossier.personne"].search([], order="id", limit=1).nom_complet or "a"
    appels["Contacts, première page"] = Appel(
        acteurs["agent"], "res.partner", "web_search_read", domain=[],
        specification=specification(agent, "res.partner", "list"), **LISTE)
    appels["Recherche d'une personne"] = Appel(
        acteurs["agent"], "res.partner", "name_search", domain=[], name=nom, limit=8)
    return appels


@contextlib.contextmanager
def ecouter():
    """``[(code, values, seconds)]`` of the readings made meanwhile."""
    lues, executer = [], Cursor.execute

    def espion(curseur, requete, valeurs=None, log_exceptions=True):
        depart = time.perf_counter()
        resultat = executer(curseur, requete, valeurs, log_exceptions)
        code, recues = (requete.code, requete.params) if isinstance(requete, SQL) else (requete, valeurs)
        if re.match(r"[\s(]*(SELECT|WITH)\b", code):
            lues.append((code, recues or None, time.perf_counter() - depart))
        return resultat

    Cursor.execute = espion
    try:
        yield lues
    finally:
        Cursor.execute = executer


def _grandes(env, peu):
    """Tables that grow with the cases; the short ones are read whole, and rightly."""
    env.cr.execute("""
        SELECT DISTINCT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
         WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace
           AND (a.attname = 'dossier_id' AND NOT a.attisdropped OR c.relname = ANY(%s))
           AND c.reltuples >= %s
    """, (sorted(GRANDES), peu or -1))
    return {nom for nom, in env.cr.fetchall()}


def _parcours(cr, code, valeurs, grandes):
    """Tables that grow and that this query reads whole."""
    cr.execute("EXPLAIN (FORMAT JSON) " + code, valeurs)
    (plan,) = cr.fetchone()
    plan = json.loads(plan) if isinstance(plan, str) else plan
    return set(_descendre(plan[0]["Plan"], grandes, borne=False))


def _descendre(noeud, grandes, borne, table=None):
    """``borne``: a limit above stops the reading; an index read from end to end is a scan as well."""
    genre, borne = noeud["Node Type"], borne or noeud["Node Type"] == "Limit"
    table = noeud.get("Relation Name", table)
    if table in grandes:
        if genre == "Seq Scan":
            yield f"{table} ({genre})"
        elif ("Index" in genre and "Index Cond" not in noeud and not borne
              and noeud["Index Name"] not in ADMIS):
            yield f"{table} ({noeud['Index Name']} en entier)"
    for enfant in noeud.get("Plans", ()):
        # A sort, an aggregate or a hash reads all its input, whatever the limit above.
        lit_tout = genre in ("Sort", "Aggregate", "Hash", "WindowAgg", "Unique", "Materialize",
                             "Bitmap Heap Scan")
        yield from _descendre(enfant, grandes, borne and not lit_tout, table)


def _court(requete):
    """The query, its lists of columns and of numbers cut short."""
    requete = re.sub(r"\s+", " ", requete)
    requete = re.sub(r"(\d+(?:, ?\d+){3})(?:, ?\d+)+", r"\1, …", requete)
    requete = re.sub(r"^SELECT (?:(?! FROM ).){200,}? FROM ", "SELECT … FROM ", requete)
    return requete if len(requete) < 1500 else requete[:1500] + " …"
