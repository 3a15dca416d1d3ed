"""What the engine keeps of each case, as one fingerprint: the same before and after means the same.

Left out: what says when a row was written (identifiers of rows are kept: nothing was made anew).
"""

MUETTES = ("create_uid", "create_date", "write_uid", "write_date")
# Tables the engine writes, and their link to the case.
TABLES = {
    "oilhi_dossier": "id", "oilhi_dossier_procedure": "dossier_id",
    "oilhi_dossier_etape": "dossier_id", "oilhi_dossier_echeance": "dossier_id",
    "oilhi_dossier_mesure": "dossier_id",
    "oilhi_dossier_echeance_historique": "dossier_id",
}


def _lignes(cr, sauf):
    """SQL: (case, text) of every row."""
    morceaux = []
    for table, lien in TABLES.items():
        if table in sauf:
            continue
        cr.execute(
            "SELECT string_agg(quote_ident(column_name), ', ' ORDER BY column_name) "
            "FROM information_schema.columns WHERE table_schema = current_schema() "
            "AND table_name = %s AND NOT column_name = ANY(%s)", (table, [*MUETTES, *sauf]))
        morceaux.append(f"SELECT {lien} AS dossier, '{table}' || ROW({cr.fetchone()[0]})::text AS t "
                        f"FROM {table} WHERE {lien} = ANY(%(ids)s)")
    morceaux.append("SELECT res_id, 'rappel' || ROW(id, active, user_id, date_deadline, summary)::text "
                    "FROM mail_activity WHERE res_model = 'oilhi.dossier' AND res_id = ANY(%(ids)s)")
    return " UNION ALL ".join(morceaux)


def par_dossier(cr, ids, sauf=()):
    """``{case: fingerprint}``; ``sauf``: tables and columns left out."""
    cr.execute(f"SELECT dossier, md5(string_agg(t, '|' ORDER BY t)) FROM ({_lignes(cr, sauf)}) l "
               "GROUP BY dossier", {"ids": list(ids)})
    return dict(cr.fetchall())
