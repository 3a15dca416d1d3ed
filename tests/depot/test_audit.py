"""The audit of dependencies, against a server that answers as OSV documents it."""
import http.server
import json
import threading

import pytest

from outils import audit


class Osv(http.server.BaseHTTPRequestHandler):
    vues, statut, failles, court = None, 200, {}, False

    def do_POST(self):
        demandes = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
        self.vues.extend(demandes)
        reponses = [
            {"vulns": [{"id": n, "modified": "2026-01-01T00:00:00Z"} for n in self.failles[d["package"]["name"]]]}
            if d["package"]["name"] in self.failles else {} for d in demandes]
        corps = json.dumps({"results": reponses[self.court:]}).encode()
        self.send_response(self.statut)
        self.send_header("Content-Length", str(len(corps)))
        self.end_headers()
        self.wfile.write(corps)

    def log_message(self, *_a):
        return


@pytest.fixture
def osv():
    classe = type("Essai", (Osv,), {"vues": [], "failles": {}})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), classe) as serveur:
        threading.Thread(target=serveur.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        classe.adresse = f"http://127.0.0.1:{serveur.server_port}/v1/querybatch"
        yield classe
        serveur.shutdown()


def test_inventaire():
    """Every pin of pip and npm, the two of a marker included, and nothing without a version."""
    lus = audit.inventaire()
    noms = {(e, n) for e, n, _v in lus}
    assert {("PyPI", "lxml"), ("PyPI", "pytest"), ("PyPI", "python-jose"), ("npm", "oidc-provider")} <= noms
    assert len([n for e, n, _v in lus if (e, n) == ("PyPI", "pillow")]) == 2
    assert all(v and n for _e, n, v in lus) and len(lus) > 100


def test_sain(osv):
    resultat = audit.dependances(None, osv.adresse)
    assert (resultat.reussis, resultat.echecs) == (1, 0)
    assert len(osv.vues) == len(audit.inventaire())
    assert {"package": {"ecosystem": "npm", "name": "oidc-provider"}, "version": "9.13.3"} in osv.vues


def test_vulnerable(osv, monkeypatch, tmp_path):
    osv.failles = {"lxml": ["GHSA-aaaa", "PYSEC-1"], "oidc-provider": ["GHSA-bbbb"]}
    resultat = audit.dependances(None, osv.adresse)
    assert resultat.echecs == 3 and not resultat.reussis
    assert any("lxml" in d and "https://osv.dev/vulnerability/PYSEC-1" in d for d in resultat.details)
    admises = tmp_path / "admises.txt"
    admises.write_text("# pourquoi\nGHSA-aaaa non utilisé\nPYSEC-1 non utilisé\n\nGHSA-bbbb essai seulement\n")
    lues = audit.admises(admises)
    monkeypatch.setattr(audit, "admises", lambda: lues)
    assert audit.dependances(None, osv.adresse).echecs == 0


@pytest.mark.parametrize("panne", [{"statut": 503}, {"court": True}, {"ferme": True}])
def test_sans_reseau(osv, panne, capsys):
    """Lint works without it: said, and never counted as a success."""
    adresse = "http://127.0.0.1:1/" if panne.pop("ferme", False) else osv.adresse
    for nom, valeur in panne.items():
        setattr(osv, nom, valeur)
    resultat = audit.dependances(None, adresse)
    assert (resultat.reussis, resultat.echecs) == (0, 0) and "NON FAIT" in resultat.nom
    sortie = capsys.readouterr()
    assert "n'ont pas été auditées" in sortie.out + sortie.err


def test_admises_relues():
    """Each accepted vulnerability says why."""
    assert all(raison.strip() for raison in audit.admises().values())
