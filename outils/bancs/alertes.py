"""Une tâche, un lot, une sauvegarde qui échouent : un courriel chacun, à un serveur SMTP de l'essai."""
import email
import email.policy
import os
import re
import shutil
import socketserver
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from outils import processus
from outils.bancs.arrets_client import Client
from outils.bancs.installation import Installation
from outils.dossiers import JOURNAUX, RACINE
from outils.messages import Erreur
from outils.service import port_libre

DEMONSTRATION = True
HORS_ODOO = True
ASTREINTE = "astreinte@essai.invalid"
ECHECS = 5  # of the same task, in a row
DELAI = 180


class Boite(socketserver.StreamRequestHandler):
    """As little of SMTP as Odoo and smtplib need; what comes is kept."""

    def handle(self):
        self.dire(b"220 essai")
        while ligne := self.rfile.readline():
            mot = ligne[:4].upper()
            if mot == b"DATA":
                self.dire(b"354 allez")
                corps = b""
                while (ligne := self.rfile.readline()) not in (b".\r\n", b""):
                    corps += ligne
                self.server.recus.append(email.message_from_bytes(corps, policy=email.policy.default))
            self.dire(b"221 fin" if mot == b"QUIT" else b"250 bien")
            if mot == b"QUIT":
                return

    def dire(self, texte):
        self.wfile.write(texte + b"\r\n")


class Serveur(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Boite)
        self.recus = []
        threading.Thread(target=self.serve_forever, daemon=True).start()


def jouer(atelier, base, dire):
    with tempfile.TemporaryDirectory(prefix="oilhi-alertes-") as dossier, Serveur() as boite:
        racine = Path(dossier)
        racine.chmod(0o755)
        (racine / "base").mkdir(mode=0o777)
        (racine / "base").chmod(0o777)
        essai = Alertes(atelier, base, racine, boite, dire)
        try:
            return essai.jouer()
        finally:
            essai.fermer()
            boite.shutdown()


