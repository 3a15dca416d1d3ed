from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...moteur.astreinte import en_montant
from ...moteur.astreinte_cours import BASES, ArreteAstreinte, plafonds
from ...moteur.francais import euros
from ...moteur.regles import Refus

MODES = [
    ("seule", "Une seule personne tenue"),
    ("indivision", "Indivision : une dette, tous solidaires"),
    ("erp", "Hébergement recevant du public : propriétaire et exploitant solidaires"),
    ("copropriete", "Copropriété : chacun le montant que l’arrêté fixe pour lui"),
    ("autre", "Plusieurs personnes hors indivision (solidarité à vérifier)"),
]
# What the facts of the step say: corrected there, not here.
DES_FAITS = frozenset({"date", "montant_jour", "dossier_procedure_id"})


class OilhiDossierAstreinte(models.Model):
    """One order of astreinte and its debtors; its days are counted from the facts of the steps."""

    _name = "oilhi.dossier.astreinte"
    _inherit = "oilhi.dossier.argent"
    _description = "Astreinte"
    _order = "dossier_id.id, date, id"
    _champs_decides = frozenset({"etat", "activity_id"})

    dossier_procedure_id = fields.Many2one(
        "oilhi.dossier.procedure",
        string="Procédure",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('dossier_id', '=', dossier_id)]",
    )
    date = fields.Date("Arrêté pris le")
    montant_jour = fields.Monetary("Montant par jour")
    mode = fields.Selection(MODES, string="Qui la doit", required=True, default="seule")
    motif_ampleur = fields.Text("Ampleur des mesures et travaux prescrits")
    motif_consequences = fields.Text("Conséquences de la non-exécution")
    etat = fields.Selection(
        [
            ("preparee", "En préparation"),
            ("en_cours", "En cours"),
            ("close", "Close"),
            ("retiree", "Sans fait en vigueur"),
        ],
        string="État",
        required=True,
        default="preparee",
        readonly=True,
        copy=False,
        index=True,
    )
    redevable_ids = fields.One2many(
        "oilhi.dossier.astreinte.redevable", "astreinte_id", string="Redevables"
    )
    liquidation_ids = fields.One2many(
        "oilhi.dossier.liquidation", "astreinte_id", string="Liquidations"
    )
    activity_id = fields.Many2one("mail.activity", index="btree_not_null", ondelete="set null")
    # The meter counts the whole procedure: a change of rate goes on with the same days and ceiling.
    jours = fields.Integer("Jours dus", compute="_compute_compteur")
    montant = fields.Monetary("Montant à ce jour", compute="_compute_compteur")
    plafond = fields.Monetary("Plafond total", compute="_compute_compteur")
    atteint = fields.Float("Part du plafond (%)", compute="_compute_compteur")
    demande = fields.Monetary("Déjà liquidé", compute="_compute_compteur")
    fin = fields.Date("Close depuis le", compute="_compute_compteur")
    calcul = fields.Text("Calcul", compute="_compute_compteur")
    avertissements = fields.Text("À savoir", compute="_compute_compteur")
    base = fields.Char("Base légale", compute="_compute_base")
    beneficiaire = fields.Char("À qui elle revient", compute="_compute_base")

    @api.depends("date")
    def _compute_display_name(self):
        for astreinte in self:
            jour = astreinte.date and astreinte.date.strftime("%d/%m/%Y")
            astreinte.display_name = (
                self.env._("Astreinte du %s", jour) if jour else self.env._("Astreinte en préparation")
            )

    @api.depends("mode", "dossier_procedure_id")
    def _compute_base(self):
        for astreinte in self:
            astreinte.base = BASES.get(astreinte.mode, "")
            titulaire = astreinte.dossier_procedure_id.procedure_id.titulaire
            autorite = astreinte.dossier_id.autorite
            if titulaire == "prefet":
                qui = self.env._("Agence nationale de l’habitat, moins 4 % (CCH L. 511-15 III)")
            elif autorite == "president_epci":
                qui = self.env._("Intercommunalité (CCH L. 511-15 III)")
            elif autorite == "maire":
                qui = self.env._(
                    "Commune ; si elle ne liquide pas, l’État liquide et l’Anah reçoit, moins 4 % "
                    "(CCH L. 511-15 III)"
                )
            else:
                qui = self.env._("À vérifier : l’autorité compétente n’est pas connue")
            astreinte.beneficiaire = qui

    @api.depends(
        "date", "montant_jour", "mode", "etat", "redevable_ids.notifie_le", "redevable_ids.montant",
        "redevable_ids.personne_id", "dossier_id.fait_ids.active", "dossier_id.fait_ids.date",
        "liquidation_ids.etat", "liquidation_ids.net",
    )
    def _compute_compteur(self):
        jour = fields.Date.context_today(self)
        cours = {p: p._cours_astreinte(jour) for p in self.dossier_procedure_id}
        for astreinte in self:
            lu = cours.get(astreinte.dossier_procedure_id)
            decidees = astreinte.dossier_procedure_id._liquidations_decidees()
            astreinte.demande = sum(decidees.mapped("net"))
            if lu is None or isinstance(lu, Refus):
                astreinte.update({
                    "jours": 0, "montant": 0, "atteint": 0, "fin": False, "avertissements": False,
                    "plafond": float(plafonds(self.env["oilhi.delai"]._regles() or None)[1]),
                    "calcul": lu.message if lu else False,
                })
                continue
            astreinte.update({
                "jours": lu.jours,
                "montant": float(lu.montant),
                "plafond": float(lu.plafond),
                "atteint": float(100 * lu.montant / lu.plafond),
                "fin": lu.fin or False,
                "calcul": lu.calcul,
                "avertissements": "\n".join(lu.avertissements),
            })

    # -- Checks --------------------------------------------------------------

    @api.constrains("montant_jour")
    def _check_montant_jour(self):
        par_jour = plafonds(self.env["oilhi.delai"]._regles() or None)[0]
        for astreinte in self:
            # In copropriété each has his own amount: their sum is warned about, not refused.
            if astreinte.mode != "copropriete" and (en_montant(astreinte.montant_jour) or 0) > par_jour:
                raise ValidationError(self.env._(
                    "Astreinte de %(montant)s par jour : le plafond est de %(plafond)s par jour de "
                    "retard (CCH L. 511-15 I).",
                    montant=euros(en_montant(astreinte.montant_jour)), plafond=euros(par_jour),
                ))
            if astreinte.montant_jour < 0:
                raise ValidationError(self.env._("Le montant par jour ne peut pas être négatif."))

    @api.constrains("dossier_id", "dossier_procedure_id")
    def _check_meme_dossier(self):
        for astreinte in self:
            procedure = astreinte.dossier_procedure_id
            if procedure.dossier_id != astreinte.dossier_id:
                raise ValidationError(self.env._(
                    "La procédure doit appartenir au même dossier que l’astreinte."
                ))
            if procedure.procedure_id.urgente:
                raise ValidationError(self.env._(
                    "Aucune astreinte n’est possible en procédure urgente : L. 511-15 ne vise que les "
                    "arrêtés de L. 511-11 (CCH L. 511-20)."
                ))

    # -- CRUD ----------------------------------------------------------------

    def write(self, vals):
        if not self.env.su and DES_FAITS & vals.keys():
            for astreinte in self.filtered(lambda a: a.etat in ("en_cours", "close")):
                change = [
                    nom for nom in DES_FAITS & vals.keys()
                    if astreinte._fields[nom].convert_to_write(astreinte[nom], astreinte) != vals[nom]
                ]
                if change:
                    raise UserError(self.env._(
                        "%s est prononcée : sa date et son montant se corrigent à l’étape « Prononcer et "
                        "liquider l’astreinte » du parcours, qui garde l’ancienne valeur.",
                        astreinte.display_name,
                    ))
        if not self.env.su and "mode" in vals:
            decidees = self.filtered(lambda a: a.mode != vals["mode"] and a._gelee())
            if decidees:
                self._exiger_decideur(self.env._(
                    "changer qui doit une astreinte déjà liquidée"
                ))
        return super().write(vals)

    def _gelee(self):
        return self.etat in ("en_cours", "close") or bool(self.liquidation_ids)

    def _message_gelee(self):
        if self.etat not in ("en_cours", "close"):
            return super()._message_gelee()
        return self.env._(
            "%s est prononcée, ses jours courent d’après le parcours : elle ne s’efface pas. Si l’étape a "
            "été enregistrée par erreur, un responsable l’annule dans le parcours, avec son motif.",
            self.display_name,
        )

    def _verifier_annulable(self):
        if self.etat in ("en_cours", "close"):
            raise UserError(self.env._(
                "L’arrêté d’astreinte est enregistré au parcours : annulez d’abord cette étape."
            ))

    # -- For the core --------------------------------------------------------

    def _pour_le_moteur(self):
        self.ensure_one()
        return ArreteAstreinte(
            code=str(self.id),
            date=self.date,
            montant=en_montant(self.montant_jour),
            mode=self.mode,
            redevables=tuple(ligne._pour_le_moteur() for ligne in self.redevable_ids),
        )

    def _motivee(self):
        """L. 511-15 I: the amount takes both into account."""
        return bool((self.motif_ampleur or "").strip() and (self.motif_consequences or "").strip())
