"""./oilhi doctor: each thing is really broken, and gives its own explained finding."""
import ast
import datetime
import http.server
import importlib.util
import json
import os
import re
import shutil
import ssl
import threading
import time
from argparse import Namespace
from types import SimpleNamespace
from unittest import mock

import instance_essai
import pytest

from outils import commande, service
from outils.diagnostic import (
    CONTROLES,
    Contexte,
    application,
    configuration,
    examiner,
    machine,
    mandataire,
)
from outils.diagnostic.commande import doctor, relie
from outils.dossiers import RACINE
from outils.messages import Erreur
from outils.sauvegarde import provisoires

STRUCTURE = """
CREATE TABLE ir_act_server (id serial PRIMARY KEY, name jsonb);
CREATE TABLE ir_cron (id serial PRIMARY KEY, ir_actions_server_id int, active bool, nextcall timestamp,
                      failure_count int DEFAULT 0);
CREATE TABLE ir_model_data (id serial PRIMARY KEY, module text, name text, model text, res_id int);
CREATE TABLE ir_mail_server (id serial PRIMARY KEY, active bool);
CREATE TABLE mail_mail (id serial PRIMARY KEY, state text);
CREATE TABLE mail_alias_domain (id serial PRIMARY KEY);
CREATE TABLE fetchmail_server (id serial PRIMARY KEY, active bool);
CREATE TABLE oilhi_texte (id serial PRIMARY KEY, date_version date);
CREATE TABLE res_users (id serial PRIMARY KEY, login text, password text, active bool, totp_secret text,
                        share bool, oauth_uid text, partner_id int);
CREATE TABLE res_partner (id serial PRIMARY KEY, email text);
CREATE TABLE res_groups_users_rel (gid int, uid int);
CREATE TABLE oilhi_alerte (id serial PRIMARY KEY, name text, raison text, nombre int, etat text, derniere_le timestamp);
CREATE TABLE res_groups (id serial PRIMARY KEY, lock_timeout int, lock_timeout_inactivity int);
CREATE TABLE auth_passkey_key (id serial PRIMARY KEY, create_uid int);
CREATE TABLE auth_oauth_provider (id serial PRIMARY KEY, name text, enabled bool, flow text, issuer text,
                                  auth_endpoint text, token_endpoint text);
ALTER TABLE ir_attachment ADD oilhi_analyse text, ADD create_date timestamp;
INSERT INTO res_groups (lock_timeout, lock_timeout_inactivity) VALUES (720, 30), (0, NULL);
INSERT INTO auth_oauth_provider (name, enabled, flow, issuer, auth_endpoint, token_endpoint) VALUES
  ('ProConnect', true, 'id_token_code', 'https://a', 'https://a/b', 'https://a/c'),
  ('Odoo.com', false, 'access_token', NULL, 'https://o', NULL);
INSERT INTO ir_module_module (name, state) VALUES ('auth_password_policy', 'installed'), ('auth_totp_mail', 'installed');
INSERT INTO ir_attachment (name, oilhi_analyse, create_date) VALUES ('à l''instant', 'attente', now() AT TIME ZONE 'UTC');
INSERT INTO ir_act_server (name) VALUES ('{"fr_FR": "OILHI : recalcul"}');
INSERT INTO ir_cron (ir_actions_server_id, active, nextcall) VALUES (1, true, now() AT TIME ZONE 'UTC');
INSERT INTO ir_model_data (module, name, model, res_id) VALUES ('base', 'group_system', 'res.groups', 7),
  ('base', 'user_admin', 'res.users', 2);
INSERT INTO ir_mail_server (active) VALUES (true);
INSERT INTO mail_alias_domain DEFAULT VALUES;
INSERT INTO oilhi_texte (date_version) VALUES (current_date - 10);
INSERT INTO res_users (login, active) VALUES ('__system__', false);
INSERT INTO res_partner (email) VALUES ('admin@exemple.fr');
INSERT INTO res_users (login, password, active, totp_secret, partner_id) VALUES ('admin', 'une-autre-phrase', true, 'x', 1);
INSERT INTO res_groups_users_rel VALUES (7, 2);
INSERT INTO ir_config_parameter (key, value) VALUES
  ('auth_password_policy.minlength', '12'), ('web.base.url', 'https://localhost'), ('web.base.url.freeze', 'True');
"""
# The embedded PostgreSQL has neither: the check finds it, as it should.
SANS_EXTENSIONS = "postgresql-extensions"
CONF = {
    "list_db": "False", "dbfilter": "^essai$", "db_name": "essai", "admin_passwd": "k" * 30,
    "proxy_mode": "True", "workers": "3", "http_interface": "127.0.0.1", "db_maxconn": "8",
    "max_cron_threads": "1", "limit_time_real": "600",
    "server_wide_modules": "base,rpc,web,oilhi_serveur",
}


