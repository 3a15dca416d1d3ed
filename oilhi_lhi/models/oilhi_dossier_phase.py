from odoo import api, fields, models
from odoo.exceptions import UserError

PHASES = [
    ("signalement", "Signalement"),
    ("instruction", "Instruction"),
    ("contradictoire", "Contradictoire"),
    ("arrete", "Arrêté"),
    ("execution", "Exécution"),
    ("carence", "Carence"),
    ("clos", "Clos"),
]
GRAVITES = [
    ("1", "Entretien"),
    ("2", "Dégradation"),
    ("3", "Risque"),
    ("4", "Danger imminent probable"),
]
RANG = {phase: rang for rang, (phase, _libelle) in enumerate(PHASES)}


class OilhiDossier(models.Model):
    """Where the case stands: stored, so that lists, boards and figures sort and group on it."""

    _inherit = "oilhi.dossier"

    phase = fields.Selection(
        PHASES,
        string="Phase",
        compute="_compute_phase",
        store=True,
        tracking=True,
        group_expand=True,
    )
    phase_depuis = fields.Date(
        "Dans cette phase depuis le",
        compute="_compute_phase",
        store=True,
        help="Jour où le dossier est entré dans sa phase ; un recalcul qui ne la change pas n’y touche pas.",
    )
    classe_le = fields.Date(
        "Classé le",
        tracking=True,
        copy=False,
        help="Dossier classé sans suite : rien à faire, ou plus rien à faire.",
    )
    motif_classement = fields.Char("Motif du classement", tracking=True, copy=False)
    urgence = fields.Boolean("Urgence", compute="_compute_urgence", store=True)
    urgence_motif = fields.Char("Pourquoi c’est urgent", compute="_compute_urgence_motif")
    gravite = fields.Selection(
        GRAVITES,
        string="Gravité",
        compute="_compute_gravite",
        store=True,
        help="La plus forte des gravités constatées.",
    )
    prochaine_echeance = fields.Date(
        "Prochaine échéance", compute="_compute_prochaine_echeance", store=True, index=True
    )
    prochaine_echeance_libelle = fields.Char(
        "Échéance à venir", compute="_compute_prochaine_echeance", store=True
    )
    prochaine_echeance_retard = fields.Boolean(
        "Échéance à ne pas dépasser",
        compute="_compute_prochaine_echeance",
        store=True,
        help="Sinon, la date passée ouvre la suite : elle ne met personne en retard.",
    )
    procedures_resume = fields.Char(
        "Procédures en cours", compute="_compute_procedures_resume", store=True
    )

    @api.depends(
        "classe_le",
        "procedure_ids.etat",
        "procedure_ids.etape_ids.etat",
        "qualification_ids",
    )
    def _compute_phase(self):
        jour = fields.Date.context_today(self)
        for dossier in self:
            # Read before it is written: the value kept, which came with the rest of the row.
            avant, phase = dossier.phase, dossier._phase_actuelle(dossier.classe_le)
            dossier.phase = phase
            depuis = dossier.phase_depuis if phase == avant else jour
            dossier.phase_depuis = depuis or jour

    def _phase_actuelle(self, classe):
        """The phase that the steps give; `classe`: filed without any."""
        self.ensure_one()
        procedures = self.procedure_ids
        ouvertes = procedures.filtered(lambda p: p.etat == "en_cours")
        if classe:
            return "clos"
        if ouvertes:
            return max(map(self._phase_procedure, ouvertes), key=RANG.get)
        if any(procedure.etat == "close" for procedure in procedures):
            return "clos"
        # All abandoned: the case goes back to its instruction.
        return "instruction" if procedures or self.qualification_ids else "signalement"

    @api.model
    def _phase_procedure(self, procedure):
        """Phase of the next compulsory step, on the branch that was taken.

        « Next » is after the last one done: a forgotten acknowledgment of receipt does not send
        back to its start a case whose arrêté is signed.
        """
        etapes = procedure.etape_ids.sorted("sequence")
        echecs = etapes.filtered(lambda e: e.etape_id.issue == "echec" and e.etat == "faite")
        succes = etapes.filtered(lambda e: e.etape_id.issue == "succes" and e.etat == "faite")
        if echecs and not succes:
            return self._phase_connue(echecs[-1:].etape_id.phase, "carence")
        etapes = etapes.filtered(
            lambda e: e.etape_id.issue in ("tronc", "succes")
            and e._obligation() in ("oui", "condition")
        )
        faites = etapes.filtered(lambda e: e.etat == "faite")
        rang = faites[-1:].sequence
        suivante = etapes.filtered(lambda e: e.etat == "a_faire" and e.sequence > rang)[:1]
        return self._phase_connue((suivante or faites[-1:]).etape_id.phase, "instruction")

    @api.model
    def _phase_connue(self, phase, defaut):
        """A jurist may leave the phase of a step empty: never a value outside the selection."""
        return phase if phase in RANG and phase != "clos" else defaut

    @api.depends("desordre_ids.gravite")
    def _compute_gravite(self):
        for dossier in self:
            dossier.gravite = max(filter(None, dossier.desordre_ids.mapped("gravite")), default=False)

    @api.depends(
        # Not what the reference data say of the procedure: a correction of these would work out
        # every case in one transaction. The batches of oilhi.recalcul do it.
        "phase", "gravite", "procedure_ids.etat", "procedure_ids.procedure_id",
        "qualification_ids.reponses", "qualification_ids.date",
    )
    def _compute_urgence(self):
        for dossier in self:
            dossier.urgence = bool(dossier._motifs_urgence())

    @api.depends("urgence")
    def _compute_urgence_motif(self):
        for dossier in self:
            dossier.urgence_motif = " ; ".join(dossier._motifs_urgence()) if dossier.urgence else ""

    def _motifs_urgence(self):
        """Reasons why the case is urgent, in the words of the screen."""
        self.ensure_one()
        if self.phase == "clos":
            return []
        motifs = [
            self.env._("procédure urgente en cours (%s)", procedure.procedure_id.code)
            for procedure in self.procedure_ids
            if procedure.etat == "en_cours" and procedure.procedure_id.urgente
        ]
        # list(): a slice of a recordset would be read apart from those of the other cases.
        derniere = max(
            list(self.qualification_ids),
            key=lambda q: (q.date or fields.Datetime.now(), q._origin.id or 0),
            default=self.qualification_ids,
        )
        reponse = (derniere.reponses or {}).get("Q1")
        if reponse == "oui" or (isinstance(reponse, list) and "oui" in reponse):
            motifs.append(self.env._("danger imminent déclaré au guide"))
        if self.gravite == "4":
            motifs.append(self.env._("désordre de gravité 4"))
        return motifs

    @api.depends(
        "phase", "echeance_ids.date", "echeance_ids.tenue_le", "echeance_ids.sans_objet",
        "echeance_ids.nature", "echeance_ids.retard_possible", "echeance_ids.niveau_preuve",
    )
    def _compute_prochaine_echeance(self):
        for dossier in self:
            ouvertes = dossier.echeance_ids.filtered(lambda e: e._suivie())
            # Advice never stands before what a text asks.
            ouvertes = ouvertes.filtered(lambda e: e.niveau_preuve != "pratique") or ouvertes
            prochaine = (
                ouvertes.sorted(lambda e: (e.date, e._origin.id or 0))[:1]
                if dossier.phase != "clos"
                else ouvertes.browse()
            )
            dossier.prochaine_echeance = prochaine.date
            dossier.prochaine_echeance_libelle = prochaine.delai_id.name
            dossier.prochaine_echeance_retard = prochaine.retard_possible

    @api.depends("procedure_ids.etat", "procedure_ids.code")
    def _compute_procedures_resume(self):
        for dossier in self:
            codes = [p.code for p in dossier.procedure_ids if p.etat == "en_cours" and p.code]
            dossier.procedures_resume = ", ".join(dict.fromkeys(codes)) or False

    # -- Filing without a procedure ------------------------------------------

    def action_classer(self):
        """Ask why before filing the case."""
        self.ensure_one()
        self.check_access("write")
        self._verifier_classement()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Classer sans suite"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [[self.env.ref("oilhi_lhi.oilhi_dossier_form_classer").id, "form"]],
            "target": "new",
        }

    def action_classer_confirmer(self):
        self.check_access("write")
        self._verifier_classement()
        for dossier in self:
            if not dossier.motif_classement:
                raise UserError(self.env._("Indiquez le motif du classement."))
        self.write({"classe_le": fields.Date.context_today(self)})
        return {"type": "ir.actions.act_window_close"}

    def action_reprendre(self):
        self.check_access("write")
        self.write({"classe_le": False, "motif_classement": False})
        return True

    def _verifier_classement(self):
        for dossier in self:
            if ouvertes := dossier.procedure_ids.filtered(lambda p: p.etat == "en_cours"):
                raise UserError(self.env._(
                    "La procédure « %s » est en cours : menez-la à son terme ou abandonnez-la "
                    "avant de classer le dossier.", ouvertes[0].procedure_id.name,
                ))
