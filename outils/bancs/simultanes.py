"""Cinquante agents à la fois sur un vrai serveur à plusieurs processus, à côté d'un seul agent."""
import http.client
import itertools
import json
import os
import random
import re
import statistics
import threading
import time
from collections import Counter
from pathlib import Path

from outils.dossiers import JOURNAUX
from outils.messages import Erreur
from outils.service import odoo_servi, port_libre

MODIFIE = True  # agents write: run on a copy of the generated database
HORS_ODOO = True  # the server is Odoo's own, with its workers; the clients are outside
REGLAGES = ("agents", "processus", "duree", "pause")  # options of ./oilhi bench
SEUL, SANS_ATTENDRE = 30, 40  # seconds of the phases beside the long one
DELAI = 120
GRAINE = 20261129
# How often each screen is opened, in a hundred: an agent reads more than he writes.
PARTS = {
    "À faire cette semaine": 10, "Tableau": 8, "Liste": 14, "Recherche": 12, "Documents": 6, "Échéances": 6,
    "Fiche": 16, "Parcours": 12, "Guide": 5, "Note": 5, "Enregistrer": 3, "Étape": 3,
}


def jouer(atelier, base, dire, agents=50, processus=3, duree=600, pause=20):
    """All on the same server: one agent, all of them, one again, then all without a pause."""
    journal = JOURNAUX / "simultanes-preparer.log"
    texte = atelier.reussir("La préparation", atelier.dans_odoo(
        base, "preparer_banc", "appels", agents, journal=journal), journal)
    plan = json.loads(re.findall(r"^SIMULTANES (.*)$", texte, re.M)[-1])
    port = port_libre()
    with odoo_servi(
        atelier, base, port, "simultanes-serveur.log", f"--workers={processus}", f"--gevent-port={port_libre()}",
        "--db_maxconn=8", "--log-level=warn", taches=2,
    ) as serveur:
        dire("ouverture des sessions")
        tous = [Agent(port, base, rang, plan["mot"], **a) for rang, a in enumerate(plan["agents"])]
        for agent in tous:
            agent.entrer()

        def phase(agents, pause, duree):
            return _phase(agents, pause, duree, lambda: _processeur(serveur.pid, base))

        phase(tous, 0, 20)  # warms every worker up
        dire("un agent")
        seul = phase(tous[:1], 0, SEUL)
        dire(f"{len(tous)} agents, {duree} s")
        ensemble = phase(tous, pause, duree)
        memoire = _memoire(serveur.pid)
        dire("un agent, encore")
        # Before and after: what else the machine does weighs on both.
        seul += phase(tous[:1], 0, SEUL)
        dire(f"{len(tous)} agents, sans attendre")
        presses = phase(tous, 0, SANS_ATTENDRE)
    return _resultat({
        "un agent, sans attendre": seul, f"{len(tous)} agents, qui lisent {pause} s chaque écran": ensemble,
        f"{len(tous)} agents, sans attendre": presses,
    }, memoire, processus)


def _memoire(session):
    """Megabytes of each process of the server: its own, and its part of what they share."""
    valeurs = []
    for entree in Path("/proc").glob("[0-9]*"):
        try:
            if os.getsid(int(entree.name)) == session:
                pss, = re.findall(r"^Pss:\s+(\d+) kB", (entree / "smaps_rollup").read_text(), re.M)
                valeurs.append(round(int(pss) / 1024))
        except (OSError, ValueError):
            continue  # ended meanwhile
    return sorted(valeurs, reverse=True)


def _processeur(session, base):
    """Seconds of processor taken so far by the server, and by PostgreSQL for its database if it runs here.

    What a call costs is told by this: how long it takes depends on who else uses the machine.
    """
    sien, tics = f" {base} ".encode(), 0
    for entree in Path("/proc").glob("[0-9]*"):
        try:
            commande = (entree / "cmdline").read_bytes()
            if os.getsid(int(entree.name)) == session or (commande.startswith(b"postgres:") and sien in commande):
                champs = (entree / "stat").read_text().rpartition(")")[2].split()
                tics += int(champs[11]) + int(champs[12])
        except OSError:
            continue  # ended meanwhile
    return tics / os.sysconf("SC_CLK_TCK")


class Agent:
    """One user, with a session of his own; the calls are sent as the client sends them."""

    def __init__(self, port, base, rang, mot, login, ecrans):
        self.port, self.base, self.mot, self.login = port, base, mot, login
        self.hasard = random.Random(GRAINE + rang)
        self.session = None
        # One case after the other; what is done once (a step) is not done again.
        self.suites = {nom: itertools.cycle(e["suites"]) if e["encore"] else iter(e["suites"])
                       for nom, e in ecrans.items()}

    def entrer(self):
        self.session = None
        refus = self.demander("/web/session/authenticate", {
            "db": self.base, "login": self.login, "password": self.mot})[0]
        if refus:
            raise Erreur(f"La session de {self.login} ne s'ouvre pas ({refus}).")

    def demander(self, route, params):
        """``(what went wrong, milliseconds)``"""
        entetes = {"Content-Type": "application/json"}
        if self.session:
            entetes["Cookie"] = f"session_id={self.session}"
        lien = http.client.HTTPConnection("127.0.0.1", self.port, timeout=DELAI)
        depart = time.perf_counter()
        try:
            lien.request("POST", route, json.dumps(
                {"jsonrpc": "2.0", "method": "call", "id": 1, "params": params}), entetes)
            reponse = lien.getresponse()
            corps = reponse.read()
        except (OSError, http.client.HTTPException) as panne:
            return repr(panne), (time.perf_counter() - depart) * 1000
        finally:
            lien.close()
        duree = (time.perf_counter() - depart) * 1000
        if trouve := re.search(r"session_id=([^;]+)", reponse.getheader("Set-Cookie") or ""):
            self.session = trouve[1]
        return _refus(reponse.status, corps), duree

    def travailler(self, fin, pause, notes):
        """Screens in an order of his own, until the end of the phase."""
        time.sleep(self.hasard.uniform(0, pause))
        while time.monotonic() < fin:
            ecran, = self.hasard.choices([*PARTS], [*PARTS.values()])
            for nom, route, params in next(self.suites.get(ecran, iter(())), ()):
                notes.append((nom, *self.demander(route, params)))
            if fin - time.monotonic() > pause:
                time.sleep(self.hasard.uniform(0.5, 1.5) * pause)
            else:
                break


