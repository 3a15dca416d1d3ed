"""./oilhi init and serve: the first database of an installation, and the process that becomes Odoo."""
import contextlib
import threading
from argparse import Namespace
from pathlib import Path
from unittest import mock

import instance_essai
import pytest

from outils import commande, instance, production
from outils.messages import Erreur

URL = "https://oilhi.exemple.fr"


@pytest.fixture(scope="module")
def serveur():
    serveur = instance_essai.serveur("pg-production")
    serveur.demarrer()
    yield serveur
    instance_essai.effacer(serveur)


@pytest.fixture
def ouvrage(serveur, tmp_path, monkeypatch):
    """An installation whose database is not made yet; Odoo is played by SQL."""
    ouvrage = instance_essai.atelier(serveur, tmp_path)
    ouvrage.production = True
    faits = []

    def odoo_stop(base, *arguments, **_options):
        if not faits:
            serveur.executer(instance_essai.STRUCTURE + "CREATE TABLE mail_mail (id int);"
                             "INSERT INTO mail_mail VALUES (1);", base=base)
        faits.append(arguments)
        return 0, ""

    def dans_odoo(base, fonction, *_a, entree=None, **_o):
        faits.append((fonction, entree))
        return 0, ""

    monkeypatch.setattr(ouvrage, "odoo_stop", odoo_stop)
    monkeypatch.setattr(ouvrage, "dans_odoo", dans_odoo)
    ouvrage.faits = faits
    yield ouvrage
    for nom, in serveur.executer("SELECT datname FROM pg_database WHERE datname LIKE 'essai%%'"):
        ouvrage.supprimer(nom)


def init(ouvrage, url=URL):
    with mock.patch.object(instance, "ouvrir", lambda *_a: contextlib.nullcontext(ouvrage)):
        return production.init(Namespace(url=url, base=None, conf=Path("odoo.conf")), None, None, 0)


def test_base_neuve(ouvrage, capsys):
    assert init(ouvrage) == 0
    sortie = capsys.readouterr().out
    parametres = dict(ouvrage.serveur.executer("SELECT key, value FROM ir_config_parameter", base="essai"))
    assert (parametres["web.base.url"], parametres["web.base.url.freeze"]) == (URL, "True")
    # Nobody makes an account for himself; nothing waits to be sent.
    assert parametres["auth_signup.invitation_scope"] == "b2b"
    assert not ouvrage.serveur.executer("SELECT 1 FROM mail_mail", base="essai")
    (mot_de_passe,) = [e.strip() for f, *reste in ouvrage.faits for e in reste if f == "mot_de_passe_admin"]
    assert len(mot_de_passe) >= 18 and f"mot de passe {mot_de_passe}" in sortie
    assert ouvrage.serveur.note("essai")["odoo"] == "essai"
    # Odoo's own protections are there, and set.
    installes = {m for f, *_r in ouvrage.faits if f == "-i" for m in _r[0].split(",")}
    assert set(production.SECURITE) <= installes and ("proteger", None) in ouvrage.faits
    assert ("nommer_departement", None) in ouvrage.faits
    # Again: nothing is done, and no password is shown.
    avant = list(ouvrage.faits)
    assert init(ouvrage) == 0 and ouvrage.faits == avant
    sortie = capsys.readouterr().out
    assert "rien n'a été changé" in sortie and "mot de passe" not in sortie


def test_creation_coupee(ouvrage, monkeypatch):
    """No database half made: the next run starts from nothing."""
    monkeypatch.setattr(ouvrage, "dans_odoo", lambda *_a, **_o: (1, "ValueError: coupé\n"))
    with pytest.raises(Erreur, match="a échoué"):
        init(ouvrage)
    assert not ouvrage.serveur.executer("SELECT 1 FROM pg_database WHERE datname LIKE 'essai%%'")


def test_refus(ouvrage):
    with pytest.raises(Erreur, match="https://"):
        init(ouvrage, "http://oilhi.exemple.fr")
    ouvrage.serveur.creer("essai")
    with pytest.raises(Erreur, match="pas celle d'OILHI"):
        init(ouvrage)
    ouvrage.production = False
    with pytest.raises(Erreur, match="./oilhi run"):
        init(ouvrage)


