from odoo import api, fields, models
from odoo.tools import SQL

ETATS = [
    ("en_cours", "En cours"),
    ("close", "Close"),
    ("relayee", "Relayée par une autre procédure"),
    ("abandonnee", "Abandonnée"),
]
ISSUES = [
    ("en_cours", "En cours"),
    ("avant", "Réglée avant l’arrêté"),
    ("apres", "Terminée après l’arrêté, sans mainlevée"),
    ("mainlevee", "Mainlevée"),
    ("demolition", "Démolition"),
    ("office", "Exécution d’office"),
    ("abroge", "Arrêté abrogé, retiré ou modifié"),
    ("relayee", "Relayée par une autre procédure"),
    ("abandonnee", "Abandonnée"),
    ("sans_arrete", "Terminée, sans arrêté à prendre"),
    ("autre", "Autre fin"),
]
ACTES = ("arrete", "decision_tiers")


class OilhiPilotageIssue(models.AbstractModel):
    """How a procedure ended, read from its steps and measures: nothing is typed, nothing is guessed."""

    _name = "oilhi.pilotage.issue"
    _inherit = ["oilhi.pilotage"]
    _description = "Issue des procédures"
    _auto = False

    @api.model
    def _sql_fin(self):
        """What the steps (`x`) and the measures (`y`) of the procedure `p` say of its end.

        A step that records either of two things (« vérifier, et à défaut exécuter ») says nothing: only
        on the branch of the failure did the authority decide to do the works.
        """
        return SQL(
            """LEFT JOIN LATERAL (
                       SELECT BOOL_OR(r.nature = 'modification') AS modifie,
                              BOOL_OR(r.nature IN %(actes)s) AS acte,
                              BOOL_OR(r.nature = 'poursuite') AS poursuite,
                              BOOL_OR(r.nature = 'mainlevee') AS levee,
                              BOOL_OR(r.nature = 'office' AND r.issue = 'echec') AS office,
                              BOOL_OR(r.terme AND r.nature IN ('execution', 'cloture')) AS reglee,
                              BOOL_OR(
                                  r.terme AND r.nature IN ('execution', 'cloture') AND r.issue <> 'divers'
                              ) AS executee
                         FROM oilhi_dossier_etape s
                         JOIN oilhi_etape r ON r.id = s.etape_id
                        WHERE s.dossier_procedure_id = p.id AND s.etat = 'faite'
                   ) x ON TRUE
              LEFT JOIN LATERAL (
                       SELECT BOOL_OR(m.type = 'demolition' AND m.date_realisation IS NOT NULL) AS demolition
                         FROM oilhi_dossier_mesure m
                        WHERE m.dossier_procedure_id = p.id
                   ) y ON TRUE""",
            actes=ACTES,
        )

    @api.model
    def _sql_issue(self):
        """Outcome of the procedure `p`, once joined with `_sql_fin`; the first that applies."""
        return SQL(
            """CASE WHEN p.etat IN ('en_cours', 'relayee') THEN p.etat
                    WHEN p.etat = 'abandonnee'
                    THEN CASE WHEN x.modifie AND x.acte THEN 'abroge' ELSE 'abandonnee' END
                    WHEN x.office THEN 'office'
                    WHEN y.demolition THEN 'demolition'
                    WHEN x.poursuite THEN 'relayee'
                    WHEN x.levee THEN 'mainlevee'
                    WHEN NOT EXISTS (
                        SELECT 1
                          FROM oilhi_dossier_etape s
                          JOIN oilhi_etape r ON r.id = s.etape_id
                         WHERE s.dossier_procedure_id = p.id AND r.nature IN %s
                    ) THEN 'sans_arrete'
                    WHEN x.reglee AND NOT x.acte THEN 'avant'
                    WHEN x.executee THEN 'apres'
                    ELSE 'autre'
               END""",
            ACTES,
        )


class OilhiPilotageProcedure(models.Model):
    """One row a procedure opened: how long it takes, how it ends."""

    _name = "oilhi.pilotage.procedure"
    _inherit = ["oilhi.pilotage.issue"]
    _description = "Procédures : durée et issue"
    _auto = False
    _log_access = True  # who typed the row behind the figure, and when; not inherited
    _depends = {
        "oilhi.dossier.procedure": ["dossier_id", "procedure_id", "etat", "date_ouverture", "date_cloture"],
        "oilhi.dossier": ["company_id", "service_id", "commune_id", "active"],
        "oilhi.dossier.etape": ["dossier_procedure_id", "etape_id", "etat"],
        "oilhi.dossier.mesure": ["dossier_procedure_id", "type", "date_realisation"],
        "oilhi.etape": ["nature", "issue", "terme"],
        "oilhi.commune": ["epci_id"],
    }

    etat = fields.Selection(ETATS, string="État", readonly=True)
    issue = fields.Selection(
        ISSUES, string="Issue", readonly=True,
        help="Déduite des étapes faites et des mesures exécutées ; rien ne se saisit.",
    )
    date_ouverture = fields.Date("Ouverte le", readonly=True)
    date_cloture = fields.Date("Close le", readonly=True)
    mois_cloture = fields.Date("Mois de clôture", readonly=True)
    dossiers = fields.Integer("Dossiers", readonly=True, aggregator="count_distinct")
    ouvertes = fields.Integer("Ouvertes", readonly=True, help="Procédures ouvertes dans la période.")
    en_cours = fields.Integer("Toujours en cours", readonly=True)
    terminees = fields.Integer("Terminées", readonly=True)
    offices = fields.Integer(
        "Exécutions d’office", readonly=True, help="L’autorité a décidé de faire les travaux elle-même."
    )
    demolitions = fields.Integer("Démolitions", readonly=True, help="Une démolition prescrite est exécutée.")
    duree_mediane = fields.Float(
        "Durée médiane (jours)", readonly=True, aggregator="median", digits=(7, 1),
        help="De l’ouverture à la clôture : la moitié des procédures terminées ont duré moins.",
    )
    duree_p90 = fields.Float(
        "Durée, 9 sur 10 (jours)", readonly=True, aggregator="p90", digits=(7, 1),
        help="Neuf procédures terminées sur dix ont duré moins (90e centile).",
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT p.id, %(commun)s, p.etat, p.date_ouverture, p.date_cloture, p.dossier_id AS dossiers,
                   DATE_TRUNC('month', p.date_cloture::timestamp)::date AS mois_cloture,
                   1 AS ouvertes,
                   (p.etat = 'en_cours')::int AS en_cours,
                   (p.etat <> 'en_cours')::int AS terminees,
                   %(issue)s AS issue,
                   COALESCE(x.office, FALSE)::int AS offices,
                   COALESCE(y.demolition, FALSE)::int AS demolitions,
                   %(duree)s AS duree_mediane, %(duree)s AS duree_p90
              FROM oilhi_dossier_procedure p
              JOIN oilhi_dossier d ON d.id = p.dossier_id AND d.active
              LEFT JOIN oilhi_commune k ON k.id = d.commune_id
              %(fin)s
            """,
            commun=self._sql_commun("p", "d", SQL("p.procedure_id"), SQL("p.date_ouverture")),
            issue=self._sql_issue(),
            fin=self._sql_fin(),
            duree=SQL(
                "CASE WHEN p.etat <> 'en_cours' THEN GREATEST(0, p.date_cloture - p.date_ouverture) END::float"
            ),
        )
