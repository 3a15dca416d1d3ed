from odoo import api, fields, models, tools
from odoo.exceptions import AccessError, UserError

from ..moteur.guide_instantane import defiger, differences, empreinte, figer
from ..moteur.guide_verification import ERREUR, Article, verifier

ETATS = [("brouillon", "Brouillon"), ("publiee", "En vigueur"), ("remplacee", "Remplacée")]
# Written by the publication, never by hand.
FIGES = {
    "etat", "numero", "instantane", "sha256", "date_publication", "publie_par_id",
    "precedente_id", "automatique", "verification", "verifie_le", "erreurs", "rouges",
}  # fmt: skip


class OilhiRegleVersion(models.Model):
    """The rules of the guide as they were published: what agents, and their cases, rely on.

    The rules, questions and answers of the reference screens are the working rows of the draft; a
    publication freezes them here, and the guide reads nothing else.
    """

    _name = "oilhi.regle.version"
    _description = "Version des règles du guide"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "numero desc"

    name = fields.Char("Version", required=True)
    numero = fields.Integer("Numéro", required=True, readonly=True)
    etat = fields.Selection(
        ETATS, string="État", required=True, default="brouillon", readonly=True, index=True
    )
    note = fields.Text("Ce qui change, et pourquoi")
    date_publication = fields.Datetime("Publiée le", readonly=True)
    publie_par_id = fields.Many2one("res.users", string="Publiée par", readonly=True)
    automatique = fields.Boolean("Publiée par une mise à jour d’OILHI", readonly=True)
    precedente_id = fields.Many2one(
        "oilhi.regle.version", string="Remplace", readonly=True, index="btree_not_null",
        ondelete="restrict",
    )
    sha256 = fields.Char("Empreinte SHA-256", readonly=True)
    instantane = fields.Json("Règles figées", readonly=True, prefetch=False)
    verification = fields.Json("Vérification", readonly=True, prefetch=False)
    verifie_le = fields.Datetime("Vérifiée le", readonly=True)
    erreurs = fields.Integer("Erreurs", readonly=True)
    rouges = fields.Integer("Scénarios en échec", readonly=True)
    integre = fields.Boolean("Empreinte vérifiée", compute="_compute_integre")
    bilan = fields.Html("Contrôles et banc d’essai", compute="_compute_bilan", sanitize=False)
    changements = fields.Html("Changements", compute="_compute_changements", sanitize=False)

    _brouillon_uniq = models.UniqueIndex(
        "(etat) WHERE etat = 'brouillon'", "Une version est déjà en préparation."
    )
    _publiee_uniq = models.UniqueIndex(
        "(etat) WHERE etat = 'publiee'", "Une seule version est en vigueur à la fois."
    )
    _numero_uniq = models.Constraint("UNIQUE(numero)", "Ce numéro de version existe déjà.")

    # -- Computes ------------------------------------------------------------

    @api.depends("sha256", "instantane")
    def _compute_integre(self):
        for version in self:
            # sudo: the frozen values are the same for everybody
            instantane = version.sudo().instantane
            version.integre = not instantane or empreinte(instantane) == version.sha256

    @api.depends("verification")
    def _compute_bilan(self):
        for version in self:
            version.bilan = self.env["ir.qweb"]._render(
                "oilhi_lhi.oilhi_regle_version_bilan", {"bilan": version.verification or {}}
            ) if version.verification else False

    @api.depends("instantane", "etat", "precedente_id")
    def _compute_changements(self):
        for version in self:
            version.changements = self.env["ir.qweb"]._render(
                "oilhi_lhi.oilhi_regle_version_changements",
                {"differences": version.differences(), "avant": version._reference().name or ""},
            )

    def _reference(self):
        """The version that this one is compared with."""
        if self.etat == "brouillon":
            return self.browse(self._id_publiee())
        return self.precedente_id

    # -- Immutable -----------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._(
                "Une version se prépare avec le bouton « Préparer une version »."
            ))
        return super().create(vals_list)

    def write(self, vals):
        if vals and any(version.etat != "brouillon" for version in self):
            # Its successor alone says that it is replaced.
            if not (self.env.su and vals == {"etat": "remplacee"}):
                raise UserError(self.env._(
                    "Une version publiée est figée : des qualifications reposent sur elle. "
                    "Préparez une nouvelle version."
                ))
        elif FIGES & set(vals) and not self.env.su:
            raise AccessError(self.env._(
                "L’état d’une version change avec les boutons « Vérifier » et « Publier »."
            ))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_jamais_publiee(self):
        if any(version.etat != "brouillon" for version in self):
            raise UserError(self.env._(
                "Une version publiée ne se supprime pas : des qualifications reposent sur elle."
            ))

    # -- Reading -------------------------------------------------------------

    @api.model
    @tools.ormcache()
    def _id_publiee(self):
        """Id of the version in force; False while the addon is being installed."""
        # sudo: the law is the same for everybody, and the result is shared by all users
        return self.sudo().search([("etat", "=", "publiee")], limit=1).id

    @api.model
    @tools.ormcache("version_id")
    def _nom_publiee(self, version_id):
        """Name of a version that is published, or was: it changes no more."""
        # sudo: see _id_publiee
        return self.sudo().browse(version_id).name or "" if version_id else ""

    @api.model
    @tools.ormcache("version_id", "jour")
    def _regles_figees(self, version_id, jour):
        """The rules of a published version in force on that day, as the core reads them."""
        # sudo: see _id_publiee
        return defiger(self.sudo().browse(version_id).instantane, jour)

    @api.model
    def _instantane_travail(self):
        """The working rows, frozen as they would be published now."""
        # sudo: see _id_publiee
        regles = self.env["oilhi.regle"].sudo().search([("active", "=", True)])
        dates = {
            r.code: (fields.Date.to_string(r.date_debut) or "", fields.Date.to_string(r.date_fin) or "")
            for r in regles
            if r.date_debut or r.date_fin
        }
        return figer(regles._composer(regles), dates)

    def differences(self):
        """Rule by rule, what this version changes to the one it replaces (plain values)."""
        self.ensure_one()
        self.check_access("read")
        # sudo: see _id_publiee
        avant = self._reference().sudo().instantane
        if not avant:
            return []
        apres = (
            self._instantane_travail() if self.etat == "brouillon" else self.sudo().instantane
        )
        return [d.en_clair() for d in differences(avant, apres)]

    # -- Draft ---------------------------------------------------------------

    @api.model
    def _ouvrir_brouillon(self, **vals):
        """The draft, opened when there is none."""
        # sudo: a version is never created by hand; who may correct a rule may open its draft
        versions = self.sudo()
        brouillon = versions.search([("etat", "=", "brouillon")], limit=1)
        if not brouillon:
            brouillon = versions._numeroter(**vals)
        return brouillon.sudo(False)

    @api.model
    def _numeroter(self, **vals):
        numero = (self.search([], order="numero desc", limit=1).numero or 0) + 1
        return self.create({"name": self.env._("Version %s", numero), "numero": numero, **vals})

    def action_preparer(self):
        """Open the draft where the rules are corrected, checked, then published."""
        self.env["oilhi.regle"].check_access("write")
        return self._ouvrir_brouillon()._action()

    def _action(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def _exiger_brouillon(self):
        self.ensure_one()
        self.check_access("write")
        if self.etat != "brouillon":
            raise UserError(self.env._(
                "« %s » est publiée : elle ne se vérifie ni ne se publie plus.", self.name
            ))

    def verifier(self):
        """Run the checks and the test bench on the working rows; returns and keeps the report."""
        self._exiger_brouillon()
        return self._verifier(self._instantane_travail())

    def action_verifier(self):
        self.verifier()
        return True

    def _verifier(self, instantane):
        bilan = self._bilan(instantane)
        # sudo: the report is written by the checks, never by hand; rights were checked above
        self.sudo().write({
            "verification": bilan,
            "verifie_le": fields.Datetime.now(),
            "erreurs": sum(a["niveau"] == ERREUR for a in bilan["anomalies"]),
            "rouges": len(bilan["rouges"]),
        })
        return bilan

    def _bilan(self, instantane):
        # sudo: articles and rules are read by everybody; those in force, one version each
        articles = [
            Article(texte.code, texte.article, texte.citable)
            for texte in self.env["oilhi.texte"].sudo()._tous_en_vigueur()
        ]
        anomalies = {}
        for jour in self._jours_de_changement(instantane):
            for anomalie in verifier(defiger(instantane, jour), articles):
                anomalies.setdefault(anomalie, jour)
        aujourdhui = fields.Date.to_string(fields.Date.context_today(self))
        objets = self._objets([a.objet for a in anomalies])
        scenarios = self.env["oilhi.regle.scenario"].sudo().search([("active", "=", True)])
        scenarios._jouer(defiger(instantane, aujourdhui))
        rouges = scenarios.filtered(lambda s: s.etat == "rouge")
        return {
            "anomalies": [
                {
                    "code": a.code, "niveau": a.niveau, "objet": a.objet, "message": a.message,
                    "jour": jour if jour != aujourdhui else "", "lien": objets.get(a.objet, ""),
                }
                for a, jour in anomalies.items()
            ],
            "scenarios": len(scenarios),
            "rouges": [
                {"id": s.id, "code": s.code, "nom": s.name, "ecarts": (s.ecart or "").split("\n")}
                for s in rouges
            ],
            "sha256": empreinte(instantane),
        }

    def _jours_de_changement(self, instantane):
        """Today, and each day to come on which dated rules begin or cease to apply."""
        aujourdhui = fields.Date.context_today(self)
        jours = {fields.Date.to_string(aujourdhui)}
        for regle in instantane["regles"]:
            debut = fields.Date.to_date(regle["date_debut"] or False)
            fin = fields.Date.to_date(regle["date_fin"] or False)
            for jour in (debut, fin and fields.Date.add(fin, days=1)):
                if jour and jour > aujourdhui:
                    jours.add(fields.Date.to_string(jour))
        return sorted(jours)

    def _objets(self, codes):
        """Where each code is corrected."""
        liens = {}
        for modele in ("oilhi.procedure", "oilhi.question", "oilhi.regle"):
            action = f"oilhi_lhi.action_{modele.replace('.', '_')}"
            for ligne in self.env[modele].sudo().search([("code", "in", codes)]):
                liens[ligne.code] = f"/odoo/action-{action}/{ligne.id}"
        return liens

    # -- Publication ---------------------------------------------------------

    def publier(self):
        """Freeze the working rows: from now on the guide follows them.

        UserError when nothing changed, when a check finds an error or a scenario is red.
        """
        self._exiger_brouillon()
        instantane = self._instantane_travail()
        if empreinte(instantane) == self.browse(self._id_publiee()).sha256:
            raise UserError(self.env._(
                "Rien n’a changé depuis la version en vigueur : il n’y a rien à publier."
            ))
        self._verifier(instantane)
        if refus := self._refus():
            raise UserError(refus)
        self._publier(instantane)
        return True

    def action_publier(self):
        """Publish, or show on the form what prevents it (the report is kept)."""
        self.verifier()
        if refus := self._refus():
            return {
                "type": "ir.actions.client",
                "tag": "display_notification",
                "params": {
                    "type": "danger", "sticky": True, "message": refus,
                    "title": self.env._("Version non publiée"),
                    # The form reads the report again, and stays on the page one was reading.
                    "next": {"type": "ir.actions.act_window_close"},
                },
            }
        return self.publier()

    def _refus(self):
        causes = []
        if self.erreurs:
            causes.append(
                self.env._("%s erreurs dans les règles", self.erreurs)
                if self.erreurs > 1 else self.env._("1 erreur dans les règles")
            )
        if self.rouges:
            causes.append(
                self.env._("%s scénarios en échec au banc d’essai", self.rouges)
                if self.rouges > 1 else self.env._("1 scénario en échec au banc d’essai")
            )
        if not causes:
            return ""
        return self.env._(
            "Cette version ne peut pas être publiée : %s. Corrigez les règles ou les scénarios, "
            "puis vérifiez de nouveau.", self.env._(" et ").join(causes),
        )

    def _publier(self, instantane, **vals):
        # sudo: rights were checked by the caller; a version changes state only here
        version = self.sudo()
        precedente = version.browse(version._id_publiee())
        precedente.write({"etat": "remplacee"})
        # The index allows one version in force: the former one leaves first.
        precedente.flush_recordset(["etat"])
        version.write({
            "etat": "publiee",
            "instantane": instantane,
            "sha256": empreinte(instantane),
            "date_publication": fields.Datetime.now(),
            "publie_par_id": self.env.uid,
            "precedente_id": precedente.id,
            **vals,
        })
        version.activity_unlink(["mail.mail_activity_data_todo"])
        self.env.registry.clear_cache()
