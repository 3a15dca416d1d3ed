from odoo import fields, models


class OilhiDossierEcheance(models.Model):
    _name = "oilhi.dossier.echeance"
    _description = "Échéance"
    _order = "date, id"

    dossier_id = fields.Many2one("oilhi.dossier", string="Dossier", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, index=True)

    dossier_etape_id = fields.Many2one("oilhi.dossier.etape", string="Étape", index="btree_not_null", ondelete="cascade")
    fait_id = fields.Many2one("oilhi.dossier.fait", string="Fait de départ", index="btree_not_null", ondelete="cascade")
    mesure_id = fields.Many2one("oilhi.dossier.mesure", string="Mesure", index="btree_not_null", ondelete="cascade")
    delai_id = fields.Many2one("oilhi.delai", string="Délai", required=True, index=True, ondelete="restrict")
    code = fields.Char(related="delai_id.code", store=True, index=True)
    destinataire_id = fields.Many2one("oilhi.dossier.personne", string="Destinataire", index="btree_not_null", ondelete="cascade")
    depart = fields.Date("Départ")
    depart_heure = fields.Char()
    date = fields.Date("Dernier jour", index=True)
    heure = fields.Char()
    au_plus_tot = fields.Date("Au plus tôt")
    nature = fields.Char()
    calcul = fields.Text("Calcul")
    avertissements = fields.Text()
    preuve = fields.Selection([("manquante", "Preuve manquante"), ("declaree", "Déclarée"), ("jointe", "Jointe")], default="declaree")
    base = fields.Char("Base légale")
    niveau_preuve = fields.Selection([("confirme", "Confirmé par le texte"), ("a_verifier", "À vérifier"), ("pratique", "Pratique conseillée")])
    tenue_le = fields.Date("Tenue le")
    sans_objet = fields.Boolean()
    etat = fields.Selection([("a_venir", "À venir"), ("proche", "Proche"), ("aujourdhui", "Aujourd’hui"), ("depassee", "Dépassée"), ("tenue", "Tenue"), ("sans_objet", "Sans objet")], compute="_compute_etat")

    def _compute_etat(self):
        self.etat = "a_venir"
