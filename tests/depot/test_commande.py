"""The command: each failure is one clear sentence, and nothing half-built is ever used."""
import argparse
import collections
import fcntl
import os
import socket
import subprocess
import sys
import time

import pytest

from outils import (
    bases,
    commande,
    dossiers,
    environnement,
    essais,
    essais_odoo,
    essais_simples,
    obtenir_odoo,
    postgres,
    processus,
    service,
    territoire,
)
from outils.messages import Erreur, duree

Usage = collections.namedtuple("Usage", "total used free")


def _phrase(erreur):
    texte = str(erreur.value)
    assert "\n" not in texte and "Traceback" not in texte
    return texte


# ------------------------------------------------------------------- failures
def test_port_pris():
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        prise.listen()
        numero = prise.getsockname()[1]
        with pytest.raises(Erreur) as erreur:
            service.verifier_port("127.0.0.1", numero)
    texte = _phrase(erreur)
    assert str(numero) in texte and "--port" in texte


def test_port_libre():
    service.verifier_port("127.0.0.1", service.port_libre())


def test_port_pris_dit_avant_tout_travail(racine):
    """From the command itself: no environment is built first."""
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        prise.listen()
        debut = time.monotonic()
        sortie = subprocess.run(
            [sys.executable, racine / "oilhi", "run", "--port", str(prise.getsockname()[1])],
            capture_output=True, text=True, timeout=30,
        )
    assert sortie.returncode == 1 and "déjà pris" in sortie.stderr
    assert "→" not in sortie.stdout
    assert time.monotonic() - debut < 10


def test_disque_plein(monkeypatch):
    monkeypatch.setattr(dossiers.shutil, "disk_usage", lambda _d: Usage(10**12, 10**12, 10**9))
    with pytest.raises(Erreur) as erreur:
        dossiers.verifier_espace()
    texte = _phrase(erreur)
    assert "1.0" in texte and "libérez" in texte


@pytest.mark.parametrize(("mots", "refuse"), [
    (["doctor"], False), (["serve"], False), (["backup", "--liste"], False), (["run"], True), (["restore", "x"], True),
])
def test_disque_plein_selon_la_commande(monkeypatch, mots, refuse):
    """The doctor says that the disk is full, and the service starts again: neither asks for four gigabytes first."""
    class Passe(Exception):
        pass

    def suite():
        raise Passe

    monkeypatch.delenv(commande.environnement.VARIABLE, raising=False)
    monkeypatch.setattr(dossiers.shutil, "disk_usage", lambda _d: Usage(10**12, 10**12, 10**6))
    monkeypatch.setattr(dossiers, "preparer_etat", lambda: None)
    monkeypatch.setattr(commande, "verifier_avant", lambda _choix: None)
    monkeypatch.setattr(commande.obtenir_odoo, "obtenir", suite)
    with pytest.raises(Erreur if refuse else Passe):
        commande.executer(commande.analyseur().parse_args(mots), mots)


def test_disque_suffisant(monkeypatch):
    monkeypatch.setattr(dossiers.shutil, "disk_usage", lambda _d: Usage(10**12, 0, 5 * 10**9))
    dossiers.verifier_espace()


@pytest.mark.parametrize("version", ["18, 0", "'saas~18', 4"])
def test_odoo_d_une_autre_version(tmp_path, version):
    (tmp_path / "odoo").mkdir()
    (tmp_path / "odoo/release.py").write_text(f"version_info = ({version}, 0, 'final', 0, '')\n")
    with pytest.raises(Erreur) as erreur:
        obtenir_odoo.depuis_source(tmp_path)
    assert "Odoo 19.0" in _phrase(erreur)


def test_odoo_absent_du_dossier(tmp_path):
    with pytest.raises(Erreur) as erreur:
        obtenir_odoo.depuis_source(tmp_path / "rien")
    assert "ne contient pas Odoo" in _phrase(erreur)


