from odoo import api, fields, models
from odoo.tools import SQL


class OilhiPilotage(models.AbstractModel):
    """A figure of steering: rows computed from those of the cases, never typed, no person in them.

    The access rules are those of a row of a case: everybody adds up what he may read, no more.
    """

    _name = "oilhi.pilotage"
    _description = "Chiffre de pilotage"
    _auto = False
    _rec_name = "dossier_id"
    _order = "mois desc, id desc"

    dossier_id = fields.Many2one("oilhi.dossier", string="Dossier", readonly=True)
    company_id = fields.Many2one("res.company", string="Département", readonly=True)
    service_id = fields.Many2one("oilhi.service", string="Service", readonly=True)
    commune_id = fields.Many2one("oilhi.commune", string="Commune", readonly=True)
    procedure_id = fields.Many2one("oilhi.procedure", string="Procédure", readonly=True)
    mois = fields.Date("Mois", readonly=True)

    @api.model
    def _jour(self):
        return fields.Date.context_today(self)

    @api.model
    def _sql_commun(self, ligne, dossier, procedure, jour):
        """Columns that every figure has; the aliases of the row and of its case, two expressions."""
        colonnes = SQL(", ").join(
            SQL("%s AS %s", SQL.identifier(ligne, nom), SQL.identifier(nom))
            for nom in ("create_uid", "create_date", "write_uid", "write_date")
        )
        return SQL(
            "%s, %s, %s AS procedure_id, DATE_TRUNC('month', (%s)::timestamp)::date AS mois",
            colonnes,
            SQL(", ").join(
                SQL("%s AS %s", SQL.identifier(dossier, nom), SQL.identifier(alias))
                for nom, alias in (
                    ("id", "dossier_id"), ("company_id", "company_id"), ("service_id", "service_id"),
                    ("commune_id", "commune_id"),
                )
            ),
            procedure,
            jour,
        )

    def action_ouvrir_dossier(self):
        """From a row of the list to its case."""
        self.ensure_one()
        self.check_access("read")
        return self.dossier_id._action_fiche()
