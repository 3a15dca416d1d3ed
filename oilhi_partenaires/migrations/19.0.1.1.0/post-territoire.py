from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """What the new source adds to the départements already there: former names, EPT, vintage."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    lignes = env["oilhi.commune"]._read_group([], ["departement_id"])
    env["oilhi.commune"]._importer(departement.code for departement, in lignes)
