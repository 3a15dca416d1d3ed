from odoo import fields, models

# How sure the rule is: said on every screen and in every computation that rests on it.
NIVEAUX_PREUVE = [
    ("confirme", "Confirmé par le texte"),
    ("a_verifier", "À vérifier"),
    ("pratique", "Pratique conseillée"),
]
CHARGEMENT = ("install_filename", "install_mode", "install_module")


class OilhiReferentiel(models.AbstractModel):
    """Law data shipped by the addon and corrected by the jurist of a département.

    An update of the addon rewrites what it shipped; a correction must survive it. What was
    corrected is therefore left alone from then on, and the screen says so.
    """

    _name = "oilhi.referentiel"
    _inherit = "oilhi.donnee.livree"
    _description = "Donnée de référence"

    personnalise = fields.Boolean(
        "Modifié localement",
        compute="_compute_personnalise",
        help="Corrigé ici : les mises à jour de l’application n’y touchent plus.",
    )

    def _compute_personnalise(self):
        modifies = set(self._identifiants([("noupdate", "=", True)]).mapped("res_id"))
        for ligne in self:
            ligne.personnalise = ligne._origin.id in modifies

    def write(self, vals):
        resultat = super().write(vals)
        # Not under sudo: a migration script is the addon itself, not a correction.
        if not self.env.su and not any(self.env.context.get(cle) for cle in CHARGEMENT):
            self._identifiants([("noupdate", "=", False)]).noupdate = True
            self.invalidate_recordset(["personnalise"])
        return resultat

    def action_reprendre_version_livree(self):
        """Follow the updates of the addon again, from the next one on."""
        self.check_access("write")
        self._identifiants([("noupdate", "=", True)]).noupdate = False
        self.invalidate_recordset(["personnalise"])
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                # The correction is still there, and the banner that told so is gone.
                "type": "info", "sticky": True,
                "title": self.env._("Les mises à jour sont suivies de nouveau"),
                "message": self.env._(
                    "Votre correction reste jusqu’à la prochaine mise à jour d’OILHI, qui la remplacera par ce "
                    "qu’elle livre."
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _identifiants(self, domaine):
        # sudo: ir.model.data is not for users; only the flag of these very records is touched
        return self.env["ir.model.data"].sudo().search([
            ("model", "=", self._name), ("res_id", "in", self._origin.ids),
            ("module", "=like", "oilhi%"), *domaine,
        ])
