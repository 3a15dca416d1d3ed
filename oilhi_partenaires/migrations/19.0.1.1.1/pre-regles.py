def migrate(cr, version):
    """The rules were out of reach of updates: they are made anew from the files, so that what an old
    database or a hand changed (domain, groups, rights, active) is gone. From now on updates write them."""
    cr.execute("""
        WITH regles AS (
            DELETE FROM ir_model_data
             WHERE module = 'oilhi_partenaires' AND model = 'ir.rule'
         RETURNING res_id
        )
        DELETE FROM ir_rule WHERE id IN (SELECT res_id FROM regles)
    """)
