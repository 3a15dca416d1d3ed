from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .oilhi_codes_cites import codes

# Key of the context: what was just done, which a line of history begins with.
TRACE = "oilhi_trace"


class OilhiDossierEtape(models.Model):
    _name = "oilhi.dossier.etape"
    _inherit = "oilhi.dossier.ligne.reservee"
    _description = "Étape du parcours"
    _order = "dossier_procedure_id.id, sequence, id"

    dossier_id = fields.Many2one(
        "oilhi.dossier", string="Dossier", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, index=True)
    dossier_procedure_id = fields.Many2one(
        "oilhi.dossier.procedure",
        string="Procédure",
        required=True,
        index=True,
        ondelete="cascade",
    )
    etape_id = fields.Many2one(
        "oilhi.etape", string="Étape", required=True, index=True, ondelete="restrict"
    )
    code = fields.Char(related="etape_id.code", store=True)
    # Copied from the step of reference: a related field would rewrite every case at once.
    sequence = fields.Integer()
    etat = fields.Selection(
        [("a_faire", "À faire"), ("faite", "Faite"), ("ecartee", "Écartée")],
        string="État",
        required=True,
        default="a_faire",
    )
    motif = fields.Char("Motif")
    auto = fields.Boolean(
        "Écartée d’office", help="Écartée par l’application ; revient si les faits changent."
    )
    retenue = fields.Boolean("Retenue par l’agent", help="N’est plus écartée d’office.")
    date = fields.Date("Faite le")
    fait_ids = fields.One2many("oilhi.dossier.fait", "dossier_etape_id", string="Faits")
    echeance_ids = fields.One2many(
        "oilhi.dossier.echeance", "dossier_etape_id", string="Échéances"
    )
    activity_id = fields.Many2one("mail.activity", index="btree_not_null", ondelete="set null")
    courante = fields.Boolean(
        "À faire maintenant", help="Tenu par le parcours : l’étape est à faire maintenant."
    )
    date_rappel = fields.Date("À faire dès le", help="Premier jour où l’étape peut se faire.")
    proposee_le = fields.Date("Proposée le", help="Jour depuis lequel l’étape est à faire.")

    _courante_idx = models.Index("(company_id, date_rappel, dossier_id) WHERE courante IS TRUE")

    @api.depends("etape_id")
    def _compute_display_name(self):
        for etape in self:
            etape.display_name = etape.etape_id.display_name

    # -- CRUD: states move through realiser, ecarter, annuler ----------------

    @api.model_create_multi
    def create(self, vals_list):
        etapes = super().create(vals_list)
        for etape in etapes:
            etape.sequence = etape.etape_id.sequence
        return etapes

    def _message_reserve(self):
        return self.env._(
            "Une étape avance par « C’est fait », « Écarter » ou « Annuler », depuis le parcours."
        )

    # -- Public methods ------------------------------------------------------

    def realiser(self, date, **faits):
        """Mark the step done with its facts; recompute clocks; refuse what the law forbids."""
        return self._realiser(date, faits)

    def _realiser(self, date, faits, retour=False):
        """`retour`: what came back of a letter already sent, which the end of the procedure does not stop."""
        self.ensure_one()
        self._verifier_ecriture()
        saisie = self._lire_saisie(date, faits)
        # sudo: facts, steps and deadlines are written by the parcours alone (see the write guards);
        # the right to write the case was just checked, and so was the reading of the documents.
        # Read with the other steps of the case, which the rules will look at.
        dossier = self.dossier_id.sudo()
        dossier._lire_parcours()
        (dossier.env.user | dossier.user_id)._oilhi_lire_noms()
        etape = self.sudo().with_prefetch(dossier.etape_ids._ids)
        if not retour or etape.etat != "faite":
            etape._verifier_procedure_ouverte()
        designe = saisie["remplace_id"]
        saisie = etape._completer_saisie(saisie, etape._effacements(faits))
        etape._verifier_blocages(saisie)
        renvoi = not designe and etape._renvoi(saisie)
        # Nothing was wrong: the same letter left again, later.
        avant = None if renvoi else etape._avant_correction(saisie)
        fait = etape._enregistrer_fait(saisie)
        quoi = self.env._("Envoyé de nouveau") if renvoi else self.env._("Fait corrigé")
        etape.with_context(
            oilhi_motif=saisie["motif_correction"] or saisie["note"] or quoi, **{TRACE: etape._trace_fait(fait)}
        ).dossier_id._actualiser_parcours()
        fait._rapporter_correction(avant)
        return {
            "etat": etape.etat,
            "echeances": [echeance._resultat() for echeance in etape.echeance_ids],
        }

    def ecarter(self, motif):
        """Set aside a step that does not apply here, with the reason that will be read later."""
        self.ensure_one()
        self._verifier_ecriture()
        motif = (motif or "").strip()
        if not motif:
            raise UserError(self.env._("Écrivez pourquoi cette étape est écartée."))
        etape = self.sudo()  # see realiser()
        etape._verifier_procedure_ouverte()
        if etape.etat == "faite":
            raise UserError(self.env._(
                "L’étape « %s » est déjà faite : elle ne s’écarte plus. Un responsable peut l’annuler.",
                etape.etape_id.name,
            ))
        if etape._imposee():
            raise UserError(self.env._(
                "L’étape « %(nom)s » est imposée par les textes (%(base)s) : elle ne s’écarte pas.",
                nom=etape.etape_id.name,
                base=etape.etape_id.base,
            ))
        etape.write({"etat": "ecartee", "motif": motif, "auto": False, "retenue": False})
        etape.dossier_id._noter_mouvement()
        etape._tracer(self.env._("Étape écartée : %s", motif))
        etape.dossier_id._actualiser_parcours()
        return {"etat": etape.etat}

    def retablir(self):
        """Bring back a step that was set aside; the application will not set it aside again."""
        self.ensure_one()
        self._verifier_ecriture()
        etape = self.sudo()  # see realiser()
        etape._verifier_procedure_ouverte()
        if etape.etat != "ecartee":
            raise UserError(self.env._("Cette étape n’est pas écartée."))
        etape.write({"etat": "a_faire", "motif": False, "auto": False, "retenue": True})
        etape.dossier_id._noter_mouvement()
        etape._tracer(self.env._("Étape remise à faire"))
        etape.dossier_id._actualiser_parcours()
        return {"etat": etape.etat}

    def annuler(self, motif):
        """Undo a step recorded by mistake: its facts are archived with the reason, never erased."""
        self.ensure_one()
        self._verifier_ecriture()
        if not self.env.user.has_groups(
            "oilhi_partenaires.group_responsable,oilhi_partenaires.group_coordinateur"
        ):
            raise AccessError(self.env._("Seul un responsable peut annuler une étape faite."))
        motif = (motif or "").strip()
        if not motif:
            raise UserError(self.env._("Écrivez pourquoi cette étape est annulée."))
        etape = self.sudo()  # see realiser()
        if etape.etat != "faite":
            raise UserError(self.env._("Cette étape n’est pas faite : il n’y a rien à annuler."))
        suites = etape.dossier_procedure_id.etape_ids.filtered(
            lambda e: e.etat == "faite" and etape.code in e._codes("exige_codes")
        )
        if suites:
            raise UserError(self.env._(
                "Annulez d’abord ce qui repose sur cette étape : %s.",
                ", ".join(suites.mapped("display_name")),
            ))
        etape.fait_ids.write({"active": False, "motif_annulation": motif})
        etape.write({"etat": "a_faire", "date": False, "motif": False, "auto": False})
        etape.dossier_procedure_id._rouvrir(etape)
        etape._tracer(self.env._("Étape annulée : %s", motif))
        etape.dossier_id._actualiser_parcours()
        return {"etat": etape.etat}

    # -- Dialogs -------------------------------------------------------------

    def action_realiser(self, fait_id=None, destinataire_id=None):
        """Dialog « C’est fait » of this step: on a fact to correct or prove, or for a recipient."""
        self.ensure_one()
        self._verifier_ecriture()
        contexte = {"default_dossier_etape_id": self.id}
        if fait_id in self.fait_ids.ids:
            contexte["default_fait_id"] = fait_id
        elif destinataire_id in self.dossier_id.personne_ids.ids:
            contexte["default_destinataire_id"] = destinataire_id
        return self._action_dialogue("oilhi.etape.realiser", self.etape_id.name, contexte)

    def action_ecarter(self):
        return self._action_motif("ecarter", self.env._("Écarter : %s", self.etape_id.name))

    def action_annuler(self):
        return self._action_motif("annuler", self.env._("Annuler : %s", self.etape_id.name))

    def _action_motif(self, operation, titre):
        self.ensure_one()
        self._verifier_ecriture()
        return self._action_dialogue(
            "oilhi.etape.motif",
            titre,
            {"default_dossier_etape_id": self.id, "default_operation": operation},
        )

    @api.model
    def _action_dialogue(self, modele, nom, contexte):
        return {
            "type": "ir.actions.act_window",
            "name": nom,
            "res_model": modele,
            "views": [[False, "form"]],
            "target": "new",
            "context": contexte,
        }

    # -- Reading the reference ------------------------------------------------

    def _verifier_ecriture(self):
        """Facts are typed by whoever may write the case; the guards above stop anything else."""
        # sudo: a step never changes case, and who may write the case reads its steps
        etapes = self.sudo()
        etapes.fetch(["dossier_id"])  # the rest comes with all that is read of the case
        etapes.dossier_id.with_env(self.env).check_access("write")

    def _verifier_procedure_ouverte(self):
        self.ensure_one()
        self.dossier_id._verrouiller()
        procedure = self.dossier_procedure_id
        if procedure.etat != "en_cours":
            raise UserError(self.env._(
                "La procédure « %s » est close : ses étapes ne changent plus.",
                procedure.procedure_id.name,
            ))

    def _difference(self):
        """What the variant of this procedure changes here, empty for most steps."""
        differences = self.env["oilhi.procedure.difference"]
        trouvee = self._ecart()
        if not trouvee:
            return differences
        toutes = tuple(d.id for siennes in differences._par_variante().values() for d in siennes.values())
        return differences.browse(trouvee.id).with_prefetch(toutes)

    def _ecart(self):
        """The same as plain values, None for most steps."""
        siennes = self.dossier_procedure_id._ecarts()
        return siennes and siennes.get(self.etape_id.id)

    def _codes(self, champ):
        """Codes listed in a field of the step of reference, as this variant has them."""
        propres = codes(self.etape_id[champ])
        if champ in ("delai_codes", "partenaire_codes", "document_codes") and (ecart := self._ecart()):
            autres = getattr(ecart, champ)
            if champ == "delai_codes":
                return autres or propres
            return tuple(dict.fromkeys(propres + autres))
        return propres

    def _obligation(self):
        """Obligation of the step, as this variant has it."""
        ecart = self._ecart()
        return "oui" if ecart and ecart.effet == "obligatoire" else self.etape_id.obligation

    def _imposee(self):
        """Compulsory by a text that was read: it is never set aside by hand."""
        ecart = self._ecart()
        if ecart and ecart.effet == "obligatoire":
            return ecart.niveau_preuve == "confirme"
        return self.etape_id.obligation == "oui" and self.etape_id.niveau_preuve == "confirme"

    def _tous_codes(self, champ):
        return [code for etape in self for code in etape._codes(champ)]

    def _porteurs(self):
        """Steps that deliver or transmit the act of this one."""
        self.ensure_one()
        return self.dossier_procedure_id.etape_ids.filtered(
            lambda e: self.code in e._codes("acte_codes")
        )

    def _acte(self):
        """Steps whose act this one delivers, itself left out."""
        self.ensure_one()
        portes = self._codes("acte_codes")
        return self.dossier_procedure_id.etape_ids.filtered(
            lambda e: e.code in portes and e != self
        )

    # -- What is kept --------------------------------------------------------

    def _enregistrer_fait(self, saisie):
        fait = self.env["oilhi.dossier.fait"].create({
            **{champ: valeur for champ, valeur in saisie.items() if valeur},
            "dossier_id": self.dossier_id.id,
            "dossier_etape_id": self.id,
            "code": self.code,
            "user_id": self.env.uid,
        })
        if fait.remplace_id:
            fait.remplace_id.active = False
        # The step keeps the date of its first fact: the later ones reach other recipients.
        self.write({
            "etat": "faite",
            "date": min(self.fait_ids.filtered("active").mapped("date")),
            "motif": False,
            "auto": False,
        })
        return fait

    def _trace_fait(self, fait):
        """What the history says of it; the steps that it sets aside or brings back follow, in the same line."""
        jour = fait.date.strftime("%d/%m/%Y")
        if not fait.remplace_id:
            texte = self.env._("Fait le %s", jour)
        elif fait.motif_correction:
            texte = self.env._(
                "Fait corrigé, le %(jour)s (%(motif)s)", jour=jour, motif=fait.motif_correction
            )
        else:
            texte = self.env._("Fait corrigé, le %s", jour)
        return f"{self.etape_id.display_name} : {texte}"

    def _changement_condition(self, applicable, motif):
        """(values, line of history) when what is said of the condition changes the step."""
        self.ensure_one()
        if self.etat == "a_faire" and applicable is False and not self.retenue:
            return (
                {"etat": "ecartee", "motif": motif, "auto": True},
                self.env._("Étape écartée : %s", motif),
            )
        if self.etat == "ecartee" and self.auto and applicable is not False:
            return (
                {"etat": "a_faire", "motif": False, "auto": False},
                self.env._("Étape de nouveau à faire : les faits ont changé"),
            )
        if self.etat == "ecartee" and self.auto and self.motif != motif:
            return {"motif": motif}, ""
        return None

    def _tracer(self, texte):
        """One line in the history of the case."""
        for etape in self:
            etape.dossier_id._message_log(body=f"{etape.etape_id.display_name} : {texte}")
