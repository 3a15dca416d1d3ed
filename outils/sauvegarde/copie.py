"""./oilhi backup: everything is read at one instant of the database, and the archive is whole or absent."""
import contextlib
import datetime
import os
import re
import shutil
import tempfile
import time
from pathlib import Path

from .. import instance
from ..bases import empreinte, raison_odoo
from ..dossiers import ETAT, cle, verrou
from ..messages import NBSP, Erreur, Etape, accord, avertir, dire, duree, nombre, taille
from . import archive, chiffre, releve, reprise, retention
from .provisoires import retirer_restes, si_postgresql_s_arrete

DOSSIER = "OILHI_SAUVEGARDES"
SECRETS = re.compile(r"^(\s*(?:admin_passwd|db_password|smtp_password)\s*=).*$", re.M | re.I)


def dossier_de(choix):
    """Where the archives go: never by default beside a production database."""
    dossier = choix.dossier or os.environ.get(DOSSIER)
    if not dossier and (choix.conf or os.environ.get(instance.CONF)):
        raise Erreur(
            f"Dites où ranger la sauvegarde{NBSP}: --dossier /chemin, de préférence sur un autre "
            "disque que la base."
        )
    return Path(dossier or ETAT / "sauvegardes").expanduser().absolute()


def backup(choix, odoo, venv, debut):
    regle = retention.lire_regle(choix.garder) if choix.garder else None
    fermeture = chiffre.Chiffre(choix.destinataire, choix.phrase)
    dossier = dossier_de(choix)
    if choix.joindre and not fermeture.outil:
        raise Erreur(
            f"Les fichiers joints contiennent souvent des secrets{NBSP}: chiffrez la sauvegarde "
            "(--destinataire ou --phrase), ou retirez --joindre."
        )
    if choix.liste:
        return lister(dossier)
    with instance.ouvrir(choix, odoo, venv) as atelier:
        with si_postgresql_s_arrete(
            "pendant la sauvegarde",
            "aucune archive n'a été écrite, les précédentes restent. Quand il sera revenu (pg_lsclusters, systemctl "
            "start postgresql), relancez la même commande.",
        ):
            retirer_restes(atelier)
            instance.exiger_base(atelier)
            fichier, manifeste = sauvegarder(
                atelier, dossier, fermeture, choix.joindre, choix.processus, regle)
        dire(f"\nSauvegarde{NBSP}: {fichier} ({taille(fichier.stat().st_size)}, "
             f"{duree(time.time() - debut)})")
        _resumer(manifeste)
        if choix.verifier:
            if fermeture.outil and not (choix.phrase or choix.cle or fermeture.outil == "gpg"):
                raise Erreur(
                    f"La sauvegarde est faite, mais pour la vérifier il faut la relire{NBSP}: donnez "
                    "la clé privée age avec --cle."
                )
            reprise.verifier(atelier, fichier, choix.phrase, choix.cle, choix.processus)
    return 0


def lister(dossier):
    trouvees = archive.archives(dossier) if dossier.is_dir() else []
    for date, fichier in trouvees:
        dire(f"  {time.strftime('%d/%m/%Y %H:%M', date)}  {taille(fichier.stat().st_size).rjust(10)}  "
             f"{fichier.name}")
    dire(f"{accord(len(trouvees), 'sauvegarde', 'sauvegardes')} dans {dossier}.")
    return 0


