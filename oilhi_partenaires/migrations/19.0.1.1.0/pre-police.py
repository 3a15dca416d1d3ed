def migrate(cr, version):
    """A box left empty meant « no » or « not known »: only what was ticked is kept as known."""
    cr.execute("""
        SELECT 1 FROM information_schema.columns
         WHERE table_name = 'oilhi_commune' AND column_name = 'autre_maire_oppose'
           AND data_type = 'boolean'
    """)
    if cr.fetchone():
        cr.execute("""
            ALTER TABLE oilhi_commune ALTER COLUMN autre_maire_oppose TYPE varchar
            USING CASE WHEN autre_maire_oppose THEN 'oui' END
        """)
