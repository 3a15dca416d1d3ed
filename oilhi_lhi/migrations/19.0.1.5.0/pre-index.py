from odoo.tools.sql import drop_index, make_index_name

# Columns of few values, or that come first nowhere without their département, which has its own indexes: kept
# up to date at each step done, and chosen by no query. Odoo only tells those it no longer wants.
ABANDONNES = {
    "oilhi_dossier": ("phase", "urgence", "dernier_mouvement"),
    "oilhi_dossier_etape": ("code", "etat"),
}


def migrate(cr, version):
    for table, colonnes in ABANDONNES.items():
        for colonne in colonnes:
            drop_index(cr, make_index_name(table, colonne), table)
