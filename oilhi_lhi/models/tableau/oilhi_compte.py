from odoo import api, fields, models
from odoo.tools import SQL

from ..oilhi_dossier_phase import PHASES


class OilhiCompte(models.AbstractModel):
    """Number of cases for each set of values of a few of their fields: counting them adds up rows that
    are few, whatever the number of cases. Kept like the figures of the dashboard.

    The fields bear the names and types that they have on the case: the same domain selects the rows.
    """

    _name = "oilhi.compte"
    _description = "Nombre de dossiers, tenu d’avance"
    _log_access = False
    _order = "id"
    _champs = ("company_id", "active", "phase")

    company_id = fields.Many2one("res.company", required=True, ondelete="cascade")
    active = fields.Boolean()
    phase = fields.Selection(PHASES)
    nombre = fields.Integer(required=True)
    # Written by the trigger, not added up yet: nobody waits for the row of somebody else.
    ecart = fields.Boolean()

    @api.model
    def _sql_champs(self, alias="d"):
        return SQL(", ").join(SQL.identifier(alias, champ) for champ in self._champs)

    @api.model
    def _sql_noter(self, lignes, ecart=True):
        """Keep what these rows of cases add, with their column `signe`."""
        return SQL(
            """INSERT INTO %(table)s (%(colonnes)s, nombre, ecart)
               SELECT %(champs)s, SUM(d.signe), %(ecart)s FROM (%(lignes)s) d
                GROUP BY %(champs)s HAVING SUM(d.signe) <> 0""",
            table=SQL.identifier(self._table), colonnes=self._sql_colonnes(), champs=self._sql_champs(),
            ecart=ecart, lignes=lignes,
        )

    @api.model
    def _sql_colonnes(self):
        return SQL(", ").join(map(SQL.identifier, self._champs))

    # -- Adding up -----------------------------------------------------------

    @api.model
    def _replier(self):
        """Rows seen by this transaction only: what the others are writing meanwhile stays to be added."""
        self.env["oilhi.dossier"].flush_model()
        memes = SQL(" AND ").join(
            SQL(
                "%s %s %s", SQL.identifier("c", champ),
                SQL("=" if self._fields[champ].required else "IS NOT DISTINCT FROM"), SQL.identifier("p", champ),
            )
            for champ in self._champs
        )
        self.env.cr.execute(SQL(
            """WITH pris AS (
                   DELETE FROM %(table)s WHERE ecart RETURNING %(colonnes)s, nombre
               ), touches AS (
                   DELETE FROM %(table)s c USING (SELECT DISTINCT %(colonnes)s FROM pris) p
                    WHERE c.ecart IS FALSE AND %(memes)s RETURNING %(champs)s, c.nombre
               )
               INSERT INTO %(table)s (%(colonnes)s, nombre, ecart)
               SELECT %(colonnes)s, SUM(nombre), FALSE
                 FROM (SELECT * FROM pris UNION ALL SELECT * FROM touches) l
                GROUP BY %(colonnes)s HAVING SUM(nombre) <> 0""",
            table=SQL.identifier(self._table), colonnes=self._sql_colonnes(), champs=self._sql_champs("c"),
            memes=memes,
        ))
        self.invalidate_model()

    @api.model
    def _recompter(self):
        """From the cases, and nothing else."""
        self.env["oilhi.dossier"].flush_model()
        self.env.cr.execute(SQL("DELETE FROM %s", SQL.identifier(self._table)))
        self.env.cr.execute(self._sql_noter(SQL("SELECT d.*, 1 AS signe FROM oilhi_dossier d"), ecart=False))
        # Its size changes at once; the planner would not know before the night.
        self.env.cr.execute(SQL("ANALYZE %s", SQL.identifier(self._table)))
        self.invalidate_model()

    @api.model
    def _totaux(self):
        return {
            (self._name, cle): nombre for cle, nombre in self.env.execute_query(SQL(
                "SELECT ROW(%(champs)s)::text, SUM(nombre) FROM %(table)s d GROUP BY 1 HAVING SUM(nombre) <> 0",
                champs=self._sql_champs(), table=SQL.identifier(self._table),
            ))
        }
