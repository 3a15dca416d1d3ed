from odoo import fields, models
from odoo.tools import SQL


class ResUsers(models.Model):
    """Who acts for whom on a given day."""

    _inherit = "res.users"

    def _oilhi_remplacants(self, jour=None):
        """{user id: who acts for that person on that day}.

        Somebody present acts for himself. The substitute of somebody away may be away too: the chain
        is followed to the first person present. If that one left, or no longer sees the cases (right
        withdrawn since), the absent himself is returned: a reminder must never go to nobody.
        As many queries for one person as for a thousand.
        """
        absences = self.env["oilhi.absence"]
        jour = fields.Date.to_date(jour) or self.env["oilhi.habilitation"]._aujourdhui()
        bouts = absences._bouts_de_chaine(self.ids, jour)
        utiles = absences._paires_utiles(set(bouts.items()))
        return {
            user.id: self.browse(bouts[user.id])
            if (user.id, bouts.get(user.id)) in utiles else user
            for user in self
        }

    def _oilhi_absents(self, jour=None):
        """Those for whom this user acts on that day, himself not included."""
        self.ensure_one()
        self.env["oilhi.absence"].flush_model()
        jour = fields.Date.to_date(jour) or self.env["oilhi.habilitation"]._aujourdhui()
        # SQL, hence without rules, up the chain; UNION stops at a loop
        candidats = self.browse(ligne[0] for ligne in self.env.execute_query(SQL(
            """WITH RECURSIVE jour AS (
                    SELECT user_id, remplacant_id FROM oilhi_absence
                     WHERE date_debut <= %(jour)s AND date_fin >= %(jour)s
               ), remonte (personne) AS (
                    SELECT user_id FROM jour WHERE remplacant_id = %(user)s
                     UNION
                    SELECT j.user_id FROM remonte r JOIN jour j ON j.remplacant_id = r.personne
               )
               SELECT personne FROM remonte WHERE personne <> %(user)s ORDER BY personne""",
            jour=jour, user=self.id,
        )))
        agit = candidats._oilhi_remplacants(jour)
        return candidats.filtered(lambda user: agit[user.id] == self)
