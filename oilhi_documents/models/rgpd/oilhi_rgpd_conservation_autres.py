from odoo import fields, models
from odoo.tools import SQL

LOT = 500
# {kind: (table, what has reached its term)}: whole rows, without a name to show. The logs are append
# only: code alone takes their old rows away.
LIGNES = {
    "journal": ("oilhi_journal_reserve", "date < %s"),
    "courriels": ("mail_mail", "state IN ('sent', 'cancel', 'exception') AND create_date < %s"),
    "agenda": ("oilhi_agenda_abonnement", "COALESCE(GREATEST(lu_le, revoque_le), create_date) < %s"),
    "demandes": ("privacy_log", "date < %s"),
}


class OilhiRgpdConservation(models.Model):
    """What belongs to no case: logs, mails, calendar links, accounts."""

    _inherit = "oilhi.rgpd.conservation"

    def _depuis(self):
        return fields.Datetime.to_datetime(self._limite())

    # -- Accounts ------------------------------------------------------------------

    def _comptes_inactifs(self):
        # sudo: accounts and their last connection are the system's
        comptes = self.env["res.users"].sudo().search([
            ("share", "=", False), ("create_date", "<", self._depuis()), ("id", "!=", self.env.ref("base.user_root").id),
        ])
        return comptes.filtered(lambda u: not u.login_date or u.login_date < self._depuis())

    def _motif_compte(self, compte):
        # Whoever administers the installation may be called once in five years: never shut out by a task.
        if compte.has_group("base.group_system"):
            return self.env._("compte d’administration : à fermer à la main")
        return ""

    def _examiner_comptes(self):
        return [(0, compte.login, self._motif_compte(compte)) for compte in self._comptes_inactifs()]

    def _appliquer_comptes(self):
        comptes = self._comptes_inactifs().filtered(lambda u: not self._motif_compte(u))[:LOT]
        comptes.action_archive()
        return len(comptes), len(comptes) == LOT

    # -- Rows ------------------------------------------------------------------------

    def _lignes(self):
        """``(table, condition)``"""
        table, condition = LIGNES[self.genre]
        return SQL.identifier(table), SQL(condition, self._depuis())  # pylint: disable=sql-injection

    def _examiner_lignes(self):
        """One line says how many."""
        self.env.flush_all()
        (nombre,), = self.env.execute_query(SQL("SELECT count(*) FROM %s WHERE %s", *self._lignes()))
        return [(0, self.env._("%s enregistrements", nombre), "")] if nombre else []

    def _effacer_lignes(self):
        table, condition = self._lignes()
        self.env.flush_all()
        self.env.cr.execute(SQL(
            "DELETE FROM %(t)s WHERE id IN (SELECT id FROM %(t)s WHERE %(c)s ORDER BY id LIMIT %(n)s)",
            t=table, c=condition, n=LOT))
        self.env.invalidate_all()
        return self.env.cr.rowcount, self.env.cr.rowcount == LOT
