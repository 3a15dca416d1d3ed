from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command

# Kept by the code alone: writing them through RPC would widen access or falsify the register.
CHAMPS_SYSTEME = frozenset({
    "acces_ids", "acces_ecriture_ids", "reference", "company_id", "phase", "urgence", "gravite",
    "delai_legal_le", "sous_arrete", "mainlevee_le", "latitude", "longitude", "position_exacte",
    "prochaine_echeance", "prochaine_echeance_libelle", "prochaine_echeance_retard",
    "procedures_resume", "phase_depuis", "dernier_mouvement", "argent_engage", "argent_du", "argent_titre", "argent_recouvre",
    "argent_reste", "cle_recherche",
})  # fmt: skip
# Decisions of the head of the service, not of each agent.
CHAMPS_RESPONSABLE = {
    "service_id": "changer le service instructeur",
    "active": "archiver ou rétablir un dossier",
}


class OilhiDossier(models.Model):
    _name = "oilhi.dossier"
    _description = "Dossier d’habitat indigne"
    _inherit = ["oilhi.dossier.lecture", "oilhi.fil.protege", "mail.activity.mixin"]
    _order = "urgence desc, prochaine_echeance, id desc"
    _check_company_auto = True
    # A reader may leave a note in the chatter.
    _mail_post_access = "read"

    reference = fields.Char("Référence", readonly=True, copy=False, index="trigram")
    name = fields.Char("Objet", required=True, tracking=True)
    active = fields.Boolean("Actif", default=True)
    company_id = fields.Many2one(
        "res.company",
        string="Département hôte",
        required=True,
        default=lambda self: self.env.company,
    )
    service_id = fields.Many2one(
        "oilhi.service",
        string="Service instructeur",
        required=True,
        index=True,
        tracking=True,
        ondelete="restrict",
        check_company=True,
        default=lambda self: self._default_service_id(),
        help="Le service qui instruit : ses membres voient le dossier.",
    )
    commune_id = fields.Many2one(
        "oilhi.commune",
        string="Commune",
        required=True,
        index=True,
        ondelete="restrict",
        compute="_compute_commune_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    batiment_id = fields.Many2one(
        "oilhi.batiment",
        string="Bâtiment",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
        check_company=True,
        help="Tapez l’adresse : si le bâtiment est déjà connu, ses anciens dossiers suivent.",
    )
    # Facts of the building, entered where the case is: they decide of the procedure.
    copropriete = fields.Selection(related="batiment_id.copropriete", readonly=False)
    protection = fields.Selection(related="batiment_id.protection", readonly=False)
    user_id = fields.Many2one(
        "res.users",
        string="Suivi par",
        index=True,
        default=lambda self: self.env.user,
        tracking=True,
    )
    date_signalement = fields.Date(
        "Signalé le", required=True, default=fields.Date.context_today, tracking=True
    )
    origine = fields.Selection(
        [
            ("occupant", "Occupant"),
            ("voisin", "Voisin"),
            ("proprietaire", "Propriétaire"),
            ("agent", "Agent de la commune"),
            ("partenaire", "Partenaire"),
            ("autre", "Autre"),
        ],
        string="Origine du signalement",
    )
    description = fields.Text("Faits signalés")
    usage = fields.Selection(
        [
            ("habitation", "Habitation"),
            ("mixte", "Habitation et autre usage"),
            ("professionnel", "Professionnel ou commercial"),
            ("aucun", "Aucun (ruine, mur, vacant sans usage)"),
        ],
        string="Usage des lieux",
        default="habitation",
        tracking=True,
    )
    meuble_tourisme = fields.Boolean("Meublé de tourisme")
    erp_hebergement = fields.Boolean("Établissement d’hébergement recevant du public")
    # Before the One2many fields: create() writes relations in this order, and the rules of the
    # lines look at the access of their case.
    acces_ids = fields.Many2many(
        "oilhi.service",
        "oilhi_dossier_acces_rel",
        "dossier_id",
        "service_id",
        string="Services ayant accès",
        readonly=True,
        copy=False,
        help="Le service instructeur et ceux avec qui le dossier est partagé aujourd’hui.",
    )
    acces_ecriture_ids = fields.Many2many(
        "oilhi.service",
        "oilhi_dossier_acces_ecriture_rel",
        "dossier_id",
        "service_id",
        string="Services pouvant modifier",
        readonly=True,
        copy=False,
    )
    desordre_ids = fields.One2many("oilhi.dossier.desordre", "dossier_id", string="Désordres")
    photo_ids = fields.One2many("oilhi.dossier.photo", "dossier_id", string="Photos")
    personne_ids = fields.One2many("oilhi.dossier.personne", "dossier_id", string="Personnes")
    reponse_ids = fields.One2many(
        "oilhi.dossier.reponse", "dossier_id", string="Réponses au guide"
    )
    qualification_ids = fields.One2many(
        "oilhi.dossier.qualification", "dossier_id", string="Qualifications"
    )
    procedure_ids = fields.One2many("oilhi.dossier.procedure", "dossier_id", string="Procédures")
    etape_ids = fields.One2many("oilhi.dossier.etape", "dossier_id", string="Étapes")
    fait_ids = fields.One2many("oilhi.dossier.fait", "dossier_id", string="Faits et preuves")
    echeance_ids = fields.One2many("oilhi.dossier.echeance", "dossier_id", string="Échéances")
    mesure_ids = fields.One2many("oilhi.dossier.mesure", "dossier_id", string="Mesures")

    _reference_uniq = models.UniqueIndex(
        "(company_id, reference)", "Cette référence de dossier existe déjà."
    )
    # The default order of the main list, then of a column of the board: their first cases, whatever the number of
    # the others. COALESCE is how the ORM orders a boolean. Once for who reads one département, once for who reads all.
    _ordre_idx = models.Index(
        "(COALESCE(urgence, FALSE) DESC, prochaine_echeance, id DESC) WHERE active IS TRUE"
    )
    _ordre_phase_idx = models.Index(
        "(phase, COALESCE(urgence, FALSE) DESC, prochaine_echeance, id DESC) WHERE active IS TRUE"
    )
    _ordre_departement_idx = models.Index(
        "(company_id, COALESCE(urgence, FALSE) DESC, prochaine_echeance, id DESC) WHERE active IS TRUE"
    )
    _ordre_phase_departement_idx = models.Index(
        "(company_id, phase, COALESCE(urgence, FALSE) DESC, prochaine_echeance, id DESC) WHERE active IS TRUE"
    )

    # -- Defaults ------------------------------------------------------------

    @api.model
    def _default_service_id(self):
        """First service of the user in the current company."""
        return self.env.user.oilhi_service_ids.filtered(
            lambda service: service.company_id == self.env.company
        )[:1].id

    # -- Computes ------------------------------------------------------------

    @api.depends("batiment_id", "service_id")
    def _compute_commune_id(self):
        """The building decides; without it, the seat of the service is only proposed."""
        for dossier in self:
            if dossier.batiment_id:
                dossier.commune_id = dossier.batiment_id.commune_id
            elif not dossier.commune_id:
                dossier.commune_id = dossier.service_id.commune_id

    @api.depends("reference", "name")
    def _compute_display_name(self):
        for dossier in self:
            dossier.display_name = dossier._nom_entier()

    def _nom_entier(self):
        """The name, whoever asks: for what is kept and read by those who see the case."""
        return " – ".join(filter(None, [self.reference, self.name]))

    # -- Checks --------------------------------------------------------------

    @api.constrains("commune_id", "batiment_id")
    def _check_commune(self):
        for dossier in self:
            if dossier.commune_id != dossier.batiment_id.commune_id:
                raise ValidationError(self.env._(
                    "Le bâtiment « %(batiment)s » est à %(reelle)s, le dossier indique "
                    "%(commune)s. Corrigez l’un ou l’autre.",
                    batiment=dossier.batiment_id.name,
                    reelle=dossier.batiment_id.commune_id.display_name,
                    commune=dossier.commune_id.display_name,
                ))

    @api.onchange("commune_id")
    def _onchange_commune_id(self):
        if self.batiment_id and self.batiment_id.commune_id != self.commune_id:
            self.batiment_id = False

    # -- CRUD ----------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        self._refuser_champs_systeme(*vals_list)
        # A board grouped by phase sends « default_phase »: what is computed has no default.
        self = self.with_context({  # pylint: disable=context-overridden
            cle: valeur for cle, valeur in self.env.context.items()
            if cle.removeprefix("default_") not in CHAMPS_SYSTEME
        })
        for vals in vals_list:
            vals.setdefault("service_id", self._default_service_id())
            if not vals["service_id"]:
                raise UserError(self.env._(
                    "Vous n’êtes rattaché à aucun service : choisissez le service instructeur, "
                    "ou demandez à votre administrateur de vous ajouter à un service."
                ))
        # sudo: what is read of the service here (company, numbering) is not given to the user
        services = self.env["oilhi.service"].sudo().browse(
            [vals["service_id"] for vals in vals_list]
        )
        batiments = self.env["oilhi.batiment"]
        prefetch = [vals["batiment_id"] for vals in vals_list if vals.get("batiment_id")]
        for vals, service in zip(vals_list, services, strict=True):
            vals["company_id"] = service.company_id.id
            vals["reference"] = self._prochaine_reference(
                service.company_id, vals.get("date_signalement")
            )
            if not (vals.get("name") or "").strip() and vals.get("batiment_id"):
                # An address is enough to begin: the words come with what is found there.
                vals["name"] = self.env._(
                    "Signalement, %s", batiments.browse(vals["batiment_id"]).with_prefetch(prefetch).rue
                )
            # In the values and not afterwards: the access rules are checked inside create().
            acces = [Command.set(service.ids)]
            vals["acces_ids"] = vals["acces_ecriture_ids"] = acces
        return super().create(vals_list)

    def write(self, vals):
        self._refuser_champs_systeme(vals)
        self._verifier_champs_responsable(vals)
        resultat = super().write(self._valeurs_mouvement(vals))
        if "service_id" in vals:
            self._maj_acces()
        return resultat

    def copy_data(self, default=None):
        """A copy is another case at the same place: its facts and follow-up start anew."""
        return [
            dict(vals, name=self.env._("%s (copie)", dossier.name))
            for dossier, vals in zip(self, super().copy_data(default), strict=True)
        ]

    @api.ondelete(at_uninstall=False)
    def _unlink_sans_procedure(self):
        if self.procedure_ids:
            raise UserError(self.env._(
                "Ce dossier a une procédure ouverte : il ne peut pas être supprimé. "
                "Archivez-le."
            ))

    def unlink(self):
        self.check_access("unlink")
        # The persons go with the case: their private contacts must not outlive it.
        self.personne_ids.unlink()
        return super().unlink()

    def _refuser_champs_systeme(self, *vals_list):
        if self.env.su:
            return
        for vals in vals_list:
            if interdits := CHAMPS_SYSTEME.intersection(vals) - self._champs_systeme_admis(vals):
                raise AccessError(self.env._(
                    "Ces champs sont tenus par l’application et ne se saisissent pas : %s.",
                    ", ".join(self._fields[nom].string for nom in sorted(interdits)),
                ))

    def _champs_systeme_admis(self, vals):
        """The web client sends back the company it was given: harmless when it is the right one."""
        societe = vals.get("company_id")
        memes = all(dossier.company_id.id == societe for dossier in self)
        return {"company_id"} if societe in self.env.companies.ids and memes else set()

    def _verifier_champs_responsable(self, vals):
        if self.env.su or self.env.user.has_groups(
            "oilhi_partenaires.group_responsable,oilhi_partenaires.group_coordinateur"
        ):
            return
        for champ, acte in CHAMPS_RESPONSABLE.items():
            if champ in vals and any(
                dossier._fields[champ].convert_to_write(dossier[champ], dossier) != vals[champ]
                for dossier in self
            ):
                raise AccessError(self.env._(
                    "Seul un responsable ou un coordinateur peut %s.", acte
                ))

    @api.model
    def _prochaine_reference(self, company, date=None):
        """« LHI-2027-00012 »: one series per company, starting again each year."""
        # sudo: sequences belong to the system
        sequences = self.env["ir.sequence"].sudo()
        sequence = sequences.search(
            [("code", "=", "oilhi.dossier"), ("company_id", "=", company.id)], limit=1
        )
        if not sequence:
            modele = self.env.ref("oilhi_lhi.sequence_dossier").sudo()
            sequence = modele.copy({"company_id": company.id, "name": f"Dossiers : {company.name}"})
        return sequence.next_by_id(
            sequence_date=fields.Date.to_date(date) or fields.Date.context_today(self)
        )

    # -- Actions -------------------------------------------------------------

    def action_ouvrir_guide(self):
        """Open the question-by-question guide (client action of oilhi_lhi)."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.client",
            "tag": "oilhi_guide",
            "name": self.env._("Guide"),
            "params": {"dossier_id": self.id},
            "context": {"active_id": self.id, "active_model": self._name},
        }

    def action_ouvrir(self):
        """After the quick creation: the case itself."""
        return self._action_fiche()

    def action_voir_batiment(self):
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "oilhi.batiment",
            "res_id": self.batiment_id.id,
            "views": [[False, "form"]],
            "name": self.env._("Bâtiment"),
        }

    # -- For the document addon ----------------------------------------------

    def _etape(self, code):
        """Step of that code in the last open procedure that has it, or an empty recordset."""
        self.ensure_one()
        etapes = self.etape_ids.filtered(
            lambda etape: etape.code == code and etape.dossier_procedure_id.etat == "en_cours"
        )
        return etapes.sorted(lambda etape: etape.dossier_procedure_id.id)[-1:]
