from odoo import fields, models


class OilhiDossierMesure(models.Model):
    _name = "oilhi.dossier.mesure"
    _description = "Mesure prescrite"
    _order = "dossier_procedure_id, sequence, id"

    dossier_id = fields.Many2one("oilhi.dossier", string="Dossier", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, index=True)

    dossier_procedure_id = fields.Many2one("oilhi.dossier.procedure", string="Procédure", required=True, index=True, ondelete="cascade")
    type = fields.Selection([("travaux", "Travaux de réparation"), ("demolition", "Démolition"), ("interdiction_temporaire", "Interdiction temporaire d’habiter ou d’utiliser"), ("interdiction_definitive", "Interdiction définitive"), ("cessation", "Cessation de la mise à disposition"), ("securisation", "Mise en sécurité du site")], required=True, default="travaux")
    texte = fields.Text("Mesure", required=True)
    localisation = fields.Char()
    delai_nombre = fields.Integer("Délai")
    delai_unite = fields.Selection([("heures", "heures"), ("jours", "jours"), ("mois", "mois")], default="mois")
    date_effet = fields.Date("Prend effet le")
    date_offre = fields.Date("Offre d’hébergement à faire connaître avant le")
    personne_id = fields.Many2one("oilhi.dossier.personne", string="Personne tenue", index="btree_not_null", ondelete="restrict")
    date_realisation = fields.Date("Réalisée le")
    sequence = fields.Integer(default=10)
