import hashlib
import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

DEPUIS = timedelta(days=30)
MOIS = 18
# A file of that size is slow everywhere; the nearest dates come first.
MAXIMUM = 2000
# « Last read » tells that a device follows, not when to the second: one write an hour at most.
LECTURE_NOTEE = timedelta(hours=1)


class OilhiAgendaAbonnement(models.Model):
    """A secret address where a user's calendars fetch his deadlines.

    Only the print of the secret is kept: nobody can read the address again, not even in a copy of the
    database. The address opens nothing by itself: at each reading, what its owner may read decides.
    """

    _name = "oilhi.agenda.abonnement"
    _description = "Abonnement à l’agenda"
    _rec_name = "user_id"
    _order = "id desc"

    user_id = fields.Many2one(
        "res.users", string="Personne", required=True, index=True, ondelete="cascade",
        readonly=True,
    )
    jeton_hash = fields.Char(
        string="Empreinte du secret", required=True, readonly=True, copy=False,
        groups=fields.NO_ACCESS,
    )
    portee = fields.Selection(
        [
            ("miens", "Les dossiers suivis par moi, ou par un collègue que je remplace"),
            ("services", "Tous les dossiers que mes services instruisent"),
        ],
        string="Échéances", required=True, default="miens", readonly=True,
    )
    lu_le = fields.Datetime(string="Lu pour la dernière fois le", readonly=True, copy=False)
    revoque_le = fields.Datetime(string="Supprimé le", readonly=True, copy=False)

    _jeton_uniq = models.UniqueIndex("(jeton_hash)")
    _vivant_uniq = models.UniqueIndex(
        "(user_id) WHERE revoque_le IS NULL",
        "Un lien d’agenda vient d’être créé : fermez cette fenêtre et recommencez.",
    )

    # -- Life of a subscription ------------------------------------------------

    @api.model
    def _mien(self):
        """Living subscription of the current user, or none."""
        return self.search([("user_id", "=", self.env.uid), ("revoque_le", "=", False)], limit=1)

    @api.model
    def _hacher(self, jeton):
        return hashlib.sha256(jeton.encode()).hexdigest()

    @api.model
    def _abonner(self, portee):
        """New address of the current user, the former one stops; returns its secret, this once."""
        self._mien()._revoquer()
        jeton = secrets.token_urlsafe(32)  # 256 bits
        # sudo: users may not write the print themselves; always for oneself
        self.sudo().create({
            "user_id": self.env.uid, "portee": portee, "jeton_hash": self._hacher(jeton),
        })
        return jeton

    def _revoquer(self):
        # sudo: same; callers act on their own subscription
        vivants = self.sudo().filtered(lambda a: not a.revoque_le)
        vivants.revoque_le = fields.Datetime.now()
        vivants.flush_recordset(["revoque_le"])  # before another one is created

    @api.model
    def _par_jeton(self, jeton):
        """Living subscription of that secret whose owner still has an account, or none.

        Looked up by its print: the time taken says nothing of the secret.
        """
        # sudo: whoever holds the secret, without a session
        abonnement = self.sudo().search([
            ("jeton_hash", "=", self._hacher(jeton)), ("revoque_le", "=", False),
        ])
        return abonnement.filtered(lambda a: a.user_id.active and not a.user_id.share)

    # -- What it holds -----------------------------------------------------------

    def _env_de_la_personne(self):
        """The environment in which the access rules of its owner decide, in all his départements."""
        user = self.user_id
        return self.env(user=user.id, su=False, context={
            "lang": user.lang, "tz": user.tz, "allowed_company_ids": user.company_ids.ids,
        })

    def _echeances(self):
        """Deadlines to keep that the owner may read now; none if his role was withdrawn."""
        self.ensure_one()
        env = self._env_de_la_personne()
        Echeance = env["oilhi.dossier.echeance"]
        jour = env["oilhi.habilitation"]._aujourdhui()
        user = env.user
        suivis = Domain("user_id", "in", (user | user._oilhi_absents(jour)).ids)
        if self.portee == "services" and (services := user._oilhi_services()):
            suivis |= Domain("dossier_id.service_id", "in", sorted(services))
        try:
            return Echeance.search(
                suivis
                & Domain("date", ">=", jour - DEPUIS)
                & Domain("date", "<=", fields.Date.add(jour, months=MOIS))
                & Domain("tenue_le", "=", False)
                & Domain("sans_objet", "=", False)
                & Domain("dossier_id.active", "=", True)
                # a deadline that an event outside any step started has no procedure
                & (
                    Domain("dossier_etape_id", "=", False)
                    | Domain("dossier_etape_id.dossier_procedure_id.etat", "=", "en_cours")
                ),
                limit=MAXIMUM,
            )
        except AccessError:
            return Echeance

    def _contenu(self):
        """(name of the calendar, events), as of now."""
        self.ensure_one()
        echeances = self._echeances()
        return echeances.env._("OILHI – échéances"), echeances._agenda_evenements()

    def _lecture_a_noter(self):
        limite = fields.Datetime.now() - LECTURE_NOTEE
        return any(not abonnement.lu_le or abonnement.lu_le < limite for abonnement in self)

    def _noter_lecture(self):
        if self._lecture_a_noter():
            self.lu_le = fields.Datetime.now()
