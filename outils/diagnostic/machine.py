"""The machine: room, programs that make the documents, backups that exist."""
import importlib.util
import os
import pwd
import re
import shutil
import subprocess
import time
from pathlib import Path

from ..messages import accord, duree, taille
from ..sauvegarde.archive import archives
from . import controle

LIBRE_ERREUR, LIBRE_ALERTE = 1 * 10**9, 5 * 10**9
JOUR = 86400
PHRASE = Path("/etc/oilhi/phrase-sauvegarde")  # what the installation script makes
SIGNATURES_JOURS = 7
# The file that every antivirus recognises and that harms nothing; cut, so that ours is not stopped by it.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@controle("disque", "Place libre")
def disque(ctx):
    vus = set()
    for dossier in (ctx.donnees, ctx.sauvegardes):
        while dossier is not None and not dossier.exists():
            dossier = dossier.parent
        if dossier is None or dossier.stat().st_dev in vus:
            continue
        vus.add(dossier.stat().st_dev)
        libre = shutil.disk_usage(dossier).free
        if libre < LIBRE_ALERTE:
            yield (
                "erreur" if libre < LIBRE_ERREUR else "alerte",
                f"{taille(libre)} libres sur le disque de {dossier}",
                "disque plein, PostgreSQL s'arrête et un document signé ne peut plus être enregistré",
                "libérez de la place, agrandissez le disque, ou gardez moins de sauvegardes (--garder)",
            )


def ecrits_par_oilhi(ctx):
    """What Odoo and the nightly backup write: the folders, and what a restore made by hand leaves to root."""
    dossiers = [ctx.sauvegardes]
    if ctx.options.get("logfile"):
        dossiers += [Path(ctx.options["logfile"]).parent, Path(ctx.options["logfile"])]
    if ctx.donnees is not None and ctx.donnees.is_dir():
        fichiers = ctx.donnees / "filestore" / (ctx.base or "")
        dossiers += [ctx.donnees, ctx.donnees / "sessions", fichiers]
        if os.access(fichiers, os.R_OK | os.X_OK):
            dossiers += sorted(fichiers.iterdir())
    return [d for d in dossiers if d is not None and d.exists()]


@controle("ecriture", "Dossiers où OILHI écrit", "production")
def ecriture(ctx):
    fermes = [d for d in ecrits_par_oilhi(ctx) if not os.access(d, os.W_OK | (os.X_OK if d.is_dir() else 0))]
    if fermes:
        # A closed folder closes what is in it; many of one folder: the folder.
        fermes = [d for d in fermes if d.parent not in fermes]
        a_rendre = list(dict.fromkeys(d.parent for d in fermes)) if len(fermes) > 3 else fermes
        compte = pwd.getpwuid(os.geteuid()).pw_name
        yield (
            "erreur", f"le compte « {compte} » ne peut pas écrire dans {', '.join(map(str, fermes[:3]))}"
            + (f" (et {len(fermes) - 3} autres)" if len(fermes) > 3 else ""),
            "dépôts de fichiers, connexions, sauvegardes ou journal échouent ; c'est ce que laisse une copie faite par root",
            " && ".join(f"{ordre} {' '.join(map(str, a_rendre))}" for ordre in (f"chown -R {compte}:", "chmod -R u+rwX")),
        )


@controle("libreoffice", "LibreOffice")
def libreoffice(ctx):
    programme = shutil.which("soffice") or shutil.which("libreoffice")
    if not programme:
        yield (
            "alerte", "LibreOffice est absent",
            "les documents restent en Word : ni PDF, ni aperçu, ni lettres en nombre réunies",
            "sudo apt install libreoffice-writer-nogui fonts-liberation",
        )
        return
    try:
        code = subprocess.run([programme, "--version"], capture_output=True, timeout=60,
                              stdin=subprocess.DEVNULL).returncode
    except (OSError, subprocess.TimeoutExpired):
        code = 1
    if code:
        yield ("alerte", f"{programme} ne démarre pas", "aucun PDF ne sera produit",
               "sudo apt install libreoffice-writer-nogui, s'il est incomplet ; sinon la raison est dite par "
               f"« sudo -u oilhi {programme} --version »")


@controle("polices", "Polices")
def polices(ctx):
    if not shutil.which("fc-list"):
        trouvees = any(os.path.isdir(f"/usr/share/fonts/truetype/{n}") for n in ("liberation", "liberation2"))
    else:
        trouvees = "liberation" in subprocess.run(
            ["fc-list", ":", "family"], capture_output=True, text=True, timeout=60).stdout.lower()
    if not trouvees:
        yield (
            "alerte", "les polices Liberation sont absentes",
            "les documents changent de mise en page entre Word et le PDF",
            "sudo apt install fonts-liberation",
        )


