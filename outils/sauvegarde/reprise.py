"""./oilhi restore: the archive is checked whole before anything is touched, then compared with its own account."""
import contextlib
import os
import re
import secrets
import shutil
import time
import uuid
from pathlib import Path

from .. import instance
from ..bases import raison_odoo
from ..dossiers import JOURNAUX
from ..messages import NBSP, Erreur, Etape, accord, avertir, dire, duree, nombre, taille
from . import archive, chiffre, provisoires, releve
from .provisoires import VERIFICATION, remplacer, reservee, retirer_restes, si_postgresql_s_arrete

ECARTS_MONTRES = 5
MOTS = {
    "absents": ("fichier absent", "fichiers absents"), "abimes": ("fichier abîmé", "fichiers abîmés"),
    "discordants": ("fichier sans l'empreinte inscrite", "fichiers sans l'empreinte inscrite"),
}


def restore(choix, odoo, venv, debut):
    fichier = Path(choix.archive).expanduser().absolute()
    try:
        fichier.open("rb").close()
    except OSError as erreur:
        raise Erreur(
            f"L'archive {fichier} ne se lit pas ({erreur.strerror}){NBSP}: vérifiez son chemin et ses "
            "droits (« ./oilhi backup --liste » montre celles du dossier habituel)."
        ) from None
    demandee = choix.base
    with instance.ouvrir(choix, odoo, venv) as atelier, si_postgresql_s_arrete(
        "pendant la restauration",
        "elle n'a pas eu lieu. Quand il sera revenu (pg_lsclusters, systemctl start postgresql), relancez la même "
        "commande : elle retire d'abord ce qui était commencé, et rouvre telle quelle la base qui devait être remplacée.",
    ):
        if choix.verifier:
            return verifier(atelier, fichier, choix.phrase, choix.cle, choix.processus)
        retirer_restes(atelier)
        with ouverte(atelier, fichier, choix.phrase, choix.cle) as (dossier, manifeste):
            base = demandee or manifeste["base"]
            existe = atelier.serveur.existe(base)
            if existe and not choix.remplacer:
                raise Erreur(
                    f"La base « {base} » existe déjà{NBSP}: donnez un autre nom (--base), ou ajoutez "
                    "--remplacer si elle doit disparaître. Rien n'a été modifié."
                )
            with reservee(atelier, f"{base}_reprise") as provisoire:
                poser(atelier, dossier, manifeste, provisoire, choix.processus)
                exiger_pareille(atelier, manifeste, dossier, provisoire)
                if choix.copie:
                    neutraliser(atelier, provisoire)
                if choix.configuration:
                    _rendre_configuration(dossier, choix.configuration)
                (octets,), = atelier.serveur.executer("SELECT pg_database_size(%s)", (provisoire,))
                publier(atelier, provisoire, base, manifeste["note"], existe)
    dire(f"\nBase « {base} » restaurée en {duree(time.time() - debut)}{NBSP}: {taille(octets)}, "
         f"{nombre(manifeste['fichiers'])} fichiers ; comptes, contenus et empreintes égaux à ceux du "
         f"{_jour(manifeste)}.")
    if choix.copie:
        dire("Cette copie n'envoie ni ne relève de courriel, et ses tâches planifiées sont arrêtées.")
    return 0


def _jour(manifeste):
    date = manifeste["date"]
    return f"{date[8:10]}/{date[5:7]}/{date[:4]} à {date[11:16]} (UTC)"


@contextlib.contextmanager
def ouverte(atelier, fichier, phrase=None, cle=None):
    """The archive unpacked beside the filestore, every sum checked: ``(folder, manifest)``."""
    racine = atelier.dossier / "filestore"
    try:
        racine.mkdir(parents=True, exist_ok=True)
        with provisoires.dossier(racine, ".reprise-") as dossier:
            with Etape("Archive", f"lecture et contrôle ({taille(fichier.stat().st_size)})"), \
                    chiffre.lire(fichier, phrase, cle) as flux:
                manifeste = archive.deballer(flux, dossier, fichier.name)
            yield dossier, manifeste
    except OSError as erreur:
        if erreur.errno in (27, 28, 122):
            raise Erreur(
                f"Le disque de {racine} est plein{NBSP}: il y faut la place de l'archive. Libérez-en, "
                "puis recommencez. Rien d'inachevé n'a été laissé."
            ) from erreur
        raise Erreur(
            f"La restauration a échoué sur le disque ({erreur.strerror or erreur}, "
            f"{erreur.filename or racine}){NBSP}: vérifiez les droits. Rien d'inachevé n'a été laissé."
        ) from erreur


