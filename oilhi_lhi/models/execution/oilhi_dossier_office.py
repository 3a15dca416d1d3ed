from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...moteur import office as coeur
from ..pieces import Pieces
from .oilhi_execution_pieces import avec_base, puces

ETATS = [
    ("preparee", "En préparation"),
    ("decidee", "Décidée"),
    ("notifiee", "Notifiée"),
    ("acces", "Accès obtenu"),
    ("travaux", "Travaux en cours"),
    ("receptionnee", "Réceptionnée"),
    ("abandonnee", "Abandonnée"),
]
ACCES = [
    ("libre", "Accès accordé"),
    ("refuse", "Accès refusé"),
    ("injoignable", "Personne pour ouvrir"),
    ("demande", "Autorisation demandée au juge"),
    ("autorise", "Autorisé par le juge"),
    ("rejete", "Refusé par le juge"),
]
# Content of the decision: once it is taken, another one is needed to change it.
DECIDE = frozenset({"motifs", "mesure_ids", "dossier_procedure_id"})
NIVEAUX = {"confirme": "", "a_verifier": ", à vérifier", "pratique": ", pratique"}


class OilhiDossierOffice(models.Model):
    """Works that the authority has done in the place of the person held (CCH L. 511-16, L. 511-20).

    The decision, its notification, the judge: their dates are those of the facts of the parcours.
    Only what no step records is typed here: the access, the works, their reception.
    """

    _name = "oilhi.dossier.office"
    _inherit = "oilhi.execution.decision"
    _description = "Exécution d’office"
    _order = "dossier_id.id, id"

    _champ_motif = "office_id"
    _champs_motives = ("acces_demande_le", "acces_reponse_le", "date_debut", "date_fin", "date_reception")

    mesure_ids = fields.Many2many(
        "oilhi.dossier.mesure", string="Mesures à exécuter",
        domain="[('dossier_procedure_id', '=', dossier_procedure_id)]",
    )
    demolition = fields.Selection(
        [("partielle", "Démolition partielle"), ("complete", "Démolition complète")],
        string="Démolition", help="Vide : aucune démolition parmi les mesures à exécuter.",
    )
    convention_le = fields.Date(
        "Convention du préfet du",
        help="Le préfet peut confier à la commune l’exécution d’un arrêté d’insalubrité non urgent "
        "(CCH L. 511-16).",
    )
    titulaire = fields.Selection(related="dossier_procedure_id.procedure_id.titulaire")
    devis_ids = fields.One2many("oilhi.dossier.devis", "office_id", string="Devis")
    entreprise_id = fields.Many2one(
        "res.partner", string="Entreprise choisie", compute="_compute_devis"
    )
    cout_estime = fields.Monetary("Coût estimé TTC", compute="_compute_devis")
    devis_conseil = fields.Text("Devis : à savoir", compute="_compute_devis")
    # -- What the parcours knows
    fait_ids = fields.One2many("oilhi.dossier.fait", "office_id", string="Décision et notifications")
    date_decision = fields.Date("Décidée le", compute="_compute_dates", store=True)
    date_notification = fields.Date("Notifiée au propriétaire le", compute="_compute_dates", store=True)
    juge_saisi_le = fields.Date("Juge saisi le", compute="_compute_juge")
    jugement_le = fields.Date("Jugement du", compute="_compute_juge")
    # -- Access
    acces = fields.Selection(ACCES, string="Accès aux lieux")
    acces_demande_le = fields.Date("Autorisation demandée le")
    acces_reponse_le = fields.Date("Réponse du juge le")
    acces_piece_ids = Pieces(
        "ir.attachment", "oilhi_dossier_office_acces_rel", string="Demande et ordonnance"
    )
    acces_conseil = fields.Text("Accès : que faire", compute="_compute_acces_conseil")
    # -- Works
    date_debut = fields.Date("Travaux commencés le", copy=False)
    date_fin = fields.Date("Travaux terminés le", copy=False)
    date_reception = fields.Date("Travaux réceptionnés le", copy=False)
    reserves = fields.Text("Réserves à la réception")
    etat = fields.Selection(
        ETATS, string="État", compute="_compute_etat", store=True, default="preparee", index=True
    )
    # -- Law
    regime = fields.Text("Ce que permet le texte", compute="_compute_droit")
    blocages = fields.Html("Ce qui bloque", compute="_compute_droit", sanitize=False)
    bloque = fields.Boolean(compute="_compute_droit")
    contenu = fields.Html("La décision dit", compute="_compute_droit", sanitize=False)
    effets = fields.Text("Effets", compute="_compute_droit")

    # -- Defaults ------------------------------------------------------------

    @api.model
    def _valeurs_proposees(self, dossier, procedure, valeurs):
        """The measures of the procedure that are not done yet."""
        if valeurs.get("mesure_ids"):
            return {}
        mesures = procedure._mesures_a_executer()
        return {
            "mesure_ids": [(6, 0, mesures.ids)],
            "demolition": "demolition" in mesures.mapped("type") and "complete",
        }

    # -- Computes ------------------------------------------------------------

    @api.depends("dossier_procedure_id", "etat")
    def _compute_display_name(self):
        etats = dict(self._fields["etat"]._description_selection(self.env))
        for office in self:
            office.display_name = self.env._(
                "Exécution d’office %(code)s (%(etat)s)",
                code=office.dossier_procedure_id.code or "",
                etat=etats.get(office.etat, "").lower(),
            )

    @api.depends("fait_ids.active", "fait_ids.date", "fait_ids.date_reception", "fait_ids.mode",
                 "fait_ids.date_presentation", "fait_ids.issue_pli")
    def _compute_dates(self):
        for office in self:
            faits = office.fait_ids.filtered("active")
            office.date_decision = min(faits.mapped("date"), default=False)
            office.date_notification = min((d for f in faits if (d := f._debut())), default=False)

    @api.depends("dossier_id.fait_ids")
    def _compute_juge(self):
        for office in self:
            procedure = office.dossier_procedure_id
            saisines = procedure._faites("juge")
            office.juge_saisi_le = min(saisines.mapped("date"), default=False)
            jugements = office.dossier_id.fait_ids.filtered(lambda f: f.code == "DL-DEMO")
            office.jugement_le = max(jugements.mapped("date"), default=False)
            if procedure.code == "RAV":  # the step records the authorisation itself
                office.jugement_le = office.date_decision or office.jugement_le

    @api.depends("date_decision", "date_notification", "acces", "acces_reponse_le", "date_debut",
                 "date_reception", "motif_abandon")
    def _compute_etat(self):
        for office in self:
            ouvert = office.acces in ("libre", "autorise")
            office.etat = (
                "abandonnee" if office.motif_abandon
                else "receptionnee" if office.date_reception
                else "travaux" if office.date_debut
                else "acces" if office.date_notification and ouvert
                else "notifiee" if office.date_notification
                else "decidee" if office.date_decision
                else "preparee"
            )

    @api.depends("devis_ids.retenu", "devis_ids.montant_ttc", "devis_ids.entreprise_id")
    def _compute_devis(self):
        for office in self:
            retenu = office.devis_ids.filtered("retenu")[:1]
            office.entreprise_id = retenu.entreprise_id
            office.cout_estime = retenu.montant_ttc
            conseils = list(coeur.avertissements_devis(office.devis_ids.mapped("montant_ttc")))
            if office.devis_ids and not retenu:
                conseils.append(self.env._("Retenez un devis : il donne l’entreprise et le coût estimé."))
            office.devis_conseil = "\n".join(conseils)

    @api.depends("acces", "acces_reponse_le", "dossier_procedure_id", "dossier_id.usage")
    def _compute_acces_conseil(self):
        for office in self:
            if not office.acces:
                office.acces_conseil = False
                continue
            lue = office._entree()
            office.acces_conseil = avec_base(
                lue.message, lue.base and f"{lue.base}{NIVEAUX[lue.niveau_preuve]}"
            )

    @api.depends(
        "dossier_procedure_id", "mesure_ids", "demolition", "motifs", "jugement_le", "date_decision",
        "dossier_id.fait_ids", "dossier_id.echeance_ids",
    )
    def _compute_droit(self):
        for office in self:
            examen = office._examiner()
            droit = examen.regime
            office.regime = avec_base(droit.texte, f"{droit.base}{NIVEAUX[droit.niveau_preuve]}")
            # Once taken, the decision is judged by what was known on its day.
            office.bloque = bool(examen.blocages)
            office.blocages = puces((b.message, b.base) for b in examen.blocages)
            office.contenu = puces(
                (texte, f"{base}{NIVEAUX[niveau]}" if base else niveau)
                for texte, base, niveau in examen.contenu
            )
            office.effets = "\n".join((*examen.effets, *examen.avertissements)) or False

    # -- Reading the case ----------------------------------------------------

    def _affaire(self, jour=None):
        """What the core needs to say whether the decision is allowed on that day."""
        self.ensure_one()
        procedure = self.dossier_procedure_id
        dossier = self.dossier_id
        arrete = procedure._acte_en_vigueur() or procedure._faites("decision_tiers")
        carences = procedure._faites("carence") | (
            procedure._faites("suivi") if procedure.procedure_id.urgente else procedure.etape_ids.browse()
        )
        return coeur.Affaire(
            procedure=procedure.code or "",
            jour=jour or self.date_decision or fields.Date.context_today(self),
            arrete_le=min(arrete.mapped("date"), default=None),
            delai_fin=procedure._fin_delai("date"),
            possible_le=procedure._fin_delai("au_plus_tot"),
            carence_le=max(carences.mapped("date"), default=None),
            executee_le=None if self.date_decision else max(
                procedure._faites("execution").mapped("date"), default=None
            ),
            motifs=self.motifs or "",
            demolition=self.demolition or "",
            jugement_le=self.jugement_le or None,
            mise_en_demeure_fin=procedure._fin_mise_en_demeure(),
            arrete_prefet_le=max(procedure._faites("decision_tiers").mapped("date"), default=None),
            convention_le=self.convention_le or None,
            astreinte=bool(procedure._faites("astreinte")),
            personne_connue=bool(dossier.personne_ids.filtered("tenue")),
        )

    def _examiner(self, jour=None):
        return coeur.examiner(self._affaire(jour))

    def _entree(self, jour=None):
        self.ensure_one()
        acces = self.acces if self.acces in coeur.ACCES else "refuse"
        return coeur.entree(
            acces or "refuse",
            habitation=self.dossier_id.usage in ("habitation", "mixte"),
            procedure=self.dossier_procedure_id.code or "",
            autorise_le=self.acces_reponse_le or None,
            jour=jour or fields.Date.context_today(self),
        )

    # -- Checks --------------------------------------------------------------

    @api.constrains("dossier_id", "dossier_procedure_id", "mesure_ids")
    def _check_meme_dossier(self):
        for office in self:
            autres = (office.dossier_procedure_id.dossier_id | office.mesure_ids.dossier_id) - office.dossier_id
            if autres or office.mesure_ids.dossier_procedure_id - office.dossier_procedure_id:
                raise ValidationError(self.env._(
                    "La procédure et les mesures doivent être celles de ce dossier."
                ))

    @api.constrains("dossier_procedure_id")
    def _check_procedure(self):
        """RSHS and others: no works by the authority (CSP R. 1331-16)."""
        for office in self:
            droit = coeur.regime(office.dossier_procedure_id.code)
            if droit.caractere in ("jamais", "inconnu"):
                raise ValidationError(self.env._(
                    "%(procedure)s : %(texte)s %(base)s",
                    procedure=office.dossier_procedure_id.display_name,
                    texte=droit.texte, base=droit.base,
                ))

    @api.constrains("demolition", "mesure_ids")
    def _check_demolition(self):
        for office in self:
            if "demolition" in office.mesure_ids.mapped("type") and not office.demolition:
                raise ValidationError(self.env._(
                    "Une démolition est parmi les mesures : dites si elle est partielle ou complète. Le "
                    "juge doit d’abord être saisi (CCH L. 511-16, L. 511-19)."
                ))

    @api.constrains("date_debut", "date_fin", "date_reception", "acces", "acces_demande_le",
                    "acces_reponse_le", "demolition")
    def _check_dates(self):
        for office in self:
            office._verifier_ordre()
            if office.date_debut:
                office._verifier_debut()

    def _verifier_ordre(self):
        """Dates follow one another; none is ahead of today."""
        dates = [
            (champ, self[champ])
            for champ in ("acces_demande_le", "acces_reponse_le", "date_debut", "date_fin", "date_reception")
        ]
        noms = {champ: self._fields[champ]._description_string(self.env) for champ, _d in dates}
        jour = fields.Date.context_today(self)
        futures = [noms[champ] for champ, date in dates if date and date > jour]
        if futures:
            raise ValidationError(self.env._(
                "%s : cette date n’est pas encore venue.", ", ".join(futures)
            ))
        for avant, apres in (("acces_demande_le", "acces_reponse_le"), ("date_debut", "date_fin"),
                             ("date_fin", "date_reception")):
            if self[apres] and (not self[avant] or self[apres] < self[avant]):
                raise ValidationError(self.env._(
                    "« %(apres)s » vient après « %(avant)s » : corrigez ou complétez les dates.",
                    apres=noms[apres], avant=noms[avant],
                ))

    def _verifier_debut(self):
        """No works before the decision is notified, the judge, the access."""
        if not self.date_decision or self.date_debut < self.date_decision:
            raise ValidationError(self.env._(
                "Les travaux ne commencent pas avant la décision d’exécution d’office, prise après le "
                "constat de carence (CCH L. 511-16, L. 511-20). Enregistrez-la d’abord."
            ))
        if self.dossier_procedure_id.code != "RAV" and self.demolition and (
            not self.jugement_le or self.date_debut < self.jugement_le
        ):
            raise ValidationError(self.env._(
                "Aucune démolition d’office ne commence avant le jugement du président du tribunal "
                "judiciaire (CCH L. 511-16, L. 511-19) : enregistrez-le d’abord."
            ))
        entree = self._entree(self.date_debut)
        if not self.acces or not entree.permise:
            raise ValidationError(self.env._(
                "Dites comment l’entreprise entre : accès accordé, ou autorisé par le juge avant le début "
                "des travaux. %s", entree.message if self.acces else "",
            ))

    def _verifier_devis_libre(self):
        """The estimate that was chosen is in the decision: its figures no longer move."""
        for office in self:
            if office.date_decision and not self.env.su:
                raise UserError(self.env._(
                    "La décision est prise, avec son entreprise et son coût estimé : le devis retenu ne "
                    "change plus. Prenez une autre décision si l’entreprise change."
                ))

    # -- CRUD ----------------------------------------------------------------

    def write(self, vals):
        if not self.env.su:
            for office in self:
                change = [
                    champ for champ in DECIDE & vals.keys()
                    if office.date_decision and (office[champ] or champ != "motifs")
                ]
                if change:
                    raise UserError(self.env._(
                        "La décision est prise : ses motifs et ses mesures ne changent plus. Annulez "
                        "l’étape si elle a été enregistrée par erreur, ou prenez une autre décision."
                    ))
                if office.motif_abandon:
                    raise UserError(self.env._("Cette exécution d’office est abandonnée : elle ne change plus."))
        nouveaux = {
            office: [champ for champ in self._champs_motives if vals.get(champ) and not office[champ]]
            for office in self
        }
        resultat = super().write(vals)
        for office, champs in nouveaux.items():
            for champ in champs:
                office._tracer(self.env._(
                    "%(champ)s %(jour)s",
                    champ=self._fields[champ]._description_string(self.env).lower(),
                    jour=office[champ].strftime("%d/%m/%Y"),
                ))
        return resultat

    @api.ondelete(at_uninstall=False)
    def _unlink_sauf_decidee(self):
        if any(office.date_decision or office.motif_abandon for office in self):
            raise UserError(self.env._(
                "Une exécution d’office décidée ne se supprime pas : abandonnez-la en disant pourquoi."
            ))
