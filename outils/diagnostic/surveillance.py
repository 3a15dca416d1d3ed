"""Who is told when something breaks, and whether a probe can look."""
import os
import shutil

from ..messages import COMMANDE
from . import controle


@controle("serveur", "Module du serveur", "conf", "production")
def serveur(ctx):
    if "oilhi_serveur" not in ctx.options.get("server_wide_modules", ""):
        yield (
            "alerte", "server_wide_modules ne nomme pas oilhi_serveur",
            "un arrêt de PostgreSQL déconnecte les agents, et le journal en JSON n'existe pas",
            "écrivez « server_wide_modules = base,rpc,web,oilhi_serveur » dans odoo.conf et relancez OILHI",
        )


@controle("alerte", "Personne prévenue en cas de panne", "conf", "production")
def alerte(ctx):
    if os.environ.get(COMMANDE, "").startswith("docker "):  # no systemd there, so nothing reads OILHI_ALERTE
        yield (
            "information", "en conteneurs, OILHI n'écrit lui-même à personne quand la sauvegarde échoue ou qu'il s'arrête",
            "on l'apprendrait le jour où il faut la restaurer",
            "faites écrire le cron de l'hôte qui lance la sauvegarde (MAILTO), et lire /oilhi/sante par une sonde",
        )
    elif not os.environ.get("OILHI_ALERTE", "").strip():
        yield (
            "alerte", "OILHI_ALERTE est vide : personne n'est prévenu d'une sauvegarde qui échoue",
            "on l'apprendrait le jour où il faut la restaurer",
            "écrivez une adresse dans /etc/oilhi/environnement",
        )
    elif not ctx.options.get("smtp_server") and not shutil.which("sendmail"):
        yield (
            "alerte", "aucun relais pour les alertes de la machine : ni smtp_server dans odoo.conf, ni sendmail",
            "une sauvegarde qui échoue n'écrirait à personne",
            "écrivez smtp_server, smtp_port, smtp_user, smtp_password et smtp_ssl dans odoo.conf",
        )


@controle("alerte-courriel", "Personne prévenue par l'application", "base", "production")
def courriel(ctx):
    """Those to whom oilhi.alerte writes; an account made by init has no address yet."""
    if not ctx.table("oilhi_alerte") or ctx.parametre("oilhi.alerte_courriel"):
        return
    if not ctx.un("""
        SELECT count(*) FROM res_users u JOIN res_groups_users_rel r ON r.uid = u.id
        JOIN res_partner p ON p.id = u.partner_id
        JOIN ir_model_data d ON d.model = 'res.groups' AND d.res_id = r.gid
        WHERE u.active AND u.id > 1 AND COALESCE(p.email, '') <> '' AND d.module = 'base' AND d.name = 'group_system'"""):
        yield (
            "alerte", "aucun administrateur n'a d'adresse électronique, et oilhi.alerte_courriel est vide",
            "une tâche planifiée qui échoue n'écrirait à personne",
            "écrivez l'adresse dans Mes préférences (menu de votre nom), ou dans le paramètre système oilhi.alerte_courriel",
        )


@controle("alertes-ouvertes", "Alertes en cours", "base", "production")
def ouvertes(ctx):
    if not ctx.table("oilhi_alerte"):
        return
    for nom, raison, nombre in ctx.lire(
            "SELECT name, raison, nombre FROM oilhi_alerte WHERE etat = 'ouverte' ORDER BY derniere_le DESC LIMIT 5"):
        yield (
            "alerte", f"{nom} ({raison or 'raison dans le journal'}), {nombre} fois",
            "ce que fait cette tâche n'a plus lieu", "Configuration › Exploitation › Alertes, puis le journal d'OILHI",
        )
