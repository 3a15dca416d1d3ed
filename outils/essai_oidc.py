"""A real OpenID Connect server, a real Odoo, a real browser: an agent logs in, a stranger does not."""
import contextlib
import hashlib
import json
import secrets
import shutil
import sys
from pathlib import Path
from urllib.parse import urljoin

from . import bibliotheque_carte, environnement, navigateur, oidc, processus
from .dossiers import ETAT, JOURNAUX, cle, construire, dossier_cache
from .essais_simples import Resultat
from .messages import Erreur
from .service import _repond, odoo_servi, port_libre

BASE = "oilhi_essai_oidc"
SOURCE = Path(__file__).resolve().parent / "oidc" / "serveur"
AGENT, INCONNU = "agent.oidc", "passant"


def _preparer(python):
    """The server (npm) and the libraries of the module (pip), from their pins, once."""
    fichiers = [SOURCE / "package-lock.json", oidc.SOURCE / "requirements.txt"]
    identifiant = cle(*(hashlib.sha256(f.read_bytes()).hexdigest() for f in fichiers), sys.version_info[:2])

    def installer(dossier):
        for nom in ("package.json", "package-lock.json"):
            shutil.copy(SOURCE / nom, dossier / nom)
        for quoi, commande in (
            ("le serveur OpenID Connect", ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]),
            ("python-jose", [python, "-m", "pip", "--disable-pip-version-check", "install", "-q", "--no-deps",
                             "--target", dossier / "bibliotheques", "-r", fichiers[1]]),
        ):
            code, texte = processus.executer(commande, cwd=dossier)
            if code:
                raise Erreur(f"L'installation a échoué ({quoi}) : {texte.strip()[-300:]}")

    if not shutil.which("npm"):
        raise Erreur("Il manque npm et node pour cet essai : sudo apt install npm")
    return construire(dossier_cache() / f"oidc-essai-{identifiant}", installer)


def preparer_essai_oidc(env):
    """Inside Odoo: an agent who may log in, and nothing that a first connection would ask."""
    env["res.users"].with_context(no_reset_password=True).create({
        "name": "Camille Agente", "login": f"{AGENT}@exemple.fr", "email": f"{AGENT}@exemple.fr", "lang": "fr_FR",
        "group_ids": [(6, 0, [env.ref("oilhi_partenaires.group_agent").id])],
    })


@contextlib.contextmanager
def _serveur(dossier, port, site, client):
    """oidc-provider, its secret in a file that only we read."""
    for nom, contenu in (("ou.json", {"port": port, "site": site}), ("client.json", client)):
        (dossier / nom).touch(mode=0o600)
        (dossier / nom).write_text(json.dumps(contenu))
    script = dossier / "serveur.mjs"
    shutil.copy(SOURCE / "serveur.mjs", script)
    with open(JOURNAUX / "oidc-serveur.log", "wb") as journal:
        enfant = processus.lancer(["node", script, dossier / "ou.json", dossier / "client.json"],
                                  stdout=journal, stderr=journal, cwd=dossier)
        try:
            adresse = f"http://127.0.0.1:{port}"
            processus.attendre(lambda: enfant.poll() is not None or _repond(adresse + oidc.DESCRIPTION), 60, 0.2)
            if enfant.poll() is not None:
                raise Erreur("Le serveur OpenID Connect n'a pas démarré : lisez journaux/oidc-serveur.log")
            yield adresse
        finally:
            processus.arreter(enfant)


def _s_identifier(page, nom, image=None):
    """The form of the server, up to its second page, which looks like the first one."""
    page.fill("input[name=login]", nom)
    page.fill("input[name=password]", "peu importe")
    if image:
        page.screenshot(path=image)
    page.click("button[type=submit]")
    page.wait_for_selector("input[name=prompt][value=consent]", state="attached")


def _retour(page, site):
    """Where the server sends the browser after « Continue », without the browser going there."""
    formulaire = page.locator("form").first
    champs = {c.get_attribute("name"): c.get_attribute("value") or ""
              for c in formulaire.locator("input[name]").all()}
    lieu = urljoin(page.url, formulaire.get_attribute("action"))
    reponse = page.request.post(lieu, form=champs, max_redirects=0)
    while not (lieu := urljoin(lieu, reponse.headers["location"])).startswith(site):
        reponse = page.request.get(lieu, max_redirects=0)
    return lieu


