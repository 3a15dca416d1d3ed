"""The application: versions, law, tasks, mail, accounts."""
import ast
import datetime
import re
from pathlib import Path

from ..dossiers import ADDONS
from ..messages import accord
from . import controle

DROIT_ALERTE, DROIT_ERREUR = 180, 400  # days since the texts were read
RECORD = re.compile(r"<record\b[^>]*>")
RETARD = datetime.timedelta(hours=26)  # the least frequent of our tasks runs once a day


@controle("modules", "Version des modules", "base")
def modules(ctx):
    installes = dict(ctx.lire(
        "SELECT name, latest_version FROM ir_module_module WHERE state = 'installed' AND name IN %s",
        (ADDONS,)))
    for addon in ADDONS:
        manifeste = ctx.racine / addon / "__manifest__.py"
        if not manifeste.is_file():
            yield ("erreur", f"les sources de {addon} sont absentes de {ctx.racine}",
                   "OILHI ne démarre pas sans elles", "récupérez le dépôt entier")
            continue
        source = ast.literal_eval(manifeste.read_text(encoding="utf-8"))["version"]
        if addon not in installes:
            yield ("erreur", f"{addon} n'est pas installé dans la base",
                   "une partie d'OILHI manque", "lancez « ./oilhi upgrade »")
        elif installes[addon] != source:
            yield (
                "erreur", f"{addon} : {installes[addon]} dans la base, {source} dans les sources",
                "écrans et règles ne correspondent plus aux données : erreurs imprévisibles",
                "lancez « ./oilhi upgrade » (il sauvegarde d'abord)",
            )
    inachevees = [n for n, in ctx.lire(
        "SELECT name FROM ir_module_module WHERE state IN ('to upgrade', 'to install', 'to remove')")]
    if inachevees:
        yield (
            "erreur", f"mise à jour inachevée : {', '.join(inachevees[:5])}",
            "une mise à jour a été coupée en route", "relancez « ./oilhi upgrade »",
        )


@controle("droit", "Date des textes de loi", "base")
def droit(ctx):
    if not ctx.table("oilhi_texte"):
        return
    date = ctx.un("SELECT max(date_version) FROM oilhi_texte")
    age = (datetime.date.today() - date).days if date else None
    if age is None or age > DROIT_ALERTE:
        yield (
            "erreur" if age is None or age > DROIT_ERREUR else "alerte",
            f"les textes ont été lus pour la dernière fois le {date:%d/%m/%Y}" if date
            else "aucun texte n'a de date de lecture",
            "le droit a pu changer depuis : un acte citerait un article qui n'est plus en vigueur",
            "installez la version d'OILHI la plus récente (« ./oilhi upgrade »), ou faites relire les "
            "textes par le référent juridique",
        )


def taches_livrees(racine):
    """``{(addon, name)}`` of the tasks that the sources ship."""
    trouvees = set()
    for addon in ADDONS:
        for fichier in (racine / addon).rglob("*.xml"):
            if "static" in fichier.parts:
                continue
            for record in RECORD.findall(fichier.read_text(encoding="utf-8")):
                if 'model="ir.cron"' in record:
                    trouvees.add((addon, re.search(r'id="([\w.]+)"', record)[1]))
    return trouvees


def _taches(noms, un, plusieurs):
    return (f"tâche {un}" if len(noms) == 1 else f"tâches {plusieurs}") + f" : {', '.join(noms)}"