def test_serve_devient_odoo(serveur, tmp_path, monkeypatch):
    """The same process: what systemd sends reaches Odoo; nothing of the caller's changes what it reads."""
    conf = tmp_path / "odoo.conf"
    appels = []
    monkeypatch.setattr(production.os, "execve", lambda *a: appels.append(a))
    monkeypatch.setattr(production.os, "chdir", lambda _d: None)
    monkeypatch.setenv("PGHOST", "ailleurs")
    serveur.demarrer()
    conf.write_text(f"[options]\nworkers = 3\ndb_host = {serveur.prise}\ndb_user = {serveur.parametres['user']}\n")
    production.serve(Namespace(conf=conf), None, tmp_path, 0)
    (programme, arguments, milieu), = appels
    assert str(programme).endswith("bin/python")
    assert arguments[1:] == [str(tmp_path / "bin/odoo"), "server", "-c", str(conf), "--skip-auto-install"]
    assert "PGHOST" not in milieu and milieu["PYTHONNOUSERSITE"] == "1"
    monkeypatch.delenv(instance.CONF, raising=False)
    with pytest.raises(Erreur, match="--conf"):
        production.serve(Namespace(conf=None), None, tmp_path, 0)


def test_postgresql_attendu(serveur, tmp_path, monkeypatch, capsys):
    """Stopped when OILHI starts: it is waited for, somebody is told, and the service goes on by itself."""
    alerter = tmp_path / "alerter"
    alerter.write_text("import pathlib, sys\npathlib.Path(__file__).with_name('dit').write_text(sys.argv[1])\n")
    monkeypatch.setattr(production, "ALERTER", alerter)
    serveur.demarrer()
    serveur.arreter()
    # Started here: it would end with the thread that starts it.
    attente = threading.Thread(target=production.attendre_postgresql, args=(serveur, 0.5, 0.2), daemon=True)
    attente.start()
    attente.join(2)
    assert attente.is_alive()
    serveur.demarrer()
    attente.join(30)
    assert not attente.is_alive()
    assert (tmp_path / "dit").read_text() == "postgresql@*"
    assert capsys.readouterr().err.count("OILHI l'attend") == 1


def test_departements_lus_avant_tout(monkeypatch):
    choix = commande.analyseur().parse_args(["init", "--url", URL, "--departements", "62,999"])
    with pytest.raises(Erreur, match="999"):
        commande.verifier_avant(choix)


def test_proteger_une_installation_ancienne(ouvrage, monkeypatch, capsys):
    """What is missing is installed, what was done is said; the second time there is nothing to do."""
    serveur, dits = ouvrage.serveur, ["FAIT mots de passe de 12 caractères au moins\n", ""]
    serveur.creer("essai")
    serveur.executer(instance_essai.STRUCTURE, base="essai")

    def odoo_stop(base, *arguments, **_options):
        for module in arguments[1].split(","):
            serveur.executer("INSERT INTO ir_module_module (name, state) VALUES (%s, 'installed')", (module,), base=base)
        return 0, ""

    monkeypatch.setattr(ouvrage, "odoo_stop", odoo_stop)
    monkeypatch.setattr(ouvrage, "dans_odoo", lambda *a, **_o: (0, dits.pop(0)))
    choix = commande.analyseur().parse_args(["proteger", "--conf", "odoo.conf"])
    with mock.patch.object(instance, "ouvrir", lambda *_a: contextlib.nullcontext(ouvrage)):
        assert production.proteger(choix, None, None, 0) == 0
        sortie = capsys.readouterr().out
        assert "mots de passe de 12 caractères" in sortie and "Relancez OILHI" in sortie
        assert production.proteger(choix, None, None, 0) == 0
    assert "rien n'a été changé" in capsys.readouterr().out


def test_anonymise_dit_ou_il_ne_peut_pas_ecrire(tmp_path):
    """Before the work, not after: on an installation the folder is often root's."""
    from outils.anonymisation import copie

    (tmp_path / "occupe").touch()
    with pytest.raises(Erreur, match="ne peut pas écrire dans .*occupe.*chown"):
        copie._preparer(tmp_path / "occupe")
    copie._preparer(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").stat().st_mode & 0o777 == 0o700
