"""The machine: room, programs that make the documents, backups that exist."""
import os
import shutil
import subprocess
import time

from ..messages import duree, taille
from ..sauvegarde.archive import archives
from . import controle

LIBRE_ERREUR, LIBRE_ALERTE = 1 * 10**9, 5 * 10**9
JOUR = 86400


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
               f"lancez « {programme} --version » avec le compte d'OILHI pour lire la raison")


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
    if not trouvees:
        yield (
            "erreur", f"aucune sauvegarde de « {ctx.base} » dans {ctx.sauvegardes}",
            "une panne de disque ou une fausse manœuvre perdrait tous les dossiers",
            "lancez « ./oilhi backup --verifier », puis activez la sauvegarde de chaque nuit "
            "(systemctl enable --now oilhi-sauvegarde.timer)",
        )
        return
    age = time.time() - time.mktime(trouvees[0][0])
    if age > 2 * JOUR:
        yield (
            "erreur", f"la dernière sauvegarde a {int(age // JOUR)} jours ({trouvees[0][1].name})",
            "tout ce qui a été saisi depuis serait perdu",
            "lisez pourquoi elle échoue : journalctl -u oilhi-sauvegarde, puis « ./oilhi backup »",
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


@controle("antivirus", "Examen des fichiers déposés", "production")
def antivirus(ctx):
    prise = ctx.options.get("oilhi_clamav")  # a socket of clamd, when the installation has one
    if not prise:
        yield (
            "information", "aucun antivirus n'est déclaré dans odoo.conf (oilhi_clamav)",
            "les fichiers déposés par les agents ne sont pas examinés sur le serveur",
            "OILHI ne les examine pas encore lui-même : faites examiner data_dir par ClamAV chaque nuit",
        )
    elif not os.path.exists(prise):
        yield (
            "erreur", f"l'antivirus déclaré ne répond pas : {prise} n'existe pas",
            "les fichiers déposés ne sont pas examinés",
            "systemctl status clamav-daemon, ou corrigez oilhi_clamav dans odoo.conf",
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
