from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...moteur import substitution as coeur
from ...moteur.copropriete import interets
from ...moteur.regles import Refus

# What the decision rests on.
DECIDE = frozenset({"personne_id", "appele", "verse", "verse_le", "exigible_le", "substitution_id"})


class OilhiDossierSubstitutionLigne(models.Model):
    """One co-owner: what was called from him, what he paid, for how much he is in default."""

    _name = "oilhi.dossier.substitution.ligne"
    _inherit = "oilhi.dossier.ligne"
    _description = "Copropriétaire appelé"
    _order = "substitution_id, id"

    substitution_id = fields.Many2one(
        "oilhi.dossier.substitution", string="Substitution", required=True, index=True,
        ondelete="cascade",
    )
    dossier_id = fields.Many2one(
        "oilhi.dossier", string="Dossier", required=True, index=True, ondelete="cascade",
        compute="_compute_dossier_id", store=True, readonly=False, precompute=True,
    )
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    personne_id = fields.Many2one(
        "oilhi.dossier.personne", string="Copropriétaire", required=True, index=True,
        ondelete="restrict", domain="[('dossier_id', '=', dossier_id), ('role', '!=', 'syndic')]",
    )
    tantiemes = fields.Integer(related="personne_id.tantiemes", readonly=False, string="Tantièmes")
    appele = fields.Monetary("Somme appelée")
    exigible_le = fields.Date("Exigible le", help="Vide : la date votée, dite au-dessus du tableau.")
    verse = fields.Monetary("Versé")
    verse_le = fields.Date("Dernier versement le")
    sommation_le = fields.Date("Sommation du", compute="_compute_faits")
    sommation_recue = fields.Date("Sommation reçue le", compute="_compute_faits")
    notifie_le = fields.Date("Décision notifiée le", compute="_compute_faits")
    etat = fields.Selection(list(coeur.ETATS.items()), string="Situation", compute="_compute_situation")
    defaut = fields.Monetary("Défaut", compute="_compute_situation")
    calcul = fields.Char("Comment", compute="_compute_situation")
    fin_quinze_jours = fields.Date("Quinze jours jusqu’au", compute="_compute_situation")
    reprise = fields.Monetary("Pris en charge", readonly=True, copy=False)
    decidee = fields.Boolean(compute="_compute_decidee")
    interets = fields.Char("Intérêts à ce jour", compute="_compute_interets")

    _une_fois = models.Constraint(
        "UNIQUE(substitution_id, personne_id)", "Ce copropriétaire figure déjà au tableau."
    )
    _montants = models.Constraint(
        "CHECK(appele >= 0 AND verse >= 0)", "Les sommes du tableau sont positives."
    )

    @api.depends("substitution_id")
    def _compute_dossier_id(self):
        for ligne in self:
            ligne.dossier_id = ligne.substitution_id.dossier_id

    @api.depends("personne_id")
    def _compute_display_name(self):
        for ligne in self:
            ligne.display_name = ligne.personne_id.nom_complet

    @api.depends("substitution_id.date_decision")
    def _compute_decidee(self):
        for ligne in self:
            ligne.decidee = bool(ligne.substitution_id.date_decision)

    @api.depends("personne_id", "substitution_id.fait_ids.active", "substitution_id.fait_ids.date",
                 "substitution_id.fait_ids.date_reception")
    def _compute_faits(self):
        for ligne in self:
            somme = ligne._sommation()
            ligne.sommation_le = somme.date
            ligne.sommation_recue = somme.date_reception or somme.date
            ligne.notifie_le = ligne.substitution_id and (
                ligne.substitution_id._notifiees().get(ligne.personne_id._origin or ligne.personne_id)
            )

    @api.depends("appele", "verse", "verse_le", "exigible_le", "sommation_recue",
                 "substitution_id.exigible_le", "substitution_id.date_decision")
    def _compute_situation(self):
        regles = self.env["oilhi.delai"]._regles() or None
        for ligne in self:
            jour = ligne.substitution_id.date_decision or fields.Date.context_today(ligne)
            lue = coeur.apprecier(
                ligne._appel(), jour, territoire=ligne.dossier_id._territoire_feries(), regles=regles
            ) if ligne.dossier_id else None
            ligne.etat = lue and lue.etat
            ligne.defaut = float(lue.defaut) if lue else 0
            ligne.calcul = lue and lue.calcul
            ligne.fin_quinze_jours = lue and lue.echeance and lue.echeance.date

    @api.depends("reprise", "notifie_le")
    def _compute_interets(self):
        taux = self.env["oilhi.taux.legal"]._noyau()
        jour = fields.Date.context_today(self)
        for ligne in self:
            if not ligne.reprise:
                ligne.interets = False
                continue
            rendu = interets(ligne.reprise, ligne.notifie_le or None, jour, taux)
            ligne.interets = rendu.message if isinstance(rendu, Refus) else self.env._(
                "%s (à vérifier)", rendu.calcul
            )

    # -- For the core --------------------------------------------------------

    def _cle(self):
        return str(self.personne_id._origin.id or self.personne_id.id)

    def _sommation(self):
        personne = self.personne_id._origin or self.personne_id
        return self.substitution_id.fait_ids.filtered(
            lambda f: f.active and f.code == "DL-SOMM-COPRO" and f.destinataire_id == personne
        )[-1:]

    def _appel(self):
        self.ensure_one()
        somme = self._sommation()
        return coeur.Appel(
            cle=self._cle(),
            nom=self.personne_id.nom_complet or "",
            appele=Decimal(str(self.appele or 0)),
            verse=Decimal(str(self.verse or 0)),
            verse_le=self.verse_le or None,
            sommation_recue=somme.date_reception or somme.date or None,
            exigible_le=self.exigible_le or self.substitution_id.exigible_le or None,
        )

    # -- Checks --------------------------------------------------------------

    @api.constrains("dossier_id", "substitution_id", "personne_id")
    def _check_meme_dossier(self):
        for ligne in self:
            if (ligne.substitution_id.dossier_id | ligne.personne_id.dossier_id) != ligne.dossier_id:
                raise ValidationError(self.env._("Ce copropriétaire n’est pas de ce dossier."))

    @api.model_create_multi
    def create(self, vals_list):
        lignes = super().create(vals_list)
        lignes._verifier_non_decidee()
        return lignes

    def write(self, vals):
        if DECIDE & vals.keys():
            self._verifier_non_decidee()
        if "reprise" in vals and not self.env.su:
            raise UserError(self.env._("La somme prise en charge est celle de la décision."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_sauf_decidee(self):
        self._verifier_non_decidee()

    def _verifier_non_decidee(self):
        if any(ligne.substitution_id.date_decision for ligne in self):
            raise UserError(self.env._(
                "La décision de substitution est prise : le tableau ne change plus. Les versements faits "
                "depuis se suivent dans le recouvrement."
            ))

    # -- Actions -------------------------------------------------------------

    def action_sommation(self):
        """The sommation of this co-owner: typed the first time, corrected afterwards."""
        self.ensure_one()
        self.substitution_id._verifier_ecriture()
        if self.etat == "a_jour" and not self._sommation():
            raise UserError(self.env._(
                "%s est à jour : il n’y a rien à lui réclamer. La sommation de payer vise ceux qui n’ont pas "
                "répondu, ou en partie, aux appels de fonds (CCH R. 511-11).", self.display_name,
            ))
        return self.dossier_id._action_fait(
            "DL-SOMM-COPRO", self.personne_id, substitution=self.substitution_id,
            corrige=self._sommation(),
        )

    def action_notifier(self):
        self.ensure_one()
        self.substitution_id._verifier_ecriture()
        return self.substitution_id._action_notifier(self.personne_id)
