"""deploiement/debian/alerter: one message by SMTP, in French, once; the reason in the log otherwise."""
import json
import os
import pwd
import shutil
import socketserver
import subprocess
import sys
import tempfile
import threading
import time
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from outils.dossiers import RACINE

ALERTER = RACINE / "deploiement" / "debian" / "alerter"


class Boite(socketserver.StreamRequestHandler):
    """As little of an SMTP server as a client needs."""

    def handle(self):
        self.wfile.write(b"220 essai\r\n")
        while ligne := self.rfile.readline():
            mot = ligne[:4].upper()
            if mot == b"DATA":
                self.wfile.write(b"354 allez\r\n")
                corps = b""
                while (ligne := self.rfile.readline()) != b".\r\n":
                    corps += ligne
                self.server.recus.append(message_from_bytes(corps, policy=policy.default))
            elif mot == b"QUIT":
                self.wfile.write(b"221 fin\r\n")
                return
            self.wfile.write(b"250 bien\r\n")


@pytest.fixture
def boite():
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Boite) as serveur:
        serveur.daemon_threads, serveur.recus = True, []
        fil = threading.Thread(target=serveur.serve_forever, daemon=True)
        fil.start()
        yield serveur
        serveur.shutdown()


@pytest.fixture
def alerter(tmp_path):
    def lancer(unite, conf="", destinataire="astreinte@exemple.fr"):
        (tmp_path / "odoo.conf").write_text("[options]\n" + conf)
        return subprocess.run(
            [sys.executable, ALERTER, unite], capture_output=True, text=True, timeout=60, env={
                "PATH": str(tmp_path), "OILHI_CONF": str(tmp_path / "odoo.conf"), "OILHI_ALERTE": destinataire,
                "OILHI_ALERTES": str(tmp_path / "alertes.json"), "LC_ALL": os.environ.get("LC_ALL", "C.UTF-8")})
    return lancer


def test_un_courriel_une_fois(alerter, boite):
    conf = f"smtp_server = 127.0.0.1\nsmtp_port = {boite.server_address[1]}\nemail_from = oilhi@exemple.fr\n"
    for _fois in range(3):
        assert alerter("oilhi-sauvegarde.service", conf).returncode == 0
    assert len(boite.recus) == 1
    message = boite.recus[0]
    assert message["To"] == "astreinte@exemple.fr" and message["From"] == "oilhi@exemple.fr"
    assert "la sauvegarde de cette nuit a échoué" in message["Subject"]
    texte = message.get_content()
    assert "serait perdu" in texte and "systemctl start oilhi-sauvegarde" in texte
    alerter("oilhi.service", conf)
    assert len(boite.recus) == 2, "another unit is another matter"


def test_deja_dites_par_root(boite):
    """The file that root wrote: the account of OILHI notes in it too, or one failure would write without end."""
    dossier = tempfile.mkdtemp(prefix="oilhi-alertes-")
    try:
        fichier = Path(dossier) / "alertes.json"
        fichier.write_text(json.dumps({"oilhi.service": time.time()}))
        fichier.chmod(0o444)
        commande = ["/usr/bin/python3", ALERTER]
        if os.geteuid() == 0:
            personne = pwd.getpwnam("nobody")
            os.chown(dossier, personne.pw_uid, personne.pw_gid)
            commande = [shutil.which("setpriv"), f"--reuid={personne.pw_uid}", f"--regid={personne.pw_gid}", "--clear-groups", *commande]
        conf = Path(dossier) / "odoo.conf"
        conf.write_text(f"[options]\nsmtp_server = 127.0.0.1\nsmtp_port = {boite.server_address[1]}\n")
        for unite in ("postgresql@*", "postgresql@*", "oilhi.service"):
            subprocess.run([*commande, unite], timeout=60, check=True, env={
                "PATH": "/nulle/part", "OILHI_CONF": str(conf), "OILHI_ALERTE": "a@exemple.fr",
                "OILHI_ALERTES": str(fichier), "LC_ALL": "C.UTF-8"})
        assert len(boite.recus) == 1, "each once; what root had said is still known"
        assert set(json.loads(fichier.read_text())) == {"oilhi.service", "postgresql@*"}
        assert sorted(f.name for f in Path(dossier).iterdir()) == ["alertes.json", "odoo.conf"]
    finally:
        shutil.rmtree(dossier)


def test_relais_en_panne(alerter):
    """Said in the log, and seen by systemd; what was not sent is tried again the next time."""
    for _fois in range(2):
        rendu = alerter("oilhi-sauvegarde.service", "smtp_server = 127.0.0.1\nsmtp_port = 1\n")
        assert rendu.returncode == 1 and "n'est pas partie" in rendu.stderr
    rendu = alerter("oilhi-doctor.service")
    assert rendu.returncode == 1 and "ni smtp_server" in rendu.stderr


def test_personne_a_prevenir(alerter, boite):
    rendu = alerter("oilhi.service", f"smtp_server = 127.0.0.1\nsmtp_port = {boite.server_address[1]}\n", "")
    assert rendu.returncode == 0 and "OILHI_ALERTE est vide" in rendu.stderr and not boite.recus
