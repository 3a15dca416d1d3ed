"""Empties a database of its persons, in one transaction, table by table.

Never run on the database that serves: ``./oilhi anonymise`` makes a copy of its own first.
"""
import psycopg2

from odoo.tools import SQL

from . import pieces
from .classement import Classement, colonnes

RETIRE = "Texte retiré"
# Rows that go from tables that stay.
LIGNES = {
    # External identifiers that a file brought: « dupont_jeanne ».
    "ir_model_data": "module NOT IN (SELECT name FROM ir_module_module WHERE state = 'installed')",
    "ir_config_parameter": (
        "value !~ '^([0-9.]*|True|False)$' AND key NOT IN "
        "('database.uuid', 'database.secret', 'database.create_date', 'auth_signup.invitation_scope')"
    ),
    "ir_default": (
        "user_id IS NOT NULL OR condition IS NOT NULL "
        """OR json_value !~ '^([0-9.]+|true|false|"[a-z]{2}_[A-Z]{2}"|"[A-Z][a-z]+/[A-Z][a-z]+")$'"""
    ),
    "web_tour_tour": "custom",
}
# Odoo finds these accounts by their login or by their number.
COMPTES = {
    "base.user_root": "__system__", "base.user_admin": "admin", "base.public_user": "public",
    "base.template_portal_user_id": "portaltemplate", "base.default_user": "default",
}


def anonymiser(env, mot_de_passe, dire=lambda quoi: None):
    """Returns figures: tables, columns, rows and files that changed."""
    env.flush_all()
    cr, classement = env.cr, Classement(env)
    bilan = {"tables": 0, "colonnes": 0, "lignes": 0, "supprimees": 0, "fichiers": 0}
    dire("tables à vider")
    toutes = colonnes(cr)
    noms = list(dict.fromkeys(c.table for c in toutes))
    # Files first: which are whose is still written.
    dire("fichiers")
    bilan["fichiers"] = pieces.remplacer(env)
    bilan["supprimees"] = _supprimer(cr, [t for t in noms if classement.table(t) == "supprimer"])
    for table, condition in LIGNES.items():
        if table in noms:
            cr.execute(SQL("DELETE FROM %s WHERE %s", SQL.identifier(table), SQL(condition)))
            bilan["supprimees"] += cr.rowcount
    for table in noms:
        if classement.table(table) == "supprimer":
            continue
        miennes = [c for c in toutes if c.table == table]
        numero = any(c.nom == "id" for c in miennes)
        affectations = [
            SQL("%s = %s", SQL.identifier(c.nom), valeur) for c in miennes
            if (valeur := _valeur(classement, c, numero)) is not None
        ]
        if not affectations:
            continue
        dire(table)
        cr.execute(SQL("UPDATE %s SET %s", SQL.identifier(table), SQL(", ").join(affectations)))
        bilan["tables"] += 1
        bilan["colonnes"] += len(affectations)
        bilan["lignes"] += cr.rowcount
    _comptes(env, mot_de_passe)
    _noms_d_administrations(cr)
    _positions(cr)
    env.invalidate_all()
    env.registry.clear_all_caches()
    env["oilhi.tableau.chiffre"]._recompter()
    return bilan


def _supprimer(cr, tables):
    """A row that another table holds goes after it: tried again as long as something moves."""
    total, restantes = 0, list(tables)
    while restantes:
        refusees = []
        for table in restantes:
            try:
                with cr.savepoint(flush=False):
                    cr.execute(SQL("DELETE FROM %s", SQL.identifier(table)))
                    total += cr.rowcount
            except psycopg2.IntegrityError:
                refusees.append(table)
        if len(refusees) == len(restantes):
            raise ValueError(f"tables that cannot be emptied: {', '.join(refusees)}")
        restantes = refusees
    return total


