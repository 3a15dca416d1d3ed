from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.oilhi_dossier_fait import MODES
from ..models.pieces import Pieces

# code: (title, label of the date, what the dialog explains, are recipient and delivery asked for?)
EVENEMENTS = {
    "DL-DEMO": (
        "Jugement autorisant la démolition", "Jugement rendu le",
        "Jugement du président du tribunal judiciaire, rendu selon la procédure accélérée au fond (CCH "
        "L. 511-16, L. 511-19). Joignez-en la copie : sans lui, aucune démolition ne commence.", False,
    ),
    "DL-SOMM-COPRO": (
        "Sommation de payer", "Sommation du",
        "Sommation que le syndic a adressée à ce copropriétaire : les quinze jours partent de là (CCH "
        "R. 511-11).", True,
    ),
    "DL-SUBST": (
        "Attestation de défaillance du syndic", "Attestation du",
        "Le syndic informe l’autorité, dit ses démarches et atteste la défaillance. À sa réception, "
        "l’autorité a un mois pour décider (CCH R. 511-11).", False,
    ),
    "D-MSO-30": (
        "Décision de substitution", "Décision, ou notification, du",
        "La décision est motivée. Elle est notifiée au syndicat, pris en la personne du syndic, et aux "
        "défaillants avec les sommes versées pour leur compte (CCH L. 511-16, R. 511-11).", True,
    ),
    "D-PART-07": (
        "Signalement au procureur de la République", "Signalé le",
        "Envoyez les faits, l’arrêté et les constats, sans tarder (conseillé). Gardez la preuve de l’envoi.",
        False,
    ),
}


class OilhiExecutionFait(models.TransientModel):
    """Records, or corrects, an event that is no step of the parcours."""

    _name = "oilhi.execution.fait"
    _description = "Enregistrer un fait de l’exécution"

    dossier_id = fields.Many2one("oilhi.dossier", string="Dossier", required=True, ondelete="cascade")
    code = fields.Selection(
        [(code, titre) for code, (titre, *_reste) in EVENEMENTS.items()], string="Fait", required=True
    )
    libelle_date = fields.Char(compute="_compute_mots")
    explication = fields.Text(compute="_compute_mots")
    demande_personne = fields.Boolean(compute="_compute_mots")
    corrige_id = fields.Many2one("oilhi.dossier.fait", string="Fait corrigé", ondelete="cascade")
    personne_id = fields.Many2one(
        "oilhi.dossier.personne", string="Destinataire", domain="[('dossier_id', '=', dossier_id)]",
        ondelete="cascade",
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    date_reception = fields.Date("Reçu le")
    mode = fields.Selection(MODES, string="Moyen")
    note = fields.Text("Précisions")
    motif = fields.Char("Pourquoi corriger")
    piece_ids = Pieces("ir.attachment", string="Pièces à joindre")

    @api.model
    def _titre(self, code):
        return EVENEMENTS[code][0]

    @api.model
    def default_get(self, fields):
        valeurs = super().default_get(fields)
        fait = self.env["oilhi.dossier.fait"].browse(valeurs.get("corrige_id"))
        if fait:
            fait.check_access("read")
            valeurs.update({
                "date": fait.date, "date_reception": fait.date_reception, "mode": fait.mode,
                "note": fait.note, "personne_id": fait.destinataire_id.id,
            })
        return {champ: valeur for champ, valeur in valeurs.items() if champ in fields}

    @api.depends("code")
    def _compute_mots(self):
        for saisie in self:
            _titre, libelle, texte, personne = EVENEMENTS.get(saisie.code, ("", "", "", False))
            saisie.libelle_date, saisie.explication = libelle, texte
            saisie.demande_personne = personne

    def action_valider(self):
        self.ensure_one()
        faits = {
            "date_reception": self.date_reception or None,
            "mode": self.mode or None,
            "note": self.note or None,
            "destinataire_id": self.personne_id.id or None,
            "piece_ids": self.piece_ids.ids,
        }
        if self.code == "DL-SOMM-COPRO" and not self.personne_id:
            raise UserError(self.env._("Dites à quel copropriétaire la sommation est adressée."))
        if self.corrige_id:
            self.dossier_id.corriger_fait(self.corrige_id.id, self.date, self.motif, **faits)
        else:
            self.dossier_id.enregistrer_fait(self.code, self.date, **faits)
        return {"type": "ir.actions.act_window_close"}
