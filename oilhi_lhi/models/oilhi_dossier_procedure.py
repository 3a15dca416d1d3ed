from odoo import api, fields, models
from odoo.exceptions import UserError

from .oilhi_dossier_mesure import INTERDICTIONS, TRAVAUX

SIGNATURES = ("MSO-12", "MSU-07", "PGI-02")
# Steps after which nothing is left to do in the procedure.
TERMES = ("MSO-11", "MSO-18a", "MSU-14", "MSU-15", "PGI-06")
# Step -> deadlines whose end it must wait for.
GARDES = {
    "MSO-12": ("DL-CONTR-MS", "DL-CONTR-COPRO", "DL-ABF"),
    "MSO-17b": ("DL-EXEC-MS",),
}
# Branch taken -> steps that no longer apply.
BRANCHES = {
    "MSO-17a": ("MSO-17b", "MSO-18b", "MSO-19b", "MSO-20b"),
    "MSU-14": ("MSU-12", "MSU-13", "MSU-15"),
    "MSU-15": ("MSU-14",),
}


class OilhiDossierProcedure(models.Model):
    _name = "oilhi.dossier.procedure"
    _inherit = "oilhi.dossier.ligne.reservee"
    _description = "Procédure ouverte"
    _order = "dossier_id.id, id"

    dossier_id = fields.Many2one(
        "oilhi.dossier", string="Dossier", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, index=True)
    procedure_id = fields.Many2one(
        "oilhi.procedure", string="Procédure", required=True, index=True, ondelete="restrict"
    )
    code = fields.Char(related="procedure_id.code", store=True, index=True)
    etat = fields.Selection(
        [("en_cours", "En cours"), ("close", "Close"), ("abandonnee", "Abandonnée")],
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

    # -- Conditions of the steps ---------------------------------------------

    def _condition(self, code):
        """(True, '') it applies, (False, reason) it does not, (None, '') nobody knows yet."""
        self.ensure_one()
        test = getattr(self, f"_condition_{code}", None) if code else None
        return test() if test else (None, "")

    def _condition_protege(self):
        protection = self.dossier_id.batiment_id.protection
        if not protection:
            protection = next(iter(self.dossier_id._reponses_guide().get("Q12", ())), None)
        if protection == "non":
            return False, self.env._("L’immeuble n’est pas protégé (CCH R. 511-4).")
        if protection == "classe":
            return False, self.env._(
                "Immeuble classé : l’article R. 511-4 ne vise pas ce cas. Saisissez la conservation "
                "régionale des monuments historiques et le préfet (à vérifier)."
            )
        types = set(self.mesure_ids.mapped("type"))
        if types and not types & set(TRAVAUX):
            return False, self.env._(
                "Aucune mesure de réparation ni de démolition n’est prévue (CCH R. 511-4)."
            )
        return (True, "") if protection else (None, "")

    def _condition_occupe(self):
        dossier = self.dossier_id
        if "occupant" in dossier.personne_ids.mapped("role"):
            return True, ""
        occupation = dossier._reponses_guide().get("Q9", set()) - {"inconnu"}
        if occupation == {"vacant"}:
            return False, self.env._("Les lieux sont vacants : personne à informer.")
        if occupation:
            return True, ""
        if dossier.usage == "aucun":
            return False, self.env._("Les lieux n’ont aucun usage et aucun occupant n’est connu.")
        return None, ""

    def _condition_interdiction(self):
        if set(self.mesure_ids.mapped("type")) & set(INTERDICTIONS):
            return True, ""
        return False, self.env._("Aucune interdiction d’habiter ou d’utiliser n’est prévue à ce jour.")

    def _condition_demolition(self):
        if "demolition" in self.mesure_ids.mapped("type"):
            return True, ""
        return False, self.env._("Aucune démolition n’est prévue à ce jour.")

    def _condition_expert(self):
        demande = self.etape_ids.filtered(lambda e: e.code == "MSU-03")
        if demande.etat == "faite":
            return True, ""
        return False, self.env._("Aucun expert n’est désigné à ce jour.")

    def _condition_substitution(self):
        if {"DL-SUBST", "D-MSO-30"} & set(self.dossier_id.fait_ids.mapped("code")):
            return True, ""
        return False, self.env._(
            "La commune ne s’est pas substituée à des copropriétaires défaillants."
        )

    def _appliquer_conditions(self, silencieux=False):
        """Set aside the steps that do not apply, bring back those that do again."""
        for procedure in self.filtered(lambda p: p.etat == "en_cours"):
            faites = set(procedure.etape_ids.filtered(lambda e: e.etat == "faite").mapped("code"))
            hors_branche = {
                code: pivot for pivot in faites & BRANCHES.keys() for code in BRANCHES[pivot]
            }
            tests = {}
            for etape in procedure.etape_ids.filtered(lambda e: e.etat != "faite"):
                test = etape.etape_id.condition_code
                if test not in tests:
                    tests[test] = procedure._condition(test)
                applicable, motif = tests[test]
                if pivot := hors_branche.get(etape.code):
                    applicable = False
                    motif = self.env._("Sans objet : l’étape %s est faite.", pivot)
                etape._appliquer_condition(applicable, motif, silencieux)

    # -- Dates and closing ---------------------------------------------------

    def _terme(self):
        """Closing steps that are done."""
        self.ensure_one()
        return self.etape_ids.filtered(lambda e: e.code in TERMES and e.etat == "faite")

    def _arrete_signe(self):
        self.ensure_one()
        return self.etape_ids.filtered(lambda e: e.code in SIGNATURES and e.etat == "faite")

    def _gardes(self, code_etape):
        """Deadlines that must be over before that step."""
        self.ensure_one()
        codes = GARDES.get(code_etape, ())
        return self.etape_ids.echeance_ids.filtered(
            # A minimum of the law is never shortened; an opinion received early frees the way.
            lambda e: e.code in codes
            and not e.sans_objet
            and (e.nature == "minimum" or not e.tenue_saisie)
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
        arrete = self.etape_ids.filtered(lambda e: e.code in ("MSO-12", "MSU-07"))
        if arrete.etat != "faite" or dossier.usage not in ("habitation", "mixte"):
            return []
        attendus = [
            ("D-PART-01", self.env._("la CAF et la MSA")),
            ("D-PART-02", self.env._("le gestionnaire du fonds de solidarité pour le logement")),
        ]
        if dossier.service_id.type == "epci":
            attendus.append(("D-PART-14", self.env._("le maire")))
        elif dossier.commune_id.epci_id:
            attendus.append(("D-PART-06", self.env._("le président de l’intercommunalité")))
        levee = self.etape_ids.filtered(
            lambda e: e.code in ("MSO-18a", "MSU-14") and e.etat == "faite"
        )
        actes = [(arrete, self.env._("arrêté"))] + [(e, self.env._("mainlevée")) for e in levee]
        manquants = []
        for etape, acte in actes:
            envois = {f.code for f in dossier.fait_ids if f.date and f.date >= etape.date}
            manquants += [
                (code, self.env._("%(qui)s (%(acte)s)", acte=acte, qui=qui))
                for code, qui in attendus
                if code not in envois
            ]
        return manquants

    def _clore_si_terminee(self):
        for procedure in self.filtered(lambda p: p.etat == "en_cours"):
            terme = procedure._terme()
            if terme and not procedure._communications_manquantes():
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
        terme = procedure._terme()
        modifie = procedure.etape_ids.filtered(lambda e: e.code == "MSO-23" and e.etat == "faite")
        if not terme and not modifie and procedure._arrete_signe():
            raise UserError(self.env._(
                "Un arrêté est en vigueur : la procédure ne se termine que par la mainlevée "
                "(CCH L. 511-14), ou par l’abrogation ou le retrait de l’arrêté, à enregistrer à "
                "l’étape prévue."
            ))
        procedure._clore(
            fields.Date.context_today(self), motif.strip(), "close" if terme else "abandonnee"
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
        if self.etat == "en_cours" or etape.code not in TERMES:
            return
        self.write({"etat": "en_cours", "date_cloture": False, "motif_cloture": False})
        self.etape_ids.filtered(lambda e: e.etat == "ecartee" and e.auto).write({
            "etat": "a_faire", "motif": False, "auto": False,
        })
