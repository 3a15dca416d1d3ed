"""The nginx that is shipped, really run before a real Odoo: headers, limits, and a web client that still works."""
import contextlib
import copy
import http.client
import re
import ssl
import subprocess
import tempfile
import urllib.parse
from pathlib import Path

from . import navigateur, nginx, processus, production
from .dossiers import ETAT, JOURNAUX, RACINE
from .essais_simples import Resultat
from .messages import dire
from .service import odoo_servi, port_libre

BASE = "oilhi_essai_facade"
DOMAINE = "localhost"
OUVRIR_WEBSOCKET = """() => new Promise((ouvert, refuse) => {
    const prise = new WebSocket(`wss://${location.host}/websocket?version=19.0-2`);
    prise.onopen = () => { prise.close(); ouvert(); };
    prise.onerror = () => refuse(new Error("websocket"));
})"""


def _certificat(dossier):
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={DOMAINE}",
         "-addext", f"subjectAltName=DNS:{DOMAINE}", "-keyout", dossier / "cle.pem", "-out", dossier / "tls.pem"],
        check=True, capture_output=True, timeout=60)


@contextlib.contextmanager
def devant(port_odoo, port_gevent):
    """nginx with the file that the installer writes; yields its HTTPS port and its certificate."""
    with tempfile.TemporaryDirectory(prefix="oilhi-nginx-") as nom:
        dossier, https = Path(nom), port_libre()
        _certificat(dossier)
        subprocess.run(
            ["python3", RACINE / "deploiement" / "debian" / "configurer.py", "--racine", dossier / "racine",
             "--domaine", DOMAINE, "--addons", "/x", "--port", str(port_odoo), "--port-gevent", str(port_gevent),
             "--http", str(port_libre()), "--https", str(https), "--certificat", dossier / "tls.pem",
             "--cle", dossier / "cle.pem"], check=True, capture_output=True, timeout=60)
        site = (dossier / "racine/etc/nginx/sites-available/oilhi").read_text()
        enfant = nginx.lancer(
            dossier, site.replace("/var/log/nginx", nom).replace("listen ", "listen 127.0.0.1:"), https, "nginx.log")
        try:
            yield https
        finally:
            processus.arreter(enfant)


def _tls():
    contexte = ssl.create_default_context()
    contexte.check_hostname, contexte.verify_mode = False, ssl.CERT_NONE  # our own certificate of two days
    return contexte


def _demander(port, chemin, methode="GET", corps=None, entetes=None):
    lien = http.client.HTTPSConnection("127.0.0.1", port, context=_tls(), timeout=120)
    try:
        lien.request(methode, chemin, body=corps, headers={"Host": DOMAINE} | (entetes or {}))
        reponse = lien.getresponse()
        return reponse.status, reponse.getheaders(), reponse.read()
    finally:
        lien.close()


def _rafale(port, chemin, methode="GET", corps=None, maximum=400):
    """How many requests passed, one after the other on one connection, before the first 429, and what it said; (None, b""): all."""
    entetes = {"Host": DOMAINE} | ({"Content-Type": "application/x-www-form-urlencoded"} if corps else {})
    lien = http.client.HTTPSConnection("127.0.0.1", port, context=_tls(), timeout=120)
    try:
        for rang in range(maximum):
            lien.request(methode, chemin, body=corps, headers=entetes)
            reponse = lien.getresponse()
            lu = reponse.read()
            if reponse.status == 429:
                return rang, lu
        return None, b""
    finally:
        lien.close()


