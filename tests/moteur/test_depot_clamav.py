"""The client of clamd, against a server that speaks its protocol on a real socket."""
import importlib.util
import socket
import threading
from pathlib import Path

import pytest

from oilhi_partenaires.outils import clamav

_spec = importlib.util.spec_from_file_location(
    "faux_clamd", Path(__file__).resolve().parents[2] / "oilhi_partenaires" / "tests" / "faux_clamd.py")
faux_clamd = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(faux_clamd)


@pytest.fixture
def serveur():
    with faux_clamd.clamd(maximum=300_000) as serveur:
        yield serveur


def test_sain_et_infecte(serveur):
    contenu = bytes(range(256)) * 800  # several pieces
    assert clamav.examiner(serveur.adresse, contenu) is None
    assert serveur.recus == [contenu]
    assert clamav.examiner(serveur.adresse, b"") is None
    assert clamav.examiner(serveur.adresse, faux_clamd.EICAR) == "Eicar-Test-Signature"
    assert clamav.version(serveur.adresse).startswith("ClamAV 1.4.3/27800")


def test_trop_grand(serveur):
    with pytest.raises(clamav.TropGrand):
        clamav.examiner(serveur.adresse, b"x" * 5_000_000)


def test_muet(serveur):
    serveur.muet = True
    with pytest.raises(clamav.Injoignable):
        clamav.examiner(serveur.adresse, b"x")


def test_trop_lent(serveur):
    serveur.attendre = threading.Event()
    with pytest.raises(clamav.Injoignable, match="pas de réponse"):
        clamav.examiner(serveur.adresse, b"x", delai=0.2)
    serveur.attendre.set()


def test_personne(tmp_path):
    with socket.socket() as libre:
        libre.bind(("127.0.0.1", 0))
        ferme = f"127.0.0.1:{libre.getsockname()[1]}"
    for adresse in (ferme, str(tmp_path / "absente.ctl"), "nimporte", "a:b"):
        with pytest.raises(clamav.Injoignable):
            clamav.examiner(adresse, b"x", delai=2)
        with pytest.raises(clamav.Injoignable):
            clamav.version(adresse, 2)


def test_prise_locale(tmp_path):
    """A Unix socket, as Debian's clamav-daemon has."""
    chemin = str(tmp_path / "clamd.ctl")
    with socket.socket(socket.AF_UNIX) as prise:
        prise.bind(chemin)
        prise.listen()

        def repondre():
            lien, _adresse = prise.accept()
            with lien:
                recu = b""
                while not recu.endswith(b"\0\0\0\0"):
                    recu += lien.recv(65536)
                lien.sendall(b"stream: OK\0")

        fil = threading.Thread(target=repondre)
        fil.start()
        assert clamav.examiner(chemin, b"bonjour") is None
        fil.join()


def test_autre_programme():
    """What answers is not clamd: said, never taken for « clean »."""
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        prise.listen()

        def repondre():
            for _rang in range(2):
                lien, _adresse = prise.accept()
                with lien:
                    lien.recv(65536)
                    lien.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n\0")

        fil = threading.Thread(target=repondre)
        fil.start()
        adresse = f"127.0.0.1:{prise.getsockname()[1]}"
        with pytest.raises(clamav.Injoignable):
            clamav.examiner(adresse, b"x")
        with pytest.raises(clamav.Injoignable, match="comme clamd"):
            clamav.version(adresse)
        fil.join()
