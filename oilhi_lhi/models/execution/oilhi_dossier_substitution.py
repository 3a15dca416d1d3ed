from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...moteur import substitution as coeur
from ...moteur.copropriete import Coproprietaire, repartir
from ...moteur.francais import euros as en_euros
from ...moteur.francais import typo
from ...moteur.regles import Refus
from .oilhi_execution_pieces import en_refus, puces

ETATS = [
    ("preparee", "En préparation"),
    ("attestee", "Attestation reçue"),
    ("decidee", "Décidée"),
    ("notifiee", "Notifiée à tous"),
    ("abandonnee", "Abandonnée"),
]
DECIDE = frozenset({"motifs", "vote_le", "exigible_le", "ligne_ids", "dossier_procedure_id"})


class OilhiDossierSubstitution(models.Model):
    """The authority pays in the place of the co-owners who do not (CCH L. 511-16, R. 511-11).

    Sommations, attestation, decision, notifications: facts, whose dates this row reads.
    """

    _name = "oilhi.dossier.substitution"
    _inherit = "oilhi.execution.decision"
    _description = "Substitution à des copropriétaires défaillants"
    _order = "dossier_id.id, id"

    _champ_motif = "substitution_id"

    vote_le = fields.Date("Assemblée générale du")
    exigible_le = fields.Date("Sommes exigibles le", help="Date votée par l’assemblée générale.")
    montant_vote = fields.Monetary("Montant voté à appeler")
    tantiemes_total = fields.Integer("Tantièmes de l’immeuble")
    ligne_ids = fields.One2many(
        "oilhi.dossier.substitution.ligne", "substitution_id", string="Copropriétaires"
    )
    fait_ids = fields.One2many("oilhi.dossier.fait", "substitution_id", string="Faits")
    date_attestation = fields.Date("Attestation du syndic reçue le", compute="_compute_dates", store=True)
    date_decision = fields.Date("Décidée le", compute="_compute_dates", store=True)
    syndic_notifie_le = fields.Date("Notifiée au syndic le", compute="_compute_dates", store=True)
    etat = fields.Selection(
        ETATS, string="État", compute="_compute_etat", store=True, default="preparee", index=True
    )
    date_limite = fields.Date("À décider au plus tard le", compute="_compute_examen")
    total = fields.Monetary("Sommes prises en charge", compute="_compute_examen")
    bloque = fields.Boolean(compute="_compute_examen")
    blocages = fields.Html("Ce qui bloque", compute="_compute_examen", sanitize=False)
    a_notifier = fields.Html("À notifier", compute="_compute_examen", sanitize=False)
    a_savoir = fields.Html("À savoir", compute="_compute_examen", sanitize=False)
    calcul_limite = fields.Char("Calcul du délai", compute="_compute_examen")

    @api.model
    def _valeurs_proposees(self, dossier, procedure, valeurs):
        """The persons that the order binds in the copropriété."""
        return {"ligne_ids": [
            (0, 0, {"personne_id": personne.id})
            for personne in dossier.personne_ids
            if personne.role in ("proprietaire", "indivisaire", "usufruitier")
        ]}

    # -- Computes ------------------------------------------------------------

    @api.depends("dossier_procedure_id", "etat")
    def _compute_display_name(self):
        etats = dict(self._fields["etat"]._description_selection(self.env))
        for substitution in self:
            substitution.display_name = self.env._(
                "Substitution %(code)s (%(etat)s)",
                code=substitution.dossier_procedure_id.code or "",
                etat=etats.get(substitution.etat, "").lower(),
            )

    @api.depends("fait_ids.active", "fait_ids.code", "fait_ids.date", "fait_ids.date_reception",
                 "fait_ids.mode", "fait_ids.destinataire_id")
    def _compute_dates(self):
        for substitution in self:
            faits = substitution.fait_ids.filtered("active")
            recues = faits.filtered(lambda f: f.code in ("DL-SUBST", "D-MSO-29"))
            decisions = faits.filtered(lambda f: f.code == "D-MSO-30")
            # The latest: a new attestation opens a new month.
            substitution.date_attestation = max(
                (f.date_reception or f.date for f in recues), default=False
            )
            substitution.date_decision = min(decisions.mapped("date"), default=False)
            substitution.syndic_notifie_le = min(
                (d for f in decisions if f.destinataire_id.role == "syndic" and (d := f._debut())),
                default=False,
            )

    @api.depends("date_attestation", "date_decision", "syndic_notifie_le", "motif_abandon",
                 "ligne_ids.reprise", "fait_ids.active", "fait_ids.date_reception", "fait_ids.mode")
    def _compute_etat(self):
        for substitution in self:
            reprises = substitution.ligne_ids.filtered("reprise")
            notifiees = substitution._notifiees()
            tous = bool(reprises) and all(ligne.personne_id in notifiees for ligne in reprises)
            substitution.etat = (
                "abandonnee" if substitution.motif_abandon
                else "notifiee" if substitution.syndic_notifie_le and tous
                else "decidee" if substitution.date_decision
                else "attestee" if substitution.date_attestation
                else "preparee"
            )

    def _notifiees(self):
        """{person: day on which the decision reached him}, by the facts in force."""
        self.ensure_one()
        notifiees = {}
        for fait in self.fait_ids:
            if fait.active and fait.code == "D-MSO-30" and fait.destinataire_id and (d := fait._debut()):
                notifiees[fait.destinataire_id] = min(d, notifiees.get(fait.destinataire_id, d))
        return notifiees

    @api.depends(
        "ligne_ids.appele", "ligne_ids.verse", "ligne_ids.verse_le", "ligne_ids.exigible_le",
        "ligne_ids.personne_id", "ligne_ids.reprise", "exigible_le", "vote_le", "tantiemes_total",
        "date_attestation", "date_decision", "motifs", "fait_ids.active", "fait_ids.date",
        "fait_ids.date_reception", "dossier_id.reponse_ids",
    )
    def _compute_examen(self):
        for substitution in self:
            examen = substitution._examiner()
            blocages = [*substitution._refus_motifs(), *examen.blocages]
            substitution.bloque = bool(blocages)
            substitution.date_limite = examen.limite.date if examen.limite else False
            substitution.calcul_limite = examen.limite.calcul if examen.limite else False
            substitution.total = (
                sum(substitution.ligne_ids.mapped("reprise"))
                if substitution.date_decision else float(examen.total)
            )
            substitution.blocages = puces((b.message, b.base) for b in blocages)
            substitution.a_notifier = puces(
                (self.env._("%(qui)s : %(quoi)s", qui=n.qui, quoi=n.quoi), n.base)
                for n in examen.notifications
            )
            substitution.a_savoir = puces(
                (texte, "") for texte in (*examen.effets, *examen.avertissements)
            )

    # -- The core ------------------------------------------------------------

    def _examiner(self, jour=None):
        self.ensure_one()
        dossier = self.dossier_id
        jour = jour or self.date_decision or fields.Date.context_today(self)
        lignes = self.ligne_ids
        return coeur.examiner_substitution(
            [ligne._appel() for ligne in lignes],
            jour,
            attestation_recue=self.date_attestation or None,
            vote_le=self.vote_le or None,
            parties_communes=dossier._copropriete() in ("parties_communes", "les_deux"),
            urgence=self.dossier_procedure_id.procedure_id.urgente,
            tantiemes_connus=sum(lignes.mapped("tantiemes")),
            tantiemes_total=self.tantiemes_total or None,
            territoire=dossier._territoire_feries(),
            regles=self.env["oilhi.delai"]._regles() or None,
        )

    def _refus_motifs(self):
        if (self.motifs or "").strip():
            return []
        return [Refus("SUBST-MOTIFS", typo(
            "La décision est motivée : écrivez les mesures non exécutées et la défaillance attestée."
        ), "CCH L. 511-16")]

    def _verifier_decision(self, jour):
        """Refuse the decision on that day, with everything that forbids it."""
        refus = [*self._refus_motifs(), *self._examiner(jour).blocages]
        if refus:
            raise UserError("\n\n".join(map(en_refus, refus)))

    def _figer(self):
        """What the authority takes over is what was due on the day of the decision.

        A corrected date of the decision counts again, and the history keeps the former sums.
        """
        self.ensure_one()
        defauts = {s.cle: s.defaut for s in self._examiner(self.date_decision).situations}
        for ligne in self.ligne_ids:
            du = float(defauts.get(ligne._cle(), 0))
            if ligne.reprise and self.currency_id.compare_amounts(ligne.reprise, du):
                self._tracer(self.env._(
                    "%(qui)s : somme prise en charge, %(avant)s au lieu de %(apres)s", apres=en_euros(Decimal(str(ligne.reprise))),
                    avant=en_euros(Decimal(str(du))), qui=ligne.display_name,
                ))
            # sudo: the sum of the decision is written here alone (see the write guard)
            ligne.sudo().reprise = du
        self.dossier_id._actualiser_compte()

    # -- Checks --------------------------------------------------------------

    @api.constrains("dossier_id", "dossier_procedure_id", "ligne_ids")
    def _check_meme_dossier(self):
        for substitution in self:
            autres = substitution.dossier_procedure_id.dossier_id | substitution.ligne_ids.personne_id.dossier_id
            if autres - substitution.dossier_id:
                raise ValidationError(self.env._(
                    "La procédure et les copropriétaires doivent être de ce dossier."
                ))

    @api.constrains("vote_le", "exigible_le")
    def _check_dates(self):
        for substitution in self:
            vote, exigible = substitution.vote_le, substitution.exigible_le
            if vote and vote > fields.Date.context_today(substitution):
                raise ValidationError(self.env._("L’assemblée générale n’a pas encore eu lieu."))
            if vote and exigible and exigible < vote:
                raise ValidationError(self.env._(
                    "Les sommes ne sont pas exigibles avant l’assemblée générale qui les vote."
                ))

    def write(self, vals):
        if not self.env.su and DECIDE & vals.keys() and any(s.date_decision for s in self):
            raise UserError(self.env._(
                "La décision de substitution est prise : le tableau et les motifs ne changent plus. Les "
                "versements faits depuis se suivent dans le recouvrement."
            ))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_sauf_decidee(self):
        if any(s.date_decision or s.motif_abandon for s in self):
            raise UserError(self.env._("Une substitution décidée ou abandonnée ne se supprime pas."))

    @api.model_create_multi
    def create(self, vals_list):
        substitutions = super().create(vals_list)
        for substitution in substitutions:
            # What was already recorded, and belongs to no other substitution.
            libres = substitution.dossier_id.fait_ids.filtered(
                lambda f: f.code in ("DL-SOMM-COPRO", "DL-SUBST", "D-MSO-29") and not f.substitution_id
            )
            # sudo: facts are written by the parcours alone; only their link is set here
            libres.sudo().write({"substitution_id": substitution.id})
        return substitutions

    # -- Actions -------------------------------------------------------------

    def action_repartir(self):
        """Call the voted amount from each, by tantièmes, to the cent."""
        self._verifier_ecriture()
        rendu = repartir(self.montant_vote, [
            Coproprietaire(ligne._cle(), ligne.personne_id.nom_complet, ligne.tantiemes)
            for ligne in self.ligne_ids
        ])
        if isinstance(rendu, Refus):
            raise UserError(en_refus(rendu))
        parts = rendu.par_cle
        for ligne in self.ligne_ids:
            ligne.appele = float(parts[ligne._cle()])
        return True

    def action_attestation(self):
        self._verifier_ecriture()
        fait = self.fait_ids.filtered(lambda f: f.active and f.code == "DL-SUBST")[-1:]
        return self.dossier_id._action_fait("DL-SUBST", substitution=self, corrige=fait)

    def action_decider(self):
        self._verifier_ecriture()
        if self.date_decision:
            raise UserError(self.env._("La substitution est déjà décidée."))
        self._verifier_decision(fields.Date.context_today(self))
        return self.dossier_id._action_fait("D-MSO-30", substitution=self)

    def action_notifier_syndic(self):
        self._verifier_ecriture()
        syndic = self.dossier_id.personne_ids.filtered(lambda p: p.role == "syndic")[:1]
        if not syndic:
            raise UserError(self.env._(
                "Inscrivez le syndic parmi les personnes du dossier : la décision lui est notifiée (CCH "
                "R. 511-11)."
            ))
        return self._action_notifier(syndic)

    def _action_notifier(self, personne):
        if not self.date_decision:
            raise UserError(self.env._("Enregistrez d’abord la décision de substitution."))
        fait = self.fait_ids.filtered(
            lambda f: f.active and f.code == "D-MSO-30" and f.destinataire_id == personne
        )[-1:]
        return self.dossier_id._action_fait("D-MSO-30", personne, substitution=self, corrige=fait)

    def _verifier_abandon(self):
        if self.date_decision:
            raise UserError(self.env._(
                "La décision est prise : elle se retire ou s’abroge par un autre acte, notifié aux mêmes."
            ))
