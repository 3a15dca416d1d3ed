from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...moteur import penal
from ...moteur.regles import Refus
from .oilhi_execution_pieces import en_refus, puces

# Concerns a household: read and written by the group of the restricted data alone, and not told by
# the history.
SENSIBLE = "oilhi_partenaires.group_donnees_sensibles"
AGENTS = [
    ("opj", "Officier ou agent de police judiciaire"),
    ("l1421_1", "Agent de l’article L. 1421-1 du code de la santé publique"),
    ("l1435_7", "Agent de l’article L. 1435-7 du code de la santé publique (ARS)"),
    ("territorial", "Agent de la collectivité, habilité et assermenté"),
]
SUITES = [
    ("classement", "Classement sans suite"),
    ("alternative", "Mesure alternative aux poursuites"),
    ("poursuites", "Poursuites engagées"),
    ("condamnation", "Condamnation"),
    ("relaxe", "Relaxe"),
]
ETATS = [("constatee", "Constatée"), ("signalee", "Signalée au procureur"), *SUITES]
# What was reported: another report is needed to say something else.
SIGNALE = frozenset({
    "infraction_id", "faits", "date_faits", "personne_id", "vulnerable", "element_ids", "victime_ids",
    "pv_agent", "pv_agent_nom", "pv_date", "pv_article", "dossier_procedure_id",
})  # fmt: skip