@controle("sauvegarde", "Sauvegarde récente", "production")
def sauvegarde(ctx):
    if ctx.sauvegardes is None:
        yield (
            "alerte", "le dossier des sauvegardes n'est pas connu",
            "rien ne dit qu'une sauvegarde existe",
            "donnez --sauvegardes DOSSIER (ou OILHI_SAUVEGARDES)",
        )
        return
    trouvees = archives(ctx.sauvegardes, ctx.base) if ctx.sauvegardes.is_dir() else []
    phrase = f" --phrase {PHRASE}" if PHRASE.exists() else ""
    if not trouvees:
        yield (
            "erreur", f"aucune sauvegarde de « {ctx.base} » dans {ctx.sauvegardes}",
            "une panne de disque ou une fausse manœuvre perdrait tous les dossiers",
            f"lancez « ./oilhi backup{phrase} --verifier », puis activez la sauvegarde de chaque nuit "
            "(systemctl enable --now oilhi-sauvegarde.timer)",
        )
        return
    age = time.time() - time.mktime(trouvees[0][0])
    if age > 2 * JOUR:
        yield (
            "erreur", f"la dernière sauvegarde a {int(age // JOUR)} jours ({trouvees[0][1].name})",
            "tout ce qui a été saisi depuis serait perdu",
            f"lisez pourquoi elle échoue : journalctl -u oilhi-sauvegarde, puis « ./oilhi backup{phrase} »",
        )
    if trouvees[0][1].suffix not in (".gpg", ".age"):
        yield (
            "alerte", "la dernière sauvegarde n'est pas chiffrée",
            "elle contient les données des occupants : volée ou copiée, elle se lit telle quelle",
            "ajoutez --destinataire ou --phrase (guide de l'administrateur, « Sauvegarder »)",
        )
    if ctx.donnees and ctx.donnees.exists() and trouvees[0][1].stat().st_dev == ctx.donnees.stat().st_dev:
        yield (
            "information", "les sauvegardes sont sur le disque des données",
            "une panne de ce disque emporterait les deux",
            "copiez-les chaque jour sur une autre machine (rsync, restic…)",
        )


def client_clamav(racine):
    """The application's own client, without the addon around it (it would import Odoo)."""
    spec = importlib.util.spec_from_file_location(
        "oilhi_clamav", racine / "oilhi_partenaires" / "outils" / "clamav.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@controle("antivirus", "Examen des fichiers déposés", "production")
def antivirus(ctx):
    adresse = ctx.options.get("oilhi_clamav")
    if not adresse:
        yield (
            "alerte", "les fichiers déposés ne sont pas examinés : aucun antivirus n'est déclaré",
            "un fichier infecté joint par un agent ou reçu par courriel passe chez tous les autres",
            "sudo apt install clamav-daemon clamav-freshclam, puis dans odoo.conf une section [oilhi] avec "
            "« clamav = /run/clamav/clamd.ctl », et relancez OILHI",
        )
        return
    client = client_clamav(ctx.racine)
    try:
        version = client.version(adresse)
        if not client.examiner(adresse, EICAR, 20):
            yield (
                "erreur", f"l'antivirus ({version}) ne reconnaît pas le fichier d'essai EICAR",
                "ses signatures manquent ou sont vides : il dirait « sain » de tout",
                "systemctl status clamav-freshclam : les signatures doivent être dans /var/lib/clamav",
            )
    except (client.Injoignable, client.TropGrand) as erreur:
        refuse = ctx.options.get("oilhi_clamav_absent") == "refuser"
        yield (
            "erreur", f"l'antivirus déclaré ne répond pas ({erreur})",
            "tout dépôt de fichier est refusé" if refuse else
            "les fichiers déposés attendent d'être examinés ; jusque-là ils se téléchargent sans l'avoir été",
            "systemctl status clamav-daemon (il ne démarre pas tant que clamav-freshclam n'a pas mis ses signatures dans "
            "/var/lib/clamav), ou corrigez clamav dans la section [oilhi] de odoo.conf",
        )
        return
    if date := re.search(r"/\w{3} (\w{3} +\d+ [\d:]{8} \d{4})$", version):
        age = (time.time() - time.mktime(time.strptime(date[1], "%b %d %H:%M:%S %Y"))) / JOUR
        if age > SIGNATURES_JOURS:
            yield (
                "alerte", f"les signatures de l'antivirus ont {int(age)} jours",
                "les virus apparus depuis ne sont pas reconnus",
                "systemctl status clamav-freshclam, et son accès à database.clamav.net",
            )


@controle("antivirus-attente", "Fichiers que l'antivirus n'a pas vus", "base")
def attente(ctx):
    if not ctx.colonne("ir_attachment", "oilhi_analyse"):
        return
    infectes = ctx.un("SELECT count(*) FROM ir_attachment WHERE oilhi_analyse = 'infecte'")
    if infectes:
        yield (
            "erreur", accord(infectes, "fichier infecté est gardé, fermé", "fichiers infectés sont gardés, fermés")
            + " à la lecture",
            "ils ont été déposés quand l'antivirus ne répondait pas, et ont pu être ouverts avant d'être reconnus",
            "Configuration › Exploitation › Antivirus : la liste dit qui les a déposés, et où ; prévenez ces personnes, puis "
            "cochez les fichiers et choisissez Actions › Supprimer",
        )
    anciens = ctx.un(
        "SELECT count(*) FROM ir_attachment WHERE oilhi_analyse = 'attente' "
        "AND create_date < (now() AT TIME ZONE 'UTC') - interval '1 hour'")
    if anciens:
        yield (
            "alerte", accord(anciens, "fichier attend", "fichiers attendent")
            + " depuis plus d'une heure d'être " + ("examiné" if anciens == 1 else "examinés"),
            "l'antivirus ne répond pas, ou la tâche planifiée qui le lui demande de nouveau ne tourne pas",
            "voyez les contrôles « antivirus » et « taches »",
        )


@controle("horloge", "Horloge", "base")
def horloge(ctx):
    ecart = abs(float(ctx.un("SELECT extract(epoch FROM clock_timestamp())")) - time.time())
    if ecart > 60:
        yield (
            "erreur", f"l'horloge de PostgreSQL et celle-ci diffèrent de {duree(ecart)}",
            "les dates des actes et des échéances en dépendent",
            "activez la synchronisation : timedatectl set-ntp true, sur les deux machines",
        )
