"""Deux serveurs d'Odoo derrière nginx, une réplique de PostgreSQL : sessions, fichiers, tâches, lots, retard, arrêt."""
import base64
import contextlib
import json
import os
import signal
import tempfile
import threading
import time
from pathlib import Path

from outils import nginx, processus
from outils.bancs.arrets_client import Client
from outils.bancs.installation import Installation
from outils.dossiers import JOURNAUX
from outils.messages import Erreur
from outils.service import port_libre

DEMONSTRATION = True
HORS_ODOO = True
LECTURES, ALLERS_RETOURS = 60, 25
SITE = """
upstream oilhi {{ server 127.0.0.1:{a}; server 127.0.0.1:{b}; }}
server {{
    listen 127.0.0.1:{nginx}; access_log off; client_max_body_size 130m; proxy_read_timeout 300s;
    location / {{ proxy_pass http://oilhi; proxy_set_header Host $host; add_header X-Hote $upstream_addr; }}
}}
"""


def jouer(atelier, base, dire):
    if not nginx.programme():
        raise Erreur("Cette mesure demande nginx.")
    with tempfile.TemporaryDirectory(prefix="oilhi-hotes-") as dossier:
        racine = Path(dossier)
        racine.chmod(0o755)
        (racine / "base").mkdir()
        essai = Hotes(atelier, base, racine, dire)
        try:
            return essai.jouer()
        finally:
            essai.fermer()