@controle("taches", "Tâches planifiées", "base")
def taches(ctx):
    lignes = ctx.lire("""
        SELECT COALESCE(s.name->>'fr_FR', s.name->>'en_US'), c.active, c.nextcall, c.failure_count
        FROM ir_cron c JOIN ir_act_server s ON s.id = c.ir_actions_server_id
        JOIN ir_model_data d ON d.model = 'ir.cron' AND d.res_id = c.id
        WHERE d.module IN %s OR (d.module = 'mail' AND d.name = 'ir_cron_mail_scheduler_action')
        """, (ADDONS,))
    presentes = set(ctx.lire(
        "SELECT d.module, d.name FROM ir_model_data d JOIN ir_cron c ON c.id = d.res_id "
        "WHERE d.model = 'ir.cron' AND d.module IN %s", (ADDONS,)))
    if absentes := sorted(nom for _a, nom in taches_livrees(ctx.racine) - presentes):
        yield (
            "erreur", _taches(absentes, "absente", "absentes"),
            ("quelqu'un l'a supprimée" if len(absentes) == 1 else "quelqu'un les a supprimées")
            + " : rappels, fins de partage ou documents en nombre n'ont plus lieu",
            f"« ./oilhi upgrade » {'la' if len(absentes) == 1 else 'les'} recrée",
        )
    neutre = ctx.parametre("database.is_neutralized")
    arretees = [nom for nom, active, _p, _e in lignes if not active]
    if neutre and neutre.lower() in ("true", "1", "t"):
        yield (
            "information", "cette base est une copie d'essai : tâches et courriels y sont arrêtés",
            "rien n'y part : ce n'est pas celle où travailler", "",
        )
        return
    if arretees:
        yield (
            "erreur", _taches(arretees, "arrêtée", "arrêtées"),
            "rappels, fins de partage ou documents en nombre n'ont plus lieu",
            "Configuration › Exploitation › Tâches planifiées : cochez « Actif »",
        )
    limite = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None) - RETARD
    retards = [nom for nom, active, prochain, _e in lignes if active and prochain < limite]
    if retards and ctx.production:
        yield (
            "erreur", _taches(retards, *["en retard de plus d'un jour"] * 2),
            "OILHI ne les fait pas tourner : max_cron_threads nul, service arrêté, ou tâche bloquée",
            "systemctl status oilhi, puis journalctl -u oilhi",
        )
    echecs = [nom for nom, active, _p, nombre in lignes if active and nombre]
    if echecs:
        yield (
            "alerte", _taches(echecs, *["dont la dernière exécution a échoué"] * 2),
            "Odoo arrête une tâche après cinq échecs d'au moins une semaine",
            "lisez la raison dans le journal d'OILHI",
        )


@controle("courriel-sortant", "Courriels envoyés", "base", "production")
def sortant(ctx):
    if not ctx.un("SELECT count(*) FROM ir_mail_server WHERE active") and not ctx.options.get("smtp_server"):
        yield (
            "erreur", "aucun serveur d'envoi n'est réglé",
            "ni invitation, ni mot de passe oublié, ni récapitulatif du lundi",
            "Configuration › Exploitation › Serveurs d'envoi, ou smtp_server dans odoo.conf",
        )
    rates = ctx.un("SELECT count(*) FROM mail_mail WHERE state = 'exception'")
    if rates:
        yield (
            "alerte", accord(rates, "courriel n'a pas pu partir", "courriels n'ont pas pu partir"),
            "son destinataire n'a pas été prévenu" if rates == 1 else "leurs destinataires n'ont pas été prévenus",
            "Configuration › Exploitation › Courriels, filtre « En échec » : lisez la raison, puis renvoyez",
        )


@controle("courriel-entrant", "Réponses reçues", "base", "production")
def entrant(ctx):
    domaine = ctx.table("mail_alias_domain") and ctx.un("SELECT count(*) FROM mail_alias_domain")
    releve = ctx.table("fetchmail_server") and ctx.un(
        "SELECT count(*) FROM fetchmail_server WHERE active")
    if not domaine and not releve:
        yield (
            "information", "aucune boîte n'est relevée",
            "la réponse à un courriel d'OILHI n'arrive pas dans le dossier",
            "facultatif : Configuration › Exploitation › Serveurs de réception, et un domaine d'alias",
        )


@controle("adresse", "Adresse publique", "base", "production")
def adresse(ctx):
    url = ctx.parametre("web.base.url") or ""
    if not url.startswith("https://"):
        yield (
            "erreur", f"web.base.url vaut « {url or '(rien)'} »",
            "les liens des courriels mènent à cette adresse",
            "Configuration › Exploitation › Paramètres système : web.base.url = https://votre.adresse",
        )
    elif not ctx.parametre("web.base.url.freeze"):
        yield (
            "alerte", "web.base.url n'est pas figée (web.base.url.freeze)",
            "un administrateur qui se connecte par une autre adresse la change pour tous",
            "ajoutez le paramètre système web.base.url.freeze = True",
        )


