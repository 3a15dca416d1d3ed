"""Odoo tué, PostgreSQL arrêté net en plein recalcul : la course reprend, rien de perdu ni de doublé."""
import contextlib
import os
import random
import signal
import time

from outils import processus
from outils.bancs.releve import par_dossier
from outils.dossiers import JOURNAUX, RACINE
from outils.messages import Erreur

MODIFIE = True  # run on copies of the generated database
HORS_ODOO = True  # what is killed is Odoo: the bench watches from outside
DOSSIERS = 3_000
CODE, AILLEURS = "DL-CL", 20  # the rule that changes, and to what
PANNES = ("odoo", "postgres", "odoo", "postgres", "odoo")
REPRISE = 240  # seconds to go on after a fault
FIN = 1200
GRAINE = 20261129
HISTORIQUE = "oilhi_dossier_echeance_historique"


def preparer(env):
    """Run inside Odoo: the rule changes, the last cases wait for the task, and it alone runs."""
    env["ir.cron"].search([]).active = False
    tache = env.ref("oilhi_lhi.cron_recalcul").sudo()
    tache.active = True
    env["oilhi.delai"].search([("code", "=", CODE)]).nombre = AILLEURS
    recalcul = env["oilhi.recalcul"].search([("etat", "=", "en_attente")])
    ids = env["oilhi.dossier"].with_context(active_test=False).search(
        recalcul._dossiers_restants(), order="id desc", limit=DOSSIERS + 1).ids
    if len(ids) > DOSSIERS:
        recalcul.dernier_id = ids[-1]
    env["ir.cron.trigger"].search([]).unlink()
    tache._trigger()