def _client_web(site, details):
    """Chromium at work under these headers: what its console says against them."""
    plaintes = []
    with navigateur.chromium("--ignore-certificate-errors") as ouvrir:
        page = ouvrir(ignore_https_errors=True)
        page.on("console", lambda m: plaintes.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda e: plaintes.append(str(e)))
        page.goto(f"{site}/web/login")
        page.fill("input[name=login]", "admin")
        page.fill("input[name=password]", "admin-essai-facade")
        page.click("form.oe_login_form button[type=submit]")
        page.wait_for_selector(".o_web_client .o_main_navbar")
        for chemin, attendu in (
            ("/odoo/action-oilhi_lhi.action_oilhi_dossier", ".o_content"),
            ("/odoo/action-contacts.action_contacts", ".o_kanban_view, .o_list_view"),
            ("/odoo/action-mail.action_discuss", ".o-mail-DiscussContent, .o-mail-Discuss"),
            ("/odoo/action-base.action_res_users", ".o_data_row"),
        ):
            page.goto(site + chemin)
            page.wait_for_selector(attendu)
            # Never « networkidle »: the worker of the messages keeps one connection open.
            page.wait_for_function("() => !document.querySelector('.o_loading_indicator, .o_blockUI')")
        page.evaluate(OUVRIR_WEBSOCKET)
        page.screenshot(path=JOURNAUX / "facade.png")
        biscuit = next(c for c in page.context.cookies() if c["name"] == "session_id")
        if not (biscuit["secure"] and biscuit["httpOnly"] and biscuit["sameSite"] == "Lax"):
            details.append(f"cookie de session mal protégé : {biscuit}")
    details += [f"console : {p[:300]}" for p in plaintes]


def facade(banc):
    """nginx réel : entêtes, limites, client web"""
    if not nginx.programme():
        dire("  (sauté : nginx n'est pas installé ; sudo apt install nginx-light)")
        return Resultat(facade.__doc__, 0, 0)
    atelier, details = copy.copy(banc.atelier), []
    atelier.base, atelier.conf = BASE, ETAT / f"odoo-{BASE}.conf"
    port, gevent = port_libre(), port_libre()
    atelier.ecrire_conf(proxy_mode=True, workers=2, gevent_port=gevent, dbfilter=f"^{BASE}$")
    banc.copie_complete(BASE)
    # As init leaves it: the web client must work under these modules too.
    journal = JOURNAUX / "facade-securite.log"
    atelier.reussir("L'installation des modules de sécurité", atelier.odoo_stop(
        BASE, "-i", ",".join(production.SECURITE), journal=journal), journal)
    regles = len(production.regler_securite(atelier, BASE))
    if not regles or production.regler_securite(atelier, BASE):
        details.append(f"sécurité : {regles} réglages, puis d'autres la seconde fois")
    atelier.reussir("Le choix du mot de passe", atelier.dans_odoo(
        BASE, "mot_de_passe_admin", entree="admin-essai-facade\n"))
    with odoo_servi(atelier, BASE, port, "facade-odoo.log"), devant(port, gevent) as https:
        statut, entetes, page = _demander(https, "/web/login")
        texte = f"HTTP/1.1 {statut}\n" + "".join(
            f"{c}: {'session_id=…' + v[v.index(';'):] if c.lower() == 'set-cookie' else v}\n" for c, v in entetes)
        (JOURNAUX / "entetes.txt").write_text(texte, encoding="utf-8")
        _client_web(f"https://localhost:{https}", details)
        jeton = re.search(rb'name="csrf_token" value="([^"]+)"', page)[1].decode()
        essai = urllib.parse.urlencode({"login": "x", "password": "y", "csrf_token": jeton})
        for quoi, (passes, phrase), permis in (
            ("mots de passe", _rafale(https, "/web/login", "POST", essai), 21),
            ("liens d'agenda", _rafale(https, "/oilhi/agenda/secret/oilhi.ics"), 31),
            ("exports", _rafale(https, "/web/export/xlsx"), 21),
            ("page publique", _rafale(https, "/oilhi/statistiques"), 41),
        ):
            dire(f"  {quoi} : {passes if passes is not None else 'toutes les'} demandes ont passé, puis 429")
            # What is given back meanwhile adds a few: never fewer than what is promised, never all.
            if passes is None or passes < permis:
                details.append(f"limite de {quoi} : {passes} passées")
            elif "Trop de demandes" not in phrase.decode("utf-8", "replace"):
                details.append(f"{quoi} : le refus ne s'explique pas")
        if _demander(https, "/web/login")[0] != 200:
            details.append("la page de connexion ne s'affiche plus après trop d'essais")
        if _demander(https, "/web/database/manager")[0] != 404:
            details.append("le gestionnaire de bases répond")
    atelier.supprimer(BASE)
    return Resultat(facade.__doc__, max(0, 10 - len(details)), len(details), details)
