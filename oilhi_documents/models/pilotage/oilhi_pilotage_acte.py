from odoo import fields, models
from odoo.tools import SQL

NATURES = [
    ("arrete", "Arrêté ou décision"),
    ("mainlevee", "Mainlevée"),
    ("modification", "Modification, abrogation ou retrait"),
    ("astreinte", "Astreinte"),
    ("office", "Exécution d’office"),
    ("carence", "Mise en demeure ou carence"),
    ("autre", "Autre acte"),
]
ETATS = [("en_vigueur", "En vigueur"), ("leve", "Levé"), ("abroge", "Abrogé ou retiré")]


class OilhiPilotageActe(models.Model):
    """The signed orders, by kind and by month; how long they stay in force.

    The kind is that of the step which the signature of the template does: nothing is typed.
    """

    _name = "oilhi.pilotage.acte"
    _inherit = ["oilhi.pilotage"]
    _description = "Arrêtés signés"
    _auto = False
    _log_access = True  # who typed the row behind the figure, and when; not inherited
    _depends = {
        "oilhi.document": [
            "dossier_id", "dossier_procedure_id", "modele_id", "type", "state", "date_signature", "date_levee",
            "date_abrogation",
        ],
        "oilhi.document.modele": ["etape_signature", "etape_notification"],
        "oilhi.etape": ["code", "nature"],
        "oilhi.dossier": ["company_id", "service_id", "commune_id", "active"],
        "oilhi.dossier.procedure": ["procedure_id"],
        "oilhi.commune": ["epci_id"],
    }

    modele_id = fields.Many2one("oilhi.document.modele", string="Type d’arrêté", readonly=True)
    nature = fields.Selection(NATURES, readonly=True)
    etat = fields.Selection(ETATS, string="État", readonly=True)
    date_signature = fields.Date("Signé le", readonly=True)
    date_levee = fields.Date("Levé le", readonly=True)
    actes = fields.Integer("Signés", readonly=True)
    en_vigueur = fields.Integer(
        "En vigueur", readonly=True,
        help="Arrêtés et décisions ni levés, ni abrogés, ni retirés ; sans les mainlevées ni les suites.",
    )
    leves = fields.Integer("Levés", readonly=True)
    duree_mediane = fields.Float(
        "De la signature à la mainlevée, médiane (jours)", readonly=True, aggregator="median", digits=(7, 1),
        help="La moitié des arrêtés levés l’ont été plus vite.",
    )
    duree_p90 = fields.Float(
        "De la signature à la mainlevée, 9 sur 10 (jours)", readonly=True, aggregator="p90", digits=(7, 1),
        help="Neuf arrêtés levés sur dix l’ont été plus vite (90e centile).",
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT a.id, %(commun)s, a.modele_id, a.date_signature, a.date_levee, x.nature, x.etat,
                   1 AS actes,
                   (x.etat = 'en_vigueur' AND x.nature = 'arrete')::int AS en_vigueur,
                   (x.etat = 'leve')::int AS leves,
                   %(duree)s AS duree_mediane, %(duree)s AS duree_p90
              FROM oilhi_document a
              JOIN oilhi_dossier d ON d.id = a.dossier_id AND d.active
              JOIN oilhi_document_modele m ON m.id = a.modele_id
              LEFT JOIN oilhi_etape r
                     ON r.code = COALESCE(NULLIF(m.etape_signature, ''), NULLIF(m.etape_notification, ''))
              LEFT JOIN oilhi_dossier_procedure p ON p.id = a.dossier_procedure_id
              LEFT JOIN oilhi_commune k ON k.id = d.commune_id
             CROSS JOIN LATERAL (
                       SELECT CASE WHEN r.nature IN %(natures)s THEN r.nature ELSE 'autre' END AS nature,
                              CASE WHEN a.state IN ('leve', 'abroge') THEN a.state ELSE 'en_vigueur' END AS etat
                   ) x
             WHERE a.type = 'arrete' AND a.state NOT IN ('brouillon', 'a_signer')
            """,
            commun=self._sql_commun("a", "d", SQL("p.procedure_id"), SQL("a.date_signature")),
            natures=tuple(code for code, _mots in NATURES),
            duree=SQL(
                "CASE WHEN x.etat = 'leve' THEN GREATEST(0, a.date_levee - a.date_signature) END::float"
            ),
        )