class Hotes(Installation):
    def __init__(self, source, base, racine, dire):
        self.racine, self.tables, self.alertes, self.replique = racine, [], [], None
        super().__init__(source, base, racine / "base", racine / "commun", dire)
        self.plan = self.preparer()
        self._repliquer()
        self.ports = {nom: port_libre() for nom in ("a", "b", "nginx")}
        self.confs = {}
        for nom in ("a", "b"):
            # Each host has its own data folder; the files and the sessions are one, as on a shared disk.
            donnees = racine / f"donnees-{nom}"
            donnees.mkdir()
            for partage in ("filestore", "sessions"):
                (racine / "commun" / partage).mkdir(exist_ok=True)
                (donnees / partage).symlink_to(racine / "commun" / partage)
            self.atelier.conf = racine / f"odoo-{nom}.conf"
            self.atelier.ecrire_conf(
                data_dir=donnees, workers=2, max_cron_threads=1, http_port=self.ports[nom],
                gevent_port=port_libre(), db_maxconn=8, dbfilter=f"^{base}$", db_name=base,
                db_replica_host=self.prise_replique, db_replica_port=5432,
                logfile=JOURNAUX / f"hotes-{nom}.log")
            self.confs[nom] = self.atelier.conf
            (JOURNAUX / f"hotes-{nom}.log").unlink(missing_ok=True)

    # ---- PostgreSQL's replica
    def _repliquer(self):
        self.dire("réplique de PostgreSQL")
        serveur = self.serveur
        self.prise_replique = self.racine / "r"
        self.prise_replique.mkdir()
        self.prise_replique.chmod(0o777)
        (self.racine / "base").chmod(0o777)
        self.donnees_replique = self.racine / "base" / "replique"
        serveur.executer("SELECT pg_create_physical_replication_slot('replique')")
        self.atelier.reussir("La réplique", processus.executer(
            [serveur.binaires() / "pg_basebackup", f"--host={serveur.prise}", "--username=oilhi", "--port=5432",
             f"--pgdata={self.donnees_replique}", "--write-recovery-conf", "--slot=replique", "--checkpoint=fast"],
            prefixe=serveur._prefixe(), env=serveur._milieu(), cwd="/"))
        self.lancer_replique()

    def lancer_replique(self):
        serveur = self.serveur
        with open(JOURNAUX / "hotes-replique.log", "ab") as journal:
            self.replique = processus.lancer(
                [serveur.binaires() / "postgres", "-D", self.donnees_replique, "-c", "listen_addresses=",
                 "-c", f"unix_socket_directories={self.prise_replique}", "-c", "port=5432",
                 "-c", "max_connections=60", "-c", "hot_standby_feedback=on", "-c", "track_activities=on"],
                prefixe=serveur._prefixe(), arret=signal.SIGINT, env=serveur._milieu(), cwd="/",
                stdout=journal, stderr=journal)
        if not processus.attendre(self._replique_repond, 60):
            raise Erreur("La réplique ne démarre pas : voir hotes-replique.log.")

    def _replique_repond(self):
        import psycopg2

        try:
            return bool(self.sur_replique("SELECT 1"))
        except psycopg2.OperationalError:
            return False

    def sur_replique(self, requete, base="postgres"):
        import psycopg2

        lien = psycopg2.connect(dbname=base, host=str(self.prise_replique), user="oilhi", port=5432)
        lien.autocommit = True
        try:
            with lien.cursor() as curseur:
                curseur.execute(requete)
                return curseur.fetchall()
        finally:
            lien.close()

    def reseau(self):
        self.dire("deux Odoo et nginx")
        for conf in self.confs.values():
            self.servir(conf)
        self.odoos.append(nginx.lancer(self.racine, SITE.format(**self.ports), self.ports["nginx"], "hotes-nginx.log"))
        self.clients = {nom: Client(port, self.base) for nom, port in self.ports.items()}
        for nom, client in self.clients.items():
            if not processus.attendre(lambda c=client: c.sante() == 200, 240, pas=0.5):
                raise Erreur(f"{nom} ne démarre pas : voir hotes-*.log.")
        self.tous = self.clients["nginx"]
        for session in ("responsable", "administrateur"):
            self.tous.entrer(session, **self.plan[session])
            # The same cookie shown to each host: what a second browser tab does.
            for nom in ("a", "b"):
                self.clients[nom].sessions[session] = self.tous.sessions[session]

    def fermer(self):
        super().fermer()
        if self.replique:
            processus.arreter(self.replique)

    # ---- the trials
    def jouer(self):
        self.reseau()
        for epreuve in (self.sessions, self.fichiers, self.caches, self.lots, self.lectures, self.retard, self.arret):
            self.dire(epreuve.__doc__)
            self.tables.append([epreuve.__doc__, epreuve()])
        return {"tableaux": [{"titre": "Deux serveurs, une base, une réplique", "colonnes": ["Épreuve", "vu"],
                              "lignes": self.tables}], "alertes": self.alertes}

    def exiger(self, vrai, faute):
        if not vrai:
            self.alertes.append(faute)

    def sessions(self):
        """Une session, deux serveurs à tour de rôle"""
        dedans = [self.tous.dedans("responsable") for _fois in range(40)]
        vus = {nom: (JOURNAUX / f"hotes-{nom}.log").read_text(errors="replace").count("get_session_info")
               for nom in ("a", "b")}
        self.exiger(all(dedans) and all(vus.values()), f"sessions : {dedans.count(False)} pertes, {vus}")
        return f"40 demandes, {dedans.count(False)} déconnexion ; servies {vus['a']} par A, {vus['b']} par B"

    def fichiers(self):
        """Un fichier déposé par A, lu par B"""
        contenu = os.urandom(100_000).hex().encode()
        numero, recu = self.clients["a"]._appeler("administrateur", "ir.attachment", "create", [
            {"name": "essai.txt", "datas": base64.b64encode(contenu).decode()}])
        lu = None
        if numero:
            lu, recu = self.clients["b"]._appeler("administrateur", "ir.attachment", "read", [[numero], ["datas"]])
        pareil = bool(lu) and base64.b64decode(lu[0]["datas"]) == contenu
        self.exiger(pareil, f"fichier : {recu}")
        return "identique" if pareil else "différent"

    def caches(self):
        """Un droit retiré sur A, vu par B"""
        cle = "oilhi.essai_hotes"
        durees = []
        for fois in range(5):
            self.clients["a"].appeler("administrateur", "ir.config_parameter", "set_param", [cle, str(fois)])
            depart = time.monotonic()
            while True:
                lu, _recu = self.clients["b"]._appeler("administrateur", "ir.config_parameter", "get_param", [cle])
                if lu == str(fois) or time.monotonic() - depart > 20:
                    break
            durees.append(time.monotonic() - depart)
        self.exiger(max(durees) < 20, "caches : B garde l'ancienne valeur")
        return f"vu en {max(durees) * 1000:.0f} ms au plus (5 changements)"

    def lots(self):
        """Trois lots, deux serveurs qui les prennent"""
        lots = self.plan["lots"][:3]
        for numero in lots:
            self.tous.appeler("responsable", "oilhi.document.lot", "action_reprendre", [[numero]])
        # Both hosts are asked at once to run the same task, again and again: one at a time holds it.
        recus, fin = [], time.monotonic() + 900

        def insister(nom):
            while time.monotonic() < fin and self._restent(lots):
                recus.append(self.clients[nom].appeler(
                    "administrateur", "ir.cron", "method_direct_trigger", [[self.plan["tache"]]]))
                time.sleep(1)

        fils = [threading.Thread(target=insister, args=(nom,)) for nom in ("a", "b")]
        for fil in fils:
            fil.start()
        for fil in fils:
            fil.join()
        (lignes, faits, documents, destinataires), = self.lire(
            "SELECT count(*), count(*) FILTER (WHERE l.etat = 'fait'), count(DISTINCT l.document_id), "
            "count(DISTINCT (l.lot_id, d.destinataire_id)) FROM oilhi_document_lot_ligne l "
            "LEFT JOIN oilhi_document d ON d.id = l.document_id WHERE l.lot_id = ANY(%s)", lots)
        (en_trop,), = self.lire(
            "SELECT count(*) FROM oilhi_document d WHERE d.dossier_id = ANY(%s) AND d.modele_id = %s AND NOT EXISTS "
            "(SELECT FROM oilhi_document_lot_ligne l WHERE l.document_id = d.id)",
            self.plan["dossiers_lots"], self.plan["modele_lots"])
        self.exiger(lignes == faits == documents == destinataires and not en_trop,
                    f"lots : {lignes} lignes, {faits} faites, {documents} documents, {en_trop} en trop")
        refus = sum("already executing" in r or "déjà" in r for r in recus)
        return (f"{documents} documents pour {lignes} lignes, {en_trop} en trop ; {len(recus)} départs demandés, "
                f"{refus} refusés (tâche tenue par l'autre)")

    def _restent(self, lots):
        (reste,), = self.lire(
            "SELECT count(*) FROM oilhi_document_lot WHERE id = ANY(%s) AND etat IN ('en_attente', 'en_cours')", lots)
        return reste

    def _transactions(self):
        requete = f"SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = '{self.base}'"
        time.sleep(1.2)  # PostgreSQL adds its counts up once a second
        return self.lire(requete)[0][0], self.sur_replique(requete)[0][0]

    def _lire_liste(self, nom="nginx"):
        return self.clients[nom]._appeler("responsable", "oilhi.dossier", "web_search_read", [
            [], {"reference": {}, "name": {}}], limit=40)

    def lectures(self):
        """Les lectures vont à la réplique"""
        self._lire_liste()
        avant = self._transactions()
        recus = [self._lire_liste()[1] for _fois in range(LECTURES)]
        apres = self._transactions()
        primaire, replique = (b - a for a, b in zip(avant, apres, strict=True))
        self.exiger(set(recus) == {"fait"} and replique >= LECTURES, f"lectures : {primaire} / {replique}")
        return (f"{LECTURES} listes : {replique} transactions sur la réplique, {primaire} sur le serveur principal "
                "(dont celles des tâches et de la mesure)")

    def _perimees(self):
        """Read what was just written; by the host that wrote it. Number of stale answers."""
        cases, _recu = self.clients["a"]._appeler("responsable", "oilhi.dossier", "search", [[]], limit=1)
        perimees = 0
        for fois in range(ALLERS_RETOURS):
            nom = f"Aller-retour {fois}"
            self.clients["a"].appeler("responsable", "oilhi.dossier", "write", [cases, {"name": nom}])
            lu, _recu = self.clients["a"]._appeler("responsable", "oilhi.dossier", "web_search_read", [
                [("id", "in", cases)], {"name": {}}])
            perimees += not lu or lu["records"][0]["name"] != nom
        return perimees

    def retard(self):
        """Lire aussitôt ce qu'on vient d'écrire"""
        normal = self._perimees()
        self.sur_replique("SELECT pg_wal_replay_pause()")
        arretee = self._perimees()
        self.sur_replique("SELECT pg_wal_replay_resume()")
        time.sleep(2)
        self.serveur.executer("ALTER SYSTEM SET synchronous_standby_names = '*'")
        self.serveur.executer("ALTER SYSTEM SET synchronous_commit = 'remote_apply'")
        self.serveur.executer("SELECT pg_reload_conf()")
        time.sleep(1)
        synchrone = self._perimees()
        self.serveur.executer("ALTER SYSTEM RESET ALL")
        self.serveur.executer("SELECT pg_reload_conf()")
        self.exiger(not synchrone, f"remote_apply : {synchrone} lectures périmées")
        return (f"lectures périmées sur {ALLERS_RETOURS} : {normal} (réplique à jour), {arretee} (réplique en retard), "
                f"{synchrone} (synchronous_commit = remote_apply)")

    def arret(self):
        """La réplique s'arrête, puis revient"""
        with contextlib.suppress(ProcessLookupError):
            self.replique.send_signal(signal.SIGQUIT)
        self.replique.wait(30)
        processus.arreter(self.replique)
        self.replique = None
        recus, durees = [], []
        for _fois in range(10):
            depart = time.monotonic()
            recus.append(self._lire_liste()[1])
            durees.append(time.monotonic() - depart)
        mots = json.dumps(sorted(set(recus)), ensure_ascii=False)
        dedans = self.tous.dedans("responsable")
        self.lancer_replique()
        self.exiger(dedans and recus.count("fait") >= 6, f"arrêt : {mots}, connecté : {dedans}")
        return (f"10 listes demandées : {recus.count('fait')} servies par le serveur principal, reçu {mots}, "
                f"{max(durees):.1f} s au plus ; toujours connecté : {'oui' if dedans else 'non'}")
