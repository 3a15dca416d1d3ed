def migrate(cr, version):
    """A proof joined in the parcours is that of the delivery: those joined before are told to it too.

    Nothing else moves: only a receipt already noted, of the same person, sent the same day.
    """
    cr.execute("""
        WITH jointes AS (
            SELECT DISTINCT ON (n.id) n.id, r.ir_attachment_id AS piece_id
              FROM oilhi_notification n
              JOIN oilhi_document d ON d.id = n.document_id
              JOIN oilhi_document_modele m ON m.id = d.modele_id
              JOIN oilhi_dossier_etape e
                ON e.dossier_procedure_id = d.dossier_procedure_id AND e.code = m.etape_notification
              JOIN oilhi_dossier_fait f
                ON f.dossier_etape_id = e.id AND f.active
               AND f.destinataire_id = n.personne_id AND f.date = n.date_envoi
              JOIN ir_attachment_oilhi_dossier_fait_rel r ON r.oilhi_dossier_fait_id = f.id
             WHERE n.preuve_id IS NULL AND n.state = 'recu'
             ORDER BY n.id, r.ir_attachment_id
        )
        UPDATE oilhi_notification n SET preuve_id = j.piece_id, state = 'prouve'
          FROM jointes j WHERE j.id = n.id
    """)
