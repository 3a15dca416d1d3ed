"""Un agent travaille ; son processus est tué, PostgreSQL s'arrête, un disque se remplit : rien de perdu ni de doublé."""
import contextlib
import hashlib
import os
import random
import re
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from pathlib import Path

import psutil
import psycopg2

from outils import processus
from outils.bancs.arrets_client import Client
from outils.bancs.installation import Installation
from outils.dossiers import JOURNAUX
from outils.messages import Erreur
from outils.service import port_libre

DEMONSTRATION = True  # on a copy of the demonstration, in a PostgreSQL of its own
HORS_ODOO = True
GRAINE = 20261130
ACTIONS = ("signature", "lot", "import d'Odoo", "import de l'annuaire")
PANNES = (
    "processus", "postgres", "postgres tué", "connexion tuée", "disque des fichiers", "disque de la base",
)
SIGNAUX = {"postgres": signal.SIGQUIT, "postgres tué": signal.SIGKILL}  # to the postmaster
LETTRES, LIGNES = 12, 400  # of a batch, of a file to import
DISQUES = {"base": 2_200, "fichiers": 700}  # MB
DELAI = 300


def preparer(env):
    """Run inside Odoo: cases to the day of the signature, batches that wait; printed for the trial."""
    from outils.bancs.arrets_dossiers import preparer as dossiers

    dossiers(env, len(PANNES) + 1, LETTRES)


def jouer(atelier, base, dire):
    """Each action left alone, then each fault in the middle of each action."""
    if os.geteuid() or not shutil.which("mount"):
        raise Erreur("Cette mesure remplit de petits disques en mémoire : elle demande le compte root.")
    with _disques() as disques:
        essai = Arrets(atelier, base, disques, dire)
        try:
            return essai.jouer()
        finally:
            essai.fermer()


@contextlib.contextmanager
def _disques():
    """Two small file systems in memory: that of PostgreSQL, that of the attached files."""
    racine = Path(tempfile.mkdtemp(prefix="oilhi-arrets-"))
    racine.chmod(0o755)
    montes = {}
    try:
        for nom, mo in DISQUES.items():
            (racine / nom).mkdir()
            subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={mo}m,mode=755", "tmpfs", racine / nom], check=True)
            montes[nom] = racine / nom
        yield montes
    finally:
        for point in montes.values():
            subprocess.run(["umount", "--lazy", point], check=False)
        shutil.rmtree(racine, ignore_errors=True)


def remplir(disque):
    """Not a byte left: what a statement or a file needs is refused."""
    lest = disque / "lest"
    with contextlib.suppress(OSError), open(lest, "wb", buffering=0) as fichier:
        while True:
            fichier.write(bytes(1 << 20))
    with contextlib.suppress(OSError), open(lest, "ab", buffering=0) as fichier:
        while True:
            fichier.write(bytes(512))
    return lest


