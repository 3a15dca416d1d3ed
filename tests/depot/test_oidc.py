"""./oilhi oidc: what the server says of itself, what is refused before anything is changed."""
import http.server
import json
import re
import threading
from argparse import Namespace

import pytest

from outils import environnement, oidc
from outils.messages import Erreur

DOCUMENT = {"issuer": "http://127.0.0.1", "authorization_endpoint": "a", "token_endpoint": "b", "jwks_uri": "c"}


class Serveur(http.server.BaseHTTPRequestHandler):
    document = DOCUMENT

    def do_GET(self):
        corps = json.dumps(self.document).encode()
        self.send_response(200 if self.path == oidc.DESCRIPTION else 404)
        self.send_header("Content-Length", str(len(corps)))
        self.end_headers()
        self.wfile.write(corps)

    def log_message(self, *_a):
        return


@pytest.fixture
def emetteur():
    classe = type("Essai", (Serveur,), {})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), classe) as serveur:
        threading.Thread(target=serveur.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        classe.adresse = f"http://127.0.0.1:{serveur.server_port}"
        yield classe
        serveur.shutdown()


def test_decrire(emetteur):
    for adresse in (emetteur.adresse, emetteur.adresse + "/", emetteur.adresse + oidc.DESCRIPTION):
        assert oidc.decrire(adresse) == DOCUMENT
    emetteur.document = {"issuer": "x"}
    with pytest.raises(Erreur, match="token_endpoint"):
        oidc.decrire(emetteur.adresse)


@pytest.mark.parametrize(("adresse", "mot"), [
    ("http://identite.exemple.fr", "https://"), ("ftp://a", "https://"), ("http://127.0.0.1:1", "ne répond pas"),
])
def test_emetteur_refuse(adresse, mot):
    with pytest.raises(Erreur, match=mot):
        oidc.decrire(adresse)


@pytest.mark.parametrize("absent", ["issuer", "client", "secret"])
def test_tout_est_demande(absent, tmp_path):
    choix = Namespace(poser=False, issuer="https://a", client="b", secret=tmp_path / "s", nom="ProConnect")
    setattr(choix, absent, None)
    with pytest.raises(Erreur, match="--issuer, --client et --secret"):
        oidc.oidc(choix, None, tmp_path, 0)


def test_module_epingle():
    """The wheel by its hash; the libraries by their version."""
    assert re.search(r"^odoo-addon-auth-oidc==[\d.]+ --hash=sha256:[0-9a-f]{64}$",
                     (oidc.SOURCE / "module.txt").read_text(), re.M)
    lignes = [li for li in (oidc.SOURCE / "requirements.txt").read_text().splitlines() if not li.startswith("#")]
    assert lignes and all("==" in li for li in lignes)


def test_exigences_en_plus(monkeypatch, tmp_path):
    """An installation that adds libraries has an environment of its own; a wrong path is said."""
    monkeypatch.delenv(environnement.SUPPLEMENT, raising=False)
    assert environnement.supplement() is None
    monkeypatch.setenv(environnement.SUPPLEMENT, "")
    assert environnement.supplement() is None
    fichier = tmp_path / "plus.txt"
    monkeypatch.setenv(environnement.SUPPLEMENT, str(fichier))
    with pytest.raises(Erreur, match="n'existe pas"):
        environnement.supplement()
    fichier.write_text("x==1\n")
    dossiers = []
    monkeypatch.setattr(environnement, "construire", lambda dossier, _batir: dossiers.append(dossier) or dossier)
    environnement.preparer(Namespace(racine="/odoo"))
    fichier.write_text("x==2\n")
    environnement.preparer(Namespace(racine="/odoo"))
    monkeypatch.delenv(environnement.SUPPLEMENT)
    environnement.preparer(Namespace(racine="/odoo"))
    assert len(set(dossiers)) == 3