def _resumer(manifeste):
    actes = manifeste["actes"]
    dire(f"  {nombre(sum(manifeste['comptes'].values()))} lignes dans {len(manifeste['comptes'])} "
         f"tables, {nombre(manifeste['fichiers'])} fichiers, {nombre(actes['nombre'])} documents à "
         f"empreinte dont {nombre(actes['signes'])} signés")
    if not manifeste["secrets"]:
        avertir(
            "l'archive n'est pas chiffrée ; elle contient des données personnelles, et les mots de "
            "passe de odoo.conf en ont été retirés (--destinataire ou --phrase pour la chiffrer)."
        )
    for code, un, plusieurs in (
        ("absents", "fichier que la base nomme manque déjà sur le disque",
         "fichiers que la base nomme manquent déjà sur le disque"),
        ("abimes", "fichier ne correspond plus à son nom, donc à ce qui y a été écrit",
         "fichiers ne correspondent plus à leur nom, donc à ce qui y a été écrit"),
        ("discordants", "document dont le fichier n'a plus l'empreinte inscrite dans l'acte",
         "documents dont le fichier n'a plus l'empreinte inscrite dans l'acte"),
    ):
        if manifeste[code]:
            avertir(f"{accord(len(manifeste[code]), un, plusieurs)}{NBSP}: {', '.join(manifeste[code][:3])}.")


@contextlib.contextmanager
def _dossier_provisoire(dossier, base):
    """One backup at a time in a folder; what an earlier one left when killed goes first."""
    try:
        dossier.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as erreur:
        raise Erreur(
            f"Le dossier {dossier} ne peut pas être créé ({erreur.strerror}){NBSP}: donnez-vous le "
            "droit d'y écrire, ou choisissez-en un autre avec --dossier."
        ) from None
    refus = f"Une sauvegarde est déjà en cours dans {dossier}{NBSP}: attendez sa fin."
    try:
        with verrou(dossier / ".verrou", refus):
            for reste in dossier.glob(archive.PROVISOIRE + "*"):
                shutil.rmtree(reste, ignore_errors=True)
            provisoire = Path(tempfile.mkdtemp(prefix=f"{archive.PROVISOIRE}{base}-", dir=dossier))
            try:
                yield provisoire
            finally:
                shutil.rmtree(provisoire, ignore_errors=True)
    except OSError as erreur:
        raise Erreur(ecriture_impossible(dossier, erreur)) from erreur


def ecriture_impossible(dossier, erreur):
    if erreur.errno in (27, 28, 122):
        return (
            f"Le disque de {dossier} est plein{NBSP}: libérez de la place (ou gardez moins de "
            "sauvegardes, --garder), puis recommencez. Rien d'inachevé n'a été laissé."
        )
    return (
        f"L'écriture dans {dossier} a échoué ({erreur.strerror or erreur}){NBSP}: vérifiez le disque "
        "et les droits. Rien d'inachevé n'a été laissé."
    )


def sauvegarder(atelier, dossier, fermeture, joints=(), taches=2, regle=None):
    """``(archive, manifest)``; the name appears only once everything is on the disk."""
    outils, instant = instance.OutilsPostgres(atelier.serveur), time.time()
    with _dossier_provisoire(dossier, atelier.base) as provisoire:
        fichier = provisoire / "archive"
        lien = atelier.serveur.connexion(atelier.base)
        try:
            lien.autocommit = False
            lien.set_session(isolation_level="REPEATABLE READ", readonly=True)
            with lien.cursor() as curseur:
                manifeste = _ecrire(
                    atelier, outils, curseur, provisoire, fichier, fermeture, joints, taches)
        finally:
            lien.close()
        final = dossier / archive.nom_archive(atelier.base, instant, fermeture.suffixe)
        _publier(fichier, final)
    if regle:
        partis = retention.appliquer(archive.archives(dossier, atelier.base), regle)
        if partis:
            dire(f"  {accord(len(partis), 'ancienne sauvegarde retirée', 'anciennes sauvegardes retirées')}{NBSP}: "
                 + ", ".join(p.name for p in partis))
    return final, manifeste


def _publier(fichier, final):
    """The sum first: an archive without its sum would look unfinished."""
    temoin = final.with_name(final.name + ".sha256")
    temoin.write_text(f"{archive.somme_de(fichier)}  {final.name}\n")
    fichier.rename(final)
    descripteur = os.open(final.parent, os.O_RDONLY)
    try:
        os.fsync(descripteur)
    finally:
        os.close(descripteur)


