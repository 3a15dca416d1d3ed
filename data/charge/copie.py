"""Multiply real records by SQL: what the code wrote once is what every copy holds.

A « moule » (mould) is a record made by the application itself, with everything that hangs on it.
A series says how many copies of which mould to make. New identifiers are arithmetic
(``base + (i - 1) * pas + rang``), so links between the rows of one copy need no look-up, and a column
that another version of the application adds is copied like the others.
"""

import contextlib

SERIE = "charge_serie"
RANG = "charge_rang"
# Kept apart by the generator: one row per right, filled the way the code does.
RELATIONS_A_PART = frozenset({
    "oilhi_dossier_acces_rel", "oilhi_dossier_acces_ecriture_rel",
    "oilhi_service_res_partner_rel", "oilhi_service_users_rel", "oilhi_service_commune_rel",
})
# Rows that name their record by model and identifier.
SUIVI = {
    "mail.message": ("model", "res_id"),
    "mail.followers": ("res_model", "res_id"),
    "mail.activity": ("res_model", "res_id"),
    "ir.attachment": ("res_model", "res_id"),
}
DATES = {"date": "t.{c} + s.decalage", "timestamp": "t.{c} + s.decalage * interval '1 day'"}


@contextlib.contextmanager
def liens_surs(cr):
    """Links between copies are right by construction: checking them one by one takes longer."""
    cr.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    superutilisateur = cr.fetchone()[0]
    if superutilisateur:
        cr.execute("SET LOCAL session_replication_role = replica")
    yield
    if superutilisateur:
        cr.execute("SET LOCAL session_replication_role = origin")


def preparer(cr):
    """Deterministic draws: ``alea`` a large integer, ``part`` a number of [0, 1)."""
    cr.execute(
        """
        CREATE OR REPLACE FUNCTION pg_temp.alea(bigint, bigint) RETURNS bigint LANGUAGE sql
            IMMUTABLE AS 'SELECT hashint8extended($1, $2) & 9223372036854775807';
        CREATE OR REPLACE FUNCTION pg_temp.part(bigint, bigint) RETURNS float LANGUAGE sql
            IMMUTABLE AS 'SELECT pg_temp.alea($1, $2) / 9223372036854775808.0';
        """
    )


