from odoo import fields, models
from odoo.tools import SQL

from ...moteur.mesures import INTERDICTIONS
from ..oilhi_dossier_mesure import TYPES

ETATS = [
    ("executee", "Exécutée"),
    ("levee", "Levée sans être exécutée"),
    ("attente", "En attente"),
    ("non_notifiee", "Pas encore notifiée"),
]
EXECUTABLES = [choix for choix in TYPES if choix[0] not in INTERDICTIONS]


class OilhiPilotageMesure(models.Model):
    """From the order notified to the measure executed: one row a measure that is carried out.

    With several persons bound, time runs from the last notification, as the due date does (R8).
    """

    _name = "oilhi.pilotage.mesure"
    _inherit = ["oilhi.pilotage"]
    _description = "Durée d’exécution des mesures"
    _auto = False
    _log_access = True  # who typed the row behind the figure, and when; not inherited
    _depends = {
        "oilhi.dossier.mesure": [
            "dossier_id", "dossier_procedure_id", "type", "date_realisation", "date_limite", "levee_le", "execution",
        ],
        "oilhi.dossier.echeance": ["mesure_id", "depart", "delai_id"],
        "oilhi.delai": ["depart_type"],
        "oilhi.dossier": ["company_id", "service_id", "commune_id", "active"],
        "oilhi.dossier.procedure": ["procedure_id", "etat", "date_cloture"],
        "oilhi.commune": ["epci_id"],
    }

    type = fields.Selection(EXECUTABLES, readonly=True)
    notifie_le = fields.Date("Notifiée le", readonly=True)
    date_limite = fields.Date("À exécuter avant le", readonly=True)
    executee_le = fields.Date("Exécutée le", readonly=True)
    etat = fields.Selection(ETATS, string="Résultat", readonly=True)
    executees = fields.Integer("Exécutées", readonly=True)
    attentes = fields.Integer("En attente", readonly=True)
    duree = fields.Float(
        "Durée moyenne (jours)", readonly=True, aggregator="avg", digits=(7, 1),
        help="De la notification à l’achèvement ; les mesures exécutées seules.",
    )
    duree_mediane = fields.Float(
        "Durée médiane (jours)", readonly=True, aggregator="median", digits=(7, 1),
        help="La moitié des mesures exécutées l’ont été en moins de temps.",
    )
    duree_p90 = fields.Float(
        "Durée, 9 mesures sur 10 (jours)", readonly=True, aggregator="p90", digits=(7, 1),
        help="Neuf mesures exécutées sur dix l’ont été en moins de temps (90e centile).",
    )
    duree_max = fields.Integer("Durée la plus longue (jours)", readonly=True, aggregator="max")
    attente = fields.Float(
        "Attente moyenne (jours)", readonly=True, aggregator="avg", digits=(7, 1),
        help="Depuis la notification, pour les mesures que rien ne dit encore exécutées.",
    )
    taux = fields.Float(
        "Exécutées à temps (%)", readonly=True, aggregator="avg", digits=(5, 1),
        help="Part des mesures exécutées qui l’ont été au plus tard le dernier jour.",
    )

    @property
    def _table_query(self):
        jour = self._jour()
        return SQL(
            """
            SELECT m.id, %(commun)s, m.type, n.notifie_le, m.date_limite, x.etat,
                   m.date_realisation AS executee_le,
                   (x.etat = 'executee')::int AS executees,
                   (x.etat = 'attente')::int AS attentes,
                   y.duree::float AS duree, y.duree AS duree_max,
                   y.duree::float AS duree_mediane, y.duree::float AS duree_p90,
                   CASE WHEN x.etat = 'attente' THEN COALESCE(p.date_cloture, %(jour)s) - n.notifie_le
                        END::float AS attente,
                   CASE WHEN x.etat = 'executee' AND m.date_limite IS NOT NULL
                        THEN CASE WHEN m.date_realisation <= m.date_limite THEN 100.0 ELSE 0.0 END
                        END AS taux
              FROM oilhi_dossier_mesure m
              JOIN oilhi_dossier d ON d.id = m.dossier_id AND d.active
              LEFT JOIN oilhi_commune k ON k.id = d.commune_id
              JOIN oilhi_dossier_procedure p ON p.id = m.dossier_procedure_id
              LEFT JOIN LATERAL (
                       SELECT MAX(e.depart) AS notifie_le
                         FROM oilhi_dossier_echeance e
                         JOIN oilhi_delai r ON r.id = e.delai_id
                        WHERE e.mesure_id = m.id AND r.depart_type = 'execution'
                   ) n ON TRUE
             CROSS JOIN LATERAL (
                       SELECT CASE WHEN m.date_realisation IS NOT NULL THEN 'executee'
                                   WHEN m.levee_le IS NOT NULL THEN 'levee'
                                   WHEN n.notifie_le IS NULL THEN 'non_notifiee'
                                   ELSE 'attente'
                              END AS etat
                   ) x
             CROSS JOIN LATERAL (
                       SELECT CASE WHEN x.etat = 'executee' AND n.notifie_le IS NOT NULL
                                   THEN GREATEST(0, m.date_realisation - n.notifie_le) END AS duree
                   ) y
             WHERE m.type NOT IN %(interdictions)s
            """,
            commun=self._sql_commun("m", "d", SQL("p.procedure_id"), SQL("n.notifie_le")),
            jour=SQL("%s::date", jour),
            interdictions=tuple(INTERDICTIONS),
        )
