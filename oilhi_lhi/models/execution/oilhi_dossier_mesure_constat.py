from odoo import api, fields, models

RESULTATS = [
    ("executee", "Exécutée"),
    ("partielle", "Exécutée en partie"),
    ("non_executee", "Non exécutée"),
    ("levee", "Levée"),
]


class OilhiDossierMesureConstat(models.Model):
    """What was found of one measure, by a control visit or by a step: written once, by code."""

    _name = "oilhi.dossier.mesure.constat"
    _inherit = "oilhi.dossier.ligne.reservee"
    _mouvement = True
    _description = "Constat sur une mesure"
    _order = "mesure_id, date, id"
    _rec_name = "resultat"

    dossier_id = fields.Many2one(
        "oilhi.dossier", string="Dossier", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, index=True)
    mesure_id = fields.Many2one(
        "oilhi.dossier.mesure", string="Mesure", required=True, index=True, ondelete="cascade"
    )
    date = fields.Date("Constaté le", required=True)
    resultat = fields.Selection(RESULTATS, string="Constat", required=True)
    date_achevement = fields.Date("Achevée le")
    reste = fields.Text("Ce qui reste à faire")
    observation = fields.Text("Observations")
    fait_id = fields.Many2one(
        "oilhi.dossier.fait", string="Étape", index="btree_not_null", ondelete="cascade"
    )
    visite_mesure_id = fields.Many2one(
        "oilhi.dossier.visite.mesure",
        string="Ligne de la visite",
        index="btree_not_null",
        ondelete="restrict",
    )
    reprise = fields.Boolean(
        "Saisie ancienne", help="Noté avant que les constats soient tenus mesure par mesure."
    )
    user_id = fields.Many2one(
        "res.users", string="Constaté par", default=lambda self: self.env.user
    )
    origine = fields.Char("D’où vient ce constat", compute="_compute_origine")
    en_vigueur = fields.Boolean(
        "En vigueur",
        compute="_compute_en_vigueur",
        help="Faux quand l’étape a été annulée ou corrigée : le constat reste lisible.",
    )

    @api.depends("fait_id", "visite_mesure_id", "reprise", "resultat")
    def _compute_origine(self):
        for constat in self:
            fait = constat.fait_id
            if constat.visite_mesure_id:
                constat.origine = self.env._("visite de contrôle")
            elif fait.dossier_etape_id.dossier_procedure_id.procedure_id.titulaire == "prefet":
                constat.origine = self.env._("décision du préfet, étape %s", fait.code)
            elif constat.resultat == "levee":
                # L. 511-14 says nothing of a partial lifting: the road taken is to be checked.
                constat.origine = self.env._(
                    "arrêté modificatif, étape %s ; CRPA L. 243-1, à vérifier", fait.code
                )
            elif fait:
                constat.origine = self.env._("étape %s", fait.code)
            else:
                constat.origine = self.env._("date saisie sans constat, à vérifier")

    @api.depends("fait_id.active")
    def _compute_en_vigueur(self):
        for constat in self:
            constat.en_vigueur = not constat.fait_id or constat.fait_id.active

    def _message_reserve(self):
        return self.env._(
            "Un constat s’enregistre en terminant une visite de contrôle, ou depuis le parcours "
            "(constat d’exécution, carence, mainlevée) : il ne se modifie pas."
        )