def _seul_le_mot_de_passe(ctx):
    """SQL: neither a code, nor a passkey, nor an identity provider."""
    cles = ("AND NOT EXISTS (SELECT 1 FROM auth_passkey_key k WHERE k.create_uid = u.id)"
            if ctx.table("auth_passkey_key") else "")
    relie = "AND u.oauth_uid IS NULL" if ctx.colonne("res_users", "oauth_uid") else ""
    return f"u.totp_secret IS NULL {cles} {relie}"


@controle("comptes", "Comptes", "base", "production")
def comptes(ctx):
    from passlib.context import CryptContext

    crypt = CryptContext(["pbkdf2_sha512", "plaintext"], deprecated=["plaintext"])
    faibles = []
    for login, hachage in ctx.lire(
        "SELECT u.login, u.password FROM res_users u LEFT JOIN ir_model_data d "
        "ON d.model = 'res.users' AND d.res_id = u.id WHERE u.active AND u.password IS NOT NULL "
        "AND (u.login IN ('admin', 'demo') OR d.name = 'user_admin')"):
        if hachage and any(crypt.verify(essai, hachage) for essai in ("admin", "demo", login)):
            faibles.append(login)
    if faibles:
        yield (
            "erreur", f"mot de passe par défaut : {', '.join(faibles)}",
            "c'est le premier qu'un intrus essaie", "changez-le maintenant (menu de l'utilisateur › Mes préférences › Sécurité)",
        )
    demonstration = ctx.un("SELECT count(*) FROM res_users WHERE active AND login LIKE '%%@demo.oilhi.fr'")
    if demonstration:
        yield (
            "erreur", accord(demonstration, "compte de démonstration actif", "comptes de démonstration actifs")
            + ", au mot de passe connu de tous",
            "ils ouvrent les dossiers", "archivez-les, ou repartez d'une base sans démonstration",
        )
    if ctx.parametre("auth_signup.invitation_scope") == "b2c":
        yield (
            "erreur", "n'importe qui peut se créer un compte",
            "OILHI n'est ouvert qu'aux personnes habilitées",
            "Paramètres › Utilisateurs : « Compte client : sur invitation »",
        )
    administrateurs, sans = ctx.lire(f"""
        SELECT count(*), count(*) FILTER (WHERE {_seul_le_mot_de_passe(ctx)})
        FROM res_users u JOIN res_groups_users_rel r ON r.uid = u.id
        JOIN ir_model_data d ON d.model = 'res.groups' AND d.res_id = r.gid
        WHERE u.active AND d.module = 'base' AND d.name = 'group_system' AND u.id > 1""")[0]
    if sans:
        yield (
            "alerte", f"{accord(sans, 'compte administrateur', 'comptes administrateurs')} sur {administrateurs} sans double authentification",
            "un mot de passe volé suffit à tout lire",
            "chacun l'active, ou pose une clé d'accès (passkey) : Mes préférences › Sécurité",
        )


# ------------------------------------------------------------------- who comes in, and for how long
PROTEGER = "lancez « oilhi proteger » (il ne change que ce qui n'est pas réglé)"


def _installes(ctx, *noms):
    return {n for n, in ctx.lire(
        "SELECT name FROM ir_module_module WHERE state = 'installed' AND name IN %s", (noms,))}


@controle("mots-de-passe", "Mots de passe et essais", "base", "production")
def mots_de_passe(ctx):
    longueur = ctx.parametre("auth_password_policy.minlength") if _installes(ctx, "auth_password_policy") else None
    if not (longueur or "").isdigit() or int(longueur) < 12:
        yield (
            "alerte", "un mot de passe vide ou d'un caractère est accepté" if (longueur or "0") in ("0", "1")
            else f"un mot de passe de {longueur} caractères est accepté",
            "un mot de passe court se devine ; douze caractères sont la longueur conseillée", PROTEGER,
        )
    apres = ctx.parametre("base.login_cooldown_after")
    if apres == "0":
        yield (
            "erreur", "base.login_cooldown_after vaut 0 : les essais de mot de passe ne sont pas freinés",
            "un programme en essaie des milliers", "Paramètres système : base.login_cooldown_after = 5",
        )
    if "auth_totp_mail" in _installes(ctx, "auth_totp_mail") and ctx.parametre("auth_totp.policy") and not (
            ctx.un("SELECT count(*) FROM ir_mail_server WHERE active") or ctx.options.get("smtp_server")):
        yield (
            "erreur", "le code par courriel est exigé, et aucun serveur d'envoi n'est réglé",
            "qui n'a ni application ni clé d'accès ne peut plus entrer",
            "réglez le serveur d'envoi, ou retirez le paramètre système auth_totp.policy",
        )


