from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

DECIDEURS = "oilhi_partenaires.group_responsable,oilhi_partenaires.group_coordinateur"


class OilhiDossierArgent(models.AbstractModel):
    """A row of the money of a case: who may decide, what is cancelled and stays readable."""

    _name = "oilhi.dossier.argent"
    _inherit = "oilhi.compte.source"
    _description = "Ligne d’argent d’un dossier"

    # Moved by the methods alone; by RPC they would decide in the place of the responsable.
    _champs_decides = frozenset()

    dossier_id = fields.Many2one(
        "oilhi.dossier", string="Dossier", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    annulee = fields.Boolean("Annulée", readonly=True, copy=False)
    motif_annulation = fields.Char("Annulée parce que", readonly=True, copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuser_decides(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._refuser_decides(vals)
        return super().write(vals)

    @api.model
    def _refuser_decides(self, vals):
        """What a decision writes is never typed; the same value sent back by a form is harmless."""
        if self.env.su:
            return
        gardes = (self._champs_decides | {"annulee", "motif_annulation"}) & vals.keys()
        change = [
            nom for nom in gardes
            if (not self and vals[nom] and vals[nom] != self._defaut_decide(nom)) or any(
                ligne._fields[nom].convert_to_write(ligne[nom], ligne) != vals[nom] for ligne in self
            )
        ]
        if change:
            raise AccessError(self.env._(
                "Ces champs ne se saisissent pas, un bouton les remplit : %s.",
                ", ".join(self._fields[nom].string for nom in sorted(change)),
            ))

    @api.model
    def _defaut_decide(self, nom):
        defaut = self._fields[nom].default
        return defaut(self) if defaut else None

    @api.model
    def _exiger_decideur(self, acte):
        """Liquidations, exemptions and titles are decided by the head of the service."""
        if not self.env.user.has_groups(DECIDEURS):
            raise AccessError(self.env._(
                "Seul un responsable ou un coordinateur peut %s. Demandez-le-lui.", acte
            ))

    def _ouvrir_ecriture(self):
        """Right to write, and nobody else deciding on the case at the same moment."""
        self.check_access("write")
        # The whole case: ceilings and debts are those of the case, not of one row.
        self.dossier_id._verrouiller()

    def annuler(self, motif):
        """Set aside what was recorded by mistake: it stays readable and no longer counts."""
        self._ouvrir_ecriture()
        self._exiger_decideur(self.env._("annuler une ligne d’argent"))
        motif = (motif or "").strip()
        if not motif:
            raise UserError(self.env._("Écrivez pourquoi cette ligne est annulée."))
        for ligne in self:
            if ligne.annulee:
                raise UserError(self.env._("« %s » est déjà annulée.", ligne.display_name))
            ligne._verifier_annulable()
            # sudo: only this method cancels (see _refuser_decides); rights were checked above
            ligne.sudo().write({"annulee": True, "motif_annulation": motif})
            ligne.dossier_id._message_log(body=self.env._(
                "%(quoi)s annulée : %(motif)s", quoi=ligne.display_name, motif=motif
            ))
        return True

    def _verifier_annulable(self):
        """Hook: raise when something else rests on this row."""

    def action_annuler(self):
        """Dialog that asks why."""
        self.ensure_one()
        self.check_access("write")
        self._exiger_decideur(self.env._("annuler une ligne d’argent"))
        return self.env["oilhi.dossier.etape"]._action_dialogue(
            "oilhi.argent.annuler", self.env._("Annuler : %s", self.display_name),
            {"default_modele": self._name, "default_ligne": self.id},
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_jamais(self):
        gelees = self.browse() if self.env.su else self.filtered(lambda ligne: ligne._gelee())
        if gelees:
            raise UserError(gelees[0]._message_gelee())

    def _message_gelee(self):
        """What stops the deletion, and what to do instead."""
        return self.env._(
            "« %s » : une décision ou un titre repose sur cette ligne, elle ne s’efface pas. Un "
            "responsable peut l’annuler.", self.display_name,
        )

    def _gelee(self):
        """Hook: a legal act rests on this row."""
        return bool(self.annulee)
