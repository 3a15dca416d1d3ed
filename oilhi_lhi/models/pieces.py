from odoo import fields
from odoo.tools import SQL


class Pieces(fields.Many2many):
    """Attachments of a row of a case.

    Odoo filters by access every attachment of the database before it joins those of the row. Here the
    row comes first. ``bypass_search_access`` would do it too, but would also let a domain look inside
    attachments that are not readable.
    """

    def read(self, records):
        if records.env.su:
            super().read(records)
            return
        pieces = records.env["ir.attachment"]
        pieces.flush_model(["res_field"])
        paires = records.env.execute_query(SQL(
            "SELECT r.%(ligne)s, p.id FROM %(relation)s r JOIN ir_attachment p ON p.id = r.%(piece)s "
            "WHERE r.%(ligne)s IN %(ids)s AND COALESCE(p.res_field, '') = '' ORDER BY p.id DESC",
            ligne=SQL.identifier(self.column1), piece=SQL.identifier(self.column2),
            relation=SQL.identifier(self.relation), ids=tuple(records.ids),
        ))
        # sudo: what decides of their reading, and their names, at once; who may not read them gets none
        pieces.sudo().browse(piece for _ligne, piece in paires).fetch(
            ["res_model", "res_id", "create_uid", "public", "res_field", "name"]
        )
        lisibles = set(pieces.browse(piece for _ligne, piece in paires)._filtered_access("read")._ids)
        groupes = {}
        for ligne, piece in paires:
            if piece in lisibles:
                groupes.setdefault(ligne, []).append(piece)
        self._insert_cache(records, [tuple(groupes.get(ligne, ())) for ligne in records._ids])