class Arrets(Installation):
    def __init__(self, source, base, disques, dire):
        super().__init__(source, base, disques["base"], disques["fichiers"], dire)
        self.disques, self.hasard = disques, random.Random(GRAINE)
        self.port, self.journal = port_libre(), JOURNAUX / "arrets-odoo.log"
        self.journal.unlink(missing_ok=True)
        self.atelier.ecrire_conf(
            workers=2, max_cron_threads=1, http_port=self.port, gevent_port=port_libre(), db_maxconn=8,
            list_db=False, dbfilter=f"^{base}$", db_name=base, log_level="info", logfile=self.journal)
        self.plan = self.preparer()
        self.depart, = self.lire("SELECT COALESCE(max(id), 0) FROM ir_attachment")[0]
        self.lignes, self.alertes, self.durees = [], [], {}

    def lancer(self):
        self.servir(self.atelier.conf)
        self.client = Client(self.port, self.base)
        if not processus.attendre(lambda: self.client.sante() == 200, 240, pas=0.5):
            raise Erreur(f"Odoo n'a pas démarré : voir {self.journal}.")
        self.client.entrer("responsable", **self.plan["responsable"])
        self.client.entrer("administrateur", **self.plan["administrateur"])
        self.client.jetons["administrateur"] = self.client.jeton("administrateur")  # of the page already open

    def relever(self):
        """PostgreSQL again: by itself when its postmaster is alive, else started."""
        if self.serveur.processus and self.serveur.processus.poll() is not None:
            processus.arreter(self.serveur.processus)
            self.serveur.processus = None
        limite = time.monotonic() + 120
        while True:
            try:
                if self.serveur.processus:
                    self.lire("SELECT 1")
                else:
                    self.serveur.demarrer()
                return
            except (Erreur, psycopg2.OperationalError):
                # Orphan sessions still hold its memory, or it is replaying its log.
                if time.monotonic() > limite:
                    raise
                if self.serveur.processus and self.serveur.processus.poll() is not None:
                    self.serveur.processus = None
                time.sleep(1)

    # ---- the trial -------------------------------------------------------------------------
    def jouer(self):
        self.lancer()
        self.dire("chaque action, sans panne")
        for action in ACTIONS:
            depart = time.monotonic()
            geste = Geste(self, action, 0)
            geste.faire()
            geste.attendre()
            self.durees[action] = time.monotonic() - depart
            self.juger(geste, "aucune", geste.recu, "", "")
        for rang, panne in enumerate(PANNES, start=1):
            for action in ACTIONS:
                self.dire(f"{panne} pendant : {action}")
                self.subir(panne, Geste(self, action, rang))
        return self.resultat()

    def subir(self, panne, geste):
        lest = remplir(self.disques["base" if "base" in panne else "fichiers"]) if "disque" in panne else None
        fil = threading.Thread(target=geste.faire, daemon=True)
        fil.start()
        moment, pendant = "", ""
        try:
            if panne == "processus":
                moment = self.tuer(geste)
            elif panne in SIGNAUX:
                moment = self.couper(geste, SIGNAUX[panne])
                pendant = self.client.pendant_panne()
            elif panne == "connexion tuée":
                moment = self.tuer_connexion(geste)
            else:
                fil.join(DELAI if geste.action != "lot" else 20)
                if geste.action == "lot":
                    time.sleep(15)
        finally:
            if lest:
                lest.unlink()
            self.relever()
        fil.join(DELAI)
        processus.attendre(lambda: self.client.sante() == 200, 120, pas=0.5)
        premier, etat = geste.recu, geste.etat()
        reprise = geste.reprendre()
        self.juger(geste, panne, premier, f"{etat}{moment}", reprise, pendant)

    def _travail(self, geste):
        """Wait until some transaction has been writing for a while: its process; None if all was over before."""
        attente = self.hasard.uniform(0.1, 0.3) * min(self.durees[geste.action], 2.5)
        limite = time.monotonic() + DELAI
        while time.monotonic() < limite:
            time.sleep(0.03)
            if vus := self.lire(
                    "SELECT pid FROM pg_stat_activity WHERE datname = %s AND application_name LIKE 'odoo-%%' "
                    "AND backend_xid IS NOT NULL AND now() - xact_start > make_interval(secs => %s) LIMIT 1",
                    self.base, attente):
                return vus[0][0]
            if geste.fini.is_set() and geste.action != "lot":
                return None
        raise Erreur(f"{geste.action} : aucun travail vu.")

    def tuer(self, geste):
        """The processes of that kind, whichever works; Odoo's own log tells which is which."""
        genre = "WorkerCron" if geste.action == "lot" else "WorkerHTTP"
        vu = self._travail(geste)
        connus = set(re.findall(rf"Worker {genre} \((\d+)\) alive", self.journal.read_text(errors="replace")))
        # Its children only: a number of the log may be another program's by now.
        for enfant in psutil.Process(self.odoos[0].pid).children():
            if str(enfant.pid) in connus:
                enfant.kill()
        return "" if vu else " (fini avant)"

    def couper(self, geste, numero):
        vu = self._travail(geste)
        self.serveur.couper(numero)
        return "" if vu else " (fini avant)"

    def tuer_connexion(self, geste):
        """What a machine out of memory does: PostgreSQL then throws every session out and repairs itself."""
        vu = self._travail(geste)
        if vu:
            os.kill(vu, signal.SIGKILL)
        return "" if vu else " (fini avant)"

    def juger(self, geste, panne, recu, etat, reprise, pendant=""):
        geste.attendre()
        fautes = [*geste.fautes(), *self.fichiers()]
        self.alertes += [f"{geste.action}, {panne} : {faute}" for faute in fautes]
        if "Traceback" in recu or "500" in recu:
            self.alertes.append(f"{geste.action}, {panne} : l'agent a reçu « {recu} ».")
        self.lignes.append([panne, geste.action, recu, pendant, etat, reprise, len(fautes)])

    def fichiers(self):
        """Every file that the database names is whole: its name is the hash of what it holds."""
        dossier, faux = self.atelier.fichiers(self.base), []
        for nom, taille in self.lire(
                "SELECT store_fname, file_size FROM ir_attachment WHERE store_fname IS NOT NULL AND id > %s", self.depart):
            chemin = dossier / nom
            contenu = chemin.read_bytes() if chemin.is_file() else b""
            if len(contenu) != (taille or 0) or hashlib.sha1(contenu).hexdigest() != Path(nom).name:
                faux.append(f"fichier perdu ou coupé : {nom}")
        return faux

    def resultat(self):
        traces = len(re.findall(r"^Traceback", self.journal.read_text(errors="replace"), re.M))
        return {
            "tableaux": [{
                "titre": "Ce que l'agent a reçu, ce que la base gardait, ce que fait la reprise",
                "colonnes": ["Panne", "Action", "reçu", "pendant l'arrêt", "gardé", "après reprise", "fautes"],
                "lignes": self.lignes,
            }],
            "lignes": self.lignes, "traces": traces, "alertes": self.alertes,
        }


