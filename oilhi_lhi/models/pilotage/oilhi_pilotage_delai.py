from odoo import fields, models
from odoo.tools import SQL

ETATS = [
    ("tenu", "Tenu"),
    ("tard", "Tenu en retard"),
    ("manque", "Manqué"),
    ("depasse", "Dépassé"),
    ("a_venir", "À venir"),
]
FAMILLES = [
    ("execution", "Exécution des mesures"),
    ("reponse", "Réponse ou acte attendu d’une personne"),
    ("butoir", "Date butoir de l’autorité"),
    ("maximum", "Durée maximale"),
    ("autre", "Autre délai"),
]
# Advice is never called a legal deadline; what is uncertain is said to be.
PORTEES = [("legal", "Légal"), ("a_verifier", "À vérifier"), ("conseille", "Conseillé")]


class OilhiPilotageDelai(models.Model):
    """Were the deadlines kept? One row for each that puts somebody late once it is over.

    Dates that open or close a right are not among them, nor deadlines that no longer have an object;
    one that a finding says missed stays missed.
    """

    _name = "oilhi.pilotage.delai"
    _inherit = ["oilhi.pilotage"]
    _description = "Délais tenus"
    _auto = False
    _log_access = True  # who typed the row behind the figure, and when; not inherited
    _depends = {
        "oilhi.dossier.echeance": [
            "dossier_id", "dossier_etape_id", "mesure_id", "delai_id", "code", "date", "tenue_le", "sans_objet",
            "retard_possible", "niveau_preuve",
        ],
        "oilhi.dossier": ["company_id", "service_id", "commune_id", "active"],
        "oilhi.dossier.procedure": ["procedure_id", "date_cloture"],
        "oilhi.dossier.etape": ["dossier_procedure_id", "etape_id", "etat"],
        "oilhi.dossier.mesure": ["date_realisation"],
        "oilhi.etape": ["manque_codes"],
        "oilhi.delai": ["nature", "depart_type"],
        "oilhi.commune": ["epci_id"],
    }

    delai_id = fields.Many2one("oilhi.delai", string="Délai", readonly=True)
    code = fields.Char(readonly=True)
    famille = fields.Selection(FAMILLES, string="Sorte de délai", readonly=True)
    portee = fields.Selection(PORTEES, string="Portée", readonly=True)
    date = fields.Date("Dernier jour", readonly=True)
    tenue_le = fields.Date("Tenu le", readonly=True)
    etat = fields.Selection(ETATS, string="Résultat", readonly=True)
    tenus = fields.Integer("Tenus", readonly=True)
    tards = fields.Integer("Tenus en retard", readonly=True)
    manques = fields.Integer("Manqués", readonly=True)
    depasses = fields.Integer("Dépassés, ouverts", readonly=True)
    taux = fields.Float(
        "Tenus à temps (%)", readonly=True, aggregator="avg", digits=(5, 1),
        help="Part des délais échus qui ont été tenus au plus tard le dernier jour.",
    )
    jours_retard = fields.Integer(
        "Jours de retard", readonly=True,
        help="Jusqu’au jour où il a été tenu ; sinon jusqu’à aujourd’hui, ou jusqu’à la clôture.",
    )
    retard_moyen = fields.Float(
        "Retard moyen (jours)", readonly=True, aggregator="avg", digits=(7, 1),
        help="Moyenne des seuls délais en retard.",
    )

    @property
    def _table_query(self):
        jour = self._jour()
        return SQL(
            """
            SELECT e.id, %(commun)s, e.delai_id, e.code, e.date, e.tenue_le, x.etat,
                   CASE e.niveau_preuve WHEN 'pratique' THEN 'conseille' WHEN 'a_verifier' THEN 'a_verifier'
                        ELSE 'legal' END AS portee,
                   CASE WHEN f.depart_type = 'execution' THEN 'execution'
                        WHEN f.nature IN ('reponse', 'butoir', 'maximum') THEN f.nature
                        ELSE 'autre' END AS famille,
                   (x.etat = 'tenu')::int AS tenus,
                   (x.etat = 'tard')::int AS tards,
                   (x.etat = 'manque')::int AS manques,
                   (x.etat = 'depasse')::int AS depasses,
                   CASE x.etat WHEN 'a_venir' THEN NULL WHEN 'tenu' THEN 100.0 ELSE 0.0 END AS taux,
                   y.jours AS jours_retard, y.jours::float AS retard_moyen
              FROM oilhi_dossier_echeance e
              JOIN oilhi_dossier d ON d.id = e.dossier_id AND d.active
              LEFT JOIN oilhi_commune k ON k.id = d.commune_id
              LEFT JOIN oilhi_delai f ON f.id = e.delai_id
              LEFT JOIN oilhi_dossier_etape s ON s.id = e.dossier_etape_id
              LEFT JOIN oilhi_dossier_procedure p ON p.id = s.dossier_procedure_id
              LEFT JOIN oilhi_dossier_mesure m ON m.id = e.mesure_id
             CROSS JOIN LATERAL (
                       SELECT CASE WHEN e.sans_objet THEN 'manque'
                                   WHEN e.tenue_le <= e.date THEN 'tenu'
                                   WHEN e.tenue_le IS NOT NULL THEN 'tard'
                                   WHEN e.date < %(jour)s THEN 'depasse'
                                   ELSE 'a_venir'
                              END AS etat
                   ) x
             CROSS JOIN LATERAL (
                       SELECT CASE x.etat
                              WHEN 'tard' THEN e.tenue_le - e.date
                              WHEN 'depasse' THEN %(jour)s - e.date
                              WHEN 'manque' THEN GREATEST(
                                  0, COALESCE(m.date_realisation, p.date_cloture, %(jour)s) - e.date
                              )
                              END AS jours
                   ) y
             WHERE e.date IS NOT NULL AND e.retard_possible
               AND (e.sans_objet IS NOT TRUE OR EXISTS (
                       SELECT 1
                         FROM oilhi_dossier_etape c
                         JOIN oilhi_etape r ON r.id = c.etape_id
                        WHERE c.dossier_procedure_id = p.id AND c.etat = 'faite'
                          AND e.code = ANY(REGEXP_SPLIT_TO_ARRAY(r.manque_codes, '[ ,]+'))
                   ))
            """,
            commun=self._sql_commun("e", "d", SQL("p.procedure_id"), SQL("e.date")),
            jour=SQL("%s::date", jour),
        )


class OilhiDossierEcheance(models.Model):
    _inherit = "oilhi.dossier.echeance"

    # The figures read the deadlines of a département, and only those that put somebody late.
    _pilotage_idx = models.Index("(company_id, date) WHERE retard_possible IS TRUE")
