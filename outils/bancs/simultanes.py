"""Cinquante agents à la fois sur un vrai serveur à plusieurs processus, à côté d'un seul agent."""
import contextlib
import http.client
import json
import random
import re
import statistics
import threading
import time

from outils import processus
from outils.dossiers import JOURNAUX, RACINE
from outils.messages import Erreur
from outils.service import port_libre

HORS_ODOO = True  # the server is Odoo's own, with its workers; the clients are outside
AGENTS, PROCESSUS = 50, 4
# Seconds an agent looks at a screen before the next one; 0: as fast as the server answers.
PHASES = (
    ("un agent, sans attendre", 1, 0, 20),
    ("50 agents, qui lisent 10 s chaque écran", AGENTS, 10, 60),
    ("50 agents, sans attendre", AGENTS, 0, 40),
)
DELAI = 120
GRAINE = 20261129
# What a client sends for a screen, in this order: the names of the calls below.
ECRANS = (
    ("À faire cette semaine",), ("Tableau par phase", "Barres du tableau"), ("Liste, première page",),
    ("Recherche : un mot",), ("Fiche", "Fil de discussion"), ("Parcours d'un dossier",),
    ("Documents, première page",), ("Échéances à suivre",),
)


def preparer(env):
    """Run inside Odoo: agents with a password of this run, and the calls of each."""
    import secrets

    from outils.bancs.habilitations import _acteurs
    from outils.bancs.paires import Paires

    mot = secrets.token_urlsafe(16)
    env.cr.execute("""
        SELECT u.id FROM res_users u
          JOIN oilhi_service_users_rel r ON r.user_id = u.id JOIN oilhi_service s ON s.id = r.service_id
         WHERE u.login LIKE 'agent%%@charge.invalid' AND s.type = 'mairie'
           AND EXISTS (SELECT FROM oilhi_dossier d WHERE d.service_id = s.id AND d.active)
         GROUP BY u.id ORDER BY u.id LIMIT %s
    """, (AGENTS,))
    agents = env["res.users"].browse(i for i, in env.cr.fetchall())
    env.cr.execute("UPDATE res_users SET password = %s WHERE id = ANY(%s)",
                   (env["res.users"]._crypt_context().hash(mot), agents.ids))
    acteurs = _acteurs(env)
    ecrans = Paires(env, acteurs).ecrans
    # The calls of one agent are those of the others, each in his own name.
    modeles = {nom: ecrans[nom][0](acteurs["agent"])[0] for ecran in ECRANS for nom in ecran if nom in ecrans}
    plans = []
    for agent in agents:
        dossier = env(user=agent.id)["oilhi.dossier"].search([("phase", "!=", "clos")], limit=1)
        appels = {
            "Fil de discussion": {"route": "/mail/thread/messages", "params": {
                "thread_model": "oilhi.dossier", "thread_id": dossier.id, "fetch_params": {"limit": 30}}},
        }
        for nom, appel in modeles.items():
            # Each opens a case of his own.
            args = [dossier.ids] if appel.args and nom in ("Fiche", "Parcours d'un dossier") else appel.args
            appels[nom] = {
                "route": f"/web/dataset/call_kw/{appel.modele}/{appel.methode}",
                "params": {
                    "model": appel.modele, "method": appel.methode, "args": list(args),
                    "kwargs": {**appel.options, "context": {
                        "lang": "fr_FR", "tz": "Europe/Paris", "uid": agent.id,
                        "allowed_company_ids": [1], **appel.contexte}},
                },
            }
        plans.append({"login": agent.login, "appels": appels})
    print("SIMULTANES", json.dumps({"mot": mot, "agents": plans}, default=str))


def jouer(atelier, base, dire):
    """Each phase in turn on the same server; the first rounds of each warm it up and do not count."""
    journal = JOURNAUX / "simultanes-preparer.log"
    texte = atelier.reussir("La préparation", atelier.dans_odoo(
        base, "preparer_simultanes", journal=journal), journal)
    plan = json.loads(re.findall(r"^SIMULTANES (.*)$", texte, re.M)[-1])
    port = port_libre()
    mesures = {}
    with _serveur(atelier, base, port):
        dire("ouverture des sessions")
        agents = [Agent(port, base, rang, plan["mot"], **a) for rang, a in enumerate(plan["agents"])]
        for agent in agents:
            agent.entrer()
        _phase(agents, 0, 20)
        for nom, nombre, pause, duree in PHASES:
            dire(nom)
            mesures[nom] = _phase(agents[:nombre], pause, duree)
    return _resultat(mesures)


