"""The passage from one version to the next: nothing is tried without a backup that can be read."""
import time

from .. import instance, postgres, processus
from ..bases import ADDONS, empreinte, exiger_addons
from ..dossiers import ETAT, JOURNAUX, verrou
from ..messages import NBSP, Erreur, Etape, accord, avertir, dire, duree
from ..sauvegarde import chiffre, copie, releve, reprise
from ..sauvegarde.provisoires import reservee, retirer_restes
from . import droit

PATIENCE = 3  # seconds


def upgrade(choix, odoo, venv, debut):
    fermeture = chiffre.Chiffre(choix.destinataire, choix.phrase)
    dossier = copie.dossier_de(choix)
    refus = f"OILHI tourne depuis ce dossier{NBSP}: arrêtez-le d'abord (Ctrl-C dans sa fenêtre)."
    with instance.ouvrir(choix, odoo, venv) as atelier, verrou(ETAT / "run.verrou", refus):
        retirer_restes(atelier)
        instance.exiger_base(atelier)
        fichier, rapport = passer(atelier, dossier, fermeture, choix)
        journal = JOURNAUX / f"upgrade-{time.strftime('%Y-%m-%dT%H-%M-%S')}.txt"
        journal.write_text("\n".join(rapport) + "\n", encoding="utf-8")
    dire()
    for ligne in rapport:
        dire(ligne)
    dire(f"\nMise à jour faite en {duree(time.time() - debut)}. Ce compte rendu est dans {journal}.")
    dire(f"Pour revenir en arrière{NBSP}: remettez les sources précédentes, puis "
         f"« {remettre(fichier, choix)} ».")
    dire("Relancez OILHI (systemctl start oilhi).")
    return 0


def remettre(fichier, choix):
    """The command that puts the database of before back, whole: it is copied and pasted."""
    phrase = f" --phrase {choix.phrase}" if choix.phrase else ""
    return f"./oilhi restore {fichier}{phrase} --remplacer"


def exiger_arret(atelier):
    """An Odoo with the old code on the new tables would write anything."""
    def ouvertes():
        (compte,), = atelier.serveur.executer(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid() "
            "AND backend_type = 'client backend'", (atelier.base,))
        return compte

    # One that has just been closed (ours, or that of an OILHI just stopped) shows a moment longer.
    if processus.attendre(lambda: not ouvertes(), PATIENCE):
        return
    if compte := ouvertes():
        raise Erreur(
            f"{accord(compte, 'connexion est ouverte', 'connexions sont ouvertes')} sur la base « {atelier.base} »"
            f"{NBSP}: arrêtez OILHI (systemctl stop oilhi), puis recommencez. Rien n'a été modifié."
        )


def _relever(atelier):
    lien = atelier.serveur.connexion(atelier.base)
    try:
        lien.autocommit = False
        with lien.cursor() as curseur:
            return droit.relever(curseur), droit.situation(curseur), releve.modules(curseur)
    finally:
        lien.close()


def passer(atelier, dossier, fermeture, choix):
    """``(archive made before, lines of the account)``; the database is as before if it fails."""
    exiger_addons()
    exiger_arret(atelier)
    fichier, _manifeste = copie.sauvegarder(atelier, dossier, fermeture, taches=choix.processus)
    if choix.verifier:
        reprise.verifier(atelier, fichier, choix.phrase, choix.cle, choix.processus)
    avant, etat_avant, modules_avant = _relever(atelier)
    try:
        _mettre_a_jour(atelier, modules_avant)
    except BaseException as erreur:
        _revenir(atelier, fichier, choix, erreur)
        raise
    apres, etat_apres, modules_apres = _relever(atelier)
    ecarts = droit.comparer(avant, apres)
    lien = atelier.serveur.connexion(atelier.base)
    try:
        with lien.cursor() as curseur:
            touches, noms = droit.dossiers_touches(curseur, ecarts), droit.libelles(curseur)
    finally:
        lien.close()
    versions = {n: (modules_avant.get(n), modules_apres.get(n)) for n in ADDONS}
    return fichier, droit.rediger(versions, ecarts, touches, etat_avant, etat_apres, noms)


def _mettre_a_jour(atelier, presents):
    note = atelier.serveur.note(atelier.base)
    sources = empreinte()  # before: what is edited meanwhile has not been taken, and the next passage must see it
    tout = note.get("odoo") not in (None, atelier.odoo.cle)
    absents = [a for a in ADDONS if a not in presents]
    arguments = ["-u", "base" if tout else ",".join(a for a in ADDONS if a in presents)]
    if absents:
        arguments += ["-i", ",".join(absents)]
    journal = JOURNAUX / "upgrade.log"
    with Etape("Base de données", "mise à jour des modules") as etape:
        atelier.reussir("La mise à jour", atelier.odoo_stop(
            atelier.base, *arguments, etape=etape, journal=journal), journal)
        etape.suivre("interface")
        atelier.reussir("La préparation de l'interface", atelier.dans_odoo(
            atelier.base, "preparer_interface", journal=journal), journal)
        atelier.serveur.noter(atelier.base, sources=sources, odoo=atelier.odoo.cle)


def _revenir(atelier, fichier, choix, erreur):
    """Odoo keeps each module it has updated: half a passage is worse than none."""
    avertir(f"la mise à jour a échoué ({erreur}) ; la base d'avant est remise.")
    try:
        with reprise.ouverte(atelier, fichier, choix.phrase, choix.cle) as (dossier, manifeste):
            with reservee(atelier, f"{atelier.base}_reprise") as provisoire:
                reprise.poser(atelier, dossier, manifeste, provisoire, choix.processus)
                reprise.exiger_pareille(atelier, manifeste, dossier, provisoire)
                reprise.publier(atelier, provisoire, atelier.base, manifeste["note"], True)
    except Exception as echec:
        raison = echec if isinstance(echec, Erreur) else postgres.coupure(echec)
        if not raison:
            raise
        raise Erreur(
            f"La mise à jour a échoué, et la base d'avant n'a pas pu être remise ({raison}){NBSP}: ne "
            f"relancez pas OILHI ; restaurez à la main « {remettre(fichier, choix)} »."
        ) from erreur
    dire("La base est celle d'avant la mise à jour. Remettez aussi les sources précédentes.")
