from odoo import fields, models
from odoo.tools import SQL

LOT = 500


class OilhiRgpdConservation(models.Model):
    """What belongs to no case: logs, mails, calendar links, accounts."""

    _inherit = "oilhi.rgpd.conservation"

    def _depuis(self):
        return fields.Datetime.to_datetime(self._limite())

    # -- Log of the sensitive reads: append only, code alone takes the old rows away --

    def _examiner_journal(self):
        return self._compter("oilhi_journal_reserve", SQL("date < %s", self._depuis()))

    def _appliquer_journal(self):
        return self._effacer("oilhi_journal_reserve", SQL("date < %s", self._depuis()))

    # -- Mails -------------------------------------------------------------------

    def _condition_courriels(self):
        return SQL("state IN ('sent', 'cancel', 'exception') AND create_date < %s", self._depuis())

    def _examiner_courriels(self):
        return self._compter("mail_mail", self._condition_courriels())

    def _appliquer_courriels(self):
        return self._effacer("mail_mail", self._condition_courriels())

    # -- Calendar links ----------------------------------------------------------

    def _condition_agenda(self):
        return SQL("COALESCE(GREATEST(lu_le, revoque_le), create_date) < %s", self._depuis())

    def _examiner_agenda(self):
        return self._compter("oilhi_agenda_abonnement", self._condition_agenda())

    def _appliquer_agenda(self):
        return self._effacer("oilhi_agenda_abonnement", self._condition_agenda())

    # -- Log of the requests ------------------------------------------------------

    def _examiner_demandes(self):
        return self._compter("privacy_log", SQL("date < %s", self._depuis()))

    def _appliquer_demandes(self):
        return self._effacer("privacy_log", SQL("date < %s", self._depuis()))

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

    # -- Common ---------------------------------------------------------------------

    def _compter(self, table, condition):
        """Rows without a name to show: one line says how many."""
        self.env.flush_all()
        (nombre,), = self.env.execute_query(SQL(
            "SELECT count(*) FROM %s WHERE %s", SQL.identifier(table), condition))
        return [(0, self.env._("%s enregistrements", nombre), "")] if nombre else []

    def _effacer(self, table, condition):
        self.env.flush_all()
        self.env.cr.execute(SQL(
            "DELETE FROM %(t)s WHERE id IN (SELECT id FROM %(t)s WHERE %(c)s ORDER BY id LIMIT %(n)s)",
            t=SQL.identifier(table), c=condition, n=LOT))
        self.env.invalidate_all()
        return self.env.cr.rowcount, self.env.cr.rowcount == LOT
