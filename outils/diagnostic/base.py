"""PostgreSQL: reachable, right version, right role, nothing that gives a number twice."""
from ..messages import accord
from ..sauvegarde import provisoires
from ..sauvegarde.releve import sequences_en_retard
from . import controle

VERSION_MINIMALE, VERSION_CONSEILLEE = 13, 15


@controle("postgresql", "PostgreSQL répond")
def postgresql(ctx):
    if ctx.lien is None:
        yield (
            "erreur", f"la base « {ctx.base or '(non nommée)'} » ne s'ouvre pas : {ctx.panne}",
            "sans elle OILHI affiche une page d'erreur à tous",
            "vérifiez que la grappe tourne (pg_lsclusters ; systemctl restart postgresql), qu'il a de la place sur son "
            "disque, et que db_host, db_port, db_user, db_password et db_name de odoo.conf sont justes",
        )


@controle("postgresql-version", "Version de PostgreSQL", "base")
def version(ctx):
    majeure = ctx.un("SELECT current_setting('server_version_num')::int") // 10000
    if majeure < VERSION_MINIMALE:
        yield ("erreur", f"PostgreSQL {majeure}", f"Odoo 19 demande la version {VERSION_MINIMALE}",
               "sauvegardez, installez un PostgreSQL plus récent, restaurez-y la sauvegarde")
    elif majeure < VERSION_CONSEILLEE:
        yield ("alerte", f"PostgreSQL {majeure}", "cette version n'est plus, ou bientôt plus, corrigée",
               "prévoyez le passage à la version de votre Debian (pg_upgradecluster)")


@controle("postgresql-role", "Rôle de connexion", "base")
def role(ctx):
    nom, superutilisateur = ctx.lire(
        "SELECT rolname, rolsuper FROM pg_roles WHERE rolname = current_user")[0]
    if superutilisateur and ctx.production:
        yield (
            "erreur", f"le rôle « {nom} » est superutilisateur de PostgreSQL",
            "une faille d'un module ouvrirait toutes les bases et les fichiers du serveur",
            f"ALTER ROLE \"{nom}\" NOSUPERUSER CREATEDB; (CREATEDB suffit à restaurer)",
        )


@controle("postgresql-encodage", "Encodage et ordre de la base", "base")
def encodage(ctx):
    code, ordre = ctx.lire(
        "SELECT pg_encoding_to_char(encoding), datcollate FROM pg_database WHERE datname = current_database()")[0]
    if code != "UTF8":
        yield ("erreur", f"la base est en {code}", "les accents et les noms s'y perdent",
               "sauvegardez, puis restaurez dans une base créée par « ./oilhi restore » (UTF8)")
    elif ordre not in ("C", "C.UTF-8", "POSIX"):
        yield (
            "information", f"l'ordre des textes est « {ordre} »",
            "les recherches par préfixe (hiérarchies d'Odoo) n'y utilisent pas leur index",
            "« ./oilhi restore » crée la base dans l'ordre « C » ; rien ne presse",
        )


@controle("postgresql-extensions", "Extensions de recherche", "base", "production")
def extensions(ctx):
    presentes = {n for n, in ctx.lire("SELECT extname FROM pg_extension")}
    manquantes = sorted({"pg_trgm", "unaccent"} - presentes)
    if manquantes:
        yield (
            "alerte", ("extension absente" if len(manquantes) == 1 else "extensions absentes") + f" : {', '.join(manquantes)}",
            "les recherches dans les noms et les adresses sont lentes sur une grande base, ou butent "
            "sur les accents",
            "installez postgresql-contrib, puis dans la base : "
            + " ".join(f"CREATE EXTENSION {n};" for n in manquantes),
        )


@controle("postgresql-connexions", "Nombre de connexions", "base", "conf", "production")
def connexions(ctx):
    permises = ctx.un("SELECT current_setting('max_connections')::int") - ctx.un(
        "SELECT current_setting('superuser_reserved_connections')::int")
    processus = max(1, ctx.entier("workers")) + ctx.entier("max_cron_threads", 2)
    voulues = processus * ctx.entier("db_maxconn", 64) + ctx.entier("db_maxconn_gevent", ctx.entier("db_maxconn", 64))
    if voulues > permises:
        yield (
            "alerte",
            f"Odoo peut demander {voulues} connexions, PostgreSQL en accepte {permises}",
            "un jour de grande activité, des pages répondent « too many connections »",
            f"baissez db_maxconn dans odoo.conf (au plus {max(4, permises // (processus + 1))}), ou "
            "montez max_connections de PostgreSQL",
        )


@controle("sequences", "Numéros déjà donnés", "base")
def sequences(ctx):
    with ctx.lien.cursor() as curseur:
        retards = sequences_en_retard(curseur)
    if retards:
        noms = ", ".join(table for _s, table, _d, _m in retards[:4])
        ordres = " ".join(
            f"SELECT setval('{s}', {m});" for s, _t, _d, m in retards[:4])
        yield (
            "erreur",
            accord(len(retards), "séquence en arrière de sa", "séquences en arrière de leur")
            + f" table ({noms}) : le prochain numéro existe déjà",
            "chaque création y sera refusée ; c'est ce que laisse une base dupliquée par le gestionnaire "
            "d'Odoo quand PostgreSQL s'arrête net juste après",
            f"{ordres} puis dupliquez désormais par backup et restore",
        )


@controle("restes", "Bases laissées par une commande interrompue")
def restes(ctx):
    import psycopg2

    try:
        lien = ctx.serveur.connexion("postgres")
    except psycopg2.Error:
        return  # « postgresql » says it
    try:
        with lien.cursor() as curseur:
            noms = [nom for nom, *_reste in provisoires.restes(curseur)]
    finally:
        lien.close()
    if noms:
        yield (
            "alerte", ", ".join(noms[:4]) + (" et d'autres" if len(noms) > 4 else ""),
            "une sauvegarde, une restauration ou une copie s'est arrêtée au milieu : ce qu'elle avait commencé occupe le "
            "disque, avec les données des personnes, et la base qu'elle remplaçait est peut-être encore fermée",
            "lancez une sauvegarde (« ./oilhi backup ») : elle retire d'abord ces bases, et rouvre telle quelle celle qui "
            "devait être remplacée",
        )
