import hashlib
import json

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_datetime

LEGERS = ("date", "user_id", "version", "version_id", "reponses", "empreinte")


class OilhiDossierQualification(models.Model):
    """One evaluation of the guide: evidence, so never written again."""

    _name = "oilhi.dossier.qualification"
    _inherit = "oilhi.dossier.ligne"
    _description = "Qualification"
    _order = "dossier_id.id, date desc, id desc"
    _rec_name = "resume"
    _lignes_entieres = False  # the whole result of the guide is heavy, and seldom asked for

    dossier_id = fields.Many2one(
        "oilhi.dossier", string="Dossier", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, precompute=True, index=True)
    date = fields.Datetime("Le", required=True, default=fields.Datetime.now)
    user_id = fields.Many2one("res.users", string="Par", default=lambda self: self.env.user)
    version = fields.Char("État des règles")
    version_id = fields.Many2one(
        "oilhi.regle.version", string="Version des règles", index="btree_not_null",
        ondelete="restrict",
    )
    reponses = fields.Json("Réponses")
    desordres = fields.Json("Désordres constatés")
    resultat = fields.Json("Résultat")
    empreinte = fields.Char("Empreinte SHA-256")
    resume = fields.Char("Conclusion", compute="_compute_resume")
    integre = fields.Boolean("Empreinte vérifiée", compute="_compute_integre")
    lecture = fields.Html("Raisonnement", compute="_compute_lecture", sanitize=False)

    _ensemble_champs = ("dossier_id", "company_id", "create_date", *LEGERS)  # not the result: long, and seldom read

    @api.model
    def search_fetch(self, domain, field_names=None, offset=0, limit=None, order=None):
        """The list of a case comes with what tells its last one: all but the result."""
        if field_names and all(self._fields[nom].type == "many2one" for nom in field_names):
            field_names = [*field_names, *LEGERS]
        return super().search_fetch(domain, field_names, offset=offset, limit=limit, order=order)

    @api.depends("resultat")
    def _compute_resume(self):
        for qualification in self:
            codes = [p["code"] for p in (qualification.resultat or {}).get("procedures", [])]
            qualification.resume = ", ".join(codes) or self.env._("Aucune procédure à ce stade")

    @api.depends("empreinte", "reponses", "desordres", "resultat", "version")
    def _compute_integre(self):
        for qualification in self:
            qualification.integre = qualification.empreinte == self._calculer_empreinte(
                qualification.version,
                qualification.reponses,
                qualification.desordres,
                qualification.resultat,
            )

    @api.depends("resultat", "reponses", "desordres")
    def _compute_lecture(self):
        """The frozen trace in plain words; QWeb escapes every value."""
        libelles = {"confirme": "", "a_verifier": "à vérifier", "pratique": "pratique conseillée"}
        for qualification in self:
            qualification.lecture = self.env["ir.qweb"]._render(
                "oilhi_lhi.oilhi_dossier_qualification_lecture",
                {
                    "resultat": qualification.resultat or {},
                    "reponses": (qualification.resultat or {}).get("reponses", []),
                    "preuves": libelles,
                },
            )

    @api.model
    def _calculer_empreinte(self, version, reponses, desordres, resultat):
        contenu = {
            "version": version,
            "reponses": reponses,
            "desordres": desordres,
            "resultat": resultat,
        }
        brut = json.dumps(contenu, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(brut.encode()).hexdigest()

    # -- Sheet to print ------------------------------------------------------

    def action_imprimer_fiche(self):
        """The page made to be printed, in another tab."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/oilhi/qualification/{self.id}/fiche",
            "target": "new",
        }

    def _fiche(self):
        """Values of the page: what was frozen, and the names that the catalogue gives it."""
        self.ensure_one()
        resultat = self.resultat or {}
        codes = [d["code"] for d in self.desordres or []]
        desordres = self.env["oilhi.desordre"].with_context(active_test=False).search(
            [("code", "in", codes)]
        )
        connus = {d.code: d.name for d in desordres}
        return {
            "qualification": self,
            "dossier": self.dossier_id,
            "date": format_datetime(
                self.env, self.date, tz=self.env.user.tz or "Europe/Paris",
                dt_format="d MMMM y 'à' H:mm", lang_code="fr_FR",
            ),
            "desordres": [
                dict(d, nom=connus.get(d["code"], d["code"])) for d in self.desordres or []
            ],
            "reponses": resultat.get("reponses", []),
            "resultat": resultat,
            "noms": self.dossier_id._noms_fiche(resultat),
            "preuves": {
                "confirme": "confirmé",
                "a_verifier": "à vérifier par un juriste",
                "pratique": "conseil pratique",
            },
        }

    # -- Frozen --------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._(
                "Une qualification est établie par le guide : elle ne se saisit pas."
            ))
        for vals in vals_list:
            vals["empreinte"] = self._calculer_empreinte(
                vals.get("version"), vals.get("reponses"), vals.get("desordres"),
                vals.get("resultat"),
            )
        return super().create(vals_list)

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(self.env._(
            "Une qualification est figée : elle garde la preuve de ce qui a été décidé. "
            "Reprenez le guide pour en établir une nouvelle."
        ))

    @api.ondelete(at_uninstall=False)
    def _unlink_jamais(self):
        raise UserError(self.env._(
            "Une qualification est figée : elle ne se supprime pas."
        ))
