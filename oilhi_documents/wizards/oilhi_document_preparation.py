from odoo import api, fields, models


class OilhiDocumentPreparation(models.TransientModel):
    _name = "oilhi.document.preparation"
    _description = "Préparation d’un document"

    dossier_id = fields.Many2one("oilhi.dossier", required=True, readonly=True)
    modeles_possibles_ids = fields.Many2many(
        "oilhi.document.modele", compute="_compute_modeles_possibles_ids"
    )
    modele_id = fields.Many2one(
        "oilhi.document.modele",
        string="Document à préparer",
        required=True,
        domain="[('id', 'in', modeles_possibles_ids)]",
    )
    destinataire_possible_ids = fields.Many2many(
        "oilhi.dossier.personne", compute="_compute_destinataire_possible_ids"
    )
    par_personne = fields.Boolean(compute="_compute_destinataire_possible_ids")
    destinataire_id = fields.Many2one(
        "oilhi.dossier.personne",
        string="Destinataire",
        compute="_compute_destinataire_id",
        store=True,
        readonly=False,
        domain="[('id', 'in', destinataire_possible_ids)]",
    )
    ouvre_contradictoire = fields.Boolean(compute="_compute_ouvre_contradictoire")
    delai_nombre = fields.Integer(
        "Délai laissé pour les observations", help="Vide : le minimum légal."
    )
    delai_unite = fields.Selection([("jours", "jours"), ("mois", "mois")], default="mois")
    mode = fields.Selection(
        [
            ("lrar", "Lettre recommandée avec avis de réception"),
            ("main_propre", "Remise en main propre"),
            ("signification", "Signification par commissaire de justice"),
        ],
        string="Mode d’envoi",
        default="lrar",
    )

    @api.depends("dossier_id")
    def _compute_modeles_possibles_ids(self):
        modeles = self.env["oilhi.document.modele"].search([("code", "!=", False)])
        for assistant in self:
            codes = set(assistant.dossier_id.procedure_ids.mapped("code"))
            familles = {(code or "")[:3] for code in codes}
            assistant.modeles_possibles_ids = modeles.filtered(
                lambda m, tous=codes | familles: m.version_courante_id
                and tous & {c.strip() for c in (m.procedures or "").split(",")}
            )

    @api.depends("modele_id", "dossier_id")
    def _compute_destinataire_possible_ids(self):
        for assistant in self:
            assistant.par_personne = bool(
                assistant.modele_id and assistant.modele_id.destinataire != "tous"
            )
            assistant.destinataire_possible_ids = (
                assistant.dossier_id._candidats_document(assistant.modele_id)
                if assistant.par_personne
                else False
            )

    @api.depends("modele_id")
    def _compute_destinataire_id(self):
        for assistant in self:
            possibles = assistant.destinataire_possible_ids
            assistant.destinataire_id = possibles if len(possibles) == 1 else False

    @api.depends("modele_id")
    def _compute_ouvre_contradictoire(self):
        for assistant in self:
            assistant.ouvre_contradictoire = assistant.modele_id.etape_notification == "MSO-08"

    def action_preparer(self):
        self.ensure_one()
        options = {}
        if self.ouvre_contradictoire and self.delai_nombre:
            options.update(delai_nombre=self.delai_nombre, delai_unite=self.delai_unite)
        if self.par_personne and self.mode:
            options["mode"] = self.mode
        document = self.dossier_id.generer_document(
            self.modele_id.code, self.destinataire_id.id or None, **options
        )
        return document.action_ouvrir()
