from odoo.tools.sql import column_exists, create_column

from odoo.addons.oilhi_partenaires.outils.mots_cles_base import remplir_cles


def migrate(cr, version):
    """The one box searches stored words; two spellings of an address become one key.

    Before the fields are known: Odoo would compute them one record at a time, with everything they read.
    """
    for table in ("oilhi_batiment", "oilhi_dossier_personne", "oilhi_dossier"):
        if not column_exists(cr, table, "cle_recherche"):
            create_column(cr, table, "cle_recherche", "text")
    remplir_cles(cr)
