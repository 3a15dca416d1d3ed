import psycopg2

from odoo import api, models

from odoo.addons.base.models.ir_cron import CompletionStatus

from ..outils.pannes import chaine, disque_plein

# {(database, task): what broke it}, between the call and its account, in one process.
_raisons = {}


class IrCron(models.Model):
    """A task that fails is told to the administrator: Odoo only logs it."""

    _inherit = "ir.cron"

    def _callback(self, cron_name, server_action_id):
        try:
            return super()._callback(cron_name, server_action_id)
        except Exception as erreur:
            _raisons[self.env.cr.dbname, self.id] = _raison(erreur)
            raise

    @api.model
    def _update_failure_count(self, job, status):
        res = super()._update_failure_count(job, status)
        raison = _raisons.pop((self.env.cr.dbname, job["id"]), None)
        # sudo: the register of the faults belongs to the system
        alertes, cle = self.env["oilhi.alerte"].sudo(), f"tache-{job['id']}"
        if status == CompletionStatus.FAILED:
            tache = self.browse(job["id"]).with_context(lang="fr_FR").name
            alertes._signaler(
                cle,
                self.env._("la tâche « %s » a échoué", tache),
                self.env._(
                    "Ce qu’elle fait n’a pas lieu tant qu’elle échoue : rappels, documents en nombre, envois… "
                    "Rien de ce qu’elle avait déjà fait n’est perdu ; Odoo la relance à sa prochaine heure."
                ),
                raison or self.env._("elle a été arrêtée trois fois de suite avant sa fin (durée ou mémoire)"),
                urgent=job["id"] == self.env.ref("mail.ir_cron_mail_scheduler_action").id,
            )
        elif job["failure_count"]:
            alertes._lever(cle)
        return res


def _raison(erreur):
    """Its kind, never its message: that one quotes what people typed."""
    for vue in chaine(erreur):
        if disque_plein(vue):
            return "disque plein"
        if isinstance(vue, OSError):
            return f"{type(vue).__name__} : {vue.strerror or 'erreur du système'}"
        if isinstance(vue, psycopg2.Error):
            return f"PostgreSQL : {type(vue).__name__} {getattr(vue, 'pgcode', None) or ''}".strip()
    return type(erreur).__name__
