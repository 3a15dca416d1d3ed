from odoo import fields, models
from odoo.tools import SQL

from ..oilhi_etape import NATURES


class OilhiPilotageEtape(models.Model):
    """One row a step done: when it comes in the procedure, how long after the step before it."""

    _name = "oilhi.pilotage.etape"
    _inherit = ["oilhi.pilotage"]
    _description = "Durée des étapes"
    _auto = False
    _log_access = True  # who typed the row behind the figure, and when; not inherited
    _depends = {
        "oilhi.dossier.etape": ["dossier_procedure_id", "etape_id", "etat", "date", "sequence"],
        "oilhi.dossier.procedure": ["dossier_id", "procedure_id", "date_ouverture"],
        "oilhi.dossier": ["company_id", "service_id", "commune_id", "active"],
        "oilhi.etape": ["nature"],
        "oilhi.commune": ["epci_id"],
    }

    etape_id = fields.Many2one("oilhi.etape", string="Étape", readonly=True)
    nature = fields.Selection(NATURES, string="Sorte d’étape", readonly=True)
    date = fields.Date("Faite le", readonly=True)
    faites = fields.Integer("Faites", readonly=True)
    ouverture_mediane = fields.Float(
        "Depuis l’ouverture, médiane (jours)", readonly=True, aggregator="median", digits=(7, 1),
        help="De l’ouverture de la procédure à cette étape : la moitié sont venues plus tôt.",
    )
    ouverture_p90 = fields.Float(
        "Depuis l’ouverture, 9 sur 10 (jours)", readonly=True, aggregator="p90", digits=(7, 1),
        help="Neuf fois sur dix l’étape est venue plus tôt (90e centile).",
    )
    precedente_mediane = fields.Float(
        "Depuis l’étape d’avant, médiane (jours)", readonly=True, aggregator="median", digits=(7, 1),
        help="Depuis l’étape faite juste avant ; pour la première, depuis l’ouverture.",
    )
    precedente_p90 = fields.Float(
        "Depuis l’étape d’avant, 9 sur 10 (jours)", readonly=True, aggregator="p90", digits=(7, 1),
        help="Neuf fois sur dix l’attente a été plus courte (90e centile).",
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT s.id, %(commun)s, s.etape_id, r.nature, s.date, 1 AS faites,
                   %(ouverture)s AS ouverture_mediane, %(ouverture)s AS ouverture_p90,
                   %(precedente)s AS precedente_mediane, %(precedente)s AS precedente_p90
              FROM oilhi_dossier_procedure p
              JOIN oilhi_dossier d ON d.id = p.dossier_id AND d.active
             CROSS JOIN LATERAL (
                       -- The steps of a procedure are read once, in their order.
                       SELECT e.id, e.etape_id, e.date, e.create_uid, e.create_date, e.write_uid, e.write_date,
                              LAG(e.date) OVER (ORDER BY e.date, e.sequence, e.id) AS avant
                         FROM oilhi_dossier_etape e
                        WHERE e.dossier_procedure_id = p.id AND e.etat = 'faite' AND e.date IS NOT NULL
                   ) s
              LEFT JOIN oilhi_etape r ON r.id = s.etape_id
              LEFT JOIN oilhi_commune k ON k.id = d.commune_id
            """,
            commun=self._sql_commun("s", "d", SQL("p.procedure_id"), SQL("s.date")),
            # A visit may come before the procedure that it leads to: it took no time of it.
            ouverture=SQL("GREATEST(0, s.date - p.date_ouverture)::float"),
            precedente=SQL("GREATEST(0, s.date - COALESCE(s.avant, p.date_ouverture))::float"),
        )