def _parcourir(site, images, details):
    """The browser: the sentences of what did not go as it should are added to ``details``."""
    reussis = 0
    with navigateur.chromium() as ouvrir:
        for nom, entre in ((AGENT, True), (INCONNU, False), (f"{AGENT}:douteux", False), (AGENT, True)):
            page = ouvrir()
            page.goto(f"{site}/web/login")
            page.get_by_text("Se connecter avec le serveur d’essai").click()
            _s_identifier(page, nom, images / "oidc-1-identite.png")
            page.click("button[type=submit]")  # « Continue »: what OILHI will be told
            if not entre:
                page.wait_for_url("**/web/login?oauth_error=3*")
                page.screenshot(path=images / "oidc-refus.png")
                if page.locator(".alert").count() != 1:
                    details.append(f"{nom} : refusé sans phrase")
                reussis += 1
                continue
            page.wait_for_selector(".o_web_client .o_main_navbar")
            page.click(".o_user_menu button")
            page.wait_for_selector(".o-dropdown--menu")
            page.screenshot(path=images / "oidc-2-connecte.png")
            reussis += 1
            page.goto(f"{site}/web/session/logout")
            page.click("button[value=yes], button[name=logout]")  # the server asks: leave here too?
            page.wait_for_url("**/web/login*")
            page.screenshot(path=images / "oidc-3-deconnecte.png")
            reussis += 1
        # An answer that this browser did not ask for: somebody else's code, pasted.
        page = ouvrir()
        page.goto(f"{site}/web/login")
        lien = page.locator("a", has_text="Se connecter avec le serveur d’essai").get_attribute("href")
        page.goto(lien)
        _s_identifier(page, AGENT)
        victime = ouvrir()
        victime.goto(_retour(page, site))
        if "/web/login" not in victime.url or "did not ask" not in (JOURNAUX / "oidc-odoo.log").read_text():
            details.append("une réponse volée ouvre une session")
        reussis += 1
    return reussis


def connexion(banc):
    """Connexion d'un agent par un vrai serveur OpenID Connect"""
    import copy

    atelier = copy.copy(banc.atelier)
    prepare = _preparer(environnement.python_de(atelier.venv))
    atelier.base, atelier.conf = BASE, ETAT / f"odoo-{BASE}.conf"
    dossier = ETAT / "oidc"
    shutil.rmtree(dossier, ignore_errors=True)
    dossier.mkdir(mode=0o700)
    (dossier / "node_modules").symlink_to(prepare / "node_modules")
    modules = dossier / "modules"
    oidc.poser(environnement.python_de(atelier.venv), modules)
    atelier.ecrire_conf(addons_path=",".join(str(a) for a in (*atelier.odoo.addons, oidc.RACINE, modules)))
    milieu = atelier.milieu
    atelier.milieu = lambda: milieu() | {"PYTHONPATH": str(prepare / "bibliotheques")}
    bibliotheque_carte.preparer()
    banc.copie_complete(BASE)
    port, details = port_libre(), []
    site = f"http://127.0.0.1:{port}"
    client = {"id": "oilhi", "secret": secrets.token_urlsafe(32)}
    with _serveur(dossier, port_libre(), site, client) as emetteur:
        oidc.regler(atelier, oidc.decrire(emetteur), client["id"], client["secret"], "le serveur d’essai")
        atelier.reussir("La préparation", atelier.dans_odoo(BASE, "preparer_essai_oidc"))
        avant, = atelier.serveur.executer("SELECT count(*) FROM res_users", base=BASE)
        with odoo_servi(atelier, BASE, port, "oidc-odoo.log"):
            reussis = _parcourir(site, JOURNAUX, details)
        apres, = atelier.serveur.executer("SELECT count(*) FROM res_users", base=BASE)
        if apres != avant:
            details.append("un compte a été créé")
        lies = atelier.serveur.executer("SELECT login, oauth_uid FROM res_users WHERE oauth_uid IS NOT NULL", base=BASE)
        if lies != [(f"{AGENT}@exemple.fr", AGENT)]:
            details.append(f"comptes reliés : {lies}")
    atelier.supprimer(BASE)
    shutil.rmtree(dossier, ignore_errors=True)
    return Resultat(connexion.__doc__, reussis, len(details), details)