@pytest.mark.parametrize("donne", ["", "odoo"])
def test_odoo_source_accepte(tmp_path, donne):
    """A checkout (addons beside), or the installed package itself."""
    (tmp_path / "odoo/addons/base").mkdir(parents=True)
    (tmp_path / "addons/web").mkdir(parents=True)
    (tmp_path / "odoo/release.py").write_text("version_info = (19, 0, 0, FINAL, 0, '')\n")
    odoo = obtenir_odoo.depuis_source(tmp_path / donne)
    assert odoo.racine == tmp_path and odoo.version == "19.0"
    assert odoo.addons == (tmp_path / "addons", tmp_path / "odoo/addons")


def test_postgres_injoignable():
    serveur = postgres.choisir(f"postgresql://personne@127.0.0.1:{service.port_libre()}")
    with pytest.raises(Erreur) as erreur:
        serveur.demarrer()
    texte = _phrase(erreur)
    assert "ne répond pas" in texte and "PGHOST" in texte


@pytest.mark.parametrize("url", ["mysql://a@b", "postgresql://a@b:port"])
def test_adresse_de_base_refusee(url):
    with pytest.raises(Erreur) as erreur:
        postgres.choisir(url)
    assert "adresse" in _phrase(erreur)


def test_postgres_choisi(monkeypatch):
    for variable in postgres.VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    assert isinstance(postgres.choisir(), postgres.ServeurEmbarque)
    monkeypatch.setenv("PGHOST", "bd.exemple")
    assert postgres.choisir().parametres["host"] == "bd.exemple"
    autre = postgres.choisir("postgresql://a%40b:m%3Ap@hote:5433").parametres
    assert autre == {"host": "hote", "port": 5433, "user": "a@b", "password": "m:p"}


def test_dossier_interdit(monkeypatch, tmp_path):
    (tmp_path / "fichier").write_text("")
    monkeypatch.setattr(dossiers, "ETAT", tmp_path / "fichier" / "x")
    with pytest.raises(Erreur) as erreur:
        dossiers.preparer_etat()
    assert "ne peut pas être créé" in _phrase(erreur)


