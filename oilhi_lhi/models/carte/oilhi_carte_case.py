from odoo import api, fields, models
from odoo.tools import SQL

from . import cases

CLES = SQL("company_id, maille, x, y, phase, urgence, sous_arrete, procedures")


class OilhiCarteCase(models.Model):
    """Number of cases in each square of the map: what a coordinateur sees from afar is a few hundred
    rows, whatever the number of cases. Kept like the figures of the dashboard."""

    _name = "oilhi.carte.case"
    _description = "Carré de la carte"
    _log_access = False
    _order = "id"

    company_id = fields.Many2one("res.company", required=True, ondelete="cascade")
    maille = fields.Integer(required=True)
    x = fields.Integer(required=True)
    y = fields.Integer(required=True)
    phase = fields.Char(required=True)
    urgence = fields.Boolean(required=True)
    sous_arrete = fields.Boolean(required=True)
    procedures = fields.Char(required=True)
    nombre = fields.Integer(required=True)
    latitude = fields.Float(digits=(16, 5), required=True)
    longitude = fields.Float(digits=(16, 5), required=True)

    _cle_uniq = models.UniqueIndex(
        "(company_id, maille, x, y, phase, urgence, sous_arrete, procedures)"
    )

    # -- Reading -------------------------------------------------------------

    @api.model
    def _sql_carres(self, maille, societes, filtre, bornes):
        """Rows (x, y, nombre, urgents, latitude, longitude) of the squares that touch these limits."""
        self.env["oilhi.dossier"].flush_model()
        x, y = (SQL("FLOOR(%s / %s::numeric)::int", SQL(c), cases.COTES[maille]) for c in "xy")
        fenetre = SQL()
        if bornes:
            sud, ouest, nord, est = (cases.rang(borne, maille) for borne in bornes)
            fenetre = SQL("AND x BETWEEN %s AND %s AND y BETWEEN %s AND %s", ouest, est, sud, nord)
        return SQL(
            """SELECT x, y, SUM(nombre)::int AS nombre,
                      COALESCE(SUM(nombre) FILTER (WHERE urgence), 0)::int AS urgents,
                      SUM(latitude) / SUM(nombre) AS latitude, SUM(longitude) / SUM(nombre) AS longitude
                 FROM (
                     SELECT x, y, phase, urgence, sous_arrete, procedures, nombre, latitude, longitude
                       FROM oilhi_carte_case
                      WHERE company_id IN %(societes)s AND maille = %(maille)s %(fenetre)s
                      UNION ALL
                     SELECT * FROM (
                         SELECT %(x)s AS x, %(y)s AS y, phase, urgence, sous_arrete, procedures, nombre,
                                latitude, longitude
                           FROM oilhi_carte_ecart WHERE company_id IN %(societes)s
                     ) e WHERE TRUE %(fenetre)s
                 ) c
                WHERE %(filtre)s
                GROUP BY x, y HAVING SUM(nombre) > 0""",
            societes=tuple(societes), maille=maille, fenetre=fenetre, filtre=filtre, x=x, y=y,
        )

    # -- Adding up -----------------------------------------------------------

    @api.model
    def _replier(self):
        self.env["oilhi.dossier"].flush_model()
        self._ajouter(SQL(
            """DELETE FROM oilhi_carte_ecart
               RETURNING company_id, x, y, phase, urgence, sous_arrete, procedures, nombre, latitude, longitude"""
        ))
        self.env.cr.execute("DELETE FROM oilhi_carte_case WHERE nombre = 0")
        self.env["oilhi.carte.ecart"].invalidate_model()
        self.invalidate_model()

    @api.model
    def _ajouter(self, petits):
        """These rows of small squares, to the squares of each size."""
        self.env.cr.execute(SQL(
            """WITH pris AS (%(petits)s)
               INSERT INTO oilhi_carte_case AS c (%(cles)s, nombre, latitude, longitude)
               SELECT %(cles)s, SUM(nombre), SUM(latitude), SUM(longitude) FROM (
                   SELECT maille, company_id, FLOOR(x / cote::numeric)::int AS x,
                          FLOOR(y / cote::numeric)::int AS y, phase, urgence, sous_arrete, procedures,
                          nombre, latitude, longitude
                     FROM pris CROSS JOIN (VALUES %(mailles)s) m (maille, cote)
               ) l GROUP BY %(cles)s
               ON CONFLICT (%(cles)s) DO UPDATE SET
                   nombre = c.nombre + EXCLUDED.nombre, latitude = c.latitude + EXCLUDED.latitude,
                   longitude = c.longitude + EXCLUDED.longitude""",
            petits=petits, cles=CLES,
            mailles=SQL(", ").join(SQL("(%s, %s)", *maille) for maille in cases.COTES.items()),
        ))

    @api.model
    def _recompter(self):
        """From the cases, and nothing else. Not by way of the differences: that table is read whole at each
        opening of the map, and what was in it costs until PostgreSQL has cleaned it."""
        self.env["oilhi.dossier"].flush_model()
        self.env.cr.execute("DELETE FROM oilhi_carte_ecart")
        self.env.cr.execute("DELETE FROM oilhi_carte_case")
        self._ajouter(cases.sql_compter(SQL("SELECT d.*, 1 AS signe FROM oilhi_dossier d")))
        self._replier()

    @api.model
    def _totaux(self):
        return dict(self.env.execute_query(SQL(
            """SELECT ROW(company_id, x, y, phase, urgence, sous_arrete, procedures)::text, SUM(nombre) FROM (
                   SELECT company_id, x, y, phase, urgence, sous_arrete, procedures, nombre
                     FROM oilhi_carte_case WHERE maille = %s
                    UNION ALL
                   SELECT company_id, x, y, phase, urgence, sous_arrete, procedures, nombre
                     FROM oilhi_carte_ecart
               ) l GROUP BY 1 HAVING SUM(nombre) <> 0""",
            cases.PETITE,
        )))


class OilhiTableauChiffre(models.Model):
    """The map is added up, and counted again, with the figures."""

    _inherit = "oilhi.tableau.chiffre"

    @api.model
    def _replier(self, jour):
        self.env["oilhi.carte.case"]._replier()
        return super()._replier(jour)

    @api.model
    def _recompter(self):
        self.env["oilhi.carte.case"]._recompter()
        return super()._recompter()

    @api.model
    def _totaux(self):
        return {**super()._totaux(), **{
            ("carte", carre): nombre for carre, nombre in self.env["oilhi.carte.case"]._totaux().items()
        }}
