from odoo.tools import SQL
from odoo.tools.sql import column_exists, create_column, table_exists

# Rows typed by somebody on a case; those of the document addon may not be there.
SAISIES = (
    "oilhi_dossier_fait", "oilhi_dossier_desordre", "oilhi_dossier_visite", "oilhi_dossier_photo",
    "oilhi_dossier_personne", "oilhi_dossier_reponse", "oilhi_dossier_qualification",
    "oilhi_dossier_procedure", "oilhi_dossier_mesure", "oilhi_document",
)  # fmt: skip


def migrate(cr, version):
    """Since when each case is in its phase, and when somebody last worked on it.

    Before the models are loaded: Odoo would work out the new stored field of every case, one by one.
    What is not known (no change of phase in the history) is the day of the creation of the case.
    """
    for colonne in ("phase_depuis", "dernier_mouvement"):
        if not column_exists(cr, "oilhi_dossier", colonne):
            create_column(cr, "oilhi_dossier", colonne, "date")
    # One query each: a row written twice would leave twice its place to clean.
    mouvements = SQL(" UNION ALL ").join([
        SQL(
            # Number 1 is the application itself: its batches write rows too.
            "SELECT dossier_id, CASE WHEN write_uid <> 1 THEN write_date ELSE create_date END"
            " AS moment FROM %s", SQL.identifier(table),
        )
        for table in SAISIES if table_exists(cr, table)
    ] + [SQL(
        "SELECT res_id, date FROM mail_message WHERE model = 'oilhi.dossier'"
        " AND message_type = 'comment'"
    )])
    cr.execute(SQL(
        """
        WITH phases AS (
               SELECT m.res_id AS dossier_id, max(m.date) AS moment
                 FROM mail_tracking_value t
                 JOIN ir_model_fields c ON c.id = t.field_id AND c.name = 'phase'
                 JOIN mail_message m ON m.id = t.mail_message_id AND m.model = 'oilhi.dossier'
             GROUP BY m.res_id),
             mouvements AS (
               SELECT dossier_id, max(moment) AS moment FROM (%(mouvements)s) s GROUP BY dossier_id)
        UPDATE oilhi_dossier d
           SET phase_depuis = COALESCE(d.phase_depuis, %(phase)s),
               dernier_mouvement = COALESCE(d.dernier_mouvement, %(mouvement)s)
          FROM oilhi_dossier o
     LEFT JOIN phases p ON p.dossier_id = o.id
     LEFT JOIN mouvements n ON n.dossier_id = o.id
         WHERE o.id = d.id
           AND (d.phase_depuis IS NULL OR d.dernier_mouvement IS NULL)
        """,
        mouvements=mouvements,
        phase=_jour("COALESCE(p.moment, o.create_date)"),
        mouvement=_jour("GREATEST(n.moment, o.create_date)"),
    ))


def _jour(moment):
    """The day, in France, of a moment kept in universal time."""
    return SQL("(%s AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Paris')::date", SQL(moment))
