from odoo import fields, models
from odoo.tools import SQL

from ..execution.oilhi_dossier_hebergement import GENRES, PAYEURS
from ..execution.oilhi_dossier_occupant_ligne import NATURES

# Where the name of a place is that of an establishment; elsewhere it may name a person.
ETABLISSEMENTS = ("hotel", "structure", "transition")


class OilhiPilotageNuit(models.Model):
    """Nights of the ledger, month by month: a stay that crosses months has a row in each of them.

    Its cost is shared by nights, to the cent: the rows of a stay always add up to its total.
    """

    _name = "oilhi.pilotage.nuit"
    _inherit = ["oilhi.pilotage"]
    _description = "Nuits d’hébergement"
    _auto = False
    _log_access = True  # who typed the row behind the figure, and when; not inherited
    _depends = {
        "oilhi.dossier.hebergement": [
            "dossier_id", "nature", "type", "lieu", "date_debut", "date_fin", "nuits", "places", "total",
            "supporte_par",
        ],
        "oilhi.dossier": ["company_id", "service_id", "commune_id", "active"],
        "oilhi.dossier.procedure": ["dossier_id", "procedure_id"],
        "oilhi.dossier.etape": ["dossier_procedure_id", "etape_id", "etat"],
        "oilhi.etape": ["nature"],
        "oilhi.commune": ["epci_id"],
    }

    currency_id = fields.Many2one("res.currency", readonly=True)
    nature = fields.Selection(NATURES, readonly=True)
    type = fields.Selection(GENRES, string="Genre", readonly=True)
    lieu = fields.Char("Établissement", readonly=True)
    supporte_par = fields.Selection(PAYEURS, string="Payé par", readonly=True)
    nuits = fields.Integer("Nuits", readonly=True)
    places_nuits = fields.Integer(
        "Nuits × places", readonly=True, help="Une nuit dans deux chambres compte pour deux."
    )
    cout = fields.Monetary("Coût", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT h.id::bigint * 4096 + EXTRACT(YEAR FROM m.debut)::int %% 200 * 12
                   + EXTRACT(MONTH FROM m.debut)::int AS id,
                   %(commun)s,
                   c.currency_id, h.nature, h.type,
                   CASE WHEN h.type IN %(etablissements)s THEN NULLIF(TRIM(h.lieu), '') END AS lieu,
                   h.supporte_par,
                   m.fin - m.debut AS nuits,
                   (m.fin - m.debut) * h.places AS places_nuits,
                   CASE WHEN h.nuits > 0
                        THEN ROUND(h.total * (m.fin - h.date_debut) / h.nuits, 2)
                             - ROUND(h.total * (m.debut - h.date_debut) / h.nuits, 2)
                        ELSE COALESCE(h.total, 0)
                   END AS cout
              FROM oilhi_dossier_hebergement h
              JOIN oilhi_dossier d ON d.id = h.dossier_id AND d.active
              LEFT JOIN oilhi_commune k ON k.id = d.commune_id
              JOIN res_company c ON c.id = d.company_id
              LEFT JOIN LATERAL (
                       SELECT s.procedure_id
                         FROM oilhi_dossier_procedure s
                        WHERE s.dossier_id = d.id
                          AND EXISTS (
                              SELECT 1
                                FROM oilhi_dossier_etape e
                                JOIN oilhi_etape r ON r.id = e.etape_id
                               WHERE e.dossier_procedure_id = s.id AND e.etat = 'faite'
                                 AND r.nature = 'arrete'
                          )
                        ORDER BY s.id
                        LIMIT 1
                   ) p ON TRUE
             CROSS JOIN LATERAL (
                       SELECT GREATEST(h.date_debut, g::date) AS debut,
                              CASE WHEN h.date_fin > h.date_debut
                                   THEN LEAST(h.date_fin, (g + INTERVAL '1 month')::date)
                                   ELSE h.date_debut
                              END AS fin
                         FROM GENERATE_SERIES(
                                  DATE_TRUNC('month', h.date_debut::timestamp),
                                  GREATEST(h.date_fin - 1, h.date_debut)::timestamp,
                                  INTERVAL '1 month'
                              ) g
                   ) m
            """,
            commun=self._sql_commun("h", "d", SQL("p.procedure_id"), SQL("m.debut")),
            etablissements=ETABLISSEMENTS,
        )