@contextlib.contextmanager
def _serveur(atelier, base, port):
    with open(JOURNAUX / "simultanes-serveur.log", "wb") as journal:
        enfant = processus.lancer(
            atelier.commande("server", "-c", atelier.conf, "-d", base, "--db-filter", f"^{base}$",
                             "--http-port", port, "--gevent-port", port_libre(),
                             "--workers", PROCESSUS, "--db_maxconn", "8", "--log-level", "warn"),
            env=atelier.milieu(), cwd=RACINE, stdout=journal, stderr=journal)
        try:
            if not processus.attendre(lambda: enfant.poll() is not None or _repond(port), 300, pas=0.5) \
                    or enfant.poll() is not None:
                raise Erreur("Le serveur n'a pas démarré : voir simultanes-serveur.log.")
            yield enfant
        finally:
            processus.arreter(enfant)


def _repond(port):
    lien = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        lien.request("GET", "/web/health")
        return lien.getresponse().status == 200
    except OSError:
        return False
    finally:
        lien.close()


class Agent:
    """One user, with a session of his own; the calls are sent as the client sends them."""

    def __init__(self, port, base, rang, mot, login, appels):
        self.port, self.base, self.mot, self.login, self.appels = port, base, mot, login, appels
        self.hasard = random.Random(GRAINE + rang)
        self.session = None

    def entrer(self):
        self.session = None
        if not self.demander("/web/session/authenticate", {
                "db": self.base, "login": self.login, "password": self.mot})[0]:
            raise Erreur(f"La session de {self.login} ne s'ouvre pas.")

    def demander(self, route, params):
        """``(whether it went well, milliseconds, bytes)``"""
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
        except OSError:
            return False, (time.perf_counter() - depart) * 1000, 0
        finally:
            lien.close()
        duree = (time.perf_counter() - depart) * 1000
        if trouve := re.search(r"session_id=([^;]+)", reponse.getheader("Set-Cookie") or ""):
            self.session = trouve[1]
        return reponse.status == 200 and "error" not in json.loads(corps), duree, len(corps)

    def travailler(self, fin, pause, notes):
        """Screens in an order of his own, until the end of the phase."""
        time.sleep(self.hasard.uniform(0, min(pause, 5)))
        while time.monotonic() < fin:
            for nom in self.hasard.choice(ECRANS):
                notes.append((nom, *self.demander(**self.appels[nom])))
            time.sleep(self.hasard.uniform(0.5, 1.5) * pause)


def _phase(agents, pause, duree):
    """``{call: durations}``, errors, calls a second."""
    fin, notes, depart = time.monotonic() + duree, [[] for _agent in agents], time.monotonic()
    fils = [threading.Thread(target=agent.travailler, args=(fin, pause, liste), daemon=True)
            for agent, liste in zip(agents, notes, strict=True)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    passe = time.monotonic() - depart
    toutes = [note for liste in notes for note in liste]
    durees = {}
    for nom, _bien, ms, _octets in toutes:
        durees.setdefault(nom, []).append(ms)
    return {
        "appels": len(toutes), "erreurs": sum(not bien for _nom, bien, _ms, _octets in toutes),
        "par_seconde": round(len(toutes) / passe, 1), "secondes": round(passe, 1),
        "durees": {nom: _centiles(liste) for nom, liste in sorted(durees.items())},
        "toutes": _centiles([ms for _nom, _bien, ms, _octets in toutes]),
    }


def _centiles(liste):
    if len(liste) < 2:
        liste = [*liste, *liste] or [0.0, 0.0]
    cent = statistics.quantiles(liste, n=100, method="inclusive")
    return {"p50": round(cent[49], 1), "p95": round(cent[94], 1), "p99": round(cent[98], 1)}


def _resultat(mesures):
    seul = mesures[PHASES[0][0]]
    noms = sorted({nom for m in mesures.values() for nom in m["durees"]})
    alertes = [f"{nom} : {m['erreurs']} erreurs." for nom, m in mesures.items() if m["erreurs"]]
    lignes = []
    for nom in noms:
        ligne = [nom]
        for m in mesures.values():
            c = m["durees"].get(nom)
            ligne.append(f"{c['p50']:.0f} / {c['p95']:.0f} / {c['p99']:.0f}" if c else "–")
        lignes.append(ligne)
    return {
        "tableaux": [{
            "titre": f"{PROCESSUS} processus ; rapports à un seul agent de la même exécution",
            "colonnes": ["", "appels/s", "débit", "p50", "p95", "p99 (ms)", "rapport p50", "rapport p95",
                         "erreurs"],
            "lignes": [[
                nom, m["par_seconde"], f"{m['par_seconde'] / seul['par_seconde']:.2f}".replace(".", ","),
                *(f"{m['toutes'][c]:.0f}" for c in ("p50", "p95", "p99")),
                *(f"{m['toutes'][c] / seul['toutes'][c]:.2f}".replace(".", ",") for c in ("p50", "p95")),
                m["erreurs"]] for nom, m in mesures.items()],
        }, {
            "titre": "Par appel : p50 / p95 / p99, en ms", "colonnes": ["Appel", *mesures], "lignes": lignes,
        }],
        "phases": mesures, "alertes": alertes,
    }