class Alertes(Installation):
    def __init__(self, source, base, racine, boite, dire):
        super().__init__(source, base, racine / "base", racine / "fichiers", dire)
        self.racine, self.boite, self.lignes, self.alertes = racine, boite, [], []
        self.plan = self.preparer()
        self.port = port_libre()
        self.atelier.conf = racine / "odoo.conf"
        self.atelier.ecrire_conf(
            workers=2, max_cron_threads=1, http_port=self.port, gevent_port=port_libre(), db_name=base,
            dbfilter=f"^{base}$", logfile=JOURNAUX / "alertes-odoo.log", email_from="oilhi@essai.invalid",
            smtp_server="127.0.0.1", smtp_port=boite.server_address[1])

    def milieu(self):
        """Without LibreOffice: the PDF of the batch cannot be made."""
        programmes = self.racine / "programmes"
        programmes.mkdir(exist_ok=True)
        for nom in processus.mourir_avec_nous()[:1]:
            (programmes / nom).symlink_to(shutil.which(nom))
        return self.atelier.milieu() | {"PATH": str(programmes)}

    def jouer(self):
        self.servir(self.atelier.conf, self.milieu())
        self.client = Client(self.port, self.base)
        if not processus.attendre(lambda: self.client.sante() == 200, 240, pas=0.5):
            raise Erreur("Odoo n'a pas démarré : voir alertes-odoo.log.")
        for session in ("administrateur", "responsable"):
            self.client.entrer(session, **self.plan[session])
        (courriels,), = self.lire(
            "SELECT res_id FROM ir_model_data WHERE module = 'mail' AND name = 'ir_cron_mail_scheduler_action'")
        self.lire("UPDATE ir_cron SET active = true WHERE id = %s RETURNING id", courriels)
        self.client.appeler("administrateur", "ir.config_parameter", "set_param", ["oilhi.alerte_courriel", ASTREINTE])
        for epreuve in (self.tache, self.lot, self.sauvegarde):
            self.dire(epreuve.__doc__)
            avant = len(self.boite.recus)
            epreuve()
            self.noter(epreuve.__doc__, self.boite.recus[avant:])
        return {"tableaux": [{
            "titre": "Ce qui est arrivé dans la boîte", "colonnes": ["Panne", "courriels", "destinataires et objets"],
            "lignes": self.lignes}], "alertes": self.alertes}

    def noter(self, quoi, recus):
        astreinte = [m for m in recus if ASTREINTE in str(m["To"])]
        self.lignes.append([quoi, len(recus), " ; ".join(f"{m['To']} : {m['Subject']}" for m in recus)])
        if len(astreinte) != 1:
            self.alertes.append(f"{quoi} : {len(astreinte)} courriels à l'astreinte, un attendu.")
        for message in recus:
            corps = message.get_body(("plain", "html"))
            texte = corps.get_content() if corps else ""
            if re.search(r"Traceback|EXEMPLE", texte) or not re.search(r"(?i)que faire|reprendre", texte):
                self.alertes.append(f"{quoi} : le message n'est pas clair, ou nomme quelqu'un.")

    def attendre(self, nombre):
        """That many messages, then long enough for one too many to come."""
        processus.attendre(lambda: len(self.boite.recus) >= nombre, DELAI, pas=0.5)
        time.sleep(20)

    def tache(self):
        """Une tâche planifiée échoue cinq fois de suite"""
        deja = len(self.boite.recus)
        (modele,), = self.lire("SELECT id FROM ir_model WHERE model = 'res.partner'")
        numero, recu = self.client._appeler("administrateur", "ir.cron", "create", [{
            "name": "Tâche d’essai", "model_id": modele, "state": "code", "interval_number": 1,
            "interval_type": "hours", "code": "raise UserError('Madame EXEMPLE')"}])
        if not numero:
            raise Erreur(f"La tâche ne se crée pas : {recu}")
        for fois in range(1, ECHECS + 1):
            self.client.appeler("administrateur", "ir.cron", "method_direct_trigger", [[numero]])
            (echecs,), = self.lire("SELECT failure_count FROM ir_cron WHERE id = %s", numero)
            if echecs != fois:
                self.alertes.append(f"la tâche a échoué {echecs} fois, {fois} attendues.")
        self.attendre(deja + 1)

    def lot(self):
        """Un lot finit sans ses PDF (LibreOffice absent)"""
        deja, numero = len(self.boite.recus), self.plan["lots"][0]
        self.client.appeler("responsable", "oilhi.document.lot", "action_reprendre", [[numero]])
        fini = processus.attendre(lambda: self.lire(
            "SELECT 1 FROM oilhi_document_lot WHERE id = %s AND etat = 'termine'", numero), 300, pas=1)
        if not fini:
            self.alertes.append("le lot ne finit pas.")
        self.attendre(deja + 2)  # who asked for it, and the administrator

    def sauvegarde(self):
        """La sauvegarde de la nuit échoue deux nuits de suite, dans la même heure"""
        plein = self.racine / "plein"
        plein.write_text("")  # a file where a folder is expected: nothing can be written there
        milieu = dict(os.environ, OILHI_CONF=str(self.atelier.conf), OILHI_ALERTE=ASTREINTE,
                      OILHI_ALERTES=str(self.racine / "alertes.json"))
        for _nuit in range(2):
            rendu = subprocess.run([RACINE / "oilhi", "backup", "--dossier", plein / "x"], env=milieu,
                                   capture_output=True, text=True, timeout=600)
            if not rendu.returncode or "Traceback" in rendu.stderr:
                self.alertes.append(f"la sauvegarde devait échouer en le disant : {rendu.stderr[-200:]}")
            # What systemd starts then (OnFailure=).
            subprocess.run([sys.executable, RACINE / "deploiement" / "debian" / "alerter", "oilhi-sauvegarde.service"],
                           env=milieu, capture_output=True, timeout=60, check=True)
