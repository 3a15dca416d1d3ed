from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

RESPONSABLES = "oilhi_partenaires.group_responsable,oilhi_partenaires.group_coordinateur"


class OilhiDossierCorrection(models.Model):
    """« Ce que la correction change » : a fact was replaced by another, and the dates moved.

    Written once, by code, when the correction is recorded; a responsable then says that he read it.
    """

    _name = "oilhi.dossier.correction"
    _inherit = "oilhi.dossier.ligne.reservee"
    _description = "Ce que la correction change"
    _order = "id desc"
    _rec_name = "resume"

    dossier_id = fields.Many2one(
        "oilhi.dossier", string="Dossier", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, index=True)
    dossier_etape_id = fields.Many2one(
        "oilhi.dossier.etape", string="Étape corrigée", required=True, index=True, ondelete="cascade"
    )
    fait_id = fields.Many2one(
        "oilhi.dossier.fait", string="Nouveau fait", index="btree_not_null", ondelete="cascade"
    )
    ancien_fait_id = fields.Many2one(
        "oilhi.dossier.fait", string="Ancien fait", index="btree_not_null", ondelete="set null"
    )
    date = fields.Datetime("Corrigé le", required=True, default=fields.Datetime.now)
    user_id = fields.Many2one("res.users", string="Corrigé par", required=True)
    motif = fields.Char("Pourquoi")
    resume = fields.Char("Correction", required=True)
    ligne_ids = fields.One2many("oilhi.dossier.correction.ligne", "correction_id", string="Lignes")
    valeur_ids = fields.One2many(
        "oilhi.dossier.correction.ligne", "correction_id", string="Ce qui a été corrigé",
        domain=[("sorte", "=", "valeur")],
    )  # fmt: skip
    acte_ids = fields.One2many(
        "oilhi.dossier.correction.ligne", "correction_id", string="Actes déjà faits et touchés",
        domain=[("sorte", "=", "acte")],
    )  # fmt: skip
    echeance_ids = fields.One2many(
        "oilhi.dossier.correction.ligne", "correction_id", string="Échéances déplacées",
        domain=[("sorte", "=", "echeance")],
    )  # fmt: skip
    mesure_ids = fields.One2many(
        "oilhi.dossier.correction.ligne", "correction_id", string="Mesures : nouvelles dates limites",
        domain=[("sorte", "=", "mesure")],
    )  # fmt: skip
    acte_count = fields.Integer("Actes à revoir", compute="_compute_acte_count")
    acquittee_le = fields.Datetime("Lu le", readonly=True, copy=False)
    acquittee_par_id = fields.Many2one("res.users", string="Lu par", readonly=True, copy=False)
    acquittable = fields.Boolean(compute="_compute_acquittable")

    @api.depends("ligne_ids.grave")
    def _compute_acte_count(self):
        for correction in self:
            correction.acte_count = len(correction.ligne_ids.filtered("grave"))

    @api.depends("acquittee_le")
    @api.depends_context("uid")
    def _compute_acquittable(self):
        responsable = self.env.user.has_groups(RESPONSABLES)
        for correction in self:
            correction.acquittable = (
                responsable and not correction.acquittee_le and correction.dossier_id.has_access("write")
            )

    def _message_reserve(self):
        return self.env._(
            "Ce rapport s’écrit seul quand une date est corrigée, et ne se modifie pas."
        )

    # -- Public methods ----------------------------------------------------------

    def prendre_connaissance(self):
        """A responsable has read what the correction changes: who and when are kept."""
        for correction in self:
            correction.check_access("read")
            correction.dossier_id.check_access("write")
            if not self.env.user.has_groups(RESPONSABLES):
                raise AccessError(self.env._(
                    "Seul un responsable prend connaissance de ce qu’une correction change."
                ))
            if correction.acquittee_le:
                raise UserError(self.env._("Ce rapport est déjà lu."))
        # sudo: these marks are written here alone (see the write guard); the role and the right to
        # write the case were just checked
        self.sudo().write({"acquittee_le": fields.Datetime.now(), "acquittee_par_id": self.env.uid})
        for correction in self:
            correction.dossier_id._message_log(body=self.env._(
                "%(qui)s a pris connaissance de ce que la correction change : %(resume)s",
                qui=self.env.user.name, resume=correction.resume,
            ))
        return True

    def action_prendre_connaissance(self):
        return self.prendre_connaissance()

    def action_ouvrir(self):
        return self._action_fiche(self.env._("Ce que la correction change"))

    # -- For the addons that issue acts --------------------------------------------

    def _actes_affectes(self):
        """[values of `acte` lines] besides the steps; the addon of documents adds its own."""
        self.ensure_one()
        return []

    def _dates_changees(self):
        """{former date: new date or None}: of the fact, of the deadlines, of the measures."""
        self.ensure_one()
        return {
            ligne.date_avant: ligne.date_apres or None
            for ligne in self.ligne_ids
            if ligne.date_avant and ligne.date_avant != ligne.date_apres
        }


class OilhiDossier(models.Model):
    _inherit = "oilhi.dossier"

    correction_ids = fields.One2many("oilhi.dossier.correction", "dossier_id", string="Corrections")
    correction_count = fields.Integer("Nombre de corrections", compute="_compute_corrections")
    correction_alerte = fields.Text("Correction à lire", compute="_compute_corrections")

    @api.depends("correction_ids.acquittee_le")
    def _compute_corrections(self):
        for dossier in self:
            dossier.correction_count = len(dossier.correction_ids)
            lire = dossier.correction_ids.filtered(lambda c: not c.acquittee_le)
            if not lire:
                dossier.correction_alerte = False
                continue
            actes = sum(lire.mapped("acte_count"))
            suite = (
                self.env._("Actes déjà faits à revoir : %s.", actes)
                if actes
                else self.env._("Aucun acte déjà fait n’est touché.")
            )
            dossier.correction_alerte = f"{' ; '.join(lire.mapped('resume'))}. {suite}"

    def action_corrections(self):
        """The correction to be read, or the list of all of them."""
        self.ensure_one()
        self.check_access("read")
        lire = self.correction_ids.filtered(lambda c: not c.acquittee_le)
        if len(lire or self.correction_ids) == 1:
            return (lire or self.correction_ids).action_ouvrir()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Corrections"),
            "res_model": "oilhi.dossier.correction",
            "views": [[False, "list"], [False, "form"]],
            "domain": [("dossier_id", "=", self.id)],
        }
