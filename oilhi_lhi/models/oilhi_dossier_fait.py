from odoo import fields, models


class OilhiDossierFait(models.Model):
    _name = "oilhi.dossier.fait"
    _description = "Fait daté et prouvé"
    _order = "dossier_id, date, id"

    dossier_id = fields.Many2one("oilhi.dossier", string="Dossier", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, index=True)

    dossier_etape_id = fields.Many2one("oilhi.dossier.etape", string="Étape", index="btree_not_null", ondelete="cascade")
    code = fields.Char(required=True)  # step code, or code of the deadline / document that the event starts
    date = fields.Date(required=True)
    heure = fields.Char("Heure")  # HH:MM
    date_reception = fields.Date("Reçu le")
    destinataire_id = fields.Many2one("oilhi.dossier.personne", string="Destinataire", index="btree_not_null", ondelete="restrict")
    mode = fields.Selection([("lrar", "Lettre recommandée avec avis de réception"), ("main_propre", "Remise en main propre"), ("affichage", "Affichage"), ("signification", "Signification par commissaire de justice"), ("autre", "Autre moyen")])
    delai_nombre = fields.Integer("Délai accordé")
    delai_unite = fields.Selection([("heures", "heures"), ("jours", "jours"), ("mois", "mois")])
    montant = fields.Float()
    note = fields.Text("Précisions")
    piece_ids = fields.Many2many("ir.attachment", string="Pièces")
    user_id = fields.Many2one("res.users", string="Saisi par", default=lambda self: self.env.user)
    remplace_id = fields.Many2one("oilhi.dossier.fait", string="Remplace", index="btree_not_null")
    active = fields.Boolean(default=True)