class Copie:
    """One series of copies of the records retained."""

    def __init__(self, env):
        self.env, self.cr = env, env.cr
        self.modeles = {}  # name: number of rows reserved for one copy
        self.cr.execute(f"DROP TABLE IF EXISTS {RANG}")
        self.cr.execute(
            f"CREATE TEMP TABLE {RANG} (modele text, ancien int, moule int, rang int, base int, "
            "pas int, PRIMARY KEY (modele, ancien))"
        )

    # -- what is copied ------------------------------------------------------
    def retenir(self, modele, identifiants):
        """``identifiants``: {mould: ids}. One record belongs to one mould."""
        identifiants = {m: sorted(ids) for m, ids in identifiants.items() if ids}
        if not identifiants:
            return
        pas = max(map(len, identifiants.values()))
        self.cr.execute(f'SELECT COALESCE(max(id), 0) + 1 FROM "{self._table(modele)}"')
        base = self.cr.fetchone()[0]
        lignes = [(ancien, moule, rang) for moule, ids in identifiants.items() for rang, ancien in enumerate(ids)]
        self.cr.execute(
            f"INSERT INTO {RANG} SELECT %s, u.ancien, u.moule, u.rang, %s, %s "
            "FROM unnest(%s::int[], %s::int[], %s::int[]) u (ancien, moule, rang)",
            (modele, base, pas, *map(list, zip(*lignes, strict=True))))
        self.modeles[modele] = pas

    def retenir_liens(self, modele, champ, cible):
        """Rows of ``modele`` whose link ``champ`` points at a retained record of ``cible``."""
        self.cr.execute(
            f'SELECT r.moule, t.id FROM "{self._table(modele)}" t '
            f'JOIN {RANG} r ON r.modele = %s AND r.ancien = t."{champ}"', (cible,))
        self.retenir(modele, self._grouper())

    def retenir_enfants(self, cible, champ, sauf=()):
        """Rows of every model that carries this link, whatever addon brought it."""
        for modele in sorted(self.env.registry):
            classe = self.env.registry[modele]
            lien = classe._fields.get(champ)
            if (
                modele not in sauf and modele not in self.modeles and classe._auto
                and not classe._abstract and not classe._transient
                and lien and lien.type == "many2one" and lien.store and lien.comodel_name == cible
            ):
                self.retenir_liens(modele, champ, cible)

    def retenir_suivi(self, messages):
        """Followers, activities, attachments, and the last messages, of all that is retained."""
        for modele, (champ, identifiant) in SUIVI.items():
            self.cr.execute(
                f'SELECT r.moule, t.id FROM "{self._table(modele)}" t JOIN {RANG} r '
                f'ON r.modele = t."{champ}" AND r.ancien = t."{identifiant}"')
            groupes = self._grouper()
            if modele == "mail.message":
                groupes = {m: sorted(ids)[-messages:] for m, ids in groupes.items()}
            self.retenir(modele, groupes)
        self.retenir_liens("mail.tracking.value", "mail_message_id", "mail.message")
        self.retenir_liens("mail.notification", "mail_message_id", "mail.message")

    def _grouper(self):
        groupes = {}
        for moule, identifiant in self.cr.fetchall():
            groupes.setdefault(moule, []).append(identifiant)
        return groupes

    # -- copying -------------------------------------------------------------
    def copier(self, ecarts=None, dire=lambda texte: None, departements=False):
        """Copy every retained row for each row of the series; ``ecarts``: {model: {column: SQL}}.

        ``departements``: the series says in ``company_id`` whose each copy is.
        """
        self.departements = departements
        # A relation that is a model of its own (members of a channel…) is no plain link.
        vues = {classe._table for classe in self.env.registry.values()} | RELATIONS_A_PART
        self.cr.execute(f"CREATE INDEX ON {RANG} (modele, moule)")  # asked for each copy
        self.cr.execute(f"ANALYZE {RANG}, {SERIE}")
        for modele in self.modeles:
            dire(modele)
            self._copier_lignes(modele, (ecarts or {}).get(modele, {}))
        for modele in self.modeles:
            for champ in self.env.registry[modele]._fields.values():
                if champ.type == "many2many" and champ.store and champ.relation not in vues:
                    vues.add(champ.relation)
                    self._copier_relation(modele, champ)
        for modele in self.modeles:
            self.cr.execute(
                "SELECT setval(pg_get_serial_sequence(%s, 'id'), (SELECT max(id) FROM "
                f'"{self._table(modele)}"))', (self._table(modele),))

    def _copier_lignes(self, modele, ecarts):
        table, classe = self._table(modele), self.env.registry[modele]
        self.cr.execute(
            "SELECT column_name, CASE data_type WHEN 'timestamp without time zone' "
            "THEN 'timestamp' ELSE data_type END FROM information_schema.columns "
            "WHERE table_schema = current_schema() AND table_name = %s AND column_name <> 'id' "
            "ORDER BY ordinal_position", (table,))
        colonnes, valeurs, jointures = ["id"], [nouveau("r")], []
        inconnus = set(ecarts)
        for colonne, genre in self.cr.fetchall():
            champ = classe._fields.get(colonne)
            inconnus.discard(colonne)
            if colonne in ecarts:
                valeur = ecarts[colonne]
            elif colonne == "company_id" and self.departements:
                valeur = "CASE WHEN t.company_id IS NOT NULL THEN s.company_id END"
            elif champ is not None and champ.type in ("many2one", "many2one_reference") and (
                joint := self._joindre(champ, f"f{len(jointures)}")
            ):
                jointures.append(joint)
                valeur = f'COALESCE({nouveau(f"f{len(jointures) - 1}")}, t."{colonne}")'
            else:
                valeur = DATES.get(genre, "t.{c}").format(c=f'"{colonne}"')
            colonnes.append(f'"{colonne}"')
            valeurs.append(valeur)
        if inconnus:
            raise KeyError(f"{modele} : colonnes inconnues {sorted(inconnus)}")
        self.cr.execute(
            f'INSERT INTO "{table}" ({", ".join(colonnes)}) SELECT {", ".join(valeurs)} '
            f"FROM {SERIE} s JOIN {RANG} r ON r.moule = s.moule AND r.modele = '{modele}' "
            # Not sorted: the series is read in its order, and what it is joined to is small.
            f'JOIN "{table}" t ON t.id = r.ancien {" ".join(jointures)}')

    def _joindre(self, champ, alias):
        if champ.type == "many2one":
            if champ.comodel_name not in self.modeles:
                return None
            return (f"LEFT JOIN {RANG} {alias} ON {alias}.modele = '{champ.comodel_name}' "
                    f'AND {alias}.ancien = t."{champ.name}" AND {alias}.moule = s.moule')
        return (f'LEFT JOIN {RANG} {alias} ON {alias}.modele = t."{champ.model_field}" '
                f'AND {alias}.ancien = t."{champ.name}" AND {alias}.moule = s.moule')

    def _copier_relation(self, modele, champ):
        gauche, droite = champ.column1, champ.column2
        self.cr.execute(
            f'INSERT INTO "{champ.relation}" ("{gauche}", "{droite}") '
            f'SELECT {nouveau("r")}, COALESCE({nouveau("f")}, t."{droite}") '
            f"FROM {SERIE} s JOIN {RANG} r ON r.moule = s.moule AND r.modele = '{modele}' "
            f'JOIN "{champ.relation}" t ON t."{gauche}" = r.ancien '
            f"LEFT JOIN {RANG} f ON f.modele = '{champ.comodel_name}' "
            f'AND f.ancien = t."{droite}" AND f.moule = s.moule')

    def _table(self, modele):
        return self.env.registry[modele]._table

    def adresse(self, modele):
        """``(base, pas)``: the first row of copy ``i`` is ``base + (i - 1) * pas``."""
        self.cr.execute(f"SELECT base, pas FROM {RANG} WHERE modele = %s LIMIT 1", (modele,))
        return self.cr.fetchone()


def nouveau(alias):
    return f"({alias}.base + (s.i - 1) * {alias}.pas + {alias}.rang)"


class SansIndex:
    """Insert first, index after: several times faster for millions of rows. Odoo notes on each index how it was
    defined, and makes it anew when it changes: the note is given back."""

    def __init__(self, env, modeles):
        self.cr = env.cr
        self.tables = [env.registry[m]._table for m in modeles]

    def __enter__(self):
        self.cr.execute(
            "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid), "
            "obj_description(i.indexrelid, 'pg_class') FROM pg_index i "
            "WHERE i.indrelid = ANY(%s::regclass[]) AND NOT EXISTS "
            "(SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)",
            ([f'"{t}"' for t in self.tables],))
        self.index = self.cr.fetchall()
        for nom, _definition, _note in self.index:
            self.cr.execute(f"DROP INDEX {nom}")
        return self

    def __exit__(self, genre, valeur, trace):
        if genre is None:
            for nom, definition, note in self.index:
                self.cr.execute(definition)
                if note:
                    self.cr.execute(f"COMMENT ON INDEX {nom} IS %s", (note,))
        return False
