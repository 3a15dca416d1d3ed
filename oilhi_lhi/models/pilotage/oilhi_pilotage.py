from odoo import api, fields, models
from odoo.tools import SQL

MOIS = [
    ("01", "Janvier"), ("02", "Février"), ("03", "Mars"), ("04", "Avril"), ("05", "Mai"), ("06", "Juin"),
    ("07", "Juillet"), ("08", "Août"), ("09", "Septembre"), ("10", "Octobre"), ("11", "Novembre"),
    ("12", "Décembre"),
]  # fmt: skip


class OilhiPilotage(models.AbstractModel):
    """A figure of steering: rows computed from those of the cases, never typed, no person in them.

    The access rules are those of a row of a case: everybody adds up what he may read, no more.
    What is costly is a subquery of one column, or a LEFT JOIN of one row (an aggregate): PostgreSQL drops
    it when nothing asks for its columns.
    """

    _name = "oilhi.pilotage"
    _inherit = ["oilhi.statistiques"]
    _description = "Chiffre de pilotage"
    _auto = False
    _rec_name = "dossier_id"
    _order = "mois desc, id desc"

    dossier_id = fields.Many2one("oilhi.dossier", string="Dossier", readonly=True)
    company_id = fields.Many2one("res.company", string="Département", readonly=True)
    service_id = fields.Many2one("oilhi.service", string="Service", readonly=True)
    commune_id = fields.Many2one("oilhi.commune", string="Commune", readonly=True)
    epci_id = fields.Many2one("oilhi.epci", string="Intercommunalité", readonly=True)
    procedure_id = fields.Many2one("oilhi.procedure", string="Procédure", readonly=True)
    mois = fields.Date("Mois", readonly=True)
    # Apart from each other, so that a year stands beside another, month by month.
    annee = fields.Char("Année", readonly=True)
    mois_annee = fields.Selection(MOIS, string="Mois de l’année", readonly=True)

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, *, active_test=True, bypass_access=False):
        # With the tables that the access rules, the groups and their order add, there are more than eight:
        # PostgreSQL would keep them as they are written and filter last, after reading every case. Eleven
        # is below the number from which it stops comparing all the orders.
        self.env.cr.execute("SET LOCAL join_collapse_limit = 11; SET LOCAL from_collapse_limit = 11")
        return super()._search(
            domain, offset, limit, order, active_test=active_test, bypass_access=bypass_access
        )

    @api.model
    def _jour(self):
        return fields.Date.context_today(self)

    @api.model
    def _sql_commun(self, ligne, dossier, procedure, jour):
        """Columns that every figure has; the aliases of the row and of its case, two expressions.

        The commune of the case is joined as `k`.
        """
        colonnes = SQL(", ").join(
            SQL("%s AS %s", SQL.identifier(ligne, nom), SQL.identifier(nom))
            for nom in ("create_uid", "create_date", "write_uid", "write_date")
        )
        return SQL(
            """%(colonnes)s, %(dossier)s, k.epci_id, %(procedure)s AS procedure_id,
               DATE_TRUNC('month', (%(jour)s)::timestamp)::date AS mois,
               TO_CHAR((%(jour)s)::timestamp, 'YYYY') AS annee,
               TO_CHAR((%(jour)s)::timestamp, 'MM') AS mois_annee""",
            colonnes=colonnes,
            dossier=SQL(", ").join(
                SQL("%s AS %s", SQL.identifier(dossier, nom), SQL.identifier(alias))
                for nom, alias in (
                    ("id", "dossier_id"), ("company_id", "company_id"), ("service_id", "service_id"),
                    ("commune_id", "commune_id"),
                )
            ),
            procedure=procedure,
            jour=jour,
        )

    @api.model
    def _sql_principale(self, quoi, jointures=None):
        """`quoi` (of the alias `p`) for the main procedure of the case `d`: the one that is open, else
        the one brought to its end, else the last given up; the latest of them."""
        return SQL(
            """(SELECT %s
                  FROM oilhi_dossier_procedure p %s
                 WHERE p.dossier_id = d.id
                 ORDER BY p.etat = 'en_cours' DESC, p.etat = 'close' DESC, p.id DESC
                 LIMIT 1)""",
            quoi,
            jointures or SQL(),
        )

    @api.model
    def _sql_sortie(self):
        """Day on which the case `d` was closed, NULL for an open case."""
        return SQL(
            """CASE WHEN d.phase = 'clos' THEN COALESCE(
                   d.classe_le,
                   (SELECT MAX(c.date_cloture) FROM oilhi_dossier_procedure c WHERE c.dossier_id = d.id)
               ) END"""
        )

    def action_ouvrir_dossier(self):
        """From a row of the list to its case."""
        self.ensure_one()
        self.check_access("read")
        return self.dossier_id._action_fiche()
