"""Child processes that never outlive the command."""
import os
import shutil
import signal
import subprocess
import threading
import time

_enfants = []
_garde = threading.Lock()


class Interruption(BaseException):
    """Ctrl-C, SIGTERM or a closed terminal."""


def ecouter_signaux():
    """Turn every polite way of stopping us into one exception of the main thread."""

    def recevoir(numero, _cadre):
        # A second signal must not cut the clean-up short.
        for autre in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(autre, signal.SIG_IGN)
        raise Interruption(numero)

    for numero in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(numero, recevoir)


def mourir_avec_nous(signal_voulu="TERM"):
    """Prefix that has the kernel stop the child even if we are killed outright."""
    return ["setpriv", f"--pdeathsig={signal_voulu}"] if shutil.which("setpriv") else []


def lancer(commande, *, prefixe=None, arret=signal.SIGTERM, **options):
    """Start a child in its own session (so that Ctrl-C reaches us alone) and remember it."""
    commande = [str(c) for c in (mourir_avec_nous() if prefixe is None else prefixe) + commande]
    options.setdefault("stdin", subprocess.DEVNULL)
    with _garde:
        enfant = subprocess.Popen(commande, start_new_session=True, **options)
        enfant.signal_arret = arret
        _enfants.append(enfant)
    return enfant


def _signaler_groupe(enfant, numero):
    try:
        os.killpg(enfant.pid, numero)
    except (ProcessLookupError, PermissionError):
        pass


def _descendants_de_session(session):
    """Processes that left the group but not the session (a converter, a browser)."""
    for entree in os.listdir("/proc") if os.path.isdir("/proc") else ():
        if entree.isdigit():
            try:
                if os.getsid(int(entree)) == session:
                    yield int(entree)
            except OSError:
                continue


def arreter(enfant, delai=10):
    """Stop one child and whatever it started."""
    if enfant.poll() is None:
        try:
            enfant.send_signal(enfant.signal_arret)
        except ProcessLookupError:
            pass
        try:
            enfant.wait(delai)
        except subprocess.TimeoutExpired:
            _signaler_groupe(enfant, signal.SIGKILL)
            enfant.wait()
    _signaler_groupe(enfant, signal.SIGKILL)
    for pid in _descendants_de_session(enfant.pid):
        try:
            os.kill(pid, signal.SIGKILL)
        except OSError:
            pass
    with _garde:
        if enfant in _enfants:
            _enfants.remove(enfant)


def tout_arreter():
    """Last started, first stopped: Odoo before the PostgreSQL that it uses."""
    with _garde:
        restants = list(reversed(_enfants))
    for enfant in restants:
        arreter(enfant)


def executer(commande, *, entree=None, suivi=None, journal=None, **options):
    """Run to the end; return ``(code, output)``, feeding each line to ``suivi`` as it comes."""
    options.setdefault("stderr", subprocess.STDOUT)
    if entree is not None:
        options["stdin"] = subprocess.PIPE
    enfant = lancer(
        commande, stdout=subprocess.PIPE, text=True, encoding="utf-8", errors="replace", **options
    )
    lignes = []
    sortie = open(journal, "w", encoding="utf-8") if journal else None
    try:
        if entree is not None:
            enfant.stdin.write(entree)
            enfant.stdin.close()
        for ligne in enfant.stdout:
            lignes.append(ligne)
            if sortie:
                sortie.write(ligne)
                sortie.flush()
            if suivi:
                suivi(ligne)
        enfant.wait()
    finally:
        if sortie:
            sortie.close()
        arreter(enfant)
    return enfant.returncode, "".join(lignes)


def attendre(condition, delai, pas=0.1):
    limite = time.monotonic() + delai
    while time.monotonic() < limite:
        if condition():
            return True
        time.sleep(pas)
    return False
