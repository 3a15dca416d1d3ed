from odoo import fields
from odoo.tools import SQL

LUES = ("res_model", "res_id", "create_uid", "public", "res_field", "name")


class Pieces(fields.Many2many):
    """Attachments of a row of a case.

    Odoo filters by access every attachment of the database before it joins those of the row. Here the
    row comes first. ``bypass_search_access`` would do it too, but would also let a domain look inside
    attachments that are not readable.
    """

    def read(self, records):  # pylint: disable=method-required-super
        pieces = records.env["ir.attachment"]
        pieces.flush_model(["res_field"])
        lues = records.env.execute_query(SQL(
            "SELECT r.%(ligne)s, p.id, %(colonnes)s FROM %(relation)s r JOIN ir_attachment p ON p.id = r.%(piece)s "
            "WHERE r.%(ligne)s IN %(ids)s AND COALESCE(p.res_field, '') = '' ORDER BY p.id DESC",
            ligne=SQL.identifier(self.column1), piece=SQL.identifier(self.column2),
            colonnes=SQL(", ").join(SQL.identifier("p", nom) for nom in LUES),
            relation=SQL.identifier(self.relation), ids=tuple(records.ids),
        ))
        # What decides of their reading, and their names; who may not read them gets none.
        pieces = pieces.browse(piece for _ligne, piece, *_valeurs in lues)
        for rang, nom in enumerate(LUES, 2):
            pieces._fields[nom]._insert_cache(pieces, [valeurs[rang] for valeurs in lues])
        lisibles = set((pieces if records.env.su else pieces._filtered_access("read"))._ids)
        groupes = {}
        for ligne, piece, *_valeurs in lues:
            if piece in lisibles:
                groupes.setdefault(ligne, []).append(piece)
        self._insert_cache(records, [tuple(groupes.get(ligne, ())) for ligne in records._ids])
