"""deploiement/: the scripts, and the files they write, judged by the doctor and by the programs that read them."""
import configparser
import importlib.util
import re
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from outils import instance
from outils.diagnostic import Contexte, examiner
from outils.dossiers import RACINE

DEBIAN = RACINE / "deploiement" / "debian"
DOMAINE = "oilhi.exemple.fr"


@pytest.fixture(scope="module")
def configurer():
    spec = importlib.util.spec_from_file_location("configurer", DEBIAN / "configurer.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def pose(configurer, tmp_path):
    """The files of an installation, under a folder of our own."""
    def poser(*options):
        configurer.main(["--racine", str(tmp_path), "--domaine", DOMAINE,
                         "--addons", "/opt/odoo/addons,/opt/oilhi/sources", *options])
        return tmp_path

    return poser


def test_nginx_change_a_la_main(pose, capsys):
    """What certbot or the administrator wrote in it stays at the next version; the new model lies beside."""
    ici = pose() / "etc/nginx/sites-available/oilhi"
    neuf = ici.read_text()
    pose("--https", "8443")
    assert "listen 8443 ssl;" in ici.read_text() and [f.name for f in ici.parent.iterdir()] == ["oilhi"]
    ici.write_text(neuf.replace("img-src 'self'", "img-src 'self' https://tuiles.exemple.fr"))
    capsys.readouterr()
    pose()
    assert "https://tuiles.exemple.fr" in ici.read_text()
    assert ici.with_name("oilhi.modele").read_text() == neuf
    assert f"gardé : {ici}, changé à la main" in capsys.readouterr().out


def test_nginx_d_avant_l_empreinte(pose):
    """Whether it was changed cannot be known: it follows, and what it was is kept."""
    ici = pose() / "etc/nginx/sites-available/oilhi"
    neuf = ici.read_text()
    ici.write_text("server { listen 80; }\n")
    pose()
    assert ici.read_text() == neuf and ici.with_name("oilhi.ancien").read_text() == "server { listen 80; }\n"


def test_odoo_conf_sain(pose):
    """The doctor has nothing to say of the odoo.conf that is written."""
    conf = pose() / "etc/oilhi/odoo.conf"
    donnees = conf.parent / "donnees"
    donnees.mkdir(mode=0o750)
    ctx = Contexte(options=instance.lire_conf(conf), conf=conf, base="oilhi", donnees=donnees)
    codes = {"conf-droits", "donnees-droits", "gestionnaire-bases", "filtre-bases",
             "mandataire-declare", "processus", "journal"}
    constats = examiner(ctx, codes)
    assert {c.code for c in constats} == codes
    assert {c.niveau for c in constats} == {"ok"}, constats
    assert ctx.options["dbfilter"] == "^oilhi$"


def test_antivirus_declare(pose):
    """In a section of our own: Odoo would complain of it among its own options."""
    conf = pose("--clamav", "/run/clamav/clamd.ctl") / "etc/oilhi/odoo.conf"
    lu = configparser.RawConfigParser()
    lu.read(conf)
    assert lu["oilhi"]["clamav"] == "/run/clamav/clamd.ctl" and "clamav" not in lu["options"]
    assert instance.lire_conf(conf)["oilhi_clamav"] == "/run/clamav/clamd.ctl"


def test_sans_antivirus(pose):
    assert "oilhi_clamav" not in instance.lire_conf(pose() / "etc/oilhi/odoo.conf")


def test_websocket_sait_qui_demande(pose):
    """A location that names one header loses those of the server block: all are said again."""
    texte = (pose() / "etc/nginx/sites-available/oilhi").read_text()
    serveur = texte[texte.index("ssl;"):]
    communs = set(re.findall(r"^    (proxy_set_header .*)$", serveur, re.M))
    websocket = re.search(r"location /websocket \{(.*?)\n    \}", serveur, re.S)[1]
    assert len(communs) == 6 and all(entete in websocket for entete in communs)


def test_limites(pose):
    """Each zone is used, each use has a zone, and the login page is counted when it is sent, not when it is read."""
    texte = (pose() / "etc/nginx/sites-available/oilhi").read_text()
    zones = set(re.findall(r"limit_req_zone \S+ zone=(\w+):", texte))
    assert zones == set(re.findall(r"limit_req zone=(\w+) ", texte)) and len(zones) == 6
    assert "limit_req_zone $oilhi_essai zone=oilhi_connexion" in texte and "POST $binary_remote_addr" in texte
    connexion = re.search(r"location ~ (\S+) \{\s+limit_req zone=oilhi_connexion", texte)[1]
    for chemin, compte in (("/web/login", True), ("/web/login/totp", True), ("/web/session/authenticate", True),
                           ("/web/reset_password", True), ("/web/assets/x.js", False), ("/web", False)):
        assert bool(re.search(connexion, chemin)) == compte, chemin


def test_secrets_tires_une_fois(pose):
    """Drawn at the first run, kept after; what the administrator changed too, but Odoo's place follows."""
    racine = pose()
    conf, phrase = racine / "etc/oilhi/odoo.conf", racine / "etc/oilhi/phrase-sauvegarde"
    assert stat.S_IMODE(phrase.stat().st_mode) == 0o600 and len(phrase.read_text()) > 40
    secret = instance.lire_conf(conf)["admin_passwd"]
    assert len(secret) > 30
    conf.write_text(conf.read_text().replace("workers = 3", "workers = 9"))
    avant = phrase.read_text()
    pose("--addons", "/ailleurs")
    apres = instance.lire_conf(conf)
    assert (apres["admin_passwd"], apres["workers"], apres["addons_path"]) == (secret, "9", "/ailleurs")
    assert phrase.read_text() == avant and stat.S_IMODE(conf.stat().st_mode) == 0o640
    assert not list(racine.rglob(".*.nouveau"))


def test_deux_installations_n_ont_pas_les_memes_secrets(configurer, tmp_path):
    lus = set()
    for nom in ("a", "b"):
        configurer.main(["--racine", str(tmp_path / nom), "--domaine", DOMAINE, "--addons", "/x"])
        lus.add(instance.lire_conf(tmp_path / nom / "etc/oilhi/odoo.conf")["admin_passwd"])
        lus.add((tmp_path / nom / "etc/oilhi/phrase-sauvegarde").read_text())
    assert len(lus) == 4


def test_ports_et_nginx(pose):
    texte = (pose("--port", "8169", "--port-gevent", "8172", "--https", "8443") /
             "etc/nginx/sites-available/oilhi").read_text()
    assert texte.count("{") == texte.count("}") and "$$" not in texte and "${" not in texte
    assert "server 127.0.0.1:8169;" in texte and "server 127.0.0.1:8172;" in texte
    assert "listen 8443 ssl;" in texte and f"server_name {DOMAINE};" in texte
    websocket = re.search(r"location /websocket \{(.*?)\}", texte, re.S)[1]
    assert "oilhi_direct" in websocket and "Upgrade $http_upgrade" in websocket
    assert "location /web/database { return 404; }" in texte
    # What the doctor asks for is what is written.
    from outils.diagnostic.mandataire import ENTETES

    for entete in ENTETES:
        assert re.search(rf"add_header {entete} ", texte, re.I), entete


@pytest.mark.parametrize("options", [
    ["--domaine", "a b;c"], ["--base", "Oilhi; DROP"], ["--workers", "0"], ["--port", "99999"],
])
def test_valeurs_refusees(pose, options, capsys):
    with pytest.raises(SystemExit):
        pose(*options)
    assert "error" in capsys.readouterr().err


def test_unites(pose):
    """Every unit says what it starts, and what it starts is a command that exists."""
    from outils import commande

    racine = pose()
    connues = commande.analyseur()._subparsers._group_actions[0].choices
    for fichier in (racine / "etc/systemd/system").iterdir():
        unite = configparser.RawConfigParser(strict=False)
        unite.optionxform = str
        unite.read(fichier)
        assert unite["Unit"]["Description"]
        if fichier.suffix == ".timer":
            assert (fichier.with_suffix(".service")).is_file() and "OnCalendar" in unite["Timer"]
            continue
        execution = unite["Service"]["ExecStart"].split()
        if execution[0] == "/usr/local/bin/oilhi":
            assert unite["Service"]["User"] == "oilhi"
            arguments = [a.replace("${OILHI_GARDER}", "7j,5s,12m") for a in execution[1:]]
            assert arguments[0] in connues
            commande.analyseur().parse_args(arguments)
        else:
            assert (RACINE / Path(execution[0]).relative_to("/opt/oilhi/sources")).is_file()
    if shutil.which("systemd-analyze"):
        texte = subprocess.run(
            ["systemd-analyze", "verify", *map(str, (racine / "etc/systemd/system").iterdir())],
            capture_output=True, text=True, timeout=60).stderr
        fautes = [ligne for ligne in texte.splitlines()
                  if "is not executable" not in ligne and "oilhi" in ligne]
        assert not fautes, fautes


@pytest.mark.parametrize("nom", ["installer", "modeles/commande"])
def test_scripts(nom):
    """Read whole by a shell; the mistakes that shellcheck finds are found where it is installed."""
    script = DEBIAN / nom
    interprete = "bash" if nom == "installer" else "sh"
    assert not subprocess.run([interprete, "-n", script], capture_output=True, timeout=30).stderr
    if shutil.which("shellcheck"):
        sortie = subprocess.run(["shellcheck", script], capture_output=True, text=True, timeout=60)
        assert not sortie.returncode, sortie.stdout
    if nom != "modeles/commande":
        assert script.stat().st_mode & 0o111


@pytest.mark.parametrize(("arguments", "mot"), [
    ([], "Il manque --domaine"), (["--inconnue"], "Option inconnue"), (["--domaine"], "attend une valeur"),
    (["--domaine", "a.fr", "--certificat", "/etc/hostname"], "ensemble"),
])
def test_installeur_refuse(arguments, mot, tmp_path):
    """Before anything is changed (as root or not, the sentence is the first one that applies)."""
    faux = tmp_path / "id"
    faux.write_text("#!/bin/sh\necho 0\n")
    faux.chmod(0o755)
    sortie = subprocess.run(
        [DEBIAN / "installer", *arguments], capture_output=True, text=True, timeout=30,
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"})
    assert sortie.returncode == 1 and mot in sortie.stderr
    assert "→" not in sortie.stdout


def test_installeur_garde_ses_choix(tmp_path):
    """Run again without a word, it goes further than « Il manque --domaine »: the first choices hold."""
    choix = tmp_path / "installation"
    choix.write_text("DOMAINE=a.fr\nHTTPS=8443\n")
    faux = tmp_path / "id"
    faux.write_text("#!/bin/sh\necho 0\n")
    faux.chmod(0o755)
    sortie = subprocess.run(
        [DEBIAN / "installer", "--certificat", "/etc/hostname"], capture_output=True, text=True, timeout=30,
        env={"PATH": f"{tmp_path}:/usr/bin:/bin", "OILHI_CHOIX": str(choix)})
    assert sortie.returncode == 1 and "ensemble" in sortie.stderr and "Il manque" not in sortie.stderr


# ------------------------------------------------------------------- compose
COMPOSE = RACINE / "deploiement" / "compose"


def test_antivirus_avant_la_base():
    """What the base delivers is examined as it enters: after it, every model of document waits and fills the log."""
    etapes = re.findall(r'^ *etape "([^"]+)"', (DEBIAN / "installer").read_text(encoding="utf-8"), re.M)
    assert etapes.index("Configuration et secrets") < etapes.index("Antivirus") < etapes.index("Base de données")


def test_compose_complet():
    """What it names exists, and no secret is in it."""
    texte = (COMPOSE / "compose.yaml").read_text(encoding="utf-8")
    for service in ("oilhi", "postgres", "nginx", "clamav"):
        assert re.search(rf"^  {service}:$", texte, re.M), service
    assert "POSTGRES_PASSWORD_FILE" in texte and not re.search(r"PASSWORD: ", texte)
    montes = re.findall(r"- \./([\w./-]+):", texte)
    # What odoo.conf asks is where clamd listens.
    assert instance.lire_conf(COMPOSE / "odoo.conf")["oilhi_clamav"] == "clamav:3310"
    assert "TCPSocket 3310" in (COMPOSE / "clamd.conf").read_text()
    assert {"role.sh", "nginx.conf"} <= set(montes)
    for chemin in montes:
        assert chemin == "tls" or (COMPOSE / chemin).is_file(), chemin
    dockerfile = (COMPOSE / "Dockerfile").read_text(encoding="utf-8")
    assert dockerfile.startswith("#") and "\nFROM odoo:19\n" in dockerfile
    assert "deploiement/compose/entree" in dockerfile


@pytest.mark.parametrize("nom", ["entree", "role.sh"])
def test_scripts_de_l_image(nom):
    script = COMPOSE / nom
    assert script.stat().st_mode & 0o111
    assert not subprocess.run(["bash", "-n", script], capture_output=True, timeout=30).stderr


def test_conf_de_l_image_saine(tmp_path):
    """The odoo.conf of the image is judged by the doctor too."""
    conf = tmp_path / "odoo.conf"
    conf.write_text((COMPOSE / "odoo.conf").read_text().replace("@SECRET@", "s" * 32))
    conf.chmod(0o640)
    donnees = tmp_path / "donnees"
    donnees.mkdir(mode=0o750)
    ctx = Contexte(options=instance.lire_conf(conf), conf=conf, base="oilhi", donnees=donnees)
    constats = examiner(ctx, {"conf-droits", "gestionnaire-bases", "filtre-bases", "processus", "journal"})
    assert {c.niveau for c in constats} == {"ok"}, constats


def test_nginx_du_compose(pose):
    """The same as Debian's, but for the names of the machines."""
    def essentiel(texte):
        return [ligne for ligne in texte[texte.index("map $http_upgrade"):].splitlines()
                if not re.match(r"\s*(listen|server_name|ssl_certificate)", ligne)]

    compose = (COMPOSE / "nginx.conf").read_text()
    assert "server oilhi:8069;" in compose and "server oilhi:8072;" in compose
    assert essentiel(compose) == essentiel((pose() / "etc/nginx/sites-available/oilhi").read_text())