EXTENSION = re.compile(r"\d+; \d+ \d+ (?:EXTENSION - |COMMENT - EXTENSION )(\S+)")


def sans_extensions(sommaire, admises):
    """``(table of contents without the extensions that may not be created here, their names)``"""
    retirees, lignes = [], []
    for ligne in sommaire.splitlines():
        lu = EXTENSION.match(ligne)
        if lu and lu[1] not in admises:
            retirees.append(lu[1])
        else:
            lignes.append(ligne)
    return "\n".join(lignes) + "\n", list(dict.fromkeys(retirees))


def _sommaire(atelier, outils, dossier):
    """An extension that only a superuser creates (pg_stat_statements) is the administrator's, and holds no data."""
    code, texte = outils.executer("pg_restore", "--list", dossier / "base")
    if code:
        raise Erreur(f"Le contenu de l'archive ne se lit pas ({raison_odoo(texte)}). Rien n'a été modifié.")
    admises = {nom for nom, in atelier.serveur.executer(
        "SELECT name FROM pg_available_extension_versions WHERE trusted "
        "OR (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)")}
    texte, retirees = sans_extensions(texte, admises)
    if retirees:
        avertir(f"{', '.join(retirees)}{NBSP}: cette extension n'est pas reprise, PostgreSQL ne la laisse créer qu'à un "
                "superutilisateur ; aucune donnée d'OILHI n'y est.")
    (dossier / "sommaire").write_text(texte, encoding="utf-8")
    return dossier / "sommaire"


def poser(atelier, dossier, manifeste, base, taches=2):
    """The database under a name nobody uses, its files beside the others."""
    outils = instance.OutilsPostgres(atelier.serveur)
    if manifeste["postgresql"] > outils.version or manifeste["pg_dump"] > outils.majeure:
        raise Erreur(
            f"L'archive vient de PostgreSQL {manifeste['postgresql']} (pg_dump "
            f"{manifeste['pg_dump']}), ce serveur est en version {outils.version}{NBSP}: restaurez sur "
            "une version égale ou plus récente. Rien n'a été modifié."
        )
    if manifeste["odoo"] != atelier.odoo.version:
        raise Erreur(
            f"L'archive vient d'Odoo {manifeste['odoo']}, or OILHI tourne ici avec Odoo "
            f"{atelier.odoo.version}{NBSP}: restaurez-la avec la même version. Rien n'a été modifié."
        )
    sommaire = _sommaire(atelier, outils, dossier)
    atelier.serveur.creer(base)
    with Etape("Base de données", f"restauration ({taille(manifeste['octets_base'])})"):
        code, texte = outils.executer(
            "pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", f"--jobs={taches}",
            f"--use-list={sommaire}", f"--dbname={base}", dossier / "base")
        if code:
            raise Erreur(
                f"pg_restore a échoué ({raison_odoo(texte)}){NBSP}: la base commencée a été retirée."
            )
        atelier.serveur.executer("ANALYZE", base=base)
    fichiers = atelier.fichiers(base)
    if (dossier / "fichiers").is_dir():
        (dossier / "fichiers").rename(fichiers)
    else:
        fichiers.mkdir()
    _donner(fichiers, atelier.dossier)


def _donner(dossier, modele):
    """Odoo's account owns the data folder: run by root, the files must be its own."""
    compte = modele.stat()
    if os.geteuid() != 0 or compte.st_uid == 0:
        return
    for racine, sous, noms in os.walk(dossier):
        for nom in (racine, *(os.path.join(racine, n) for n in (*sous, *noms))):
            os.chown(nom, compte.st_uid, compte.st_gid)


