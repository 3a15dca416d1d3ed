from odoo import fields, models
from odoo.tools import SQL

from ..oilhi_dossier_phase import GRAVITES, PHASES
from .oilhi_pilotage_procedure import ISSUES

ORIGINES = [
    ("occupant", "Occupant"), ("voisin", "Voisin"), ("proprietaire", "Propriétaire"),
    ("agent", "Agent de la commune"), ("partenaire", "Partenaire"), ("autre", "Autre"),
]  # fmt: skip
USAGES = [
    ("habitation", "Habitation"), ("mixte", "Habitation et autre usage"),
    ("professionnel", "Professionnel ou commercial"), ("aucun", "Aucun (ruine, mur, vacant sans usage)"),
]  # fmt: skip
COPROPRIETES = [("non", "Non"), ("oui", "Oui"), ("sans_syndic", "Oui, sans syndic")]
ISSUES_DOSSIER = [*ISSUES[:1], ("classe", "Classé sans suite"), *ISSUES[1:]]


class OilhiPilotageDossier(models.Model):
    """The stock: one row a case, where it stands, how old it is, how it ended."""

    _name = "oilhi.pilotage.dossier"
    _inherit = ["oilhi.pilotage.issue"]
    _description = "Dossiers : stock et issue"
    _auto = False
    _log_access = True  # who typed the row behind the figure, and when; not inherited
    _depends = {
        "oilhi.dossier": [
            "company_id", "service_id", "commune_id", "batiment_id", "active", "phase", "urgence", "gravite",
            "origine", "usage", "date_signalement", "classe_le", "phase_depuis",
        ],
        "oilhi.dossier.procedure": ["dossier_id", "procedure_id", "etat", "date_cloture"],
        "oilhi.dossier.etape": ["dossier_procedure_id", "etape_id", "etat"],
        "oilhi.dossier.mesure": ["dossier_procedure_id", "type", "date_realisation"],
        "oilhi.etape": ["nature", "issue", "terme"],
        "oilhi.batiment": ["copropriete"],
        "oilhi.commune": ["epci_id"],
    }

    phase = fields.Selection(PHASES, readonly=True)
    urgence = fields.Boolean("Urgent", readonly=True)
    gravite = fields.Selection(GRAVITES, string="Gravité", readonly=True)
    origine = fields.Selection(ORIGINES, string="Origine du signalement", readonly=True)
    usage = fields.Selection(USAGES, string="Usage des lieux", readonly=True)
    copropriete = fields.Selection(COPROPRIETES, string="Copropriété", readonly=True)
    issue = fields.Selection(
        ISSUES_DOSSIER, string="Issue", readonly=True,
        help="Celle de la procédure principale, déduite de ses étapes ; rien ne se saisit.",
    )
    date_signalement = fields.Date("Signalé le", readonly=True)
    date_cloture = fields.Date("Clos le", readonly=True)
    mois_cloture = fields.Date("Mois de clôture", readonly=True)
    dossiers = fields.Integer("Dossiers", readonly=True)
    ouverts = fields.Integer("Ouverts", readonly=True)
    urgents = fields.Integer("Ouverts et urgents", readonly=True)
    clos = fields.Integer("Clos", readonly=True)
    age_median = fields.Float(
        "Âge médian (jours)", readonly=True, aggregator="median", digits=(7, 1),
        help="Depuis le signalement, pour les dossiers ouverts : la moitié sont plus récents.",
    )
    phase_mediane = fields.Float(
        "Dans la phase, médiane (jours)", readonly=True, aggregator="median", digits=(7, 1),
        help="Depuis l’entrée dans la phase d’aujourd’hui, pour les dossiers ouverts.",
    )
    phase_p90 = fields.Float(
        "Dans la phase, 9 sur 10 (jours)", readonly=True, aggregator="p90", digits=(7, 1),
        help="Neuf dossiers ouverts sur dix y sont depuis moins longtemps (90e centile).",
    )
    duree_mediane = fields.Float(
        "Durée médiane (jours)", readonly=True, aggregator="median", digits=(7, 1),
        help="Du signalement à la clôture : la moitié des dossiers clos ont duré moins.",
    )
    duree_p90 = fields.Float(
        "Durée, 9 sur 10 (jours)", readonly=True, aggregator="p90", digits=(7, 1),
        help="Neuf dossiers clos sur dix ont duré moins (90e centile).",
    )

    @property
    def _table_query(self):
        jour = SQL("%s::date", self._jour())
        return SQL(
            """
            SELECT d.id, %(commun)s, d.phase, COALESCE(d.urgence, FALSE) AS urgence, d.gravite, d.origine,
                   d.usage, b.copropriete, d.date_signalement, w.sortie AS date_cloture,
                   DATE_TRUNC('month', w.sortie::timestamp)::date AS mois_cloture,
                   1 AS dossiers,
                   (d.phase <> 'clos')::int AS ouverts,
                   (d.phase <> 'clos' AND d.urgence IS TRUE)::int AS urgents,
                   (d.phase = 'clos')::int AS clos,
                   CASE WHEN d.phase <> 'clos' THEN %(jour)s - d.date_signalement END::float AS age_median,
                   %(phase)s AS phase_mediane, %(phase)s AS phase_p90,
                   GREATEST(w.sortie - d.date_signalement, CASE WHEN w.sortie IS NOT NULL THEN 0 END)::float
                       AS duree_mediane,
                   GREATEST(w.sortie - d.date_signalement, CASE WHEN w.sortie IS NOT NULL THEN 0 END)::float
                       AS duree_p90,
                   CASE WHEN d.phase <> 'clos' THEN 'en_cours'
                        WHEN d.classe_le IS NOT NULL THEN 'classe'
                        ELSE %(issue)s END AS issue
              FROM oilhi_dossier d
              LEFT JOIN oilhi_commune k ON k.id = d.commune_id
              LEFT JOIN oilhi_batiment b ON b.id = d.batiment_id
             CROSS JOIN LATERAL (SELECT %(sortie)s AS sortie) w
             WHERE d.active
            """,
            commun=self._sql_commun(
                "d", "d", self._sql_principale(SQL("p.procedure_id")), SQL("d.date_signalement")
            ),
            issue=self._sql_principale(self._sql_issue(), self._sql_fin()),
            sortie=self._sql_sortie(),
            jour=jour,
            phase=SQL(
                "CASE WHEN d.phase <> 'clos' THEN GREATEST(0, %s - d.phase_depuis) END::float", jour
            ),
        )
