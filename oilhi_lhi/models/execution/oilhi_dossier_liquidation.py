from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...moteur.astreinte import en_montant
from ...moteur.astreinte_liquidation import Decidee, exoneration_refusee
from ...moteur.francais import euros, trimestre_lettres
from ...moteur.regles import Refus
from ..pieces import Pieces

SAISIE = frozenset({"exoneration", "motif_exoneration", "piece_ids"})
ZERO = Decimal(0)


class OilhiDossierLiquidation(models.Model):
    """What one quarter elapsed demands of one debtor, or of all those who owe together.

    A draft follows the facts; once decided it never changes: a correction is another one.
    """

    _name = "oilhi.dossier.liquidation"
    _inherit = "oilhi.dossier.argent"
    _description = "Liquidation d’astreinte"
    _order = "dossier_id.id, trimestre, id"
    _champs_decides = frozenset({
        "etat", "trimestre", "du", "au", "groupe", "personne_ids", "jours", "brut", "net", "parts",
        "calcul", "avertissements", "base", "rectificative", "decidee_le", "decidee_par_id",
        "exigible_le", "astreinte_id",
    })  # fmt: skip

    astreinte_id = fields.Many2one(
        "oilhi.dossier.astreinte", string="Astreinte", required=True, index=True, ondelete="cascade"
    )
    dossier_procedure_id = fields.Many2one(
        related="astreinte_id.dossier_procedure_id", store=True, index=True
    )
    trimestre = fields.Date("Trimestre échu le", required=True, readonly=True)
    du = fields.Date("Du", readonly=True)
    au = fields.Date("Au", readonly=True)
    groupe = fields.Char(required=True, readonly=True)
    personne_ids = fields.Many2many(
        "oilhi.dossier.personne", string="Redevables", readonly=True, ondelete="restrict"
    )
    rectificative = fields.Boolean("Rectificative", readonly=True)
    jours = fields.Integer("Jours", readonly=True)
    brut = fields.Monetary("Montant des jours", readonly=True)
    exoneration = fields.Monetary("Exonération")
    motif_exoneration = fields.Text(
        "Ce que le redevable a établi",
        help="Circonstances qui ne sont pas de son fait (CCH L. 511-15 II).",
    )
    piece_ids = Pieces("ir.attachment", string="Pièces")
    net = fields.Monetary("À demander", readonly=True)
    parts = fields.Json(readonly=True)  # [[[person ids], "amount"]]
    calcul = fields.Text("Calcul", readonly=True)
    avertissements = fields.Text("À savoir", readonly=True)
    base = fields.Char("Base légale", readonly=True)
    exigible_le = fields.Date("Exigible dès le", readonly=True)
    etat = fields.Selection(
        [("brouillon", "À décider"), ("decidee", "Décidée"), ("annulee", "Annulée")],
        string="État",
        required=True,
        default="brouillon",
        readonly=True,
        copy=False,
        index=True,
    )
    decidee_le = fields.Date("Décidée le", readonly=True, copy=False)
    decidee_par_id = fields.Many2one("res.users", string="Décidée par", readonly=True, copy=False)
    ecart = fields.Text("Ne correspond plus aux faits", compute="_compute_ecart")

    @api.depends("trimestre", "rectificative", "personne_ids")
    def _compute_display_name(self):
        for liquidation in self:
            nom = liquidation.trimestre and self.env._(
                "Liquidation, %s", trimestre_lettres(liquidation.trimestre)
            )
            if liquidation.rectificative:
                nom = self.env._("%s, rectificative", nom)
            liquidation.display_name = nom or self.env._("Liquidation")

    @api.depends(
        "etat", "jours", "dossier_id.fait_ids.active", "dossier_id.fait_ids.date",
        "dossier_procedure_id.astreinte_ids.redevable_ids.notifie_le",
        "dossier_procedure_id.astreinte_ids.montant_jour",
        "dossier_procedure_id.astreinte_ids.mode",
        "dossier_procedure_id.astreinte_ids.liquidation_ids.etat",
    )
    def _compute_ecart(self):
        """Said on the last decided one of its quarter; what to do with it."""
        jour = fields.Date.context_today(self)
        propositions = {}
        for procedure in self.filtered(lambda li: li.etat == "decidee").dossier_procedure_id:
            for p in procedure._propositions(jour)[1]:
                if p.rectificative:
                    propositions[procedure.id, p.trimestre, p.groupe] = p
        for liquidation in self:
            liquidation.ecart = False
            p = propositions.get((
                liquidation.dossier_procedure_id.id, liquidation.trimestre, liquidation.groupe
            ))
            if liquidation.etat != "decidee" or not p:
                continue
            memes = liquidation.dossier_procedure_id._liquidations_decidees().filtered(
                lambda li, une=liquidation: (li.trimestre, li.groupe) == (une.trimestre, une.groupe)
            )
            if liquidation != memes.sorted("id")[-1:]:
                continue
            decides = sum(memes.mapped("jours"))
            liquidation.ecart = self.env._(
                "Ne correspond plus aux faits : %(decides)s jours décidés, %(ici)s aujourd’hui ; "
                "différence de %(ecart)s. Préparez une liquidation rectificative : celle-ci ne change "
                "pas. Si un titre est émis, il devra être réduit ou complété.",
                decides=decides, ici=decides + p.jours, ecart=euros(p.net),
            )

    # -- CRUD ----------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise UserError(self.env._(
                "Une liquidation se prépare depuis la page « Astreinte et frais » du dossier : les "
                "jours sont comptés d’après les faits."
            ))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and SAISIE & vals.keys():
            gelees = self.filtered(lambda li: li.etat != "brouillon")
            if gelees:
                raise UserError(self.env._(
                    "%s ne change plus : pour la corriger, préparez une liquidation rectificative.",
                    gelees[0].display_name,
                ))
        resultat = super().write(vals)
        if not self.env.su and "exoneration" in vals:
            # sudo: the computed part of a draft is written by code alone
            self.sudo()._recalculer()
        return resultat

    def _gelee(self):
        return self.etat != "brouillon"

    @property
    def touchee(self):
        """An agent has written something in this draft."""
        return bool(self.exoneration or (self.motif_exoneration or "").strip() or self.piece_ids)

    # -- Values from the core -------------------------------------------------

    @api.model
    def _valeurs(self, p):
        personnes = sorted({int(code) for qui in p.parts for code in qui})
        if p.groupe.isdigit():
            personnes = [int(p.groupe)]
        return {
            "trimestre": p.trimestre, "du": p.du, "au": p.au, "groupe": p.groupe,
            "personne_ids": [Command.set(
                self.env["oilhi.dossier.personne"].browse(personnes).exists().ids
            )],
            "rectificative": p.rectificative,
            "jours": p.jours,
            "brut": float(p.brut),
            "exoneration": float(p.exoneration),
            "net": float(p.net),
            "parts": [[[int(c) for c in qui], str(part)] for qui, part in p.parts.items()],
            "calcul": p.calcul,
            "avertissements": "\n".join(p.avertissements),
            "base": p.base,
            "exigible_le": p.exigible_le,
        }

    def _parts(self):
        return {
            tuple(sorted(str(c) for c in qui)): Decimal(part) for qui, part in self.parts or []
        }

    def _decidee(self):
        return Decidee(
            self.trimestre, self.groupe, self.jours, en_montant(self.brut),
            en_montant(self.exoneration), self._parts(),
        )

    def _proposition(self, jour=None):
        """What the facts give for this draft on that day, with the exemption that is typed in it."""
        self.ensure_one()
        jour = jour or fields.Date.context_today(self)
        cle = (self.trimestre, self.groupe)
        _cours, sans = self.dossier_procedure_id._propositions(jour)
        sans = next((p for p in sans if (p.trimestre, p.groupe) == cle), None)
        exoneration = en_montant(self.exoneration) or ZERO
        if not sans or exoneration <= 0 or sans.exoneration:
            return sans
        if refus := exoneration_refusee(exoneration, sans.brut, "saisie"):
            raise UserError(refus.message)
        _cours, avec = self.dossier_procedure_id._propositions(jour, {cle: exoneration})
        return next((p for p in avec if (p.trimestre, p.groupe) == cle), None)

    def _recalculer(self):
        """Drafts made equal to today's facts; one that nothing calls for any more leaves."""
        for liquidation in self.filtered(lambda li: li.etat == "brouillon"):
            proposition = liquidation._proposition()
            if proposition:
                liquidation.write(self._valeurs(proposition))
            elif not liquidation.touchee:
                liquidation.unlink()

    def _suivre_faits(self):
        """A fact changed: an exemption that no longer fits must not stop it from being recorded."""
        for liquidation in self:
            try:
                liquidation._recalculer()
            except UserError as refus:
                liquidation.avertissements = str(refus)

    # -- Decision ------------------------------------------------------------

    def decider(self, date=None):
        """Freeze the days, the exemption and the sum; refuse what is not demanded by the facts."""
        self._ouvrir_ecriture()
        self._exiger_decideur(self.env._("décider une liquidation ou une exonération"))
        jour = fields.Date.context_today(self)
        date = self.env["oilhi.dossier.etape"]._lire_date(date, self.env._("Date")) or jour
        for liquidation in self.sorted("trimestre"):
            liquidation._decider(date, jour)
        return [liquidation._resultat() for liquidation in self]

    def _decider(self, date, jour):
        if self.etat != "brouillon":
            raise UserError(self.env._("%s est déjà décidée.", self.display_name))
        if date > jour:
            raise UserError(self.env._("Une liquidation se décide le jour venu, pas d’avance."))
        astreinte = self.astreinte_id
        if not astreinte._motivee():
            raise UserError(self.env._(
                "%s : écrivez ses motifs, l’ampleur des mesures et les conséquences de la "
                "non-exécution. Sans eux, l’arrêté d’astreinte est contestable (CCH L. 511-15 I).",
                astreinte.display_name,
            ))
        cours = self.dossier_procedure_id._cours_astreinte(jour)
        if isinstance(cours, Refus):
            raise UserError(cours.message)
        # sudo: only this method freezes (see _champs_decides); the role was checked above
        brouillon = self.sudo()
        proposition = brouillon._proposition()
        if not proposition:
            raise UserError(self.env._(
                "%s : les faits n’appellent plus cette liquidation. Préparez de nouveau les "
                "liquidations.", self.display_name,
            ))
        if date < proposition.exigible_le:
            raise UserError(self.env._(
                "Le trimestre n’est échu qu’au %s : le recouvrement s’engage par trimestre échu "
                "(CCH L. 511-15 II).", proposition.trimestre.strftime("%d/%m/%Y"),
            ))
        # A correction may take back a part of an exemption decided before: nothing new to justify.
        if proposition.exoneration > 0 and (refus := exoneration_refusee(
            proposition.exoneration, proposition.brut, self.motif_exoneration or ""
        )):
            raise UserError(refus.message)
        brouillon.write({
            **self._valeurs(proposition),
            "etat": "decidee",
            "decidee_le": date,
            "decidee_par_id": self.env.uid,
        })
        self.dossier_id._message_log(body=self.env._(
            "%(quoi)s décidée : %(calcul)s", quoi=self.display_name, calcul=proposition.calcul
        ))
        self.dossier_id.sudo()._actualiser_astreintes()  # moves the reminder to the next quarter

    def action_decider(self):
        self.decider()
        return True

    def _verifier_annulable(self):
        if self.etat == "brouillon":
            raise UserError(self.env._("Cette liquidation n’est pas décidée : supprimez-la."))
        titres = self.dossier_id.titre_ids.filtered(
            lambda t: t.etat == "emis" and t.objet == "astreinte"
            and t.personne_ids & self.personne_ids and t.net
        )
        if titres:
            raise UserError(self.env._(
                "Un titre a été émis sur cette astreinte (%s) : annulez d’abord le titre.",
                ", ".join(titres.mapped("numero")),
            ))

    def annuler(self, motif):
        resultat = super().annuler(motif)
        # sudo: see annuler()
        self.sudo().write({"etat": "annulee"})
        self.dossier_id.sudo()._actualiser_astreintes()
        return resultat

    def _resultat(self):
        self.ensure_one()
        return {
            "id": self.id,
            "trimestre": self.trimestre.isoformat(),
            "redevables": self.personne_ids.mapped("nom_complet"),
            "jours": self.jours,
            "brut": self.brut,
            "exoneration": self.exoneration,
            "net": self.net,
            "rectificative": self.rectificative,
            "etat": self.etat,
            "calcul": self.calcul,
            "base": self.base,
        }
