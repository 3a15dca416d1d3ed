"""A real clamd, a real Odoo, an agent who deposits: the test file is refused, a clean one kept."""
import contextlib
import copy
import json
import os
import re
import shutil
import subprocess
import tempfile
import urllib.parse
import urllib.request
import uuid
from http.cookiejar import CookieJar
from pathlib import Path

from . import navigateur, processus
from .diagnostic.machine import EICAR, client_clamav
from .dossiers import ETAT, JOURNAUX, RACINE
from .essai_exploitation import jouer_un_cas
from .essais_simples import Resultat
from .messages import Erreur, dire
from .service import odoo_servi, port_libre

BASE = "oilhi_essai_antivirus"
MODELE = "oilhi.dossier"
AGENT, MOT = "agent.antivirus", "essai-antivirus"
PROGRAMME = "OILHI_CLAMD"  # where clamd is, when it is not on the PATH


def programme():
    return os.environ.get(PROGRAMME) or shutil.which("clamd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


@contextlib.contextmanager
def clamd(chemin):
    """clamd on a socket of its own, with one signature: the trial needs no download of the real ones."""
    with tempfile.TemporaryDirectory(prefix="oilhi-clamd-") as nom:
        dossier = Path(nom)
        (dossier / "signatures").mkdir()
        (dossier / "signatures" / "essai.ndb").write_text(f"Eicar-Test-Signature:0:*:{EICAR.hex()}\n")
        prise = dossier / "clamd.ctl"
        (dossier / "clamd.conf").write_text(
            f"LocalSocket {prise}\nDatabaseDirectory {dossier / 'signatures'}\nForeground yes\n"
            "StreamMaxLength 20M\n")
        with open(JOURNAUX / "clamd.log", "wb") as journal:
            enfant = processus.lancer([chemin, "-c", dossier / "clamd.conf"], stdout=journal, stderr=journal,
                                      stdin=subprocess.DEVNULL)
            try:
                client = client_clamav(RACINE)

                def repond():
                    try:
                        return client.version(str(prise))
                    except client.Injoignable:
                        return False

                processus.attendre(lambda: enfant.poll() is not None or repond(), 60, 0.2)
                if enfant.poll() is not None or not repond():
                    raise Erreur("clamd n'a pas démarré : lisez journaux/clamd.log")
                yield str(prise), enfant
            finally:
                processus.arreter(enfant)


class Agent:
    """The requests of a browser, with its cookies."""

    def __init__(self, site):
        self.site = site
        self.ouvreur = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(CookieJar()))

    def _page(self, chemin, donnees=None, entetes=None):
        demande = urllib.request.Request(self.site + chemin, data=donnees, headers=entetes or {})
        with self.ouvreur.open(demande, timeout=120) as reponse:
            return reponse.read().decode()

    def entrer(self, login, mot_de_passe):
        jeton = re.search(r'name="csrf_token" value="([^"]+)"', self._page("/web/login"))[1]
        page = self._page("/web/login", urllib.parse.urlencode(
            {"login": login, "password": mot_de_passe, "csrf_token": jeton}).encode())
        self.jeton = re.search(r'csrf_token: "([^"]+)"', page)[1]

    def deposer(self, nom, contenu, modele, numero):
        separateur = uuid.uuid4().hex
        corps = b"".join(
            f'--{separateur}\r\nContent-Disposition: form-data; name="{c}"\r\n\r\n{v}\r\n'.encode()
            for c, v in (("csrf_token", self.jeton), ("model", modele), ("id", numero)))
        corps += (f'--{separateur}\r\nContent-Disposition: form-data; name="ufile"; filename="{nom}"\r\n'
                  "Content-Type: text/plain\r\n\r\n").encode() + contenu + f"\r\n--{separateur}--\r\n".encode()
        reponse, = json.loads(self._page("/web/binary/upload_attachment", corps, {
            "Content-Type": f"multipart/form-data; boundary={separateur}"}))
        return reponse


def preparer_essai_antivirus(env):
    """Inside Odoo, after a case was played: its agent gets a password; prints the number of the case."""
    dossier = env["oilhi.dossier"].search([], limit=1)
    agents, responsables = (env.ref(f"oilhi_partenaires.group_{role}") for role in ("agent", "responsable"))
    dossier.service_id.user_ids.filtered(
        lambda u: agents in u.all_group_ids and responsables not in u.all_group_ids)[:1].write({
        "login": AGENT, "password": MOT, "lang": "fr_FR"})
    print("DOSSIER", dossier.id)


