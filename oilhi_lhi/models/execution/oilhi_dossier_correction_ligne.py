from odoo import api, fields, models

from ..oilhi_referentiel import NIVEAUX_PREUVE

SORTES = [
    ("valeur", "Ce qui a été corrigé"),
    ("echeance", "Échéance déplacée"),
    ("mesure", "Date limite d’une mesure"),
    ("acte", "Acte touché"),
]
PORTEES = [
    ("premature", "Fait trop tôt"),
    ("depart_perdu", "Départ du délai non prouvé"),
    ("ordre", "Dates dans le désordre"),
    ("par_suite", "Repose sur un acte touché"),
    ("document", "Écrit qui cite l’ancienne date"),
    ("compte", "Compte à refaire"),
    ("tardif", "Tenu hors délai"),
    ("regularise", "Régularisé"),
]
# What has to be done again, or may be attacked; the rest is to be known.
GRAVES = ("premature", "depart_perdu", "ordre", "par_suite")


class OilhiDossierCorrectionLigne(models.Model):
    """One thing that a correction changed, with its computation, or one act that it touches."""

    _name = "oilhi.dossier.correction.ligne"
    _inherit = "oilhi.dossier.ligne.reservee"
    _description = "Ligne d’une correction"
    _order = "correction_id, sequence, id"
    _rec_name = "libelle"

    correction_id = fields.Many2one(
        "oilhi.dossier.correction", string="Correction", required=True, index=True, ondelete="cascade"
    )
    dossier_id = fields.Many2one(
        related="correction_id.dossier_id", store=True, index=True, string="Dossier"
    )
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    sorte = fields.Selection(SORTES, required=True)
    libelle = fields.Char("Quoi", required=True)
    avant = fields.Char("Avant")
    apres = fields.Char("Après")
    date_avant = fields.Date("Date d’avant")
    date_apres = fields.Date("Date d’après")
    calcul_avant = fields.Text("Calcul d’avant")
    calcul = fields.Text("Calcul")
    portee = fields.Selection(PORTEES, string="Ce qui ne va pas")
    grave = fields.Boolean("À revoir", compute="_compute_grave", store=True)
    risque = fields.Text("Pourquoi")
    que_faire = fields.Text("Que faire")
    base = fields.Char("Article")
    niveau_preuve = fields.Selection(NIVEAUX_PREUVE, string="Niveau de preuve")
    dossier_etape_id = fields.Many2one(
        "oilhi.dossier.etape", string="Étape", index="btree_not_null", ondelete="set null"
    )
    echeance_id = fields.Many2one(
        "oilhi.dossier.echeance", string="Échéance", index="btree_not_null", ondelete="set null"
    )
    mesure_id = fields.Many2one(
        "oilhi.dossier.mesure", string="Mesure", index="btree_not_null", ondelete="set null"
    )

    @api.depends("portee")
    def _compute_grave(self):
        for ligne in self:
            ligne.grave = ligne.portee in GRAVES

    def _message_reserve(self):
        return self.env._("Ce rapport s’écrit seul et ne se modifie pas.")