def test_apt_absent(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with pytest.raises(Erreur) as erreur:
        obtenir_odoo.depuis_debian()
    texte = _phrase(erreur)
    assert "apt-get" in texte and "ODOO_SOURCE" in texte


def test_reseau_absent():
    texte = obtenir_odoo._pourquoi("Err:1 Temporary failure resolving 'miroir'\nE: x")
    assert "connexion" in texte and "\n" not in texte
    assert "n'ont pas" in obtenir_odoo._pourquoi("E: Unable to locate package odoo-19")


def test_outil_d_essai_absent(monkeypatch, tmp_path):
    """Never skipped in silence."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(essais.os, "geteuid", lambda: 1000)
    with pytest.raises(Erreur) as erreur:
        essais.exiger_outils(["tours"])
    assert "chromium" in _phrase(erreur) and "sudo apt install" in str(erreur.value)


def test_module_absent(monkeypatch, tmp_path):
    monkeypatch.setattr(bases, "RACINE", tmp_path)
    with pytest.raises(Erreur) as erreur:
        bases.exiger_addons()
    assert "oilhi_partenaires" in _phrase(erreur)


# ------------------------------------------------------------------ territoire
@pytest.mark.parametrize(("textes", "codes"), [
    (["62", "59"], ["62", "59"]),
    (["1,2a", "62 1"], ["01", "2A", "62"]),
    (["974"], ["974"]),
    ([], []),
])
def test_codes_de_departement(textes, codes):
    assert territoire.lire_codes(textes) == codes


def test_les_101_departements():
    assert len(territoire.connus()) == 101


@pytest.mark.parametrize(("arguments", "dit"), [
    (["territoire"], "--tout"),
    (["territoire", "62", "--tout"], "--tout"),
    (["territoire", "--tout", "--liste"], "--tout"),
    (["territoire", "62", "99", "975"], "code 99, 975"),
    (["run", "--departements", "1000"], "code 1000"),
    (["run", "--departements", "01"], "--no-demo"),
])
def test_territoire_refuse(arguments, dit):
    with pytest.raises(Erreur) as erreur:
        territoire.verifier(commande.analyseur().parse_args(arguments))
    assert dit in _phrase(erreur)


@pytest.mark.parametrize(("arguments", "attendu"), [
    (["run", "--departements", "1,38", "--no-demo"], "01,38"),
    (["run", "--departements", "62,59"], "62,59"),
    (["run"], None),
])
def test_departements_d_une_base_neuve(arguments, attendu, monkeypatch):
    monkeypatch.delenv(territoire.VARIABLE, raising=False)
    monkeypatch.setattr(os, "environ", dict(os.environ))
    territoire.verifier(commande.analyseur().parse_args(arguments))
    assert os.environ.get(territoire.VARIABLE) == attendu


# ------------------------------------------------------------- the command line
@pytest.mark.parametrize("arguments", [[], ["inconnue"], ["run", "--port", "x"], ["cas", "a"]])
def test_commande_mal_ecrite(arguments, capsys):
    with pytest.raises(SystemExit) as sortie:
        commande.analyseur().parse_args(arguments)
    assert sortie.value.code == 2
    assert capsys.readouterr().out.startswith("Commande mal écrite")


@pytest.mark.parametrize("texte", ["0", "65536", "-1"])
def test_port_impossible(texte):
    with pytest.raises(argparse.ArgumentTypeError):
        commande.port(texte)


def test_durees():
    assert duree(5.21) == "5,2\u00a0s"
    assert duree(72) == "1\u00a0min\u00a012\u00a0s"


# ------------------------------------------------------------------ keys, folders
def test_cle_des_exigences(monkeypatch, tmp_path):
    monkeypatch.setattr(environnement, "RACINE", tmp_path)
    (tmp_path / "requirements.txt").write_text("a==1\n")
    (tmp_path / "requirements-dev.txt").write_text("b==1\n")
    service_1, essais_1 = (environnement.cle_exigences(e) for e in (False, True))
    (tmp_path / "requirements-dev.txt").write_text("b==2\n")
    assert environnement.cle_exigences(False) == service_1
    assert environnement.cle_exigences(True) != essais_1
    (tmp_path / "requirements.txt").write_text("a==2\n")
    assert environnement.cle_exigences(False) != service_1


def test_empreinte_des_sources(monkeypatch, tmp_path):
    monkeypatch.setattr(bases, "RACINE", tmp_path)
    for nom in ("a/models/m.py", "a/tests/test_m.py", "a/__pycache__/m.pyc", "a/views/v.xml"):
        (tmp_path / nom).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / nom).write_text("1")
    avant = bases.empreinte(["a"])
    (tmp_path / "a/tests/test_m.py").write_text("2")
    (tmp_path / "a/__pycache__/m.pyc").write_text("2")
    assert bases.empreinte(["a"]) == avant
    (tmp_path / "a/views/v.xml").write_text("2")
    assert bases.empreinte(["a"]) != avant


def test_construction_interrompue(tmp_path):
    """What an interrupted build leaves is neither used nor kept."""
    voulu = tmp_path / "voulu"
    (tmp_path / ".voulu.tmp-vieux").mkdir()

    def rater(dossier):
        (dossier / "moitie").write_text("")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        dossiers.construire(voulu, rater)
    assert not voulu.exists()
    dossiers.construire(voulu, lambda dossier: (dossier / "tout").write_text(""))
    assert (voulu / "tout").exists() and not (voulu / "moitie").exists()
    assert not list(tmp_path.glob(".voulu.tmp-*"))
    dossiers.construire(voulu, rater)  # already there: not built again


def test_deux_clones_ne_construisent_qu_une_fois(tmp_path):
    """The second waits for the first, then uses what it made."""
    voulu = tmp_path / "voulu"
    verrou = open(tmp_path / ".voulu.verrou", "a")
    fcntl.flock(verrou, fcntl.LOCK_EX)
    code = (
        "import sys; from pathlib import Path; from outils.dossiers import construire\n"
        "construire(Path(sys.argv[1]), lambda d: (d / 'second').write_text(''))"
    )
    second = subprocess.Popen([sys.executable, "-c", code, voulu], cwd=dossiers.RACINE)
    with pytest.raises(subprocess.TimeoutExpired):
        second.wait(1)
    voulu.mkdir()
    verrou.close()
    assert second.wait(20) == 0
    assert not (voulu / "second").exists()


def test_verrou_refuse(tmp_path):
    with dossiers.verrou(tmp_path / "v"):
        with pytest.raises(Erreur, match="déjà"):
            with dossiers.verrou(tmp_path / "v", "déjà pris"):
                pass


def test_liens_rendus_relatifs(tmp_path):
    (tmp_path / "usr/share").mkdir(parents=True)
    (tmp_path / "usr/share/cible").write_text("oui")
    (tmp_path / "usr/lib").mkdir()
    (tmp_path / "usr/lib/lien").symlink_to("/usr/share/cible")
    obtenir_odoo._rendre_relatifs(tmp_path)
    assert (tmp_path / "usr/lib/lien").read_text() == "oui"
    assert not os.readlink(tmp_path / "usr/lib/lien").startswith("/")


# -------------------------------------------------------------- counting the tests
def test_compte_de_pytest():
    assert essais_simples.compter_pytest("..\n12 passed, 1 skipped in 0.52s\n") == (12, 0, 1)
    assert essais_simples.compter_pytest("1 failed, 2 passed, 3 errors in 61.20s (0:01:01)") \
        == (2, 4, 0)
    assert essais_simples.compter_pytest("no tests ran in 0.01s") == (0, 0, 0)
    assert essais_simples.compter_pytest("") == (0, 0, 0)


JOURNAL = "2027-01-05 10:00:00,000 42 {} base odoo.x: {}\n"


def test_journal_propre():
    texte = JOURNAL.format("INFO", "bonjour")
    assert essais_odoo.juger("x", (0, texte)).echecs == 0
    assert essais_odoo.juger("x", (1, texte)).echecs == 1


@pytest.mark.parametrize("niveau", ["WARNING", "ERROR", "CRITICAL"])
def test_journal_avec_avertissement(niveau):
    resultat = essais_odoo.juger("x", (0, JOURNAL.format(niveau, "champ oublié")))
    assert resultat.echecs == 1 and "champ oublié" in resultat.details[0]


def test_bilan_d_odoo():
    def bilan(rates, erreurs, total):
        return JOURNAL.format("INFO" if not rates + erreurs else "ERROR",
            f"{rates} failed, {erreurs} error(s) of {total} tests when loading database 'x'")

    def juger(texte, code=0):
        resultat = essais_odoo.juger("x", (code, texte), epreuves=True)
        return resultat.reussis, resultat.echecs

    assert juger(bilan(0, 0, 10)) == (10, 0)
    assert juger(bilan(1, 2, 10), 1) == (7, 3)
    assert juger(bilan(0, 0, 0)) == (0, 1)
    assert juger("rien") == (0, 1)
    # a skipped test proves nothing; a warning beside green tests is a failure
    assert juger(JOURNAL.format("INFO", "skipped test_x : sans navigateur") + bilan(0, 0, 10)) \
        == (9, 1)
    assert juger(JOURNAL.format("WARNING", "ancien nom") + bilan(0, 0, 10)) == (10, 1)


# ---------------------------------------------------------------- no process left
ENFANT = """
import sys, time
sys.path.insert(0, {racine!r})
from outils import processus
processus.ecouter_signaux()
try:
    # a child that ignores politeness, and its own child in another group
    enfant = processus.lancer(["sh", "-c", "trap '' TERM INT HUP; sleep 300 & sleep 301"])
    print(enfant.pid, flush=True)
    time.sleep(60)
except processus.Interruption:
    pass
finally:
    for vivant in list(processus._enfants):
        processus.arreter(vivant, delai=1)
"""


def _session(numero):
    return [
        pid for pid in map(int, filter(str.isdigit, os.listdir("/proc")))
        if _sid(pid) == numero
    ]


def _sid(pid):
    try:
        with open(f"/proc/{pid}/stat") as fichier:
            etat, *suite = fichier.read().rpartition(")")[2].split()
    except OSError:
        return None
    return None if etat == "Z" else int(suite[2])


@pytest.mark.parametrize("numero", [1, 2, 15])
def test_signal_ne_laisse_aucun_processus(racine, numero):
    """Closed terminal, Ctrl-C, stop."""
    parent = subprocess.Popen(
        [sys.executable, "-c", ENFANT.format(racine=str(racine))], stdout=subprocess.PIPE, text=True
    )
    session = int(parent.stdout.readline())
    assert _session(session)
    parent.send_signal(numero)
    parent.wait(20)
    parent.stdout.close()
    assert processus.attendre(lambda: not _session(session), 5)


def test_enfant_meurt_avec_nous(racine):
    """Even when we are killed outright."""
    code = ENFANT.format(racine=str(racine)).replace("trap '' TERM INT HUP; sleep 300 & ", "exec ")
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    session = int(parent.stdout.readline())
    time.sleep(0.3)
    parent.kill()
    parent.wait(20)
    parent.stdout.close()
    assert processus.attendre(lambda: not _session(session), 5)


@pytest.mark.parametrize("mots", [["run"], ["update"], ["cas", "x.json", "--output", "y"], ["test"], ["bench", "pannes"], ["guides"]])
def test_commandes_de_poste_refusees_sur_une_installation(monkeypatch, capsys, mots):
    """On an installation they would start a PostgreSQL of their own: refused, with what to type there."""
    monkeypatch.setenv("OILHI_CONF", "/etc/oilhi/odoo.conf")
    monkeypatch.setenv("OILHI_COMMANDE", "sudo oilhi")

    def trop_tard(*_a):
        raise AssertionError("something was prepared")

    monkeypatch.setattr(commande.dossiers, "preparer_etat", trop_tard)
    assert commande.main(mots) == 1
    erreur = capsys.readouterr().err
    assert "installation" in erreur and f"« sudo oilhi {mots[0]} »" in erreur
    assert {"run": "systemctl restart oilhi", "update": "« sudo oilhi upgrade --phrase FICHIER »"}.get(
        mots[0], "poste") in erreur


def test_commandes_d_installation_admises(monkeypatch):
    """Those of an installation go on, and a workstation (no OILHI_CONF) keeps all of them."""
    def preparer():
        raise Erreur("plus loin")

    monkeypatch.setattr(commande.dossiers, "preparer_etat", preparer)
    monkeypatch.setenv("OILHI_CONF", "/etc/oilhi/odoo.conf")
    for mots in (["doctor"], ["backup"], ["upgrade"], ["territoire", "62"], ["shell"]):
        with pytest.raises(Erreur, match="plus loin"):
            commande.executer(commande.analyseur().parse_args(mots), mots)
    monkeypatch.delenv("OILHI_CONF")
    with pytest.raises(Erreur, match="plus loin"):
        commande.executer(commande.analyseur().parse_args(["update"]), ["update"])


def test_raison_d_un_echec_d_odoo():
    """The exception, with its module or without, before the request that it was met on."""
    texte = ("2026-11-30 11:27:40,000 12 ERROR oilhi odoo.sql_db: bad query: b'SELECT 1'\n"
             "Traceback (most recent call last):\n  File \"x.py\", line 1\n"
             "psycopg2.OperationalError: server closed the connection unexpectedly\n")
    assert bases.raison_odoo(texte) == "psycopg2.OperationalError: server closed the connection unexpectedly"
    assert bases.raison_odoo("ValueError: colonne inconnue\n") == "ValueError: colonne inconnue"
    assert bases.raison_odoo("pg_restore: error: x\n") == "pg_restore: error: x"
