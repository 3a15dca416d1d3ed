"""A client of clamd (its INSTREAM command, see clamd(8)): a socket and nothing else.

Written here rather than taken from a library: pyclamd and clamd have not moved for years, and the
doctor, which runs without Odoo, uses the same lines.
"""
import socket
import struct
import time

MORCEAU = 1 << 16
DELAI = 30.0  # seconds for one file, connection included


class Injoignable(Exception):
    """clamd did not answer, or answered that it could not examine."""


class TropGrand(Exception):
    """More than clamd accepts to read (StreamMaxLength)."""


def connecter(adresse, delai=DELAI):
    """A socket on ``/path/of/a/socket``, ``host:port`` or ``[address]:port``."""
    try:
        if adresse.startswith("/"):
            prise = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            prise.settimeout(delai)
            prise.connect(adresse)
            return prise
        hote, _deux_points, port = adresse.rpartition(":")
        return socket.create_connection((hote.strip("[]"), int(port)), timeout=delai)
    except ValueError:
        raise Injoignable(
            f"« {adresse} » n'est ni le chemin d'une prise, ni hote:port") from None
    except OSError as erreur:
        raise Injoignable(f"{adresse} : {erreur.strerror or erreur}") from None


def _lire(prise):
    """One answer, ended by the NUL that the « z » form of a command asks for."""
    recu = b""
    while not recu.endswith(b"\0") and len(recu) < 4096:
        suite = prise.recv(4096)
        if not suite:
            break
        recu += suite
    return recu.rstrip(b"\0\n").decode("utf-8", "replace")


def version(adresse, delai=5.0):
    """``ClamAV 1.4.3/27800/Sat Nov 28 …``: the program, its signatures and their date."""
    with connecter(adresse, delai) as prise:
        try:
            prise.sendall(b"zVERSION\0")
            reponse = _lire(prise)
        except OSError as erreur:
            raise Injoignable(f"{adresse} : {erreur.strerror or erreur}") from None
    if not reponse.startswith("ClamAV"):
        raise Injoignable(f"{adresse} ne répond pas comme clamd (« {reponse[:60]} »)")
    return reponse


def examiner(adresse, contenu, delai=DELAI):
    """The name of what was found in ``contenu``; None when it is clean."""
    fin = time.monotonic() + delai
    with connecter(adresse, delai) as prise:
        coupe = None
        try:
            prise.sendall(b"zINSTREAM\0")
            vue = memoryview(contenu)
            for debut in range(0, len(vue), MORCEAU):
                morceau = vue[debut:debut + MORCEAU]
                prise.settimeout(max(0.01, fin - time.monotonic()))
                prise.sendall(struct.pack("!I", len(morceau)))
                prise.sendall(morceau)
            prise.sendall(struct.pack("!I", 0))
        except TimeoutError:
            raise Injoignable(f"pas de réponse en {delai:g} s") from None
        except OSError as erreur:
            # It may have said why before it hung up: too large.
            coupe = erreur
        try:
            prise.settimeout(max(0.01, fin - time.monotonic()))
            reponse = _lire(prise)
        except TimeoutError:
            raise Injoignable(f"pas de réponse en {delai:g} s") from None
        except OSError as erreur:
            raise Injoignable(str(coupe or erreur)) from None
    if "size limit exceeded" in reponse:
        raise TropGrand(reponse)
    corps = reponse.partition(": ")[2]
    if corps == "OK":
        return None
    if corps.endswith(" FOUND"):
        return corps[:-len(" FOUND")]
    raise Injoignable(reponse or str(coupe or "réponse vide"))
