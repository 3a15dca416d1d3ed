"""A server that speaks clamd's protocol, on a real socket: for tests where ClamAV is not installed."""
import contextlib
import socketserver
import struct
import threading
import time

EICAR = (rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + rb"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*")


class _Lecture(socketserver.StreamRequestHandler):
    def handle(self):
        commande = self.rfile.read(len(b"zVERSION\0"))
        if commande == b"zVERSION\0":
            self.wfile.write(self.server.version.encode() + b"\0")
            return
        self.rfile.read(1)  # the end of « zINSTREAM\0 »
        contenu = b""
        while taille := struct.unpack("!I", self.rfile.read(4))[0]:
            contenu += self.rfile.read(taille)
            if len(contenu) > self.server.maximum:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.server.recus.append(contenu)
        if self.server.muet:
            return  # hangs up without a word
        if self.server.attendre:
            self.server.attendre.wait(20)
        self.wfile.write(b"stream: Eicar-Test-Signature FOUND\0" if EICAR in contenu and self.server.signatures else b"stream: OK\0")


class _Serveur(socketserver.ThreadingMixIn, socketserver.TCPServer):
    allow_reuse_address, daemon_threads = True, True


@contextlib.contextmanager
def clamd(maximum=1 << 24):
    """The server; ``.adresse`` is what odoo.conf would hold, ``.recus`` what it was given."""
    with _Serveur(("127.0.0.1", 0), _Lecture) as serveur:
        serveur.recus, serveur.maximum, serveur.muet, serveur.attendre = [], maximum, False, None
        serveur.signatures, serveur.version = True, "ClamAV 1.4.3/27800/" + time.strftime("%a %b %d %H:%M:%S %Y")
        serveur.adresse = f"127.0.0.1:{serveur.server_address[1]}"
        fil = threading.Thread(target=serveur.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        fil.start()
        try:
            yield serveur
        finally:
            serveur.shutdown()
            fil.join()
