"""What becomes of each text of the database, read from classement.csv.

A column that the file does not name is emptied: one added tomorrow cannot leak, it is only missed, and
a test says so. Sorts:

- ``garder``     kept as it is: law, territory, the application's own words and codes;
- ``vider``      emptied;
- ``texte``      replaced by « Texte retiré », where there was something;
- ``json``       an object or a list without anything in it;
- ``=…``         replaced by these words, ``{id}`` being the number of the row;
- ``~…``         kept when it has exactly this form, emptied otherwise;
- ``pieces``     the files and their hashes (pieces.py);
- ``supprimer``  (for ``*``) the rows go.

A selection keeps the values that its field knows. The rows of a wizard go.
"""
import csv
from pathlib import Path
from typing import NamedTuple

FICHIER = Path(__file__).with_name("classement.csv")
SORTS = ("garder", "vider", "texte", "json", "pieces", "supprimer")


class Colonne(NamedTuple):
    table: str
    nom: str
    genre: str  # text, json, octets, liste
    obligatoire: bool
    longueur: int = 0
    texte: bool = True  # False: a number or a date, touched only when the file names it


def lire():
    """``{(table, column or *): fate}``."""
    with FICHIER.open(encoding="utf-8", newline="") as flux:
        lignes = list(csv.DictReader(flux, delimiter=";"))
    classement = {}
    for ligne in lignes:
        for colonne in ligne["colonnes"].split():
            cle = ligne["table"], colonne
            if cle in classement or not ligne["motif"]:
                raise ValueError(f"{FICHIER.name}: {cle} deux fois, ou sans motif")
            if ligne["sort"] not in SORTS and ligne["sort"][:1] not in "=~":
                raise ValueError(f"{FICHIER.name}: {cle}, sort inconnu {ligne['sort']!r}")
            classement[cle] = ligne["sort"]
    return classement


def colonnes(cr):
    """Every column of every ordinary table."""
    cr.execute("""
        SELECT t.relname, a.attname,
               CASE WHEN y.typname IN ('json', 'jsonb') THEN 'json' WHEN y.typname = 'bytea' THEN 'octets'
                    WHEN y.typcategory = 'A' THEN 'liste' ELSE 'texte' END,
               a.attnotnull,
               CASE WHEN y.typname = 'varchar' AND a.atttypmod > 4 THEN a.atttypmod - 4 ELSE 0 END,
               y.typcategory IN ('S', 'A', 'U', 'X', 'I')
          FROM pg_class t
          JOIN pg_namespace n ON n.oid = t.relnamespace AND n.nspname = 'public'
          JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
          JOIN pg_type y ON y.oid = a.atttypid
         WHERE t.relkind IN ('r', 'p') ORDER BY 1, a.attnum""")
    return [Colonne(*ligne) for ligne in cr.fetchall()]


class Classement:
    """The file, and what the models say: selections and wizards need no line."""

    def __init__(self, env):
        self.lignes = lire()
        self.selections, self.modeles, self.assistants, self.html = {}, {}, set(), set()
        for nom, modele in env.registry.items():
            if modele._abstract or not modele._auto:
                continue
            self.modeles.setdefault(modele._table, nom)
            if modele._transient:
                self.assistants.add(modele._table)
            for champ in modele._fields.values():
                if champ.store and champ.type == "selection":
                    self.selections[modele._table, champ.name] = list(champ.get_values(env))
                elif champ.store and champ.type == "html":
                    self.html.add((modele._table, champ.name))

    def table(self, table):
        """``supprimer`` when the rows go."""
        return "supprimer" if table in self.assistants else self.lignes.get((table, "*"))

    def sort(self, colonne):
        """Fate of a column; nothing when a number, a date or a link stays."""
        entier = self.table(colonne.table)
        nomme = self.lignes.get((colonne.table, colonne.nom)) or entier
        if nomme:
            return nomme if colonne.texte or nomme != entier else None
        if (colonne.table, colonne.nom) in self.selections:
            return "selection"
        return "vider" if colonne.texte else None

    def oubliees(self, cr):
        """Texts that nobody classified: emptied in the copy, and to be classified."""
        return sorted(
            f"{c.table}.{c.nom}" for c in colonnes(cr)
            if c.texte and not self.table(c.table) and (c.table, c.nom) not in self.lignes
            and (c.table, c.nom) not in self.selections
        )

    def inconnues(self, cr):
        """Lines of the file that name a column that the table no longer has."""
        existantes = {(c.table, c.nom) for c in colonnes(cr)}
        tables = {table for table, _nom in existantes}
        return sorted(
            f"{table}.{nom}" for table, nom in self.lignes
            if table in tables and nom != "*" and (table, nom) not in existantes
        )
