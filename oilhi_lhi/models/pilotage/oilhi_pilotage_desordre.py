from odoo import fields, models
from odoo.tools import SQL

from ..oilhi_constat import GRAVITES, LIEUX
from ..oilhi_dossier_phase import PHASES


class OilhiPilotageDesordre(models.Model):
    """One row a disorder found in a case; cases are counted once, however many disorders they have."""

    _name = "oilhi.pilotage.desordre"
    _inherit = ["oilhi.pilotage"]
    _description = "Désordres constatés"
    _auto = False
    _log_access = True  # who typed the row behind the figure, and when; not inherited
    _depends = {
        "oilhi.dossier.desordre": ["dossier_id", "desordre_id", "gravite", "lieu"],
        "oilhi.desordre": ["categorie_id"],
        "oilhi.dossier": [
            "company_id", "service_id", "commune_id", "active", "phase", "urgence", "date_signalement",
        ],
        "oilhi.dossier.procedure": ["dossier_id", "procedure_id", "etat"],
        "oilhi.commune": ["epci_id"],
    }

    desordre_id = fields.Many2one("oilhi.desordre", string="Désordre", readonly=True)
    categorie_id = fields.Many2one("oilhi.desordre.categorie", string="Catégorie", readonly=True)
    gravite = fields.Selection(GRAVITES, string="Gravité", readonly=True)
    lieu = fields.Selection(LIEUX, string="Ce qui est touché", readonly=True)
    phase = fields.Selection(PHASES, readonly=True)
    urgence = fields.Boolean("Urgent", readonly=True)
    dossiers = fields.Integer(
        "Dossiers", readonly=True, aggregator="count_distinct",
        help="Chaque dossier compte une fois par groupe : les groupes ne s’additionnent pas.",
    )
    dossiers_ouverts = fields.Integer("Dossiers ouverts", readonly=True, aggregator="count_distinct")
    constats = fields.Integer("Constats", readonly=True, help="Un dossier en compte autant que de désordres.")

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT l.id, %(commun)s, l.desordre_id, r.categorie_id, l.gravite, l.lieu, d.phase,
                   COALESCE(d.urgence, FALSE) AS urgence,
                   d.id AS dossiers,
                   CASE WHEN d.phase <> 'clos' THEN d.id END AS dossiers_ouverts,
                   1 AS constats
              FROM oilhi_dossier_desordre l
              JOIN oilhi_dossier d ON d.id = l.dossier_id AND d.active
              LEFT JOIN oilhi_desordre r ON r.id = l.desordre_id
              LEFT JOIN oilhi_commune k ON k.id = d.commune_id
            """,
            commun=self._sql_commun(
                "l", "d", self._sql_principale(SQL("p.procedure_id")), SQL("d.date_signalement")
            ),
        )
