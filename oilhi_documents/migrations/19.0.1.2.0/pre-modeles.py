def migrate(cr, version):
    """The description of the documents comes from the law: updates write it from now on. The
    versions shipped before are known as such, so that a service's own adaptation is told apart."""
    cr.execute("""
        UPDATE ir_model_data SET noupdate = false
         WHERE module = 'oilhi_documents' AND model = 'oilhi.document.modele'
    """)
    cr.execute("ALTER TABLE oilhi_document_modele_version ADD COLUMN IF NOT EXISTS livree boolean")
    cr.execute("""
        UPDATE oilhi_document_modele_version v SET livree = true
          FROM ir_model_data d
         WHERE d.module = 'oilhi_documents' AND d.model = 'oilhi.document.modele.version'
           AND d.res_id = v.id
    """)
