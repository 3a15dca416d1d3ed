"""./oilhi anonymise: the names go from a copy nobody sees, and only what is left of it is published.

The copy is emptied, saved, and restored from that backup: no dead row, no statistic, no file that the
database no longer names comes along.
"""
import copy
import os
import pwd
import secrets
import shutil
import time
from pathlib import Path

from .. import instance
from ..dossiers import JOURNAUX
from ..messages import NBSP, Erreur, Etape, dire, duree, nombre, taille
from ..sauvegarde import archive, chiffre, provisoires, reprise
from ..sauvegarde.copie import sauvegarder
from ..sauvegarde.provisoires import ANONYMISATION, reservee, retirer_restes, si_postgresql_s_arrete

SUFFIXE = "_formation"


def anonymise(choix, odoo, venv, debut):
    with instance.ouvrir(choix, odoo, venv) as atelier, si_postgresql_s_arrete(
        "pendant la copie",
        "elle n'a pas été faite. Quand il sera revenu, relancez la même commande : elle retire d'abord ce qui était "
        "commencé.",
    ):
        retirer_restes(atelier)
        source, vers = atelier.base, choix.vers
        if not choix.archive:
            instance.exiger_base(atelier)
        elif not choix.archive.is_file():
            raise Erreur(f"L'archive {choix.archive} n'existe pas{NBSP}: vérifiez son chemin.")
        if not vers and not choix.dossier:
            vers = (source or "oilhi") + SUFFIXE
        if vers and atelier.serveur.existe(vers):
            raise Erreur(
                f"La base « {vers} » existe déjà{NBSP}: donnez un autre nom (--vers). Rien n'a été modifié."
            )
        mot_de_passe, bilan, fichier = copier(atelier, choix, vers)
    dire(f"\n{nombre(bilan['supprimees'])} lignes retirées, {nombre(bilan['colonnes'])} colonnes de "
         f"{bilan['tables']} tables vidées ou remplacées, {nombre(bilan['fichiers'])} fichiers remplacés, "
         f"en {duree(time.time() - debut)}.")
    if vers:
        dire(f"Base « {vers} »{NBSP}: elle n'envoie ni ne relève de courriel.")
    if fichier:
        dire(f"Archive{NBSP}: {fichier} ({taille(fichier.stat().st_size)}), à rendre avec « ./oilhi restore --copie ».")
    dire(f"Comptes{NBSP}: admin et compte1, compte2… (Réglages, Utilisateurs), mot de passe {mot_de_passe}")
    dire("Les communes, les dates et l'enchaînement des étapes restent : gardez cette copie pour la formation, "
         "ne la publiez pas.")
    return 0


def copier(atelier, choix, vers):
    """``(password, figures, archive or nothing)``; nothing is left behind when it fails."""
    if choix.dossier:
        _preparer(choix.dossier)
    mot_de_passe = secrets.token_urlsafe(9)
    racine = atelier.dossier / "filestore"
    racine.mkdir(parents=True, exist_ok=True)
    with provisoires.dossier(racine, "oilhi-anonymise-") as dossier:
        with reservee(atelier, ANONYMISATION) as travail:
            _poser_source(atelier, choix, dossier / "avant", travail)
            with Etape("Anonymisation", "textes, fichiers, comptes") as etape:
                journal = JOURNAUX / "anonymisation.log"
                texte = atelier.reussir("L'anonymisation", atelier.dans_odoo(
                    travail, "anonymiser", entree=mot_de_passe + "\n", journal=journal,
                    suivi=lambda ligne: ligne.startswith("SUIVI ") and etape.suivre(ligne[6:].strip()),
                ), journal)
            bilan = _bilan(texte)
            retires = _nettoyer(atelier, travail)
            bilan["fichiers"] = max(bilan["fichiers"], retires)
            reprise.neutraliser(atelier, travail)
            sauve = _atelier_sans_nom(atelier, travail, dossier)
            fichier, _manifeste = sauvegarder(sauve, dossier / "apres", chiffre.Chiffre())
        if vers:
            with reprise.ouverte(atelier, fichier) as (pieces, manifeste), reservee(atelier, ANONYMISATION) as neuve:
                reprise.poser(atelier, pieces, manifeste, neuve)
                reprise.exiger_pareille(atelier, manifeste, pieces, neuve)
                reprise.publier(atelier, neuve, vers, {}, False)
        garde = None
        if choix.dossier:
            garde = choix.dossier / archive.nom_archive("formation", time.time(), "")
            _deplacer(fichier, garde)
    return mot_de_passe, bilan, garde


def _preparer(dossier):
    """Said before the work: on an installation the account of OILHI writes there, not root."""
    try:
        dossier.mkdir(parents=True, exist_ok=True, mode=0o700)
        raison = None if os.access(dossier, os.W_OK | os.X_OK) else "droits insuffisants"
    except OSError as erreur:
        raison = erreur.strerror
    if raison:
        compte = pwd.getpwuid(os.geteuid()).pw_name
        raise Erreur(
            f"Le compte « {compte} » ne peut pas écrire dans {dossier} ({raison}){NBSP}: créez ce dossier et "
            f"donnez-le-lui (chown {compte}: {dossier}), ou choisissez-en un autre. Rien n'a été fait."
        )


def _poser_source(atelier, choix, dossier, travail):
    fichier, phrase, cle = choix.archive, choix.phrase, choix.cle
    if not fichier:
        fichier, _manifeste = sauvegarder(atelier, dossier, chiffre.Chiffre(), taches=choix.processus)
        phrase = cle = None
    with reprise.ouverte(atelier, fichier, phrase, cle) as (pieces, manifeste):
        reprise.poser(atelier, pieces, manifeste, travail, choix.processus)
    if not choix.archive:
        fichier.unlink()  # the names are not kept longer than the copy takes


def _atelier_sans_nom(atelier, base, dossier):
    """The backup joins the configuration: that of the installation names its machine and accounts."""
    sauve = copy.copy(atelier)
    sauve.base, sauve.conf = base, dossier / "odoo.conf"
    sauve.conf.write_text("[options]\n")
    return sauve


def _nettoyer(atelier, base):
    """Files that the emptied database no longer names."""
    noms = {nom for nom, in atelier.serveur.executer(
        "SELECT DISTINCT store_fname FROM ir_attachment WHERE store_fname IS NOT NULL", base=base)}
    racine, retires = atelier.fichiers(base), 0
    for dossier, _sous, fichiers in os.walk(racine):
        for nom in fichiers:
            chemin = Path(dossier) / nom
            if str(chemin.relative_to(racine)) not in noms:
                chemin.unlink()
                retires += 1
    return retires


def _bilan(texte):
    ligne, = [li for li in texte.splitlines() if li.startswith("BILAN ")]
    return {c: int(v) for c, v in (mot.split("=") for mot in ligne.split()[1:])}


def _deplacer(avant, apres):
    """Another disk perhaps: the name appears once the file is whole, with its sum as for a backup."""
    en_cours = apres.with_name(archive.PROVISOIRE + apres.name)
    shutil.copyfile(avant, en_cours)
    apres.with_name(apres.name + ".sha256").write_text(f"{archive.somme_de(en_cours)}  {apres.name}\n")
    en_cours.rename(apres)
