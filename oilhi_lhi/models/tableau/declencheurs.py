"""Triggers on the case: after each statement, what it changed is written apart, added up."""
import re

from odoo.tools import SQL

TABLE = "oilhi_dossier"
FONCTION = "oilhi_tableau_compter"
# One trigger an event: PostgreSQL gives the rows of a statement to one event only.
DECLENCHEURS = {
    "INSERT": "NEW TABLE AS nouveaux",
    "UPDATE": "OLD TABLE AS anciens NEW TABLE AS nouveaux",
    "DELETE": "OLD TABLE AS anciens",
}


def installer(env, noter):
    """`noter(rows)`: SQL statements that keep the difference of these rows of cases, which have a
    column `signe`: 1 for what is there now, -1 for what was."""
    avant = SQL("SELECT d.*, -1 AS signe FROM anciens d")
    apres = SQL("SELECT d.*, 1 AS signe FROM nouveaux d")
    corps = SQL(
        """BEGIN
            IF TG_OP = 'INSERT' THEN %s
            ELSIF TG_OP = 'DELETE' THEN %s
            ELSIF EXISTS (
                SELECT FROM anciens a JOIN nouveaux n ON n.id = a.id WHERE (%s) IS DISTINCT FROM (%s)
            ) THEN %s END IF;
            RETURN NULL;
        END""",
        noter(apres), noter(avant), *(
            SQL(", ").join(SQL.identifier(alias, colonne) for colonne in _lues(env, noter(apres)))
            for alias in "an"
        ), noter(SQL("%s UNION ALL %s", avant, apres)),
    )
    # The body is a text for PostgreSQL; its parameters are constants of ours.
    env.cr.execute(SQL(
        "CREATE OR REPLACE FUNCTION %s() RETURNS trigger LANGUAGE plpgsql AS %s",
        SQL.identifier(FONCTION), env.cr.mogrify(corps).decode(),
    ))
    presents = {nom for [nom] in env.execute_query(SQL(
        "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass", TABLE
    ))}
    for evenement, tables in DECLENCHEURS.items():
        nom = f"{FONCTION}_{evenement.lower()}"
        if nom not in presents:
            env.cr.execute(SQL(
                "CREATE TRIGGER %s AFTER %s ON %s REFERENCING %s FOR EACH STATEMENT EXECUTE FUNCTION %s()",
                SQL.identifier(nom), SQL(evenement), SQL.identifier(TABLE), SQL(tables),
                SQL.identifier(FONCTION),
            ))


def _lues(env, instructions):
    """Columns of the case that these statements read: most of the changes of a case touch none of them."""
    texte = env.cr.mogrify(instructions).decode()
    return sorted(set(re.findall(r'(?<![\w"])"?d"?\."?(\w+)', texte)) - {"signe"})


def desinstaller(env):
    env.cr.execute(SQL("DROP FUNCTION IF EXISTS %s() CASCADE", SQL.identifier(FONCTION)))