class OilhiDossierInfraction(models.Model):
    """An offence that the authority thinks it sees: facts, proof, report to the prosecutor, what follows.

    Nothing is automatic. Read by those who may write the case, never by its other readers: the
    history of the case, which they read, only says that a sheet was opened, reported, completed.
    """

    _name = "oilhi.dossier.infraction"
    _inherit = ["oilhi.execution.pieces", "oilhi.lecture.reservee"]
    _description = "Suites pénales"
    _order = "dossier_id.id, id"

    _champs_motives = ("suite", "suite_le", "interdiction_depart", "interdiction_mois", "numero_parquet")
    _valeurs_dans_historique = False
    _champs_journalises = frozenset({"vulnerable"})
    _pieces_journalisees = True

    dossier_id = fields.Many2one(
        "oilhi.dossier", string="Dossier", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, index=True)
    dossier_procedure_id = fields.Many2one(
        "oilhi.dossier.procedure", string="Procédure", index="btree_not_null", ondelete="set null",
        domain="[('dossier_id', '=', dossier_id)]",
    )
    infraction_id = fields.Many2one(
        "oilhi.infraction", string="Infraction supposée", required=True, index=True, ondelete="restrict",
        domain="[('id', 'in', infraction_possible_ids)]",
    )
    infraction_possible_ids = fields.Many2many(
        "oilhi.infraction", string="Infractions à proposer", compute="_compute_infraction_possible_ids"
    )
    texte = fields.Text(related="infraction_id.fait")
    contravention = fields.Integer(related="infraction_id.contravention")
    faits = fields.Text(
        "Faits constatés", required=True,
        help="Ce qui a été vu, dit ou écrit, daté. Rien sur la santé des personnes.",
    )
    date_faits = fields.Date("Date des faits", required=True, default=fields.Date.context_today)
    personne_id = fields.Many2one(
        "oilhi.dossier.personne", string="Auteur supposé", index="btree_not_null", ondelete="restrict",
        domain="[('dossier_id', '=', dossier_id)]",
    )
    victime_ids = fields.Many2many(
        "oilhi.dossier.personne", string="Occupants concernés",
        domain="[('dossier_id', '=', dossier_id), ('role', '=', 'occupant')]",
    )
    vulnerable = fields.Boolean(
        "Un occupant est vulnérable", groups=SENSIBLE, prefetch="reserve", help="Le texte aggrave la peine. Ne dites pas en quoi : le procureur "
        "le demandera s’il le faut.",
    )
    element_ids = fields.Many2many(
        "oilhi.infraction.element", string="Ce qui est établi",
        domain="[('infraction_id', '=', infraction_id)]",
    )
    peine = fields.Html("Peine encourue", compute="_compute_peine", sanitize=False)
    manquants = fields.Html("Reste à établir", compute="_compute_peine", sanitize=False)
    # -- Report of a sworn agent (CSP L. 1312-1)
    pv_agent = fields.Selection(AGENTS, string="Procès-verbal dressé par")
    pv_agent_nom = fields.Char("Nom et qualité de l’agent")
    pv_date = fields.Date("Procès-verbal du")
    pv_article = fields.Char("Article violé")
    pv_foi = fields.Char("Force du procès-verbal", compute="_compute_pv_foi")
    # -- Report to the prosecutor: the fact of the parcours
    fait_id = fields.Many2one(
        "oilhi.dossier.fait", string="Signalement", index="btree_not_null", ondelete="set null",
        readonly=True, copy=False,
    )
    signale_le = fields.Date("Signalé le", related="fait_id.date", store=True)
    signale_mode = fields.Selection(related="fait_id.mode", string="Moyen")
    numero_parquet = fields.Char("Numéro du parquet")
    # -- What follows
    suite = fields.Selection(SUITES, string="Suite donnée")
    suite_le = fields.Date("Suite connue le")
    interdiction_achat = fields.Boolean("Interdiction d’acheter prononcée")
    interdiction_depart = fields.Date("À compter du")
    interdiction_mois = fields.Integer("Durée prononcée (mois)")
    interdiction_fin = fields.Date("Jusqu’au", compute="_compute_interdiction", store=True)
    interdiction_mots = fields.Text("Interdiction : à savoir", compute="_compute_interdiction_mots")
    etat = fields.Selection(ETATS, string="État", compute="_compute_etat", store=True, index=True)

    # -- Computes ------------------------------------------------------------

    @api.depends("infraction_id", "dossier_id")
    def _compute_display_name(self):
        """Its number alone: the name may be read where its content is not."""
        for fiche in self:
            fiche.display_name = self.env._("Suites pénales n° %s", fiche._origin.id or "…")

    @api.depends("dossier_procedure_id", "dossier_id")
    def _compute_infraction_possible_ids(self):
        """The offences of its procedure, or of those of its case; a variant has those of its model."""
        toutes = self.env["oilhi.infraction"].search([("active", "=", True)])
        for fiche in self:
            procedures = (fiche.dossier_procedure_id or fiche.dossier_id.procedure_ids).procedure_id
            codes = {*procedures.mapped("code"), *procedures.parcours_id.mapped("code")}
            fiche.infraction_possible_ids = toutes.filtered(
                lambda i, codes=codes: penal.visee(i._noyau(), codes)
            )

    @api.depends("infraction_id", "vulnerable", "personne_id.raison_sociale", "element_ids")
    @api.depends_context("uid")
    def _compute_peine(self):
        sait = self.env.user.has_group(SENSIBLE)
        for fiche in self:
            if not fiche.infraction_id:
                fiche.peine = fiche.manquants = False
                continue
            noyau = fiche.infraction_id._noyau()
            encourue = penal.peine(
                # The penalty tells it: a reading as any other.
                noyau, vulnerable=fiche.vulnerable if sait else None,
                personne_morale=bool(fiche.personne_id.raison_sociale),
            )
            base = encourue.base
            if encourue.niveau_preuve == "a_verifier":
                base = self.env._("%s, à vérifier", base)
            fiche.peine = puces([
                (Markup("<strong>%s</strong>") % encourue.principale, base),
                *((texte, "") for texte in (*encourue.complementaires, *encourue.avertissements)),
                (penal.PRESCRIPTION, ""),
            ])
            etablis = set(fiche.element_ids.mapped("cle"))
            fiche.manquants = puces(
                (e.libelle, "") for e in penal.elements_manquants(noyau, etablis)
            )

    @api.depends("pv_agent", "pv_date", "pv_article")
    def _compute_pv_foi(self):
        for fiche in self:
            rendu = fiche._proces_verbal() if fiche.pv_agent else None
            fiche.pv_foi = rendu and (rendu.message if isinstance(rendu, Refus) else rendu.foi)

    def _proces_verbal(self):
        return penal.proces_verbal(
            self.pv_agent or "", constate_le=self.pv_date or None, article=self.pv_article or "",
            jour=fields.Date.context_today(self),
        )

    @api.depends("interdiction_achat", "interdiction_depart", "interdiction_mois")
    def _compute_interdiction(self):
        for fiche in self:
            rendu = fiche._interdiction()
            fiche.interdiction_fin = rendu.fin if rendu and not isinstance(rendu, Refus) else False

    @api.depends("interdiction_achat", "interdiction_depart", "interdiction_mois")
    def _compute_interdiction_mots(self):
        niveaux = {"a_verifier": self.env._(" (à vérifier)"), "pratique": self.env._(" (pratique)")}
        for fiche in self:
            rendu = fiche._interdiction()
            if not rendu:
                fiche.interdiction_mots = False
                continue
            lignes = [rendu.message] if isinstance(rendu, Refus) else [rendu.calcul, *rendu.avertissements]
            lignes += [
                f"{v.qui} {v.quoi}{f' {v.base}' if v.base else ''}{niveaux.get(v.niveau_preuve, '')}"
                for v in penal.VERIFICATIONS
            ]
            fiche.interdiction_mots = "\n".join(lignes)

    def _interdiction(self):
        if not self.interdiction_achat or not self.interdiction_depart:
            return None
        return penal.interdiction_achat(
            self.interdiction_depart, self.interdiction_mois,
            base=self.infraction_id.base_complementaires or "CCH L. 511-22 IV 3°",
        )

    @api.depends("fait_id", "suite")
    def _compute_etat(self):
        for fiche in self:
            fiche.etat = fiche.suite or ("signalee" if fiche.fait_id else "constatee")

    def _repere_journal(self):
        return {"infraction_id": self.id, "infraction_numero": self.id}

    # -- Checks --------------------------------------------------------------

    @api.constrains("dossier_id", "dossier_procedure_id", "personne_id", "victime_ids", "fait_id")
    def _check_meme_dossier(self):
        for fiche in self:
            lies = (
                fiche.dossier_procedure_id.dossier_id | fiche.personne_id.dossier_id
                | fiche.victime_ids.dossier_id | fiche.fait_id.dossier_id
            )
            if lies - fiche.dossier_id:
                raise ValidationError(self.env._(
                    "La procédure, les personnes et le signalement doivent être de ce dossier."
                ))

    @api.constrains("element_ids", "infraction_id")
    def _check_elements(self):
        for fiche in self:
            if fiche.element_ids.infraction_id - fiche.infraction_id:
                raise ValidationError(self.env._(
                    "Ce qui est établi doit être de l’infraction choisie : décochez ce qui est d’une autre."
                ))

    @api.constrains("date_faits", "pv_date", "pv_agent", "pv_article", "suite_le", "suite")
    def _check_dates(self):
        for fiche in self:
            jour = fields.Date.context_today(fiche)
            if any(d and d > jour for d in (fiche.date_faits, fiche.pv_date, fiche.suite_le)):
                raise ValidationError(self.env._("Une date des suites pénales n’est pas encore venue."))
            if fiche.suite and not fiche.suite_le:
                raise ValidationError(self.env._("Dites quand la suite a été connue."))
            if fiche.suite and not fiche.fait_id:
                raise ValidationError(self.env._(
                    "Une suite vient après le signalement : enregistrez-le d’abord."
                ))
            if fiche.pv_agent and isinstance(refus := fiche._proces_verbal(), Refus):
                raise ValidationError(en_refus(refus))

    @api.constrains("interdiction_achat", "interdiction_depart", "interdiction_mois", "suite")
    def _check_interdiction(self):
        for fiche in self.filtered("interdiction_achat"):
            if fiche.suite != "condamnation" or not fiche.infraction_id.peines_complementaires:
                raise ValidationError(self.env._(
                    "L’interdiction d’acheter est une peine complémentaire : elle suit une condamnation "
                    "(CCH L. 511-22 IV, L. 521-4 II)."
                ))
            if not fiche.interdiction_depart:
                raise ValidationError(self.env._("Dites à compter de quel jour l’interdiction court."))
            if isinstance(refus := fiche._interdiction(), Refus):
                raise ValidationError(en_refus(refus))

    # -- CRUD ----------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any("fait_id" in vals for vals in vals_list):
            self._refuser_signalement()
        fiches = super().create(vals_list)
        for fiche in fiches:
            fiche._tracer(self.env._("fiche ouverte par %s", self.env.user.name))
        return fiches

    def write(self, vals):
        if not self.env.su:
            if "fait_id" in vals:
                self._refuser_signalement()
            if SIGNALE & vals.keys() and any(fiche.fait_id for fiche in self):
                raise UserError(self.env._(
                    "Ces faits sont signalés au procureur : ils ne changent plus. Ouvrez une autre fiche "
                    "pour un signalement complémentaire."
                ))
        resultat = super().write(vals)
        noms = [
            self._fields[champ]._description_string(self.env) for champ in vals
            if champ in self._fields and champ not in ("motif_correction", "fait_id", "vulnerable")
        ]
        if noms:
            self._tracer(self.env._("modifiée par %(qui)s (%(champs)s)", qui=self.env.user.name,
                                    champs=", ".join(noms)))
        return resultat

    @api.ondelete(at_uninstall=False)
    def _unlink_sauf_signalee(self):
        if any(fiche.fait_id for fiche in self):
            raise UserError(self.env._("Une fiche signalée au procureur ne se supprime pas."))
        for fiche in self:
            fiche._tracer(self.env._("fiche supprimée par %s", self.env.user.name))

    def _refuser_signalement(self):
        raise UserError(self.env._(
            "Le signalement s’enregistre par « Signaler au procureur », avec sa date et sa preuve."
        ))

    # -- Actions -------------------------------------------------------------

    def action_signaler(self):
        """The step of the procedure that reports, or the sending of D-PART-07 where there is none."""
        self.ensure_one()
        self.check_access("write")
        self.dossier_id.check_access("write")
        if self.fait_id:
            raise UserError(self.env._("Cette infraction est déjà signalée."))
        if self.infraction_id.contravention and not self.pv_agent:
            raise UserError(self.env._(
                "Une contravention se constate par procès-verbal d’un agent que la loi habilite (CSP "
                "L. 1312-1) : renseignez-le d’abord."
            ))
        procedure = self.dossier_procedure_id or self.dossier_id.procedure_ids.filtered(
            lambda p: p.etat == "en_cours"
        )[-1:]
        etape = procedure.etat == "en_cours" and procedure._etape_de_nature("penal").filtered(
            lambda e: e.etat != "faite" or e.etape_id.repetable
        )
        action = etape.action_realiser() if etape else self.dossier_id._action_fait("D-PART-07")
        action["context"]["oilhi_infraction_id"] = self.id
        return action

    @api.model
    def _rattacher_signalement(self, fait):
        """The sheet named by the dialog is reported by that fact; a correction follows its fact."""
        dossier = fait.dossier_id
        # sudo: the parcours records facts for whoever may write the case; only the link is set
        fiches = self.sudo().search([("dossier_id", "=", dossier.id)])
        if fait.remplace_id:
            voulues = fiches.filtered(lambda f: f.fait_id == fait.remplace_id)
        else:
            nommee = self.env.context.get("oilhi_infraction_id")
            libres = fiches.filtered(lambda f: not f.fait_id)
            voulues = libres.filtered(lambda f: f.id == nommee) or (
                libres if len(libres) == 1 and not nommee else libres[:0]
            )
        for fiche in voulues:
            fiche.fait_id = fait
            fiche._tracer(self.env._("signalement enregistré"))
