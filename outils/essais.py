"""./oilhi test: every part, two at a time, and one closing line."""
import concurrent.futures
import os
import shutil
import time
import traceback

from . import (
    audit,
    bibliotheque_carte,
    environnement,
    essais_odoo,
    essais_simples,
    postgres,
    processus,
    validateur_word,
)
from .bases import Atelier
from .dossiers import ETAT, JOURNAUX, verrou
from .messages import NBSP, Erreur, Etape, dire, duree

# What a part needs on the machine: (programs, any of which will do; Debian package).
CHROMIUM = (("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"), "chromium")
WRITER = (("soffice", "libreoffice"), "libreoffice-writer-nogui")
POPPLER = (("pdftotext",), "poppler-utils")
GPG = (("gpg",), "gnupg")
# Parts that make Word files: read by the validator of Microsoft.
WORD = {"core", "odoo"}
# « style » is what ./oilhi lint runs; the audit is there only: it needs the network.
TACHES = essais_simples.TACHES | {"style": (*essais_simples.TACHES["style"], audit.dependances)}
BESOINS = {
    "core": (WRITER, POPPLER),
    "odoo": (WRITER, POPPLER),
    "tours": (CHROMIUM, WRITER, POPPLER),
    "depot": (GPG,),
}


def lancer(odoo, venv, parties, base_url=None):
    """Exit code: 0 when nothing failed and something ran."""
    debut = time.monotonic()
    refus = (
        f"Des essais tournent déjà depuis ce dossier{NBSP}: attendez leur fin, ou arrêtez-les."
    )
    try:
        with verrou(ETAT / "essais.verrou", refus):
            resultats = _lancer(odoo, venv, parties, base_url)
    except Erreur as erreur:
        dire(f"\n{erreur}")
        dire("0 passed, 1 failed")
        return 1
    reussis = sum(r.reussis for r in resultats)
    echecs = sum(r.echecs for r in resultats)
    if not reussis and not echecs:
        echecs = 1
    dire(f"\nDurée totale{NBSP}: {duree(time.monotonic() - debut)}")
    dire(f"{reussis} passed, {echecs} failed")
    return 1 if echecs else 0


def _lancer(odoo, venv, parties, base_url):
    exiger_outils(parties)
    if WORD & set(parties):
        validateur_word.preparer()  # once, before the parts that run side by side
    if "tours" in parties:
        bibliotheque_carte.preparer(exiger=True)
    taches = [t for partie in parties for t in TACHES.get(partie, ())]
    taches_odoo = [t for partie in parties for t in essais_odoo.TACHES.get(partie, ())]
    python = environnement.python_de(venv)
    if not taches_odoo:
        return _executer([(t, (python,)) for t in taches], 2)
    serveur = postgres.choisir(base_url, role="essais")
    serveur.demarrer()
    try:
        atelier = Atelier(serveur, odoo, venv, role="essais")
        atelier.ecrire_conf()
        atelier.modele_base()
        banc = essais_odoo.Banc(atelier)
        # The longest first; the quick ones fill what is left.
        travaux = [(t, (banc,)) for t in essais_odoo.ordonner(taches_odoo)]
        travaux += [(t, (python,)) for t in taches]
        return _executer(travaux, max(2, min(4, os.cpu_count() or 2)))
    finally:
        serveur.arreter()


def exiger_outils(parties):
    """Install what is missing, or fail: a test that silently does not run proves nothing."""
    manquants = []
    for programmes, paquet in dict.fromkeys(b for p in parties for b in BESOINS.get(p, ())):
        if not any(shutil.which(p) for p in programmes):
            manquants.append(paquet)
    if not manquants:
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Erreur(
            f"Il manque {', '.join(manquants)} pour ces essais{NBSP}: installez-les avec "
            f"« sudo apt install {' '.join(manquants)} », puis relancez la commande."
        )
    if "libreoffice-writer-nogui" in manquants:
        manquants.append("fonts-liberation")
    with Etape("Outils d'essai", f"installation de {', '.join(manquants)}"):
        environnement.installer_paquets(manquants)


def _executer(travaux, nombre):
    resultats = []
    with concurrent.futures.ThreadPoolExecutor(nombre) as bassin:
        futurs = [bassin.submit(_mesurer, tache, arguments) for tache, arguments in travaux]
        try:
            for futur in concurrent.futures.as_completed(futurs):
                resultat = futur.result()
                resultats.append(resultat)
                resultat.afficher()
        except BaseException:
            for futur in futurs:
                futur.cancel()
            processus.tout_arreter()
            raise
    return resultats


def _mesurer(tache, arguments):
    depart = time.monotonic()
    try:
        resultat = tache(*arguments)
    except Erreur as erreur:
        resultat = essais_simples.Resultat(tache.__doc__, 0, 1, [str(erreur)])
    except Exception as erreur:  # of this part alone: the others go on to their end
        journal = JOURNAUX / f"{tache.__name__}-exception.log"
        journal.write_text(traceback.format_exc(), encoding="utf-8")
        resultat = essais_simples.Resultat(
            tache.__doc__, 0, 1, [f"{type(erreur).__name__} : {str(erreur).splitlines()[:1]} (le détail : {journal})"])
    resultat.secondes = time.monotonic() - depart
    return resultat
