from odoo import SUPERUSER_ID, api

TRAVAUX = "('travaux', 'demolition', 'securisation')"


def migrate(cr, version):
    """Findings are kept measure by measure; what was recorded before is told as it was.

    The finding of execution of a procedure spoke of all its measures (CCH L. 511-14), the act that takes note
    of it too (L. 511-21); a date typed by hand, without any finding, stays and says that it has none.
    Closed cases included, without reading them one by one; the words and the computations of the open
    ones come with the batches of the recalculation.
    """
    cr.execute(f"""
        INSERT INTO oilhi_dossier_mesure_constat (
                    dossier_id, company_id, mesure_id, date, resultat, date_achevement, fait_id,
                    user_id, reprise, create_uid, write_uid, create_date, write_date)
             SELECT m.dossier_id, m.company_id, m.id, f.date, 'executee',
                    COALESCE(m.date_realisation, f.date), f.id,
                    f.user_id, TRUE, f.create_uid, f.create_uid, f.create_date, f.create_date
               FROM oilhi_dossier_mesure m
               JOIN LATERAL (
                    SELECT f.*
                      FROM oilhi_dossier_etape e
                      JOIN oilhi_etape r ON r.id = e.etape_id
                      JOIN oilhi_dossier_fait f ON f.dossier_etape_id = e.id AND f.active
                     WHERE e.dossier_procedure_id = m.dossier_procedure_id AND e.etat = 'faite'
                       AND (r.nature = 'execution'
                            OR (r.nature = 'mainlevee' AND r.base LIKE '%L. 511-21%'))
                  ORDER BY f.date, f.id LIMIT 1) f ON TRUE
              WHERE m.type IN {TRAVAUX}
                AND NOT EXISTS (SELECT 1 FROM oilhi_dossier_mesure_constat c WHERE c.mesure_id = m.id)
    """)
    cr.execute("""
        INSERT INTO oilhi_dossier_mesure_constat (
                    dossier_id, company_id, mesure_id, date, resultat, date_achevement, reprise,
                    user_id, create_uid, write_uid, create_date, write_date)
             SELECT m.dossier_id, m.company_id, m.id, m.date_realisation, 'executee',
                    m.date_realisation, TRUE,
                    m.write_uid, m.write_uid, m.write_uid, m.write_date, m.write_date
               FROM oilhi_dossier_mesure m
              WHERE m.date_realisation IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM oilhi_dossier_mesure_constat c WHERE c.mesure_id = m.id)
    """)
    cr.execute(f"""
        UPDATE oilhi_dossier_mesure m
           SET execution = 'executee',
               date_realisation = CASE WHEN m.type IN {TRAVAUX} THEN c.date_achevement END
          FROM oilhi_dossier_mesure_constat c
         WHERE c.mesure_id = m.id AND c.reprise
    """)
    cr.execute("""
        UPDATE oilhi_dossier_mesure m
           SET levee_le = l.date, levee_fait_id = l.id
          FROM (
               SELECT DISTINCT ON (e.dossier_procedure_id) e.dossier_procedure_id, f.id, f.date
                 FROM oilhi_dossier_etape e
                 JOIN oilhi_etape r ON r.id = e.etape_id AND r.nature = 'mainlevee'
                 JOIN oilhi_dossier_fait f ON f.dossier_etape_id = e.id AND f.active
                WHERE e.etat = 'faite'
             ORDER BY e.dossier_procedure_id, f.date, f.id) l
         WHERE l.dossier_procedure_id = m.dossier_procedure_id
    """)
    cr.execute("""
        UPDATE oilhi_dossier_mesure m
           SET date_limite = l.date, date_limite_provisoire = l.provisoire
          FROM (
               SELECT mesure_id, max(date) AS date,
                      bool_or(date IS NULL OR COALESCE(provisoire, FALSE)) AS provisoire
                 FROM oilhi_dossier_echeance
                WHERE mesure_id IS NOT NULL
             GROUP BY mesure_id) l
         WHERE l.mesure_id = m.id
    """)
    env = api.Environment(cr, SUPERUSER_ID, {})
    if env["oilhi.dossier.procedure"].search_count([("etat", "=", "en_cours")], limit=1):
        env["oilhi.recalcul"]._demander_mise_a_jour()