def _valeur(classement, colonne, numero):
    """SQL of the new value, or nothing when the column stays."""
    sort, nom = classement.sort(colonne), SQL.identifier(colonne.nom)
    if sort in (None, "garder", "pieces"):
        return None
    vide = _vide(colonne, numero)
    if sort == "selection":
        if colonne.genre == "json":
            return vide
        valeurs = classement.selections[colonne.table, colonne.nom]
        return SQL("CASE WHEN %s IN %s THEN %s ELSE %s END", nom, tuple(valeurs or [""]), nom, vide)
    if sort == "vider":
        return vide
    if sort[0] == "~":
        # \Z and not $: a second line could follow the form.
        return SQL("CASE WHEN %s ~ %s THEN %s ELSE %s END", nom, rf"\A(?:{sort[1:]})\Z", nom, vide)
    if sort == "json":
        if colonne.genre != "json":
            return vide
        return SQL("CASE jsonb_typeof(%s) WHEN 'array' THEN '[]'::jsonb WHEN 'object' THEN '{}'::jsonb "
                   "ELSE %s END", nom, vide)
    if sort[0] == "=":
        if not colonne.texte:
            return SQL("%s", int(sort[1:]))
        return _remplace(colonne, sort[1:], numero)
    mots = f"<p>{RETIRE}</p>" if (colonne.table, colonne.nom) in classement.html else RETIRE
    return _remplace(colonne, mots, numero)


def _remplace(colonne, mots, numero):
    """Other words where there were some; a translated text says them in each language."""
    nom, texte = SQL.identifier(colonne.nom), SQL("%s::text", mots)
    if "{id}" in mots:
        texte = SQL("replace(%s, '{id}', %s)", mots, SQL("id::text") if numero else "")
    if colonne.genre == "json":
        neuve = SQL("jsonb_build_object('en_US', %(t)s, 'fr_FR', %(t)s)", t=texte)
        return SQL("CASE WHEN %s IS NULL THEN NULL ELSE %s END", nom, neuve)
    if colonne.longueur:
        texte = SQL("left(%s, %s)", texte, colonne.longueur)
    return SQL("CASE WHEN COALESCE(%(c)s, '') = '' THEN %(c)s ELSE %(t)s END", c=nom, t=texte)


def _vide(colonne, numero):
    if not colonne.obligatoire:
        return SQL("NULL")
    if colonne.genre == "json":
        return SQL("'{}'::jsonb")
    if colonne.genre == "octets":
        return SQL("''::bytea")
    if colonne.genre == "liste":
        return SQL("'{}'")
    if not colonne.texte:
        return SQL("DEFAULT")
    # Its own in each row: the column may be unique.
    texte = SQL("'-' || id") if numero else SQL("'-'")
    return SQL("left(%s, %s)", texte, colonne.longueur) if colonne.longueur else texte


def _comptes(env, mot_de_passe):
    """One password for all: the accounts are those of a class, not of persons."""
    empreinte = env["res.users"]._crypt_context().hash(mot_de_passe)
    env.cr.execute("UPDATE res_users SET password = %s WHERE active", [empreinte])
    for identifiant, login in COMPTES.items():
        if compte := env.ref(identifiant, raise_if_not_found=False):
            if compte._name == "res.users":
                env.cr.execute("UPDATE res_users SET login = %s WHERE id = %s", [login, compte.id])
    env.cr.execute("UPDATE res_users SET password = NULL WHERE id = 1")


def _noms_d_administrations(cr):
    """A service and the département keep their name, on their contact too."""
    for table in ("oilhi_service", "res_company"):
        cr.execute(SQL(
            "UPDATE res_partner p SET name = s.name, complete_name = s.name FROM %s s "
            "WHERE s.partner_id = p.id", SQL.identifier(table)))
    cr.execute("UPDATE res_partner p SET name = u.login, complete_name = u.login FROM res_users u "
               "WHERE u.partner_id = p.id")


def _positions(cr):
    """Every case at the centre of its commune: a house is a person's."""
    cr.execute("""
        UPDATE oilhi_dossier d SET latitude = c.latitude, longitude = c.longitude, position_exacte = FALSE
          FROM oilhi_commune c WHERE c.id = d.commune_id""")