def _ecrire(atelier, outils, curseur, provisoire, fichier, fermeture, joints, taches):
    curseur.execute("SELECT pg_export_snapshot(), pg_database_size(current_database())")
    (instantane, octets), = curseur.fetchall()
    depart = time.monotonic()
    with Etape("Base de données", f"copie ({taille(octets)})"):
        code, texte = outils.executer(
            "pg_dump", "--format=directory", f"--jobs={taches}", f"--snapshot={instantane}",
            "--no-owner", "--no-privileges", f"--file={provisoire / 'base'}", atelier.base)
        if code:
            if any(mot in texte for mot in chiffre.PLEIN):
                raise OSError(28, "No space left on device")
            raise Erreur(f"pg_dump a échoué ({raison_odoo(texte)}){NBSP}: rien n'a été écrit.")
    secondes = {"base": round(time.monotonic() - depart, 1)}
    with Etape("Relevé", "compte et empreinte de chaque table"):
        comptes, contenus = releve.comptes(curseur), releve.contenus(curseur)
        manifeste = {
            "date": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
            "base": atelier.base, "octets_base": octets, "postgresql": outils.version,
            "pg_dump": outils.majeure, "odoo": atelier.odoo.version, "sources": empreinte(),
            "modules": releve.modules(curseur), "note": atelier.serveur.note(atelier.base),
            "comptes": comptes, "contenus": contenus, "secrets": bool(fermeture.outil),
        }
        noms, actes = releve.fichiers(curseur), releve.actes(curseur)
        signes = releve.nombre_signes(curseur)
        manifeste["retards"] = [r[0] for r in releve.sequences_en_retard(curseur)]
    depart = time.monotonic()
    with Etape("Archive", f"écriture ({len(noms)} fichiers)") as etape, \
            fermeture.ecrire(fichier) as flux, archive.Ecriture(flux) as ecriture:
        for morceau in sorted((provisoire / "base").iterdir()):
            ecriture.fichier(f"base/{morceau.name}", morceau)
            morceau.unlink()  # the disk never holds the copy twice
        sommes, absents, abimes = _fichiers(ecriture, atelier.fichiers(atelier.base), noms, etape)
        _configuration(ecriture, [atelier.conf, *joints], bool(fermeture.outil))
        ecriture.texte("actes.csv", releve.actes_en_csv(actes, sommes))
        discordants = [f"{t}/{i}" for t, i, s, n in actes if n and sommes.get(n, s) != s]
        secondes["archive"] = round(time.monotonic() - depart, 1)
        manifeste |= {
            "actes": {"nombre": len(actes), "signes": signes}, "fichiers": len(sommes),
            "absents": absents, "abimes": abimes, "discordants": discordants, "secondes": secondes,
        }
        return ecriture.terminer(manifeste)


def _fichiers(ecriture, racine, noms, etape):
    """Odoo never changes a file once written, and names it after its SHA-1."""
    sommes, absents, abimes = {}, [], []
    for rang, nom in enumerate(noms):
        if not rang % 500:
            etape.suivre(f"{rang}/{len(noms)} fichiers")
        try:
            sha256, sha1 = ecriture.fichier(f"fichiers/{nom}", racine / nom, "sha1")
        except FileNotFoundError:
            absents.append(nom)
            continue
        sommes[nom] = sha256
        if Path(nom).name != sha1:
            abimes.append(nom)
    return sommes, absents, abimes


def _configuration(ecriture, fichiers, secrets):
    vus = set()
    for fichier in map(Path, fichiers):
        try:
            texte = fichier.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as erreur:
            raise Erreur(
                f"{fichier} ne peut pas être joint à la sauvegarde "
                f"({getattr(erreur, 'strerror', 'ce n’est pas du texte')}).") from None
        nom = fichier.name if fichier.name not in vus else f"{cle(fichier)[:6]}-{fichier.name}"
        vus.add(nom)
        ecriture.texte(
            f"configuration/{nom}",
            texte if secrets else SECRETS.sub(r"\1 (retiré : archive non chiffrée)", texte))

