def migrate(cr, version):
    """A rule of deadline may have several versions: its code alone is no longer unique.

    Dropped before the data are loaded: Odoo removes the constraints of a module after them only.
    """
    cr.execute("ALTER TABLE oilhi_delai DROP CONSTRAINT IF EXISTS oilhi_delai_code_uniq")
