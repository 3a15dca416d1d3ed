from odoo import SUPERUSER_ID, fields, models

from .oilhi_dossier_etape_activites import RECALCUL

# Typed on the case itself. Not its responsible, its service nor its archiving: to hand a sleeping
# case over does not wake it up.
SAISIS = frozenset({
    "name", "batiment_id", "copropriete", "protection", "date_signalement", "origine",
    "description", "usage", "meuble_tourisme", "erp_hebergement", "classe_le", "motif_classement",
})  # fmt: skip


class OilhiDossier(models.Model):
    """Since when nobody has done anything on the case: the application at work does not count."""

    _inherit = "oilhi.dossier"

    dernier_mouvement = fields.Date(
        "Dernière activité le",
        default=fields.Date.context_today,
        readonly=True,
        copy=False,
        help="Dernier jour où quelqu’un a fait avancer le dossier : fait, désordre, visite, document, "
        "message… Les recalculs et les tâches planifiées ne comptent pas.",
    )

    def _acte_humain(self):
        return self.env.uid != SUPERUSER_ID and not self.env.context.get(RECALCUL)

    def _noter_mouvement(self):
        """Somebody has just done something on these cases: written once a day at most."""
        if not self or not self._acte_humain():
            return
        jour = fields.Date.context_today(self)
        # sudo: a reader who leaves a message may not write the case, and moves it all the same
        anciens = self.sudo().filtered(lambda d: d.dernier_mouvement != jour)
        if anciens:
            anciens.with_context(tracking_disable=True).write({"dernier_mouvement": jour})

    def _valeurs_mouvement(self, vals):
        """What somebody types on the case moves it, in the same query."""
        if self._acte_humain() and SAISIS & vals.keys():
            return {**vals, "dernier_mouvement": fields.Date.context_today(self)}
        return vals

    def _message_post_after_hook(self, message, msg_vals):
        """« comment »: typed in the chatter; what the application writes there is a notification."""
        resultat = super()._message_post_after_hook(message, msg_vals)
        if message.message_type == "comment":
            self._noter_mouvement()
        return resultat
