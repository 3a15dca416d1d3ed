"""odoo.conf: what makes a server closed, steady and known to its proxy."""
import stat

from . import controle

DEFAUTS_MAITRE = {"admin", "", "changeme", "password", "odoo"}


@controle("conf-droits", "Droits de odoo.conf", "conf")
def droits(ctx):
    mode = stat.S_IMODE(ctx.conf.stat().st_mode)
    if mode & 0o007:
        yield (
            "erreur", f"{ctx.conf} est lisible par tous ({mode:03o})",
            "il contient le mot de passe de la base et celui du gestionnaire de bases",
            f"chmod 640 {ctx.conf} && chown root:oilhi {ctx.conf}",
        )


@controle("donnees-droits", "Droits des fichiers joints", "production")
def donnees(ctx):
    dossier = ctx.donnees
    if dossier is None or not dossier.is_dir():
        yield (
            "erreur", f"le dossier des données {dossier} n'existe pas",
            "les documents joints, les actes et les sessions s'y trouvent",
            "créez-le pour le compte d'OILHI, ou corrigez data_dir dans odoo.conf",
        )
        return
    mode = stat.S_IMODE(dossier.stat().st_mode)
    if mode & 0o007:
        yield (
            "erreur", f"{dossier} est ouvert à tous les comptes de la machine ({mode:03o})",
            "il contient les documents des familles et les sessions ouvertes",
            f"chmod 750 {dossier}",
        )


@controle("gestionnaire-bases", "Gestionnaire de bases fermé", "conf")
def gestionnaire(ctx):
    if ctx.vrai("list_db", True):
        yield (
            "erreur", "list_db n'est pas à False : /web/database/manager est ouvert",
            "n'importe qui peut y essayer des mots de passe, puis emporter ou effacer la base",
            "écrivez « list_db = False » dans odoo.conf et relancez OILHI",
        )
    maitre = ctx.options.get("admin_passwd", "admin")
    if maitre.lower() in DEFAUTS_MAITRE or (not maitre.startswith("$pbkdf2") and len(maitre) < 16):
        yield (
            "erreur", "admin_passwd est absent, laissé par défaut ou trop court",
            "c'est la clé du gestionnaire de bases s'il est ouvert un jour par mégarde",
            "écrivez-y une valeur tirée au sort : openssl rand -base64 30",
        )


@controle("filtre-bases", "Une seule base servie", "conf", "production")
def filtre(ctx):
    if not ctx.options.get("dbfilter") and "," in ctx.options.get("db_name", ","):
        yield (
            "alerte", "ni dbfilter ni un db_name unique",
            "un visiteur peut choisir une autre base du serveur, par exemple une copie d'essai",
            f"écrivez « dbfilter = ^{ctx.base or 'oilhi'}$ » et « db_name = {ctx.base or 'oilhi'} »",
        )


@controle("mandataire-declare", "Serveur mandataire déclaré", "conf", "production")
def mandataire(ctx):
    if not ctx.vrai("proxy_mode"):
        yield (
            "erreur", "proxy_mode n'est pas à True",
            "derrière nginx, Odoo croit être en HTTP et voit tous les visiteurs sous une même adresse : "
            "liens faux, cookies non protégés, limitation des essais de mot de passe inopérante",
            "écrivez « proxy_mode = True » dans odoo.conf et relancez OILHI",
        )
    if ctx.options.get("http_interface", "0.0.0.0") not in ("127.0.0.1", "::1", "localhost"):
        yield (
            "alerte", "Odoo écoute sur toutes les adresses de la machine",
            "on peut l'atteindre sans passer par nginx, donc sans TLS",
            "écrivez « http_interface = 127.0.0.1 », sauf si nginx est sur une autre machine protégée",
        )


@controle("processus", "Processus et limites", "conf", "production")
def processus(ctx):
    if ctx.entier("workers") < 2:
        yield (
            "erreur", f"workers = {ctx.entier('workers')}",
            "un seul processus sert tout le monde : un document long à produire bloque les autres, et la "
            "messagerie instantanée n'a pas son propre port",
            "écrivez « workers = 3 » (environ deux par cœur, au plus six agents actifs par processus)",
        )
    memoire = ctx.entier("limit_memory_hard", 2684354560)
    if not memoire:
        yield ("alerte", "limit_memory_hard est nul", "un processus qui s'emballe arrête la machine",
               "écrivez « limit_memory_hard = 2684354560 »")
    if not 120 <= ctx.entier("limit_time_real", 120) <= 3600:
        yield (
            "alerte", f"limit_time_real = {ctx.entier('limit_time_real', 120)} s",
            "trop court, les longs lots sont coupés ; trop long, un processus bloqué n'est jamais remplacé",
            "écrivez une valeur de 300 à 1200",
        )
    if ctx.options.get("max_cron_threads") == "0":
        yield (
            "erreur", "max_cron_threads = 0 : aucune tâche planifiée ne tourne",
            "ni rappels, ni fin des partages et habilitations, ni documents en nombre, ni courriels",
            "écrivez « max_cron_threads = 1 », ou vérifiez qu'une autre machine les fait tourner",
        )


@controle("journal", "Journal", "conf", "production")
def journal(ctx):
    if ctx.options.get("log_level") in ("debug", "debug_sql", "debug_rpc", "debug_rpc_answer"):
        yield (
            "alerte", f"log_level = {ctx.options['log_level']}",
            "le journal contient alors des données personnelles et remplit le disque",
            "écrivez « log_level = info »",
        )
    if ctx.vrai("dev_mode") or ctx.options.get("dev_mode"):
        yield ("erreur", "dev_mode est actif", "les erreurs montrent du code et les pages sont lentes",
               "retirez la ligne dev_mode de odoo.conf")