def _refus(statut, corps):
    """What the client would show; nothing when it went well."""
    try:
        reponse = json.loads(corps)
    except ValueError:
        return f"HTTP {statut}"
    if erreur := reponse.get("error"):
        donnees = erreur.get("data") or {}
        return f"{donnees.get('name', '')}: {donnees.get('message', erreur.get('message'))}"[:200]
    return None if statut == 200 else f"HTTP {statut}"


class Phase:
    """What was sent during one phase."""

    def __init__(self, notes, secondes, processeur=0.0, charge=0.0):
        """``charge``: processes that wait for a core at its end, ours and the others' of the machine."""
        self.notes, self.secondes, self.processeur, self.charge = notes, secondes, processeur, charge

    def __add__(self, autre):
        return Phase(self.notes + autre.notes, self.secondes + autre.secondes,
                     self.processeur + autre.processeur, max(self.charge, autre.charge))

    @property
    def processeur_par_appel(self):
        return 1000 * self.processeur / len(self.notes) if self.notes else 0

    @property
    def debit(self):
        return len(self.notes) / self.secondes

    def erreurs(self):
        return Counter(f"{nom} : {refus}" for nom, refus, _ms in self.notes if refus)

    def centiles(self, nom=None):
        durees = [ms for celui, _refus, ms in self.notes if nom in (None, celui)]
        if not durees:
            return None
        cent = statistics.quantiles(durees * 2 if len(durees) == 1 else durees, n=100, method="inclusive")
        return {"p50": round(cent[49], 1), "p95": round(cent[94], 1), "p99": round(cent[98], 1),
                "appels": len(durees)}


def _phase(agents, pause, duree, processeur):
    depart, pris = time.monotonic(), processeur()
    notes = [[] for _agent in agents]
    fils = [threading.Thread(target=agent.travailler, args=(depart + duree, pause, liste), daemon=True)
            for agent, liste in zip(agents, notes, strict=True)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    return Phase([note for liste in notes for note in liste], time.monotonic() - depart,
                 processeur() - pris, os.getloadavg()[0])


def _resultat(mesures, memoire, nombre):
    seul = next(iter(mesures.values()))
    toutes = {nom: m.centiles() for nom, m in mesures.items()}
    reference = next(iter(toutes.values()))
    noms = sorted({nom for m in mesures.values() for nom, _refus, _ms in m.notes})
    appels = {nom: {quand: m.centiles(nom) for quand, m in mesures.items()} for nom in noms}
    return {
        "tableaux": [{
            "titre": f"{nombre} processus, {os.cpu_count()} cœurs ; rapports à un seul agent de la même exécution "
                     "(p50, p95, p99 en ms) ; charge : processus qui attendent un cœur, sur toute la machine",
            "colonnes": ["", "appels", "appels/s", "p50", "p95", "p99", "rapport p50", "rapport p95", "erreurs",
                         "processeur par appel (ms)", "charge"],
            "lignes": [[
                nom, len(m.notes), _virgule(m.debit, 1),
                *(_virgule(toutes[nom][c], 0) for c in ("p50", "p95", "p99")),
                *(_virgule(toutes[nom][c] / reference[c], 2) for c in ("p50", "p95")),
                m.erreurs().total(), _virgule(m.processeur_par_appel, 0), _virgule(m.charge, 0)] for nom, m in mesures.items()],
        }, {
            "titre": "Par appel : p50 / p95, en ms (nombre d'appels)", "colonnes": ["Appel", *mesures],
            "lignes": [[nom, *(
                f"{_virgule(c['p50'], 0)} / {_virgule(c['p95'], 0)} ({c['appels']})" if c else "–"
                for c in quand.values())] for nom, quand in appels.items()],
        }, {
            "titre": "Mémoire de chaque processus du serveur, en Mo (part de ce qu'ils partagent comprise)",
            "colonnes": ["Processus", "Mo"],
            "lignes": [["le plus grand", memoire[0] if memoire else "–"], ["ensemble", sum(memoire)]],
        }],
        "phases": {nom: {"appels": len(m.notes), "secondes": round(m.secondes, 1), "par_seconde": round(m.debit, 1),
                         "toutes": toutes[nom], "erreurs": m.erreurs(),
                         "processeur_par_appel_ms": round(m.processeur_par_appel), "charge": m.charge} for nom, m in mesures.items()},
        "appels": appels, "memoire": memoire, "debit_seul": round(seul.debit, 1),
        "alertes": [f"{nom}, {fois} fois : {texte}" for nom, m in mesures.items()
                    for texte, fois in m.erreurs().most_common(5)],
    }


def _virgule(valeur, decimales):
    return f"{valeur:.{decimales}f}".replace(".", ",")
