import logging

from odoo import api, fields, models
from odoo.tools import SQL

from . import chiffres

VERROU = 8_402_019  # one at a time adds up; the others leave it to the next run

_logger = logging.getLogger(__name__)


class OilhiTableauChiffre(models.Model):
    """Number of cases by département, service, figure and day: a sum of rows, whatever the volume.

    A figure is this table plus `oilhi.tableau.ecart`: exact at any moment, the day included, because
    what depends on the day (late, asleep) is kept by day.
    """

    _name = "oilhi.tableau.chiffre"
    _description = "Chiffre du tableau de bord"
    _log_access = False
    _order = "id"

    company_id = fields.Many2one("res.company", required=True, ondelete="cascade")
    # Empty: the whole département.
    service_id = fields.Many2one("oilhi.service", ondelete="cascade")
    code = fields.Char(required=True)
    jour = fields.Date(required=True)
    valeur = fields.Integer(required=True)

    _cle_uniq = models.UniqueIndex("(company_id, COALESCE(service_id, 0), code, jour)")
    _services_idx = models.Index("(company_id, code, jour) WHERE service_id IS NOT NULL")

    # -- Reading -------------------------------------------------------------

    @api.model
    def _sql_lignes(self, societes, services=None):
        """Rows of these départements, or of these services only: (service_id, code, jour, valeur)."""
        portee, ecarts = SQL("COALESCE(service_id, 0) = 0"), SQL()
        if services is not None:
            portee = SQL("COALESCE(service_id, 0) IN %s", tuple(services) or (-1,))
            ecarts = SQL("AND service_id IN %s", tuple(services) or (-1,))
        return SQL(
            """(SELECT service_id, code, jour, valeur FROM oilhi_tableau_chiffre
                 WHERE company_id IN %(societes)s AND %(portee)s
                 UNION ALL
                SELECT service_id, code, jour, valeur FROM oilhi_tableau_ecart
                 WHERE company_id IN %(societes)s %(ecarts)s)""",
            societes=tuple(societes), portee=portee, ecarts=ecarts,
        )

    @api.model
    def _lire(self, jour, societes, services=None):
        """{code: number of cases}; the caller answers for the perimeter."""
        self.env["oilhi.dossier"].flush_model()
        lus = dict(self.env.execute_query(SQL(
            """SELECT code, SUM(valeur)::int
                 FROM %s l JOIN %s b (code, debut, fin) USING (code)
                WHERE jour BETWEEN debut AND fin GROUP BY code""",
            self._sql_lignes(societes, services), chiffres.sql_bornes(jour),
        )))
        return {code: lus.get(code, 0) for code in chiffres.CODES}

    @api.model
    def _lire_services(self, code, jour, societes, services=None, limite=10):
        """[(service id, number)], the highest first: one figure, service by service."""
        self.env["oilhi.dossier"].flush_model()
        debut, fin = chiffres.bornes(jour)[code]
        choix = SQL() if services is None else SQL("AND service_id IN %s", tuple(services) or (-1,))
        return self.env.execute_query(SQL(
            """SELECT service_id, SUM(valeur)::int AS nombre FROM (
                   SELECT service_id, valeur FROM oilhi_tableau_chiffre
                    WHERE company_id IN %(societes)s AND code = %(code)s
                      AND jour BETWEEN %(debut)s AND %(fin)s AND service_id IS NOT NULL %(choix)s
                    UNION ALL
                   SELECT service_id, valeur FROM oilhi_tableau_ecart
                    WHERE company_id IN %(societes)s AND code = %(code)s
                      AND jour BETWEEN %(debut)s AND %(fin)s %(choix)s
               ) l
               GROUP BY service_id HAVING SUM(valeur) > 0
               ORDER BY nombre DESC, service_id LIMIT %(limite)s""",
            societes=tuple(societes), code=code, debut=debut, fin=fin, choix=choix, limite=limite,
        ))

    # -- Adding up -----------------------------------------------------------

    @api.model
    def _cron_replier(self):
        """Every few minutes: what changed goes into the figures, the days that are past together."""
        jour = self.env["oilhi.habilitation"]._aujourdhui()
        if self._seul():
            self._replier(jour)
        self.env["oilhi.tableau.mois"]._completer(jour)

    @api.model
    def _cron_recompter(self):
        """Every night: the cases themselves are counted, and a figure that is wrong is put right."""
        if not self._seul():
            return
        avant = self._totaux()
        self._recompter()
        ecarts = sorted(map(str, dict(avant.items() ^ self._totaux().items())))
        if ecarts:
            _logger.warning("Dashboard: figures that were not those of the cases: %s", ecarts)

    @api.model
    def _seul(self):
        [[libre]] = self.env.execute_query(SQL("SELECT pg_try_advisory_xact_lock(%s)", VERROU))
        return libre

    @api.model
    def _replier(self, jour):
        """Rows seen by this transaction only: what the others are writing meanwhile stays to be added."""
        self.env["oilhi.dossier"].flush_model()
        jour_replie = chiffres.replier(jour)
        self.env.cr.execute(SQL(
            """WITH pris AS (
                   DELETE FROM oilhi_tableau_ecart RETURNING company_id, service_id, code, jour, valeur
               ), passes AS (
                   DELETE FROM oilhi_tableau_chiffre WHERE jour > %(debut)s AND %(jour)s = %(debut)s
                   RETURNING company_id, service_id, code, jour, valeur
               )
               INSERT INTO oilhi_tableau_chiffre AS c (company_id, service_id, code, jour, valeur)
               SELECT company_id, service_id, code, %(jour)s, SUM(valeur) FROM (
                   SELECT * FROM pris
                    UNION ALL
                   SELECT company_id, NULL, code, jour, valeur FROM pris
                    UNION ALL
                   SELECT * FROM passes
               ) l GROUP BY 1, 2, 3, 4 HAVING SUM(valeur) <> 0
               ON CONFLICT (company_id, COALESCE(service_id, 0), code, jour)
               DO UPDATE SET valeur = c.valeur + EXCLUDED.valeur""",
            jour=jour_replie, debut=chiffres.DEBUT,
        ))
        self.env.cr.execute("DELETE FROM oilhi_tableau_chiffre WHERE valeur = 0")
        self.env["oilhi.tableau.ecart"].invalidate_model()
        self.invalidate_model()

    @api.model
    def _recompter(self):
        """From the cases, and nothing else: for a database that was filled without the triggers."""
        self.env["oilhi.dossier"].flush_model()
        self.env.cr.execute("DELETE FROM oilhi_tableau_ecart")
        self.env.cr.execute("DELETE FROM oilhi_tableau_chiffre")
        self.env.cr.execute(SQL(
            """INSERT INTO oilhi_tableau_chiffre (company_id, service_id, code, jour, valeur)
               SELECT d.company_id, d.service_id, c.code, c.jour, COUNT(*)
                 FROM oilhi_dossier d CROSS JOIN LATERAL %s c (code, jour, compte)
                WHERE d.active AND c.compte AND c.jour IS NOT NULL
                GROUP BY GROUPING SETS (
                    (d.company_id, d.service_id, c.code, c.jour), (d.company_id, c.code, c.jour)
                )""",
            chiffres.CONTRIBUTIONS,
        ))
        self._replier(self.env["oilhi.habilitation"]._aujourdhui())

    @api.model
    def _totaux(self):
        return {
            (societe, service, code): nombre
            for societe, service, code, nombre in self.env.execute_query(SQL(
                """SELECT company_id, service_id, code, SUM(valeur) FROM (
                       SELECT company_id, service_id, code, valeur FROM oilhi_tableau_chiffre
                        UNION ALL
                       SELECT company_id, service_id, code, valeur FROM oilhi_tableau_ecart
                        UNION ALL
                       SELECT company_id, NULL, code, valeur FROM oilhi_tableau_ecart
                   ) l GROUP BY 1, 2, 3 HAVING SUM(valeur) <> 0"""
            ))
        }
