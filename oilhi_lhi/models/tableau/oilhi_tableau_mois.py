from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

from . import chiffres

MOIS = 12
JOURS_DE_PRISE = 3  # first days of a month, when today's figures are still those of its eve


class OilhiTableauMois(models.Model):
    """The figures at the end of each month: the trend of the dashboard."""

    _name = "oilhi.tableau.mois"
    _description = "Chiffre du tableau de bord en fin de mois"
    _log_access = False
    _order = "mois, id"

    company_id = fields.Many2one("res.company", required=True, ondelete="cascade")
    # Empty: the whole département.
    service_id = fields.Many2one("oilhi.service", ondelete="cascade")
    code = fields.Char(required=True)
    mois = fields.Date("Dernier jour du mois", required=True)
    valeur = fields.Integer(required=True)
    reconstitue = fields.Boolean(help="Retrouvé d’après les dates des dossiers, faute de relevé ce jour-là.")

    _cle_uniq = models.UniqueIndex("(company_id, COALESCE(service_id, 0), mois, code)")

    # -- Reading -------------------------------------------------------------

    @api.model
    def _fins(self, jour):
        """Last days of the twelve months that are over, the oldest first."""
        premier = jour.replace(day=1)
        return [premier - relativedelta(months=n) - timedelta(days=1) for n in range(MOIS - 1, -1, -1)]

    @api.model
    def _lire(self, jour, societes, services=None):
        """{code: [(last day of the month, value, rebuilt)]}; a month that is not known is not there.

        The row of the département says that the month is known: a service without a row had none.
        """
        portee = tuple(services) or (-1,) if services is not None else (0,)
        lus = {code: [] for code in chiffres.CODES}
        for code, *point in self.env.execute_query(SQL(
            """SELECT p.code, p.mois, COALESCE(SUM(v.valeur), 0)::int, BOOL_OR(p.reconstitue)
                 FROM oilhi_tableau_mois p
                 LEFT JOIN LATERAL (
                     SELECT SUM(v.valeur) AS valeur FROM oilhi_tableau_mois v
                      WHERE v.company_id = p.company_id AND COALESCE(v.service_id, 0) IN %(portee)s
                        AND v.mois = p.mois AND v.code = p.code
                 ) v ON TRUE
                WHERE p.company_id IN %(societes)s AND COALESCE(p.service_id, 0) = 0
                  AND p.mois >= %(debut)s AND p.mois < %(jour)s
                GROUP BY p.code, p.mois ORDER BY p.mois""",
            portee=portee, societes=tuple(societes), debut=self._fins(jour)[0], jour=jour,
        )):
            lus[code].append(tuple(point))
        return lus

    # -- Filling -------------------------------------------------------------

    @api.model
    def _completer(self, jour):
        """The months that a département does not have yet: read on the day, or rebuilt afterwards."""
        fins = self._fins(jour)
        manquants = {mois: [] for mois in fins}
        for societe, mois in self.env.execute_query(SQL(
            """SELECT c.id, m.mois FROM res_company c
                CROSS JOIN UNNEST(%s::date[]) m (mois)
                WHERE EXISTS (SELECT FROM oilhi_dossier d WHERE d.company_id = c.id)
                  AND NOT EXISTS (SELECT FROM oilhi_tableau_mois t
                                   WHERE t.company_id = c.id AND COALESCE(t.service_id, 0) = 0
                                     AND t.mois = m.mois)""",
            fins,
        )):
            manquants[mois].append(societe)
        if jour.day <= JOURS_DE_PRISE:
            # Not where the month before is unknown too: what has just been entered was not there.
            relevees = [societe for societe in manquants[fins[-1]] if societe not in manquants[fins[-2]]]
            manquants[fins[-1]] = [s for s in manquants[fins[-1]] if s not in relevees]
            if relevees:
                self._relever(fins[-1], relevees)
        for mois, societes in manquants.items():
            if societes:
                self._reconstituer(mois, societes)
                if self.env.context.get("cron_id"):  # long on a big database
                    self.env["ir.cron"]._commit_progress(1)
        self.invalidate_model()

    @api.model
    def _inserer(self, mois, societes, codes, requete, reconstitue):
        """`requete` gives (company_id, service_id, code, valeur); the département has a row even at 0."""
        self.env.cr.execute(SQL(
            """INSERT INTO oilhi_tableau_mois (company_id, service_id, code, mois, valeur, reconstitue)
               SELECT company_id, service_id, code, %(mois)s, SUM(valeur), %(reconstitue)s FROM (
                   %(requete)s
                    UNION ALL
                   SELECT c.id, NULL, k.code, 0
                     FROM UNNEST(%(societes)s) c (id) CROSS JOIN UNNEST(%(codes)s) k (code)
               ) l GROUP BY 1, 2, 3 HAVING SUM(valeur) <> 0 OR service_id IS NULL""",
            mois=mois, reconstitue=reconstitue, requete=requete, societes=list(societes), codes=list(codes),
        ))

    @api.model
    def _relever(self, mois, societes):
        """The figures as they are, the day after the month ended."""
        self.env["oilhi.dossier"].flush_model()
        self._inserer(mois, societes, chiffres.CODES, SQL(
            """SELECT company_id, service_id, code, valeur::bigint FROM (
                   SELECT company_id, service_id, code, jour, valeur FROM oilhi_tableau_chiffre
                    UNION ALL
                   SELECT company_id, service_id, code, jour, valeur FROM oilhi_tableau_ecart
                    UNION ALL
                   SELECT company_id, NULL, code, jour, valeur FROM oilhi_tableau_ecart
               ) t JOIN %s b (code, debut, fin) USING (code)
               WHERE jour BETWEEN debut AND fin AND company_id = ANY(%s)""",
            chiffres.sql_bornes(mois + timedelta(days=1)), list(societes),
        ), reconstitue=False)

    @api.model
    def _reconstituer(self, mois, societes):
        """From the dates of the cases, under their present service. Neither urgency nor activity is
        dated: these two have no past."""
        self.env.flush_all()
        self._inserer(mois, societes, ("ouvert", "retard", "arrete", "mainlevee"), SQL(
            """SELECT d.company_id, d.service_id, x.code, COUNT(*) AS valeur
                 FROM oilhi_dossier d
                 LEFT JOIN LATERAL (
                     SELECT MAX(p.date_cloture) AS clos_le FROM oilhi_dossier_procedure p
                      WHERE p.dossier_id = d.id AND d.phase = 'clos' AND d.classe_le IS NULL
                 ) f ON TRUE
                CROSS JOIN LATERAL (
                     SELECT d.date_signalement <= %(mois)s AND (
                                d.phase IS DISTINCT FROM 'clos' OR COALESCE(d.classe_le, f.clos_le) > %(mois)s
                            ) AS ouvert
                 ) o
                CROSS JOIN LATERAL (VALUES
                     ('ouvert', o.ouvert),
                     ('retard', o.ouvert AND EXISTS (
                         SELECT FROM oilhi_dossier_echeance e
                          WHERE e.dossier_id = d.id AND e.retard_possible AND e.date < %(lendemain)s
                            AND e.niveau_preuve <> 'pratique' AND e.sans_objet IS NOT TRUE
                            AND (e.tenue_le IS NULL OR e.tenue_le > %(mois)s)
                     )),
                     ('arrete', EXISTS (
                         SELECT FROM oilhi_dossier_etape s
                           JOIN oilhi_etape r ON r.id = s.etape_id
                           JOIN oilhi_dossier_procedure p ON p.id = s.dossier_procedure_id
                          WHERE s.dossier_id = d.id AND s.etat = 'faite' AND s.date <= %(mois)s
                            AND r.nature = 'arrete' AND r.police IS NOT NULL
                            AND (p.date_cloture IS NULL OR p.date_cloture > %(mois)s)
                            AND NOT EXISTS (
                                SELECT FROM oilhi_dossier_etape l JOIN oilhi_etape lr ON lr.id = l.etape_id
                                 WHERE l.dossier_procedure_id = p.id AND l.etat = 'faite'
                                   AND lr.nature = 'mainlevee' AND l.date <= %(mois)s
                            )
                     )),
                     ('mainlevee', d.mainlevee_le BETWEEN %(debut)s AND %(mois)s)
                 ) x (code, compte)
                WHERE d.active AND x.compte AND d.company_id = ANY(%(societes)s)
                  AND d.date_signalement <= %(mois)s
                GROUP BY GROUPING SETS ((d.company_id, d.service_id, x.code), (d.company_id, x.code))""",
            mois=mois, lendemain=mois + timedelta(days=1), societes=list(societes),
            debut=chiffres.bornes(mois + timedelta(days=1))["mainlevee"][0],
        ), reconstitue=True)
