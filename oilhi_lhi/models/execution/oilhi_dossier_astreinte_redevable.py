from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...moteur.astreinte import en_montant
from ...moteur.astreinte_cours import Redevable, plafonds


class OilhiDossierAstreinteRedevable(models.Model):
    """Who owes an astreinte, and since when: the day is that of the proof of his notification."""

    _name = "oilhi.dossier.astreinte.redevable"
    _inherit = "oilhi.dossier.ligne"
    _description = "Redevable d’une astreinte"
    _order = "astreinte_id, id"
    _rec_name = "personne_id"

    astreinte_id = fields.Many2one(
        "oilhi.dossier.astreinte", string="Astreinte", required=True, index=True, ondelete="cascade"
    )
    dossier_id = fields.Many2one(
        "oilhi.dossier", string="Dossier", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    personne_id = fields.Many2one(
        "oilhi.dossier.personne",
        string="Personne",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('dossier_id', '=', dossier_id)]",
    )
    montant = fields.Monetary(
        "Sa part par jour", help="Copropriété : le montant que l’arrêté fixe pour cette personne."
    )
    notifie_le = fields.Date("Notifié le", readonly=True, copy=False)
    fait_id = fields.Many2one(
        "oilhi.dossier.fait", string="Preuve", readonly=True, copy=False, index="btree_not_null",
        ondelete="set null",
    )
    solidaire = fields.Boolean("Solidaire", compute="_compute_solidaire")

    _personne_uniq = models.Constraint(
        "UNIQUE(astreinte_id, personne_id)", "Cette personne est déjà redevable de cette astreinte."
    )

    @api.depends("astreinte_id.mode")
    def _compute_solidaire(self):
        for ligne in self:
            ligne.solidaire = ligne.astreinte_id.mode in ("indivision", "erp")

    @api.constrains("dossier_id", "astreinte_id", "personne_id", "montant")
    def _check_redevable(self):
        par_jour = plafonds(self.env["oilhi.delai"]._regles() or None)[0]
        for ligne in self:
            if ligne.astreinte_id.dossier_id | ligne.personne_id.dossier_id != ligne.dossier_id:
                raise ValidationError(self.env._(
                    "L’astreinte et la personne doivent appartenir au même dossier."
                ))
            if not 0 <= (en_montant(ligne.montant) or 0) <= par_jour:
                raise ValidationError(self.env._(
                    "%(qui)s : de 0 à %(plafond)s € par jour de retard (CCH L. 511-15 I).",
                    qui=ligne.personne_id.nom_complet, plafond=int(par_jour),
                ))

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if not vals.get("dossier_id") and vals.get("astreinte_id"):
                astreinte = self.env["oilhi.dossier.astreinte"].browse(vals["astreinte_id"])
                vals["dossier_id"] = astreinte.dossier_id.id
            self._refuser_faits(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._refuser_faits(vals)
        if not self.env.su and {"personne_id", "montant", "astreinte_id"} & vals.keys():
            self._verifier_libre()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_libre(self):
        if not self.env.su:
            self._verifier_libre()

    def _refuser_faits(self, vals):
        if not self.env.su and {"notifie_le", "fait_id"} & {n for n, v in vals.items() if v}:
            raise UserError(self.env._(
                "La date de notification vient de l’étape « Prononcer et liquider l’astreinte » : "
                "enregistrez-y la réception, avec sa preuve."
            ))

    def _verifier_libre(self):
        """Named by a recorded fact: it is corrected there, which keeps what was."""
        for ligne in self.filtered("fait_id"):
            raise UserError(self.env._(
                "%s est désigné par l’arrêté enregistré au parcours : corrigez l’étape.",
                ligne.personne_id.nom_complet,
            ))

    def _pour_le_moteur(self):
        copropriete = self.astreinte_id.mode == "copropriete"
        return Redevable(
            code=str(self.personne_id.id),
            nom=self.personne_id.nom_complet,
            notifie_le=self.notifie_le or None,
            montant=en_montant(self.montant) if copropriete and self.montant else None,
        )
