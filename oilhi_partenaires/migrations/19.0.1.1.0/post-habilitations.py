def migrate(cr, version):
    """Everybody who is in a service today enters the register, without an end."""
    cr.execute("""
        INSERT INTO oilhi_habilitation
               (user_id, service_id, company_id, date_debut, ouverte, create_uid, write_uid,
                create_date, write_date)
        SELECT r.user_id, r.service_id, s.company_id, CURRENT_DATE, TRUE, 1, 1,
               now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
          FROM oilhi_service_users_rel r
          JOIN oilhi_service s ON s.id = r.service_id
         WHERE NOT EXISTS (
               SELECT 1 FROM oilhi_habilitation h
                WHERE h.user_id = r.user_id AND h.service_id = r.service_id AND h.ouverte)
    """)