def jouer(atelier, base, dire):
    """The same course twice, from two copies: left alone, then broken at random moments."""
    hasard = random.Random(GRAINE)
    atelier.ecrire_conf(max_cron_threads=1)
    atelier.reussir("La préparation", atelier.dans_odoo(
        base, "preparer_banc", "pannes", journal=JOURNAUX / "pannes-preparer.log"))
    temoin = f"{base}_temoin"
    atelier.copier(base, temoin)
    try:
        dire("course sans panne")
        calme = Course(atelier, temoin, dire)
        depart = time.monotonic()
        with calme.serveur():
            calme.attendre_fin()
        duree = time.monotonic() - depart
        course, incidents = Course(atelier, base, dire), []
        for rang, panne in enumerate(PANNES, start=1):
            # Somewhere in the next batches: never between two of them by design.
            but = course.faits() + (calme.total // (len(PANNES) + 1)) * 0.7
            incidents.append(course.subir(panne, but, hasard.uniform(0.05, 0.6), rang))
        with course.serveur():
            course.attendre_fin()
        return _resultat(calme, course, incidents, duree)
    finally:
        atelier.ecrire_conf()
        atelier.supprimer(temoin)


class Course:
    """One database, and the servers that work on it one after the other."""

    def __init__(self, atelier, base, dire):
        self.atelier, self.base, self.dire = atelier, base, dire
        (self.numero, self.apres), = self.lire(
            "SELECT id, dernier_id FROM oilhi_recalcul ORDER BY id DESC LIMIT 1")
        self.ids = [i for i, in self.lire(
            "SELECT DISTINCT dossier_id FROM oilhi_dossier_procedure "
            "WHERE etat = 'en_cours' AND dossier_id > %s", self.apres)]
        self.total = len(self.ids)
        (self.historique,), = self.lire(f"SELECT COALESCE(max(id), 0) FROM {HISTORIQUE}")

    def lire(self, requete, *valeurs):
        return self.atelier.serveur.executer(requete, valeurs, base=self.base)

    def etat(self):
        (etat, faits, deplacees, refuses), = self.lire(
            "SELECT etat, COALESCE(faits, 0), COALESCE(deplacees, 0), refuses FROM oilhi_recalcul "
            "WHERE id = %s", self.numero)
        return etat, faits, deplacees, refuses

    def faits(self):
        return self.etat()[1]

    def lancer(self):
        journal = open(JOURNAUX / f"pannes-{self.base}.log", "ab")  # noqa: SIM115 (the child's)
        with journal:
            return processus.lancer(
                self.atelier.commande("server", "-c", self.atelier.conf, "-d", self.base, "--no-http"),
                env=self.atelier.milieu(), cwd=RACINE, stdout=journal, stderr=journal,
            )

    @contextlib.contextmanager
    def serveur(self):
        enfant = self.lancer()
        try:
            yield enfant
        finally:
            processus.arreter(enfant)

    def attendre(self, but, delai):
        limite = time.monotonic() + delai
        while time.monotonic() < limite:
            etat, faits, *_autres = self.etat()
            if faits >= but or etat == "termine":
                return True
            time.sleep(0.1)
        raise Erreur(f"La course n'avance plus : {self.etat()[:2]}, {but:.0f} attendus.")

    def attendre_fin(self):
        self.attendre(10**9, FIN)

    def subir(self, panne, but, retard, rang):
        """Let it go on to `but`, break it a little later, and see where it was."""
        depart = time.monotonic()
        enfant = self.lancer()
        avant = self.faits()
        try:
            self.attendre(min(avant + 1, self.total), REPRISE)
            reprise = time.monotonic() - depart
            self.attendre(but, FIN)
            time.sleep(retard)
            if panne == "odoo":
                os.killpg(enfant.pid, signal.SIGKILL)
            else:
                self.atelier.serveur.couper()
                self.atelier.serveur.demarrer()
        finally:
            processus.arreter(enfant)
        processus.attendre(lambda: not self.lire(
            "SELECT 1 FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
            self.base), 30)
        etat, faits, deplacees, _refuses = self.etat()
        # What was kept: as many lines of history as the register says, none of the batch undone.
        (lignes,), = self.lire(f"SELECT count(*) FROM {HISTORIQUE} WHERE id > %s", self.historique)
        self.dire(f"panne {rang} ({panne}) à {faits} dossiers sur {self.total}")
        return {"panne": panne, "faits": faits, "etat": etat, "reprise": round(reprise, 1),
                "gardees": deplacees, "historique": lignes}


def _empreintes(course):
    """The numbers of the rows written by the batches differ: those of a batch undone are lost."""
    with course.atelier.serveur.connexion(course.base) as connexion, connexion.cursor() as curseur:
        return par_dossier(curseur, course.ids, sauf={"id"})


def _resultat(calme, course, incidents, duree):
    alertes = []
    attendu, vu = calme.etat(), course.etat()
    if vu != attendu:
        alertes.append(f"sans panne {attendu}, avec pannes {vu}.")
    temoins, refaits = _empreintes(calme), _empreintes(course)
    differents = [i for i in calme.ids if temoins.get(i) != refaits.get(i)]
    if differents:
        alertes.append(f"{len(differents)} dossiers diffèrent de la course sans panne : {differents[:5]}.")
    (doubles,), = course.lire(
        f"SELECT count(*) FROM (SELECT FROM {HISTORIQUE} WHERE id > %s GROUP BY echeance_id "
        "HAVING count(*) > 1) h", course.historique)
    if doubles:
        alertes.append(f"{doubles} échéances ont deux lignes d'historique pour un changement.")
    for incident in incidents:
        if incident["gardees"] != incident["historique"]:
            alertes.append(f"une panne a laissé un lot à moitié fait : {incident}.")
    if any(i["etat"] == "termine" for i in incidents):
        alertes.append("la course a fini avant la dernière panne : la mesure ne prouve pas assez.")
    return {
        "tableaux": [{
            "titre": f"{calme.total} dossiers, {attendu[2]} échéances {CODE} déplacées ; sans panne : "
                     f"{duree:.0f} s. « Gardées » et « historique » sont égales si aucun lot n'est à moitié fait",
            "colonnes": ["Panne", "dossiers faits", "gardées", "historique", "reprise en (s)"],
            "lignes": [[
                "Odoo tué (SIGKILL)" if i["panne"] == "odoo" else "PostgreSQL arrêté net (immediate)",
                i["faits"], i["gardees"], i["historique"], i["reprise"],
            ] for i in incidents],
        }, {
            "titre": "À la fin, comparée à une course sans panne",
            "colonnes": ["", "valeur"],
            "lignes": [["dossiers différents", len(differents)], ["lignes d'historique en double", doubles],
                       ["état, faits, déplacées", str(vu[:3])]],
        }],
        "incidents": incidents, "differents": len(differents), "doubles": doubles,
        "etat": list(vu), "alertes": alertes,
    }
