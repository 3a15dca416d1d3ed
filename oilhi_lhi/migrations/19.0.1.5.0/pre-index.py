from odoo.tools.sql import drop_index, make_index_name

# Columns of few values, or that come first in other indexes: kept up to date at each step done, and chosen by no
# query, or for the worse. Odoo only tells those it no longer wants.
ABANDONNES = {
    "oilhi_dossier": ("company_id", "phase", "urgence", "dernier_mouvement"),
    "oilhi_dossier_etape": ("code", "etat"),
}


def migrate(cr, version):
    for table, colonnes in ABANDONNES.items():
        for colonne in colonnes:
            drop_index(cr, make_index_name(table, colonne), table)
