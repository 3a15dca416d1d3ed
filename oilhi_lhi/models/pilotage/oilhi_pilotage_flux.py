from odoo import fields, models
from odoo.tools import SQL

from .oilhi_pilotage_dossier import ORIGINES, USAGES

SENS = [("entree", "Entrée"), ("sortie", "Sortie")]


class OilhiPilotageFlux(models.Model):
    """The flow: a row the day a case enters, another the day it is closed.

    Adding up `solde` from the beginning gives the stock at the end of any month.
    """

    _name = "oilhi.pilotage.flux"
    _inherit = ["oilhi.pilotage"]
    _description = "Entrées et sorties de dossiers"
    _auto = False
    _log_access = True  # who typed the row behind the figure, and when; not inherited
    _depends = {
        "oilhi.dossier": [
            "company_id", "service_id", "commune_id", "active", "phase", "origine", "usage",
            "date_signalement", "classe_le",
        ],
        "oilhi.dossier.procedure": ["dossier_id", "procedure_id", "etat", "date_cloture"],
        "oilhi.commune": ["epci_id"],
    }

    sens = fields.Selection(SENS, string="Mouvement", readonly=True)
    date = fields.Date("Le", readonly=True)
    origine = fields.Selection(ORIGINES, string="Origine du signalement", readonly=True)
    usage = fields.Selection(USAGES, string="Usage des lieux", readonly=True)
    entrees = fields.Integer("Entrées", readonly=True, help="Dossiers signalés dans la période.")
    sorties = fields.Integer("Sorties", readonly=True, help="Dossiers clos dans la période.")
    solde = fields.Integer(
        "Entrées moins sorties", readonly=True,
        help="Cumulé depuis le début, c’est le nombre de dossiers ouverts à la fin de chaque mois.",
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT d.id::bigint * 2 + v.sortie AS id, %(commun)s, d.origine, d.usage, x.jour AS date,
                   CASE WHEN v.sortie = 1 THEN 'sortie' ELSE 'entree' END AS sens,
                   1 - v.sortie AS entrees, v.sortie AS sorties, 1 - 2 * v.sortie AS solde
              FROM oilhi_dossier d
              LEFT JOIN oilhi_commune k ON k.id = d.commune_id
             CROSS JOIN (VALUES (0), (1)) v(sortie)
             CROSS JOIN LATERAL (
                       SELECT CASE WHEN v.sortie = 1 THEN %(sortie)s ELSE d.date_signalement END AS jour
                   ) x
             WHERE d.active AND (v.sortie = 0 OR d.phase = 'clos')
            """,
            commun=self._sql_commun("d", "d", self._sql_principale(SQL("p.procedure_id")), SQL("x.jour")),
            sortie=self._sql_sortie(),
        )
