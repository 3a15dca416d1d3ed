from odoo import fields
from odoo.tools import SQL

LUES = ("res_model", "res_id", "create_uid", "public", "res_field", "name")


class Pieces(fields.Many2many):
    """Attachments of a row of a case.

    Odoo filters by access every attachment of the database before it joins those of the row. Here the
    row comes first. ``bypass_search_access`` would do it too, but would also let a domain look inside
    attachments that are not readable.
    """

    def sql_ensemble(self, table):
        """The documents of each row of that table, as JSON: number, then what `LUES` names."""
        return SQL(
            "(SELECT json_agg(json_build_array(p.id, %s) ORDER BY p.id DESC) %s AND r.%s = %s.id)",
            _colonnes(), self._depuis(), SQL.identifier(self.column1), table,
        )

    def garder_ensemble(self, lignes, lues):
        """Remember those of these rows or of their case: who reads the case reads them. Another one, joined from
        elsewhere, is asked for by who looks at it, with his rights."""
        siennes, pieces = {}, []
        lisibles = {(lignes._name, numero) for numero in lignes._ids}
        lisibles.update(("oilhi.dossier", numero) for numero in lignes.dossier_id._ids)
        for numero, documents in zip(lignes._ids, lues, strict=True):
            documents = documents or ()
            if all((modele, res_id) in lisibles for _numero, modele, res_id, *_autres in documents):
                siennes[numero] = tuple(document[0] for document in documents)
                pieces += documents
        self._insert_cache(lignes.browse(siennes), siennes.values())
        if pieces:
            ids, *colonnes = zip(*pieces, strict=True)
            _garder(lignes.env["ir.attachment"].browse(ids), colonnes)

    def _depuis(self):
        return SQL(
            "FROM %s r JOIN ir_attachment p ON p.id = r.%s WHERE COALESCE(p.res_field, '') = ''",
            SQL.identifier(self.relation), SQL.identifier(self.column2),
        )

    def read(self, records):  # pylint: disable=method-required-super
        pieces = records.env["ir.attachment"]
        pieces.flush_model(["res_field"])
        lues = records.env.execute_query(SQL(
            "SELECT r.%(ligne)s, p.id, %(colonnes)s %(depuis)s AND r.%(ligne)s IN %(ids)s ORDER BY p.id DESC",
            ligne=SQL.identifier(self.column1), colonnes=_colonnes(), depuis=self._depuis(), ids=tuple(records.ids),
        ))
        pieces = pieces.browse(piece for _ligne, piece, *_valeurs in lues)
        if lues:
            _garder(pieces, list(zip(*lues, strict=True))[2:])
        # Who may not read them gets none.
        lisibles = set((pieces if records.env.su else pieces._filtered_access("read"))._ids)
        groupes = {}
        for ligne, piece, *_valeurs in lues:
            if piece in lisibles:
                groupes.setdefault(ligne, []).append(piece)
        self._insert_cache(records, [tuple(groupes.get(ligne, ())) for ligne in records._ids])


def _colonnes():
    return SQL(", ").join(SQL.identifier("p", nom) for nom in LUES)


def _garder(pieces, colonnes):
    """What decides of their reading, and their names."""
    for nom, valeurs in zip(LUES, colonnes, strict=True):
        pieces._fields[nom]._insert_cache(pieces, valeurs)
