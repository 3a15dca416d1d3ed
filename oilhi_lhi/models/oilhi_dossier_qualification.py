import hashlib
import json

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class OilhiDossierQualification(models.Model):
    """One evaluation of the guide: evidence, so never written again."""

    _name = "oilhi.dossier.qualification"
    _inherit = "oilhi.dossier.ligne"
    _description = "Qualification"
    _order = "dossier_id.id, date desc, id desc"
    _rec_name = "resume"

    dossier_id = fields.Many2one(
        "oilhi.dossier", string="Dossier", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, index=True)
    date = fields.Datetime("Le", required=True, default=fields.Datetime.now)
    user_id = fields.Many2one("res.users", string="Par", default=lambda self: self.env.user)
    version = fields.Char("Version des règles")
    reponses = fields.Json("Réponses")
    desordres = fields.Json("Désordres constatés")
    resultat = fields.Json("Résultat")
    empreinte = fields.Char("Empreinte SHA-256")
    resume = fields.Char("Conclusion", compute="_compute_resume")
    integre = fields.Boolean("Empreinte vérifiée", compute="_compute_integre")
    lecture = fields.Html("Raisonnement", compute="_compute_lecture", sanitize=False)

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
