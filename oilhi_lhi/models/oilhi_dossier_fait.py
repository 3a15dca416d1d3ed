from odoo import api, fields, models
from odoo.exceptions import UserError

from ..moteur.delais import depart_retenu
from .pieces import Pieces

MODES = [
    ("lrar", "Lettre recommandée avec avis de réception"),
    ("main_propre", "Remise en main propre"),
    ("affichage", "Affichage"),
    ("signification", "Signification par commissaire de justice"),
    ("autre", "Autre moyen"),
]
UNITES_ACCORDEES = [("heures", "heures"), ("jours", "jours"), ("mois", "mois")]
# What became of a registered letter (R7).
ISSUES_PLI = [
    ("remis", "Remis au destinataire"),
    ("non_reclame", "Non réclamé"),
    ("refuse", "Refusé"),
    ("npai", "Destinataire inconnu à l’adresse"),
]

# What the addressee answered to the letter that opens the contradictoire (CCH L. 511-10).
OBSERVATIONS = [
    ("aucune", "Aucune observation reçue"),
    ("recues", "Des observations ont été reçues"),
]


class OilhiDossierFait(models.Model):
    """What happened, when, with what proof. Written once by `realiser`: a correction is a new
    fact that names the one it replaces, which is archived and stays readable."""

    _name = "oilhi.dossier.fait"
    _inherit = "oilhi.dossier.ligne.reservee"
    _description = "Fait daté et prouvé"
    _order = "dossier_id.id, date, id"
    _rec_name = "code"
    _mouvement = True
    _ensemble_pieces = ("piece_ids",)  # read with the case: they prove its dates (see oilhi_dossier_ensemble.py)

    dossier_id = fields.Many2one(
        "oilhi.dossier", string="Dossier", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, precompute=True, index=True)
    dossier_etape_id = fields.Many2one(
        "oilhi.dossier.etape", string="Étape", index="btree_not_null", ondelete="cascade"
    )
    # Step code, or code of the deadline / document that the event starts.
    code = fields.Char(required=True)
    date = fields.Date(required=True)
    heure = fields.Char("Heure")  # HH:MM
    date_reception = fields.Date("Reçu le")
    date_presentation = fields.Date("Première présentation le")
    issue_pli = fields.Selection(ISSUES_PLI, string="Sort du pli")
    destinataire_id = fields.Many2one(
        "oilhi.dossier.personne",
        string="Destinataire",
        index="btree_not_null",
        ondelete="restrict",
    )
    mode = fields.Selection(MODES)
    delai_nombre = fields.Integer("Délai accordé")
    delai_unite = fields.Selection(UNITES_ACCORDEES, string="Unité du délai")
    montant = fields.Float("Montant (€)")
    date_transmission = fields.Date("Transmis au préfet le")
    observations = fields.Selection(OBSERVATIONS)
    note = fields.Text("Précisions")
    justification = fields.Text("Pourquoi passer outre")
    piece_ids = Pieces("ir.attachment", string="Pièces")
    user_id = fields.Many2one(
        "res.users", string="Saisi par", default=lambda self: self.env.user
    )
    remplace_id = fields.Many2one(
        "oilhi.dossier.fait", string="Remplace", index="btree_not_null", ondelete="set null"
    )
    motif_correction = fields.Char("Corrigé parce que")
    repris_de_id = fields.Many2one(
        "oilhi.dossier.fait",
        string="Repris de",
        index="btree_not_null",
        ondelete="set null",
        help="Le même fait, enregistré dans une autre procédure du dossier.",
    )
    motif_annulation = fields.Char("Annulé parce que")
    active = fields.Boolean("En vigueur", default=True)

    @api.depends("code", "date", "destinataire_id")
    def _compute_display_name(self):
        for fait in self:
            morceaux = [fait.code, fait.date and fait.date.strftime("%d/%m/%Y")]
            morceaux.append(fait.destinataire_id.nom_complet)
            fait.display_name = " – ".join(filter(None, morceaux))

    @api.ondelete(at_uninstall=False)
    def _unlink_jamais(self):
        if not self.env.su:
            raise UserError(self.env._(
                "Un fait enregistré ne s’efface pas : corrigez-le en saisissant de nouveau l’étape, "
                "ou demandez à un responsable d’annuler l’étape."
            ))

    def _message_reserve(self):
        return self.env._(
            "Les faits s’enregistrent depuis le parcours (bouton « C’est fait ») et ne se "
            "modifient pas directement. Pour corriger, saisissez de nouveau l’étape."
        )

    def _depart(self):
        """Start that the mode of delivery proves, and how (R7): a Depart of the core."""
        self.ensure_one()
        # These are received the day they are done; a letter is not.
        sur_place = self.date if self.mode in ("main_propre", "signification") else None
        affiche = self.date if self.mode == "affichage" else None
        return depart_retenu(
            self.mode or "autre",
            reception=self.date_reception or sur_place or None,
            premiere_presentation=self.date_presentation or None,
            issue_pli=self.issue_pli or None,
            affichage_mairie=self.date_reception or affiche,
            affichage_facade=self.date_reception or affiche,
        )

    def _debut(self):
        """Day on which the recipient is reached, None while the proof of it is missing (R7)."""
        return self._depart().date

    def _preuve(self, debut):
        self.ensure_one()
        if not debut:
            return "manquante"
        return "jointe" if self.piece_ids else "declaree"
