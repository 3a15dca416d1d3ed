from odoo import api, fields, models
from odoo.exceptions import UserError

from .oilhi_dossier_etape_activites import RECALCUL


class OilhiDossierProcedure(models.Model):
    _name = "oilhi.dossier.procedure"
    _inherit = "oilhi.dossier.ligne.reservee"
    _description = "Procédure ouverte"
    _order = "dossier_id.id, id"
    _mouvement = True

    dossier_id = fields.Many2one(
        "oilhi.dossier", string="Dossier", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, index=True)
    procedure_id = fields.Many2one(
        "oilhi.procedure", string="Procédure", required=True, index=True, ondelete="restrict"
    )
    code = fields.Char(related="procedure_id.code", store=True, index=True)
    etat = fields.Selection(
        [
            ("en_cours", "En cours"),
            ("close", "Close"),
            ("relayee", "Relayée par une autre procédure"),
            ("abandonnee", "Abandonnée"),
        ],
        string="État",
        required=True,
        default="en_cours",
    )
    date_ouverture = fields.Date("Ouverte le", default=fields.Date.context_today, required=True)
    date_cloture = fields.Date("Close le")
    motif_cloture = fields.Char("Motif de clôture")
    qualification_id = fields.Many2one(
        "oilhi.dossier.qualification",
        string="Qualification",
        index="btree_not_null",
        ondelete="restrict",
    )
    motif_desaccord = fields.Text("Motif de l’agent contre le guide")
    origine_id = fields.Many2one(
        "oilhi.dossier.procedure",
        string="Fait suite à",
        index="btree_not_null",
        ondelete="set null",
    )
    etape_ids = fields.One2many(
        "oilhi.dossier.etape", "dossier_procedure_id", string="Étapes"
    )
    mesure_ids = fields.One2many(
        "oilhi.dossier.mesure", "dossier_procedure_id", string="Mesures"
    )

    @api.depends("procedure_id")
    def _compute_display_name(self):
        for procedure in self:
            procedure.display_name = procedure.procedure_id.name

    # -- The parcours alone opens, moves and closes a procedure --------------

    # The web client may save measures from the form of the procedure.
    _champs_libres = frozenset({"mesure_ids"})

    def _message_reserve(self):
        return self.env._(
            "Une procédure s’ouvre, avance et se clôt depuis le parcours du dossier."
        )

    def _police_habitat(self):
        """Governed by the police of CGCT L. 5211-9-2 I (CCH L. 184-1 and L. 511-1 s.)."""
        return self.procedure_id.transferable_epci

    def _ecarts(self):
        """{step of reference: what this variant changes in it}, None for a procedure that is no variant."""
        return self.env["oilhi.procedure.difference"]._par_variante().get(self.procedure_id.id)

    # -- Dates and closing ---------------------------------------------------

    def _faites(self, *natures):
        """Steps of that nature that are done, in their order."""
        return self.etape_ids.filtered(
            lambda e: e.etat == "faite" and e.etape_id.nature in natures
        )

    def _terme(self):
        """Closing steps that are done."""
        self.ensure_one()
        return self.etape_ids.filtered(lambda e: e.etat == "faite" and e.etape_id.terme)

    def _accomplie(self):
        """All that is compulsory is settled, and no step would record the success (NDEC: the
        landlord has done the works): ending it is no giving up."""
        self.ensure_one()
        issues = self.etape_ids.mapped("etape_id.issue")
        return "succes" not in issues and not self.etape_ids.filtered(
            lambda e: e.etat == "a_faire"
            and e.etape_id.issue == "tronc"
            and e._obligation() in ("oui", "condition")
        )

    def _arrete_signe(self):
        self.ensure_one()
        return self._faites("arrete")

    def _acte_en_vigueur(self):
        """An order, ours or that of another authority which is to be lifted here, is in force."""
        self.ensure_one()
        levee = self.etape_ids.filtered(lambda e: e.etape_id.nature == "mainlevee")
        return self._arrete_signe() or (
            self._faites("decision_tiers")
            if "a_faire" in levee.mapped("etat")
            else self.etape_ids.browse()
        )

    def _gardes(self, code_etape):
        """Deadlines that must be over before that step."""
        self.ensure_one()
        codes = self.etape_ids.filtered(lambda e: e.code == code_etape)._codes("garde_codes")
        if not codes:  # most steps: no need to go through the deadlines
            return self.env["oilhi.dossier.echeance"]
        return self.etape_ids.echeance_ids.filtered(
            # A minimum of the law is never shortened; an opinion received early frees the way.
            lambda e: e.code in codes
            and not e.sans_objet
            and (e.nature == "minimum" or not e.tenue_saisie)
            # A measure that is done, or lifted, makes nobody wait for the others.
            and e.mesure_id.execution != "executee"
        )

    def _date_au_plus_tot(self, code_etape):
        """First day on which the law lets that step be done, None if nothing guards it.

        The latest recipient decides (R8). A missing proof is not a date: see `_blocages`.
        """
        dates = [e.au_plus_tot for e in self._gardes(code_etape) if e.au_plus_tot]
        return max(dates, default=None)

    def _communications_manquantes(self):
        """Recipients of R. 511-7 that nothing shows to have been informed: [(code, who)]."""
        self.ensure_one()
        dossier = self.dossier_id
        if dossier.usage not in ("habitation", "mixte"):
            return []
        attendus = [
            ("D-PART-01", self.env._("la CAF et la MSA")),
            ("D-PART-02", self.env._("le gestionnaire du fonds de solidarité pour le logement")),
        ]
        if dossier.service_id.type == "epci":
            attendus.append(("D-PART-14", self.env._("le maire")))
        elif dossier.commune_id.epci_id:
            attendus.append(("D-PART-06", self.env._("le président de l’intercommunalité")))
        libelles = {"arrete": self.env._("arrêté"), "mainlevee": self.env._("mainlevée")}
        manquants = []
        for acte in self._faites("arrete", "mainlevee"):
            # What the steps that deliver this act produce says to whom it is communicated.
            dus = set(acte._porteurs()._tous_codes("document_codes"))
            envois = {f.code for f in dossier.fait_ids if f.date and f.date >= acte.date}
            manquants += [
                (code, self.env._(
                    "%(qui)s (%(acte)s)", acte=libelles[acte.etape_id.nature], qui=qui
                ))
                for code, qui in attendus
                if code in dus and code not in envois
            ]
        return manquants

    def _frais_a_recouvrer(self):
        """Steps that say how works done by the authority are paid back (CCH L. 511-17), still to do.

        The lifting of the order does not extinguish the debt: without them the money is forgotten.
        """
        self.ensure_one()
        if not self._faites("office"):
            return self.etape_ids.browse()
        return self.etape_ids.filtered(
            lambda e: e.etat == "a_faire" and e.etape_id.nature == "recouvrement"
        )

    def _dus(self):
        """What the texts still ask once the act that ends it is done: [(what, article)].

        The procedure does not end by itself as long as something is due; `clore` ends it in writing.
        """
        self.ensure_one()
        return [
            (
                self.env._("Les frais des travaux faits d’office restent à recouvrer (étape %s)",
                           etape.code),
                etape.etape_id.base or "",
            )
            for etape in self._frais_a_recouvrer()
        ]

    def _clore_si_terminee(self):
        if self.env.context.get(RECALCUL):
            return  # a procedure ends by what is done in its case, never by a change of the law
        for procedure in self.filtered(lambda p: p.etat == "en_cours"):
            terme = procedure._terme()
            if not terme or procedure._dus():
                continue
            if not procedure._communications_manquantes():
                procedure._clore(max(terme.mapped("date")), terme[-1:].etape_id.name)

    def _clore(self, date, motif, etat="close"):
        self.ensure_one()
        self.etape_ids.filtered(lambda e: e.etat == "a_faire").write({
            "etat": "ecartee",
            "motif": self.env._("Procédure close : %s", motif),
            "auto": True,
        })
        self.write({"etat": etat, "date_cloture": date, "motif_cloture": motif})
        self.dossier_id._message_log(body=self.env._(
            "Procédure %(code)s close : %(motif)s", code=self.code, motif=motif
        ))

    def _refus_cloture(self):
        """(why, article) an order in force keeps the procedure open, None when it may be ended."""
        self.ensure_one()
        levee = self.etape_ids.filtered(lambda e: e.etape_id.nature == "mainlevee")[:1]
        if self._terme() or self._faites("modification") or not levee or not self._arrete_signe():
            return None
        base = levee.etape_id.base or levee.display_name
        return (
            self.env._(
                "Un arrêté est en vigueur : la procédure ne se termine que par sa levée (%(base)s), "
                "ou par l’abrogation ou le retrait de l’arrêté, à enregistrer à l’étape prévue.",
                base=base,
            ),
            base,
        )

    def clore(self, motif):
        """Close although something is missing (R. 511-7: justifiable), or give the procedure up."""
        self.ensure_one()
        self.dossier_id.check_access("write")
        if self.etat != "en_cours":
            raise UserError(self.env._("Cette procédure est déjà close."))
        if not (motif or "").strip():
            raise UserError(self.env._("Écrivez pourquoi la procédure se termine."))
        # sudo: closing is reserved to the parcours; the right to write was just checked
        procedure = self.sudo()
        if refus := procedure._refus_cloture():
            raise UserError(refus[0])
        fini = procedure._terme() or procedure._accomplie()
        procedure._clore(
            fields.Date.context_today(self), motif.strip(), "close" if fini else "abandonnee"
        )
        procedure.dossier_id._actualiser_parcours()
        return {"etat": procedure.etat}

    def action_clore(self):
        self.ensure_one()
        self.dossier_id.check_access("write")
        return self.env["oilhi.dossier.etape"]._action_dialogue(
            "oilhi.etape.motif",
            self.env._("Clore : %s", self.procedure_id.name),
            {"default_dossier_procedure_id": self.id, "default_operation": "clore"},
        )

    def _rouvrir(self, etape):
        """A closing step was recorded by mistake: the procedure goes on."""
        self.ensure_one()
        if self.etat == "en_cours" or not etape.etape_id.terme:
            return
        self.write({"etat": "en_cours", "date_cloture": False, "motif_cloture": False})
        self.etape_ids.filtered(lambda e: e.etat == "ecartee" and e.auto).write({
            "etat": "a_faire", "motif": False, "auto": False,
        })
