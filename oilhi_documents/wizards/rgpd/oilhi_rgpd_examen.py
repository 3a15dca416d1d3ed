from odoo import api, fields, models

MONTREES = 2000


class OilhiRgpdExamen(models.TransientModel):
    """What a retention would take away today, what it would leave and why. Nothing is touched."""

    _name = "oilhi.rgpd.examen"
    _description = "Examen d’une durée de conservation"
    _transient_max_hours = 1.0

    conservation_id = fields.Many2one(
        "oilhi.rgpd.conservation", string="Données", required=True, readonly=True, ondelete="cascade"
    )
    mois = fields.Integer(related="conservation_id.mois")
    effet = fields.Selection(related="conservation_id.effet")
    en_service = fields.Boolean(related="conservation_id.en_service")
    partiraient = fields.Integer("Partiraient", readonly=True)
    resteraient = fields.Integer("Resteraient", readonly=True)
    ligne_ids = fields.One2many("oilhi.rgpd.examen.ligne", "examen_id", readonly=True)
    abrege = fields.Boolean("Liste abrégée", readonly=True)

    @api.depends("conservation_id")
    def _compute_display_name(self):
        for examen in self:
            examen.display_name = examen.conservation_id.display_name

    def _remplir(self):
        trouves = self.conservation_id._examiner()
        # Those that would stay first: they are the ones that are discussed.
        ordonnes = sorted(trouves, key=lambda t: not t[2])[:MONTREES]
        self.write({
            "partiraient": sum(1 for t in trouves if not t[2]),
            "resteraient": sum(1 for t in trouves if t[2]),
            "abrege": len(trouves) > MONTREES,
            "ligne_ids": [
                (0, 0, {"dossier_id": numero, "name": nom, "motif": motif, "reste": bool(motif)})
                for numero, nom, motif in ordonnes
            ],
        })

    def action_mettre_en_service(self):
        self.ensure_one()
        self.conservation_id.action_mettre_en_service()
        return self.env["ir.actions.act_window"]._for_xml_id(
            "oilhi_documents.oilhi_rgpd_conservation_action"
        )


class OilhiRgpdExamenLigne(models.TransientModel):
    _name = "oilhi.rgpd.examen.ligne"
    _description = "Ligne d’un examen"
    _order = "reste desc, id"
    _transient_max_hours = 1.0

    examen_id = fields.Many2one("oilhi.rgpd.examen", required=True, index=True, ondelete="cascade")
    dossier_id = fields.Many2one("oilhi.dossier", string="Dossier", readonly=True, ondelete="cascade")
    name = fields.Char("Quoi", readonly=True)
    reste = fields.Boolean("Reste", readonly=True)
    motif = fields.Char("Pourquoi il reste", readonly=True)