def _a_l_ecran(site, dossier):
    """What the agent reads when the file that he drops in his case is refused, in the web client."""
    with navigateur.chromium() as ouvrir:
        page = ouvrir()
        page.goto(f"{site}/web/login")
        page.fill("input[name=login]", AGENT)
        page.fill("input[name=password]", MOT)
        page.click("form.oe_login_form button[type=submit]")
        page.wait_for_selector(".o_main_navbar")
        page.goto(f"{site}/odoo/action-oilhi_lhi.action_oilhi_dossier/{dossier}")
        page.wait_for_selector(".o-mail-Chatter")
        page.locator(".o-mail-Chatter input[type=file]").first.set_input_files(
            {"name": "photo.txt", "mimeType": "text/plain", "buffer": EICAR})
        page.wait_for_selector(".o_notification")
        phrase = page.locator(".o_notification").first.inner_text()
        page.screenshot(path=JOURNAUX / "antivirus-refus.png")
    return " ".join(phrase.split())


def antivirus(banc):
    """Dépôt d'un fichier infecté, antivirus réel"""
    chemin = programme()
    if not chemin:
        dire("  (sauté : clamd n'est pas installé ; sudo apt install clamav-daemon)")
        return Resultat(antivirus.__doc__, 0, 0)
    atelier, details = copy.copy(banc.atelier), []
    atelier.base, atelier.conf = BASE, ETAT / f"odoo-{BASE}.conf"
    banc.copie_complete(BASE)
    atelier.ecrire_conf()
    jouer_un_cas(atelier, BASE)
    texte = atelier.reussir("La préparation", atelier.dans_odoo(BASE, "preparer_essai_antivirus"))
    dossier = re.search(r"DOSSIER (\d+)", texte)[1]
    port = port_libre()

    def verifier(quoi, juste):
        if not juste:
            details.append(quoi)

    def etat(nom):
        return atelier.serveur.executer(
            "SELECT oilhi_analyse FROM ir_attachment WHERE name = %s AND res_model = %s", (nom, MODELE), base=BASE)

    with clamd(chemin) as (prise, enfant):
        with open(atelier.conf, "a") as conf:
            conf.write(f"\n[oilhi]\nclamav = {prise}\n")
        with odoo_servi(atelier, BASE, port, "antivirus-odoo.log"):
            agent = Agent(f"http://127.0.0.1:{port}")
            agent.entrer(AGENT, MOT)
            refus = agent.deposer("facture.txt", EICAR, MODELE, dossier).get("error", "")
            dire(f"  {refus}")
            verifier(f"EICAR : {refus or 'accepté'}", "Eicar-Test-Signature" in refus and "« facture.txt »" in refus)
            verifier("le fichier infecté est resté", not etat("facture.txt"))
            vu = _a_l_ecran(f"http://127.0.0.1:{port}", dossier)
            dire(f"  à l'écran : {vu}")
            verifier(f"à l'écran : {vu}", "Eicar-Test-Signature" in vu and "« photo.txt »" in vu)
            verifier("le fichier infecté est resté", not etat("photo.txt"))
            verifier("un fichier sain est refusé", "id" in agent.deposer("sain.txt", b"bonjour", MODELE, dossier))
            verifier("le fichier sain n'est pas dit analysé", etat("sain.txt") == [(None,)])
            grand = agent.deposer("grand.txt", b"x" * (21 << 20), MODELE, dossier).get("error", "")
            verifier(f"trop grand : {grand or 'accepté'}", "trop volumineux" in grand)
            processus.arreter(enfant)
            verifier("clamd arrêté : refusé", "id" in agent.deposer("tard.txt", EICAR, MODELE, dossier))
            verifier("clamd arrêté : pas en attente", etat("tard.txt") == [("attente",)])
    with clamd(chemin) as (prise, _enfant):
        atelier.ecrire_conf()
        with open(atelier.conf, "a") as conf:
            conf.write(f"\n[oilhi]\nclamav = {prise}\n")
        atelier.reussir("La tâche planifiée", atelier.dans_odoo(BASE, "analyser_depots"))
        verifier("l'infecté n'est pas reconnu plus tard", etat("tard.txt") == [("infecte",)])
    atelier.supprimer(BASE)
    return Resultat(antivirus.__doc__, 10 - len(details), len(details), details)