class Geste:
    """One action of one trial: done by HTTP, as the web client does, and counted in SQL."""

    def __init__(self, essai, action, rang):
        self.essai, self.action, self.rang = essai, action, rang
        self.recu, self.fini = "", threading.Event()
        self.marque = f"Essai d’arrêt {rang} {action}"
        self.etats, self.gestes = {
            "signature": (self._signe, self._signer), "lot": (self._lot, self._produire),
            "import d'Odoo": (self._importes, self._importer),
            "import de l'annuaire": (self._importes, self._importer_annuaire),
        }[action]

    def faire(self):
        try:
            self.recu = self.gestes()
        finally:
            self.fini.set()

    def etat(self):
        return self.etats()

    def attendre(self):
        if self.action == "lot" and not processus.attendre(lambda: self._lot().startswith("termine"), DELAI, pas=0.5):
            raise Erreur(f"Le lot ne finit pas : {self._lot()}.")

    def reprendre(self):
        """What a person does next: the same gesture again, unless it was kept."""
        if self.action == "lot":
            if not processus.attendre(lambda: self._lot().startswith("termine"), 25, pas=0.5):
                self.essai.client.appeler("administrateur", "ir.cron", "method_direct_trigger",
                                          [[self.essai.plan["tache"]]])
            self.attendre()
            if "échec" in self._lot():
                self._produire()
                time.sleep(3)
                self.attendre()
            return self._lot()
        if self.recu == "fait":
            return self.etat()
        self.fini.clear()
        self.faire()
        return f"{self.recu} → {self.etat()}"

    # ---- signature
    @property
    def _document(self):
        return self.essai.plan["documents"][self.rang]

    def _signer(self):
        return self.essai.client.appeler("responsable", "oilhi.document", "signer", [
            [self._document], self.essai.plan["jour"]])

    def _signe(self):
        (etat, numero), = self.essai.lire("SELECT state, numero FROM oilhi_document WHERE id = %s", self._document)
        return f"{etat}, n° {numero}" if numero else etat

    # ---- batch
    @property
    def _numero_lot(self):
        return self.essai.plan["lots"][self.rang]

    def _produire(self):
        return self.essai.client.appeler("responsable", "oilhi.document.lot", "action_reprendre", [[self._numero_lot]])

    def _lot(self):
        (etat,), = self.essai.lire("SELECT etat FROM oilhi_document_lot WHERE id = %s", self._numero_lot)
        comptes = dict(self.essai.lire(
            "SELECT etat, count(*) FROM oilhi_document_lot_ligne WHERE lot_id = %s GROUP BY etat", self._numero_lot))
        rates = comptes.get("echec", 0) + comptes.get("sans_pdf", 0)
        return f"{etat}, {comptes.get('fait', 0)} faits" + (f", {rates} en échec" if rates else "")

    # ---- imports
    def _noms(self):
        return [f"{self.marque} n° {numero:03}" for numero in range(LIGNES)]

    def _importer(self):
        return self.essai.client.importer("administrateur", "res.partner", ["name", "city"],
                                          [[nom, "Arras"] for nom in self._noms()])

    def _importer_annuaire(self):
        return self.essai.client.importer_annuaire("responsable", [
            {"Nom": nom, "Types": self.essai.plan["type"], "Ville": "Arras"} for nom in self._noms()])

    def _importes(self):
        (nombre,), = self.essai.lire("SELECT count(*) FROM res_partner WHERE name LIKE %s", f"{self.marque} n°%")
        return f"{nombre} fiches"

    def fautes(self):
        """What is there at the end, counted in SQL."""
        if self.action == "signature":
            return self._fautes_signature()
        if self.action == "lot":
            return self._fautes_lot()
        (nombre, distincts), = self.essai.lire(
            "SELECT count(*), count(DISTINCT name) FROM res_partner WHERE name LIKE %s", f"{self.marque} n°%")
        return [] if nombre == distincts == LIGNES else [f"{nombre} fiches, {distincts} noms, {LIGNES} attendues"]

    def _fautes_signature(self):
        lire, fautes = self.essai.lire, []
        (etat, numero, sha, docx), = lire(
            "SELECT d.state, d.numero, d.sha256, a.store_fname FROM oilhi_document d "
            "LEFT JOIN ir_attachment a ON a.id = d.docx_id WHERE d.id = %s", self._document)
        if etat != "signe" or not numero:
            return [f"le document est « {etat} », n° {numero}"]
        contenu = (self.essai.atelier.fichiers(self.essai.base) / docx).read_bytes()
        if hashlib.sha256(contenu).hexdigest() != sha:
            fautes.append("le fichier signé n'a pas l'empreinte de l'acte")
        (doubles,), = lire(
            "SELECT count(*) FROM (SELECT FROM oilhi_document WHERE numero IS NOT NULL GROUP BY service_id, numero "
            "HAVING count(*) > 1) x")
        if doubles:
            fautes.append(f"{doubles} numéros d'arrêté donnés deux fois")
        numeros = sorted(int(re.findall(r"\d+", n)[-1]) for n, in lire(
            "SELECT numero FROM oilhi_document WHERE id = ANY(%s) AND numero IS NOT NULL", self.essai.plan["documents"]))
        if numeros != list(range(numeros[0], numeros[0] + len(numeros))):
            fautes.append(f"le registre a un trou : {numeros}")
        (etapes,), = lire(
            "SELECT count(*) FROM (SELECT FROM oilhi_dossier_fait f JOIN oilhi_document d ON d.dossier_id = f.dossier_id "
            "WHERE d.id = %s AND f.note LIKE 'Signé%%' GROUP BY f.dossier_etape_id HAVING count(*) > 1) x", self._document)
        if etapes:
            fautes.append("la signature est inscrite deux fois au parcours")
        return fautes

    def _fautes_lot(self):
        (lignes, documents, distincts, faits), = self.essai.lire(
            "SELECT count(*), count(l.document_id), count(DISTINCT d.destinataire_id), "
            "count(*) FILTER (WHERE l.etat = 'fait' AND d.pdf_id IS NOT NULL) "
            "FROM oilhi_document_lot_ligne l LEFT JOIN oilhi_document d ON d.id = l.document_id WHERE l.lot_id = %s",
            self._numero_lot)
        (orphelins,), = self.essai.lire(
            "SELECT count(*) FROM oilhi_document d WHERE d.dossier_id = %s AND d.modele_id = %s AND NOT EXISTS "
            "(SELECT FROM oilhi_document_lot_ligne l WHERE l.document_id = d.id)",
            self.essai.plan["dossiers_lots"][self.rang], self.essai.plan["modele_lots"])
        attendu = (LETTRES,) * 4
        fautes = [] if (lignes, documents, distincts, faits) == attendu else [
            f"{lignes} lignes, {documents} documents, {distincts} destinataires, {faits} faits ; {LETTRES} attendus"]
        return fautes + ([f"{orphelins} documents en trop"] if orphelins else [])