def comparer(atelier, manifeste, dossier, base):
    """Every difference, in words, between the archive's account and a restored database."""
    lien = atelier.serveur.connexion(base)
    try:
        lien.autocommit = False
        with lien.cursor() as curseur:
            comptes, contenus = releve.comptes(curseur), releve.contenus(curseur)
            actes, retards = releve.actes(curseur), releve.sequences_en_retard(curseur)
    finally:
        lien.close()
    ecarts = [
        f"table {t}{NBSP}: {manifeste['comptes'].get(t, 'absente')} lignes sauvées, "
        f"{comptes.get(t, 'absente')} restaurées"
        for t in sorted(manifeste["comptes"].keys() | comptes.keys())
        if manifeste["comptes"].get(t) != comptes.get(t)
    ]
    ecarts += [f"table {t}{NBSP}: le contenu diffère" for t in sorted(manifeste["contenus"])
               if manifeste["contenus"][t] != contenus.get(t)]
    racine, sommes = atelier.fichiers(base), {}
    for _table, _numero, _inscrit, nom in actes:
        if nom and nom not in sommes and (racine / nom).is_file():
            sommes[nom] = archive.somme_de(racine / nom)
    sauves = releve.lire_actes((dossier / "actes.csv").read_text(encoding="utf-8"))
    repris = releve.lire_actes(releve.actes_en_csv(actes, sommes))
    ecarts += [f"{t} n°{NBSP}{i}{NBSP}: l'empreinte diffère" for t, i in
               sorted(sauves.keys() | repris.keys()) if sauves.get((t, i)) != repris.get((t, i))]
    ecarts += [f"séquence {s}{NBSP}: le prochain numéro ({d + 1}) existe déjà dans {t}"
               for s, t, d, _m in retards if s not in manifeste["retards"]]
    return ecarts


def exiger_pareille(atelier, manifeste, dossier, base):
    with Etape("Contrôle", "comptes, contenus, empreintes des actes"):
        ecarts = comparer(atelier, manifeste, dossier, base)
    if ecarts:
        suite = "" if len(ecarts) <= ECARTS_MONTRES else f" ; et {len(ecarts) - ECARTS_MONTRES} autres"
        raise Erreur(
            f"La base restaurée n'est pas celle de l'archive{NBSP}: "
            f"{' ; '.join(ecarts[:ECARTS_MONTRES])}{suite}. Elle a été retirée."
        )


def neutraliser(atelier, base):
    """As Odoo does for a copy: no mail in or out, no task, and an identity of its own."""
    with Etape("Base de données", "copie rendue inoffensive (courriels, tâches)"):
        journal = JOURNAUX / "neutralisation.log"
        atelier.reussir("La neutralisation", atelier.neutraliser(base, journal=journal), journal)
        for cle, valeur in (("database.uuid", str(uuid.uuid4())),
                            ("database.secret", secrets.token_urlsafe(48))):
            atelier.serveur.executer(
                "UPDATE ir_config_parameter SET value = %s WHERE key = %s", (valeur, cle), base=base)


def publier(atelier, provisoire, base, note, existe):
    """From now on the name is that of the restored database; the one before goes last."""
    if not existe:
        atelier.publier(provisoire, base, **note)
        return
    atelier.serveur.noter(provisoire, **note)
    remplacer(atelier, provisoire, base)


def _rendre_configuration(dossier, cible):
    cible = Path(cible).expanduser().absolute()
    cible.mkdir(parents=True, exist_ok=True, mode=0o700)
    for fichier in (dossier / "configuration").iterdir():
        shutil.copyfile(fichier, cible / fichier.name)
        (cible / fichier.name).chmod(0o600)
    dire(f"La configuration de l'archive est dans {cible}{NBSP}: rien n'a été installé à votre place.")


def verifier(atelier, fichier, phrase=None, cle=None, taches=2):
    """Restore for nobody, compare, remove: the only proof that a backup can serve."""
    depart = time.monotonic()
    with si_postgresql_s_arrete(
        "pendant la vérification",
        f"l'archive {fichier} n'est donc pas vérifiée. Quand il sera revenu, relancez « ./oilhi restore {fichier} "
        "--verifier » (avec la même phrase ou la même clé) ; la base de vérification commencée sera retirée à ce "
        "moment-là.",
    ):
        retirer_restes(atelier)
        with ouverte(atelier, fichier, phrase, cle) as (dossier, manifeste), \
                reservee(atelier, VERIFICATION) as base:
            poser(atelier, dossier, manifeste, base, taches)
            exiger_pareille(atelier, manifeste, dossier, base)
    actes = manifeste["actes"]
    dire(f"\nSauvegarde vérifiée en {duree(time.monotonic() - depart)}{NBSP}: "
         f"{len(manifeste['comptes'])} tables ({nombre(sum(manifeste['comptes'].values()))} lignes), "
         f"{nombre(actes['nombre'])} empreintes dont {nombre(actes['signes'])} d'actes signés, "
         f"{nombre(manifeste['fichiers'])} fichiers{NBSP}: tout est égal.")
    for code in ("absents", "abimes", "discordants"):
        if manifeste[code]:
            avertir(f"la base avait déjà, avant la sauvegarde, {accord(len(manifeste[code]), *MOTS[code])}.")
    return 0
