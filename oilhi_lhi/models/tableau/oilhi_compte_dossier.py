from odoo import fields, models

from ..oilhi_dossier_phase import GRAVITES


class OilhiCompteDossier(models.Model):
    """What the board counts, and the filters that it is opened with: at most a few hundred rows a
    département."""

    _name = "oilhi.compte.dossier"
    _inherit = "oilhi.compte"
    _description = "Nombre de dossiers par phase, urgence et gravité"
    _champs = ("company_id", "active", "phase", "urgence", "gravite", "sous_arrete")

    urgence = fields.Boolean()
    gravite = fields.Selection(GRAVITES)
    sous_arrete = fields.Boolean()
