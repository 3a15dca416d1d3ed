"""What the user reads: steps with their duration, and errors in one clear sentence."""
import os
import sys
import threading
import time

NBSP = "\u00a0"
COMMANDE = "OILHI_COMMANDE"  # how one calls this tool here, when it is not by ./oilhi


class Erreur(Exception):
    """A failure the user can act on: its text is the whole message, never a traceback."""


def duree(secondes):
    """``5,2 s`` or ``1 min 12 s``."""
    if secondes < 60:
        return f"{secondes:.1f}".replace(".", ",") + NBSP + "s"
    minutes, reste = divmod(round(secondes), 60)
    return f"{minutes}{NBSP}min{NBSP}{reste:02d}{NBSP}s"


def taille(octets):
    return f"{octets / 1e6:.0f}{NBSP}Mo"


def nombre(entier):
    return f"{entier:,}".replace(",", NBSP)


def accord(compte, un, plusieurs):
    """``1 fichier manque``, ``1 200 fichiers manquent``; in French, zero is singular."""
    return f"{nombre(compte)} {un if compte < 2 else plusieurs}"


def a_taper(texte):
    """The commands that a sentence advises, as they are typed on this machine."""
    return texte.replace("./oilhi", os.environ.get(COMMANDE) or "./oilhi")


def dire(texte=""):
    print(a_taper(texte), flush=True)


def avertir(texte):
    print(a_taper(f"Attention{NBSP}: {texte}"), file=sys.stderr, flush=True)


class Etape:
    """``→ Odoo 19 : téléchargement… 5,2 s``, with live progress when the output is a terminal."""

    def __init__(self, sujet, action):
        self.titre = f"→ {sujet}{NBSP}: {action}…"
        self.detail = ""
        self._fini = threading.Event()
        self._fil = None
        self._largeur = 0

    def suivre(self, detail):
        self.detail = detail

    def __enter__(self):
        self._debut = time.monotonic()
        if sys.stdout.isatty():
            self._fil = threading.Thread(target=self._animer, daemon=True)
            self._fil.start()
        else:
            print(self.titre, end=" ", flush=True)
        return self

    def _animer(self):
        while not self._fini.wait(0.3):
            ecoule = int(time.monotonic() - self._debut)
            self._ecrire(f"{self.titre} {ecoule}{NBSP}s  {self.detail}")

    def _ecrire(self, texte):
        texte = texte[:118]
        print("\r" + texte.ljust(self._largeur), end="", flush=True)
        self._largeur = len(texte)

    def __exit__(self, genre, valeur, trace):
        self._fini.set()
        fin = duree(time.monotonic() - self._debut)
        if genre is not None:
            fin = f"échec après {fin}"
        if self._fil:
            self._fil.join()
            self._ecrire(f"{self.titre} {fin}")
            print(flush=True)
        else:
            print(fin, flush=True)
        return False