@pytest.fixture(scope="module")
def clamd():
    spec = importlib.util.spec_from_file_location(
        "faux_clamd", RACINE / "oilhi_partenaires" / "tests" / "faux_clamd.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with module.clamd() as serveur:
        yield serveur


@pytest.fixture(scope="module")
def serveur():
    serveur = instance_essai.serveur("pg-diagnostic")
    serveur.demarrer()
    serveur.executer("CREATE ROLE ordinaire LOGIN CREATEDB")
    yield serveur
    instance_essai.effacer(serveur)


@pytest.fixture(scope="module")
def ouvrage(serveur, tmp_path_factory):
    ouvrage = instance_essai.atelier(serveur, tmp_path_factory.mktemp("diagnostic"))
    instance_essai.creer(ouvrage)
    serveur.executer(STRUCTURE, base="essai")
    for addon in ("oilhi_partenaires", "oilhi_lhi", "oilhi_documents"):
        serveur.executer("UPDATE ir_module_module SET latest_version = %s WHERE name = %s", (
            ast.literal_eval((RACINE / addon / "__manifest__.py").read_text())["version"], addon), base="essai")
    for module, nom in application.taches_livrees(RACINE):
        serveur.executer("INSERT INTO ir_model_data (module, name, model, res_id) "
                         "VALUES (%s, %s, 'ir.cron', 1)", (module, nom), base="essai")
    serveur.executer("GRANT ALL ON ALL TABLES IN SCHEMA public TO ordinaire", base="essai")
    serveur.executer("GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO ordinaire", base="essai")
    return ouvrage


@pytest.fixture
def sain(ouvrage, clamd, tmp_path, monkeypatch):
    """An installation where all is well, and what is needed to break it."""
    monkeypatch.setattr(machine, "LIBRE_ALERTE", 0)
    donnees, sauvegardes, conf = tmp_path / "donnees", tmp_path / "sauvegardes", tmp_path / "odoo.conf"
    donnees.mkdir(mode=0o750)
    sauvegardes.mkdir()
    jour = time.strftime("%Y-%m-%dT%H-%M-%S")
    (sauvegardes / f"oilhi-essai-{jour}.tar.gpg").write_text("x")
    programmes = tmp_path / "bin"
    programmes.mkdir()
    for nom, texte in (("soffice", "exit 0"), ("fc-list", "echo Liberation Serif"), ("sendmail", "exit 0")):
        (programmes / nom).write_text(f"#!/bin/sh\n{texte}\n")
        (programmes / nom).chmod(0o755)
    monkeypatch.setenv("PATH", str(programmes))
    monkeypatch.setenv("OILHI_ALERTE", "astreinte@exemple.fr")
    conf.touch()
    conf.chmod(0o640)
    acces = SimpleNamespace(connexion=lambda base: _connexion(ouvrage, "ordinaire", base))
    monkeypatch.setattr(clamd, "signatures", True)
    return Contexte(options=CONF | {"oilhi_clamav": clamd.adresse}, conf=conf, serveur=acces, base="essai", donnees=donnees,
                    sauvegardes=sauvegardes, racine=RACINE)


def _connexion(ouvrage, role, base):
    import psycopg2

    return psycopg2.connect(dbname=base, **(ouvrage.serveur.parametres | {"user": role}))


def anomalies(ctx, sauf=(SANS_EXTENSIONS,)):
    ctx.url = ctx.url or "fermee"  # the proxy has its own tests
    with relie(ctx):
        if ctx.url == "fermee":
            ctx.url = None
        return [c for c in examiner(ctx) if c.niveau in ("erreur", "alerte") and c.code not in sauf]


def expliques(constats):
    for constat in constats:
        assert constat.constat and constat.pourquoi and constat.faire, constat
        for texte in (constat.constat, constat.pourquoi, constat.faire):
            assert "Traceback" not in texte and "\n" not in texte and not texte.endswith(".")


def test_tout_va_bien(sain):
    assert not anomalies(sain)


def test_extensions(sain):
    trouves = [c for c in anomalies(sain, sauf=()) if c.code == SANS_EXTENSIONS]
    assert len(trouves) == 1 and "pg_trgm" in trouves[0].constat
    expliques(trouves)


# ------------------------------------------------------------------- files, programs, options
def _reglage(cle, valeur):
    return lambda ctx: ctx.options.update({cle: valeur}) if valeur else ctx.options.pop(cle)


def _vieille(ctx):
    for fichier in ctx.sauvegardes.iterdir():
        fichier.rename(ctx.sauvegardes / "oilhi-essai-2026-01-01T02-00-00.tar.gpg")


def _en_clair(ctx):
    for fichier in ctx.sauvegardes.iterdir():
        fichier.rename(fichier.with_suffix(""))


PANNES = [
    ("conf-droits", lambda ctx: ctx.conf.chmod(0o644)),
    ("donnees-droits", lambda ctx: ctx.donnees.chmod(0o755)),
    ("donnees-droits", lambda ctx: shutil.rmtree(ctx.donnees)),
    ("gestionnaire-bases", _reglage("list_db", "True")),
    ("gestionnaire-bases", _reglage("list_db", None)),
    ("gestionnaire-bases", _reglage("admin_passwd", "admin")),
    ("gestionnaire-bases", _reglage("admin_passwd", None)),
    ("mandataire-declare", _reglage("proxy_mode", None)),
    ("mandataire-declare", _reglage("http_interface", None)),
    ("processus", _reglage("workers", None)),
    ("processus", _reglage("limit_memory_hard", "0")),
    ("processus", _reglage("limit_time_real", "30")),
    ("processus", _reglage("max_cron_threads", "0")),
    ("postgresql-connexions", _reglage("db_maxconn", None)),
    ("journal", _reglage("log_level", "debug_sql")),
    ("journal", _reglage("dev_mode", "all")),
    ("serveur", _reglage("server_wide_modules", None)),
    ("alerte", lambda ctx: os.unlink(shutil.which("sendmail"))),
    ("alerte", lambda ctx: os.environ.update(OILHI_ALERTE=" ")),
    ("antivirus", _reglage("oilhi_clamav", "/nulle/part.ctl")),
    ("antivirus", _reglage("oilhi_clamav", None)),
    ("libreoffice", lambda ctx: os.unlink(shutil.which("soffice"))),
    ("libreoffice", lambda ctx: open(shutil.which("soffice"), "w").write("#!/bin/sh\nexit 1\n")),
    ("polices", lambda ctx: open(shutil.which("fc-list"), "w").write("#!/bin/sh\necho DejaVu\n")),
    ("sauvegarde", lambda ctx: shutil.rmtree(ctx.sauvegardes)),
    ("sauvegarde", _vieille),
    ("sauvegarde", _en_clair),
    ("disque", lambda ctx: setattr(machine, "LIBRE_ALERTE", 10**18)),
]


@pytest.mark.parametrize(("code", "casser"), PANNES)
def test_panne(sain, code, casser):
    casser(sain)
    trouves = anomalies(sain)
    assert {c.code for c in trouves} == {code}, trouves
    expliques(trouves)


def test_antivirus_aveugle(sain, clamd, monkeypatch):
    """It answers, and would say « clean » of anything; or its signatures are of another month."""
    monkeypatch.setattr(clamd, "signatures", False)
    trouves = anomalies(sain)
    assert {c.code for c in trouves} == {"antivirus"} and "EICAR" in trouves[0].constat
    expliques(trouves)
    monkeypatch.setattr(clamd, "signatures", True)
    monkeypatch.setattr(clamd, "version", "ClamAV 1.4.3/27000/Sat Jan  3 09:00:00 2026")
    trouves = anomalies(sain)
    assert {c.code for c in trouves} == {"antivirus"} and "signatures" in trouves[0].constat
    expliques(trouves)


def test_dossier_ferme(sain, monkeypatch):
    """What a copy made by root leaves: there, well closed to others, and closed to OILHI too."""
    interdits = []
    for nom in ("sessions", "filestore/essai/aa", "filestore/essai/bb"):
        (sain.donnees / nom).mkdir(parents=True)
    monkeypatch.setattr(machine.os, "access", lambda chemin, _mode: chemin not in interdits)
    assert not anomalies(sain)
    for nom in ("sessions", "filestore/essai/bb", "filestore/essai"):
        interdits[:] = [sain.donnees / nom]
        trouves = anomalies(sain)
        assert [c.code for c in trouves] == ["ecriture"] and f"dans {sain.donnees / nom}" in trouves[0].constat
        expliques(trouves)
    fichiers = sain.donnees / "filestore/essai"
    interdits[:] = [fichiers / f"{n:02x}" for n in range(10)]
    for dossier in interdits:
        dossier.mkdir()
    assert f": {fichiers} && chmod" in anomalies(sain)[0].faire
    interdits.append(fichiers)
    assert f": {fichiers} && chmod" in anomalies(sain)[0].faire


def test_restes(sain, ouvrage):
    """A base that a command left; not the one that a command still holds, nor one of another name."""
    acces = SimpleNamespace(connexion=ouvrage.serveur.connexion)
    sain.serveur = acces
    with provisoires.reservee(ouvrage, "essai_reprise") as tenue:
        for nom in (tenue, "essai_avant_20261130", "essai_reprise_p0123abcd"):
            ouvrage.serveur.creer(nom)
        trouves = [c for c in anomalies(sain) if c.code == "restes"]
        assert [c.constat for c in trouves] == ["essai_reprise_p0123abcd"]
        expliques(trouves)
        provisoires.retirer_restes(ouvrage)
        assert not [c for c in anomalies(sain) if c.code == "restes"]
        assert ouvrage.serveur.existe(tenue) and ouvrage.serveur.existe("essai_avant_20261130")
    assert not ouvrage.serveur.existe(tenue)
    ouvrage.serveur.supprimer("essai_avant_20261130")


def test_plusieurs_bases(sain):
    del sain.options["dbfilter"]
    sain.options["db_name"] = "essai,copie"
    assert {c.code for c in anomalies(sain)} == {"filtre-bases"}


# ------------------------------------------------------------------- the database
BASE = [
    ("modules", "UPDATE ir_module_module SET latest_version = '19.0.0.1' WHERE name = 'oilhi_lhi'"),
    ("modules", "UPDATE ir_module_module SET state = 'to upgrade' WHERE name = 'base'"),
    ("modules", "DELETE FROM ir_module_module WHERE name = 'oilhi_documents'"),
    ("droit", "UPDATE oilhi_texte SET date_version = current_date - 300"),
    ("droit", "UPDATE oilhi_texte SET date_version = NULL"),
    ("taches", "UPDATE ir_cron SET active = false"),
    ("taches", "UPDATE ir_cron SET nextcall = nextcall - interval '3 days'"),
    ("taches", "DELETE FROM ir_model_data WHERE name = 'cron_recalcul'"),
    ("taches", "UPDATE ir_cron SET failure_count = 2"),
    ("alertes-ouvertes", "INSERT INTO oilhi_alerte (name, nombre, etat) VALUES ('la tâche a échoué', 3, 'ouverte')"),
    ("alerte-courriel", "UPDATE res_partner SET email = ''"),
    ("courriel-sortant", "UPDATE ir_mail_server SET active = false"),
    ("courriel-sortant", "INSERT INTO mail_mail (state) VALUES ('exception')"),
    ("adresse", "UPDATE ir_config_parameter SET value = 'http://a' WHERE key = 'web.base.url'"),
    ("adresse", "DELETE FROM ir_config_parameter WHERE key = 'web.base.url.freeze'"),
    ("comptes", "UPDATE res_users SET password = 'admin' WHERE id = 2"),
    ("comptes", "INSERT INTO res_users (login, active) VALUES ('agent@demo.oilhi.fr', true)"),
    ("comptes", "INSERT INTO ir_config_parameter (key, value) VALUES ('auth_signup.invitation_scope', 'b2c')"),
    ("comptes", "UPDATE res_users SET totp_secret = NULL"),
    ("sequences", "SELECT setval('oilhi_dossier_id_seq', 12)"),
    ("mots-de-passe", "UPDATE ir_config_parameter SET value = '8' WHERE key = 'auth_password_policy.minlength'"),
    ("mots-de-passe", "DELETE FROM ir_module_module WHERE name = 'auth_password_policy'"),
    ("mots-de-passe", "INSERT INTO ir_config_parameter (key, value) VALUES ('base.login_cooldown_after', '0')"),
    ("sessions", "UPDATE res_groups SET lock_timeout_inactivity = 0"),
    ("sessions", "UPDATE res_groups SET lock_timeout_inactivity = 600 WHERE lock_timeout_inactivity = 30"),
    ("sessions", "UPDATE res_groups SET lock_timeout = NULL"),
    ("identite", "UPDATE auth_oauth_provider SET enabled = true"),
    ("identite", "INSERT INTO ir_module_module (name, state) VALUES ('oilhi_oidc', 'installed')"),
    ("identite", "UPDATE auth_oauth_provider SET token_endpoint = 'http://a/c'"),
    ("antivirus-attente", "UPDATE ir_attachment SET create_date = create_date - interval '2 hours'"),
    ("antivirus-attente", "UPDATE ir_attachment SET oilhi_analyse = 'infecte'"),
]


@pytest.mark.parametrize(("code", "requete"), BASE)
def test_panne_de_la_base(sain, ouvrage, code, requete):
    """Broken for the time of a check: the connection of the check is the one that breaks it."""
    sain.url = "fermee"
    with relie(sain):
        sain.url = None
        sain.lien.rollback()
        sain.lien.set_session(readonly=False)
        sain.lire("SELECT 1")
        with sain.lien.cursor() as curseur:
            curseur.execute(requete)
        trouves = [c for c in examiner(sain) if c.niveau in ("erreur", "alerte")
                   and c.code != SANS_EXTENSIONS]
        sain.lien.rollback()
    if code == "sequences":  # a sequence does not go back with its transaction
        ouvrage.serveur.executer("SELECT setval('oilhi_dossier_id_seq', 50)", base="essai")
    assert {c.code for c in trouves} == {code}, trouves
    expliques(trouves)


@pytest.mark.parametrize(("requete", "attendus"), [
    # A passkey, or an identity provider, is a second factor too.
    ("UPDATE res_users SET totp_secret = NULL; INSERT INTO auth_passkey_key (create_uid) VALUES (2)", set()),
    ("UPDATE res_users SET totp_secret = NULL, oauth_uid = 'x'", set()),
    ("INSERT INTO res_users (login, active) VALUES ('agent', true)", {("double-authentification", "information")}),
    ("INSERT INTO res_users (login, active) VALUES ('agent', true); "
     "INSERT INTO ir_config_parameter (key, value) VALUES ('auth_totp.policy', 'employee_required')", set()),
    ("UPDATE ir_mail_server SET active = false; "
     "INSERT INTO ir_config_parameter (key, value) VALUES ('auth_totp.policy', 'employee_required')",
     {("mots-de-passe", "erreur"), ("courriel-sortant", "erreur")}),
])
def test_second_facteur(sain, requete, attendus):
    with relie(sain):
        sain.lien.rollback()
        sain.lien.set_session(readonly=False)
        with sain.lien.cursor() as curseur:
            curseur.execute(requete)
        trouves = examiner(sain, {"comptes", "double-authentification", "mots-de-passe", "courriel-sortant"})
        sain.lien.rollback()
    assert {(c.code, c.niveau) for c in trouves if c.niveau != "ok"} == attendus
    expliques([c for c in trouves if c.niveau != "ok"])


@pytest.mark.parametrize(("code", "table", "colonne"), [
    ("sessions", "res_groups", "lock_timeout_inactivity"),
    ("identite", "auth_oauth_provider", "issuer"),
])
def test_module_absent(sain, ouvrage, code, table, colonne):
    """Odoo's module, or ours, was never installed."""
    ouvrage.serveur.executer(f"ALTER TABLE {table} RENAME {colonne} TO ailleurs", base="essai")
    try:
        trouves = anomalies(sain)
    finally:
        ouvrage.serveur.executer(f"ALTER TABLE {table} RENAME ailleurs TO {colonne}", base="essai")
    assert {c.code for c in trouves} == {code}
    expliques(trouves)


def test_copie_d_essai(sain):
    """A neutralised copy is not reproached with its stopped tasks."""
    with relie(sain):
        sain.url = None
        sain.lien.rollback()
        sain.lien.set_session(readonly=False)
        with sain.lien.cursor() as curseur:
            curseur.execute("UPDATE ir_cron SET active = false; INSERT INTO ir_config_parameter "
                            "(key, value) VALUES ('database.is_neutralized', 'true')")
        trouves = examiner(sain, {"taches"})
        sain.lien.rollback()
    assert [c.niveau for c in trouves] == ["information"]


def test_superutilisateur(sain, ouvrage):
    sain.serveur = SimpleNamespace(connexion=lambda base: _connexion(ouvrage, "oilhi", base))
    trouves = anomalies(sain)
    assert {c.code for c in trouves} == {"postgresql-role"}
    expliques(trouves)


@pytest.mark.parametrize(("ailleurs", "mot"), [
    ({"base": "absente"}, "absente"),
    ({"base": "postgres"}, "pas une base d'Odoo"),
    ({"base": None}, "db_name"),
    ({"arrete": True}, "écoute pas"),
])
def test_base_hors_d_atteinte(sain, ouvrage, ailleurs, mot):
    """The other checks are made all the same."""
    if ailleurs.pop("arrete", None):
        parametres = dict(ouvrage.serveur.parametres, host="127.0.0.1", port=service.port_libre())
        sain.serveur = type(ouvrage.serveur)("pg-absent")
        sain.serveur.parametres = parametres
    else:
        sain.base = ailleurs["base"]
    trouves = [c for c in anomalies(sain) if c.code != "sauvegarde"]
    assert [c.code for c in trouves] == ["postgresql"] and mot in trouves[0].constat
    expliques(trouves)
    assert {"disque", "libreoffice", "gestionnaire-bases"} <= {c.code for c in examiner(sain)}


def test_un_controle_casse_ne_tait_pas_les_autres(sain, monkeypatch):
    monkeypatch.setattr(application, "ADDONS", ("oilhi_inconnu",))
    rang = next(i for i, c in enumerate(CONTROLES) if c[0] == "droit")

    def casser(ctx):
        ctx.lire("SELECT * FROM table_absente")

    monkeypatch.setattr("outils.diagnostic.CONTROLES", [
        (*c[:3], casser) if i == rang else c for i, c in enumerate(CONTROLES)])
    trouves = {c.code: c for c in anomalies(sain)}
    assert set(trouves) == {"droit", "modules"} and "n'a pas pu être fait" in trouves["droit"].constat


# ------------------------------------------------------------------- the proxy, over real TLS
def _certificat(dossier, debut, fin):
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    cle = ec.generate_private_key(ec.SECP256R1())
    nom = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    maintenant = datetime.datetime.now(datetime.timezone.utc)
    certificat = (
        x509.CertificateBuilder().subject_name(nom).issuer_name(nom).public_key(cle.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(maintenant + datetime.timedelta(debut))
        .not_valid_after(maintenant + datetime.timedelta(fin))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(cle, hashes.SHA256()))
    fichier = dossier / "tls.pem"
    fichier.write_bytes(
        cle.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                          serialization.NoEncryption())
        + certificat.public_bytes(serialization.Encoding.PEM))
    autorite = dossier / "autorite.pem"
    autorite.write_bytes(certificat.public_bytes(serialization.Encoding.PEM))
    return fichier, autorite


class Faux(http.server.BaseHTTPRequestHandler):
    """What nginx answers, right or wrong."""

    reponses = {}
    entetes = {}

    def do_GET(self):
        statut, corps = self.reponses.get(self.path.partition("?")[0], (404, b""))
        self.send_response(statut)
        for nom, valeur in self.entetes.items():
            self.send_header(nom, valeur)
        self.send_header("Content-Length", str(len(corps)))
        self.end_headers()
        self.wfile.write(corps)

    def log_message(self, *_a):
        return


@pytest.fixture
def facade(sain, tmp_path):
    """Start a façade; returns ``(context, handler class)``."""
    serveurs = []

    def ouvrir(debut=-1, fin=90, tls=True):
        classe = type("Facade", (Faux,), {
            "reponses": {"/web/health": (200, b'{"status": "pass"}'), "/web/login": (200, b"page"),
                         "/websocket": (101, b""), "/web/database/manager": (404, b"")},
            "entetes": {"Strict-Transport-Security": "max-age=1", "X-Content-Type-Options": "nosniff",
                        "X-Frame-Options": "SAMEORIGIN", "Referrer-Policy": "same-origin",
                        "Content-Security-Policy": "default-src 'self'",
                        "Set-Cookie": "session_id=1; HttpOnly; Secure"},
        })
        serveur = http.server.ThreadingHTTPServer(("127.0.0.1", 0), classe)
        if tls:
            fichier, sain.autorite = _certificat(tmp_path, debut, fin)
            contexte = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            contexte.load_cert_chain(fichier)
            serveur.socket = contexte.wrap_socket(serveur.socket, server_side=True)
        threading.Thread(target=serveur.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        serveurs.append(serveur)
        sain.url = f"http{'s' if tls else ''}://localhost:{serveur.server_port}"
        return classe

    yield ouvrir
    for serveur in serveurs:
        serveur.shutdown()
        serveur.server_close()


def test_facade_saine(sain, facade):
    facade()
    assert not anomalies(sain)


@pytest.mark.parametrize(("options", "mot"), [
    ({"debut": -30, "fin": -1}, "expiré"),
    ({"fin": 3.5}, "expire dans 3 jours"),
    ({"fin": 15.5}, "expire dans 15 jours"),
])
def test_certificat(sain, facade, options, mot):
    facade(**options)
    trouves = anomalies(sain)
    assert [c.code for c in trouves] == ["https"] and mot in trouves[0].constat
    expliques(trouves)


def test_certificat_inconnu(sain, facade):
    facade()
    sain.autorite = None
    trouves = anomalies(sain)
    assert [c.code for c in trouves] == ["https"] and "n'est pas reconnu" in trouves[0].constat


def test_autorite_illisible(sain, facade, tmp_path):
    facade()
    sain.autorite = tmp_path / "absente.pem"
    trouves = anomalies(sain)
    assert [c.code for c in trouves][:1] == ["https"] and "ne se lit pas" in trouves[0].constat
    expliques(trouves)


FACADES = [
    ("mandataire", lambda f: f.reponses.update({"/web/health": (502, b"Bad Gateway")})),
    ("mandataire", lambda f: f.reponses.update({"/web/health": (502, b""), "/websocket": (502, b"")})),
    ("mandataire", lambda f: (f.reponses.update({"/web/health": (502, b""), "/web/login": (502, b"")}),
                              f.entetes.clear())),
    ("websocket", lambda f: f.reponses.update({"/websocket": (400, b"")})),
    ("entetes", lambda f: f.entetes.pop("Strict-Transport-Security")),
    ("entetes", lambda f: f.entetes.pop("Content-Security-Policy")),
    ("entetes", lambda f: f.entetes.update({"Content-Security-Policy": "frame-ancestors 'self'"})),
    ("entetes", lambda f: f.entetes.update({"Set-Cookie": "session_id=1; HttpOnly"})),
    ("gestionnaire-ferme", lambda f: f.reponses.update({"/web/database/manager": (200, b"Backup")})),
]


@pytest.mark.parametrize(("code", "casser"), FACADES)
def test_facade_cassee(sain, facade, code, casser):
    sain.options["gevent_port"] = "8372"
    casser(facade())
    trouves = anomalies(sain)
    assert [c.code for c in trouves] == [code], trouves
    assert code != "websocket" or "(8372)" in trouves[0].faire
    expliques(trouves)


def test_facade_absente_ou_sans_tls(sain, facade):
    sain.url = f"https://localhost:{service.port_libre()}"
    trouves = anomalies(sain)
    assert [c.code for c in trouves] == ["https"] and "ne répond pas" in trouves[0].constat
    # What could not be looked at is not said in order.
    with relie(sain):
        muets = examiner(sain, {"mandataire", "websocket", "entetes", "gestionnaire-ferme"})
    assert len(muets) == 4 and all("pas vérifié" in c.constat and c.niveau == "information" for c in muets)
    facade(tls=False)
    assert [c.code for c in anomalies(sain)] == ["https"]


# ------------------------------------------------------------------- the command
def _choix(ctx, **options):
    return Namespace(**{
        "conf": ctx.conf, "base": None, "url": None, "autorite": None, "sauvegardes": ctx.sauvegardes,
        "controle": [], "json": False, "tout": False, "strict": False, "prometheus": None,
    } | options)


@pytest.fixture
def pose(sain, ouvrage):
    """The healthy installation as files only, as the administrator has it."""
    acces = dict(ouvrage.serveur.parametres, user="ordinaire")
    reglages = sain.options | {f"db_{c}": v for c, v in acces.items()} | {"data_dir": sain.donnees}
    sain.conf.write_text("[options]\n" + "".join(f"{c} = {v}\n" for c, v in reglages.items()))
    with mock.patch.dict(os.environ):
        yield sain


def test_commande(pose, capsys):
    controles = ["gestionnaire-bases", "postgresql", "sauvegarde"]
    assert doctor(_choix(pose, controle=controles), None, None, 0) == 0
    assert "en ordre, 0 à corriger" in capsys.readouterr().out
    pose.conf.write_text(pose.conf.read_text().replace("list_db = False", "list_db = True"))
    assert doctor(_choix(pose, controle=controles), None, None, 0) == 1
    sortie = capsys.readouterr().out
    assert "✗ Gestionnaire de bases fermé" in sortie and "Pourquoi" in sortie and "À faire" in sortie


def test_commande_json_et_strict(pose, capsys):
    choix = _choix(pose, controle=[SANS_EXTENSIONS], json=True)
    assert doctor(choix, None, None, 0) == 0
    lu = json.loads(capsys.readouterr().out)
    assert lu["bilan"]["alerte"] == 1 and lu["constats"][0]["code"] == SANS_EXTENSIONS
    choix.strict = True
    assert doctor(choix, None, None, 0) == 1
    with pytest.raises(Erreur, match="pas un contrôle"):
        doctor(_choix(pose, controle=["inconnu"]), None, None, 0)


def test_mesures_pour_prometheus(pose, tmp_path, capsys):
    fichier = tmp_path / "oilhi.prom"
    choix = _choix(pose, controle=[SANS_EXTENSIONS, "sequences"], prometheus=fichier)
    assert doctor(choix, None, None, 0) == 0 and capsys.readouterr().out
    lignes = fichier.read_text().splitlines()
    assert f'oilhi_controle{{code="{SANS_EXTENSIONS}"}} 1' in lignes
    assert 'oilhi_controle{code="sequences"} 0' in lignes and 'oilhi_constats{niveau="erreur"} 0' in lignes
    # One sample a line: a name, labels, a number.
    for ligne in lignes:
        assert ligne.startswith("#") or re.fullmatch(r'\w+(\{\w+="[\w-]+"\})? \d+', ligne), ligne
    choix.prometheus = tmp_path / "absent" / "x.prom"
    with pytest.raises(Erreur, match="ne s'écrivent pas"):
        doctor(choix, None, None, 0)


def test_taches_livrees():
    assert {("oilhi_lhi", "cron_recalcul"), ("oilhi_documents", "cron_lots")} <= application.taches_livrees(RACINE)


def test_codes_uniques():
    codes = [code for code, *_reste in CONTROLES]
    assert len(codes) == len(set(codes)) >= 20
    assert configuration and mandataire
    assert commande.analyseur().parse_args(["doctor", "--json"]).json


def test_commande_conseillee(pose, capsys, monkeypatch):
    """What the doctor advises is typed as it is called on that machine."""
    for donnee, attendue in ((None, "« ./oilhi backup --verifier »"), ("sudo oilhi", "« sudo oilhi backup --verifier »")):
        if donnee:
            monkeypatch.setenv("OILHI_COMMANDE", donnee)
        choix = _choix(pose, controle=["sauvegarde"])
        choix.sauvegardes = str(pose.conf.parent / "vide")
        assert doctor(choix, None, None, 0) == 1
        assert attendue in capsys.readouterr().out


def test_alerte_en_conteneurs(sain, monkeypatch):
    """Nothing there reads OILHI_ALERTE: no file to fill is advised, nor is all said to be well."""
    monkeypatch.delenv("OILHI_ALERTE")
    monkeypatch.setenv("OILHI_COMMANDE", "docker compose exec oilhi oilhi")
    constat, = examiner(sain, {"alerte"})
    assert constat.niveau == "information" and "MAILTO" in constat.faire and "/etc/" not in constat.faire


def test_autorite_interne_sans_usage():
    """A browser takes it; Python 3.13 would say that the site has no valid certificate."""
    import ssl

    assert not mandataire._tls(SimpleNamespace(autorite=None)).verify_flags & ssl.VERIFY_X509_STRICT