@controle("sessions", "Durée des sessions", "base", "production")
def sessions(ctx):
    if not ctx.colonne("res_groups", "lock_timeout_inactivity"):
        yield (
            "alerte", "une session reste ouverte une semaine, même sans activité (module auth_timeout absent)",
            "un poste laissé ouvert, ou volé, donne les dossiers", PROTEGER,
        )
        return
    inactivite, duree = ctx.lire(
        "SELECT min(NULLIF(lock_timeout_inactivity, 0)), min(NULLIF(lock_timeout, 0)) FROM res_groups")[0]
    if not inactivite or inactivite > 120:
        yield (
            "alerte", "l'écran ne se verrouille pas" if not inactivite else
            f"l'écran ne se verrouille qu'après {inactivite} minutes sans activité",
            "un poste laissé ouvert donne les dossiers à qui passe",
            PROTEGER if not inactivite else "Configuration › Exploitation › Durée des sessions : 30 minutes",
        )
    if not duree or duree > 7 * 1440:
        yield (
            "alerte", "une session n'a pas de fin" if not duree else f"une session dure {duree // 1440} jours",
            "un cookie volé sert jusqu'au bout",
            PROTEGER if not duree else "Configuration › Exploitation › Durée des sessions : 12 heures",
        )


@controle("double-authentification", "Double authentification", "base", "production")
def double_authentification(ctx):
    if ctx.parametre("auth_totp.policy"):
        return
    tous, sans = ctx.lire(
        f"SELECT count(*), count(*) FILTER (WHERE {_seul_le_mot_de_passe(ctx)}) FROM res_users u "
        "WHERE u.active AND NOT COALESCE(u.share, false) AND u.id > 1")[0]
    if sans:
        yield (
            "information", f"{accord(sans, 'compte', 'comptes')} sur {tous} {'entre' if sans == 1 else 'entrent'} avec le seul mot de passe",
            "un mot de passe volé ou deviné suffit",
            "conseillez l'application de codes ou la clé d'accès (Mes préférences › Sécurité), exigez le code par "
            "courriel (Paramètres › Permissions), ou reliez OILHI à votre serveur d'identité (« oilhi oidc »)",
        )


@controle("identite", "Connexion par un serveur d'identité", "base", "production")
def identite(ctx):
    if not ctx.table("auth_oauth_provider"):
        return
    if _installes(ctx, "oilhi_oidc") and not any(
            (Path(d.strip()) / "oilhi_oidc").is_dir() for d in ctx.options.get("addons_path", "").split(",")):
        yield (
            "erreur", "la base a le module oilhi_oidc, et cette machine ne l'a pas",
            "personne n'entre par le serveur d'identité : c'est ce que laisse une restauration sur une machine neuve",
            "deploiement/debian/installer --oidc, puis systemctl restart oilhi",
        )
    pret = ctx.colonne("auth_oauth_provider", "issuer")
    lignes = ctx.lire(
        "SELECT name, auth_endpoint, " + ("flow, issuer, token_endpoint" if pret else "'access_token', NULL, NULL")
        + " FROM auth_oauth_provider WHERE enabled")
    for nom, adresse, flux, emetteur, jetons in lignes:
        if flux != "id_token_code" or not emetteur:
            yield (
                "erreur", f"« {nom} » ouvre une session sans que l'émetteur du jeton soit vérifié",
                "le jeton donné à un autre site pourrait ouvrir un compte ici",
                "réglez-le par « oilhi oidc », ou décochez-le (Paramètres › Utilisateurs › Fournisseurs OAuth)",
            )
        elif any(not (a or "").startswith("https://") for a in (adresse, jetons)):
            yield ("erreur", f"« {nom} » est appelé sans HTTPS", "identités et jetons passent en clair",
                   "relancez « oilhi oidc » avec l'adresse https:// de l'émetteur")
