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
    """`noter(rows)`: the SQL statements, one a count, that keep the difference of these rows of cases, which
    have a column `signe`: 1 for what is there now, -1 for what was.

    An update runs those alone that read a column that it changed. PostgreSQL plans a statement where it is
    first run, again for each request (Odoo has the connection forget its plans): those not run cost nothing.
    """
    lues = [_lues(env, instruction) for instruction in noter(SQL("SELECT FROM %s", SQL.identifier(TABLE)))]
    colonnes = SQL(", ").join(SQL.identifier("d", colonne) for colonne in sorted(set().union(*lues)))
    avant = SQL("SELECT %s, -1 AS signe FROM anciens d", colonnes)
    apres = SQL("SELECT %s, 1 AS signe FROM nouveaux d", colonnes)
    corps = SQL(
        """DECLARE change boolean[];
        BEGIN
            IF TG_OP = 'INSERT' THEN %s;
            ELSIF TG_OP = 'DELETE' THEN %s;
            ELSE
                SELECT ARRAY[%s] INTO change FROM anciens a JOIN nouveaux n ON n.id = a.id;
                %s
            END IF;
            RETURN NULL;
        END""",
        SQL("; ").join(noter(apres)), SQL("; ").join(noter(avant)), SQL(", ").join(
            SQL("bool_or((%s) IS DISTINCT FROM (%s))", *(
                SQL(", ").join(SQL.identifier(alias, colonne) for colonne in siennes) for alias in "an"
            )) for siennes in lues
        ), SQL(" ").join(
            SQL("IF change[%s] THEN %s; END IF;", rang, instruction)
            for rang, instruction in enumerate(noter(SQL("%s UNION ALL %s", avant, apres)), 1)
        ),
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


def _lues(env, instruction):
    """Columns of the case that this statement reads: most of the changes of a case touch none of them."""
    texte = env.cr.mogrify(instruction).decode()
    return sorted(set(re.findall(r'(?<![\w"])"?d"?\."?(\w+)', texte)) - {"signe"})


def desinstaller(env):
    env.cr.execute(SQL("DROP FUNCTION IF EXISTS %s() CASCADE", SQL.identifier(FONCTION)))
