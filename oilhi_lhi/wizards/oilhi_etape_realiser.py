from odoo import api, fields, models

from ..models.oilhi_dossier_fait import MODES, OBSERVATIONS, UNITES_ACCORDEES
from ..models.oilhi_etape import FAITS, codes

# Facts typed in the dialog -> names expected by `realiser`.
SAISIE = (
    "heure", "date_reception", "mode", "delai_nombre", "delai_unite", "montant",
    "date_transmission", "observations", "note", "justification",
)  # fmt: skip


class OilhiEtapeRealiser(models.TransientModel):
    """« C’est fait » : asks only for the facts that this step needs."""

    _name = "oilhi.etape.realiser"
    _description = "Enregistrer une étape faite"

    dossier_etape_id = fields.Many2one(
        "oilhi.dossier.etape", string="Étape", required=True, ondelete="cascade"
    )
    dossier_id = fields.Many2one(related="dossier_etape_id.dossier_id")
    code = fields.Char(related="dossier_etape_id.code")
    consigne = fields.Text(related="dossier_etape_id.etape_id.consigne")
    libelle_date = fields.Char(compute="_compute_demandes")
    correction = fields.Boolean(compute="_compute_correction")
    blocages = fields.Text(compute="_compute_blocages")
    justifiable = fields.Boolean(compute="_compute_blocages")
    date = fields.Date(required=True, default=fields.Date.context_today)
    heure = fields.Char("Heure", help="Par exemple 16:30.")
    date_reception = fields.Date("Reçu le")
    destinataire_id = fields.Many2one(
        "oilhi.dossier.personne",
        string="Destinataire",
        domain="[('dossier_id', '=', dossier_id)]",
    )
    mode = fields.Selection(MODES, string="Moyen")
    delai_nombre = fields.Integer("Délai accordé pour répondre")
    delai_unite = fields.Selection(UNITES_ACCORDEES, string="Unité", default="mois")
    montant = fields.Float("Montant (€)")
    date_transmission = fields.Date("Transmis au préfet le")
    observations = fields.Selection(OBSERVATIONS, string="Observations")
    note = fields.Text("Précisions")
    justification = fields.Text("Pourquoi passer outre")
    piece_ids = fields.Many2many("ir.attachment", string="Preuves à joindre")
    demande_heure = fields.Boolean(compute="_compute_demandes")
    demande_reception = fields.Boolean(compute="_compute_demandes")
    demande_destinataire = fields.Boolean(compute="_compute_demandes")
    demande_mode = fields.Boolean(compute="_compute_demandes")
    demande_delai = fields.Boolean(compute="_compute_demandes")
    demande_montant = fields.Boolean(compute="_compute_demandes")
    demande_transmission = fields.Boolean(compute="_compute_demandes")
    demande_observations = fields.Boolean(compute="_compute_demandes")

    @api.model
    def default_get(self, fields):
        """Start from the fact to correct, else from the only possible recipient."""
        valeurs = super().default_get(fields)
        etape = self.env["oilhi.dossier.etape"].browse(valeurs.get("dossier_etape_id"))
        faits = etape.fait_ids if not etape.etape_id.repetable else etape.fait_ids.browse()
        if len(faits) == 1:
            valeurs.update(self._valeurs_du_fait(faits))
        elif "destinataire" in codes(etape.etape_id.faits_demandes):
            personnes = etape.dossier_id.personne_ids.filtered("tenue")
            restantes = personnes - faits.destinataire_id
            if len(restantes or personnes) == 1:
                valeurs["destinataire_id"] = (restantes or personnes).id
        return {champ: valeur for champ, valeur in valeurs.items() if champ in fields}

    @api.model
    def _valeurs_du_fait(self, fait):
        return {
            "date": fait.date,
            "destinataire_id": fait.destinataire_id.id,
            **{champ: fait[champ] for champ in SAISIE if champ != "justification" and fait[champ]},
        }

    @api.depends("dossier_etape_id")
    def _compute_demandes(self):
        for saisie in self:
            etape = saisie.dossier_etape_id.etape_id
            demandes = codes(etape.faits_demandes)
            saisie.libelle_date = etape.libelle_date or self.env._("Fait le")
            for fait in FAITS:
                saisie[f"demande_{fait}"] = fait in demandes

    @api.depends("dossier_etape_id", "destinataire_id")
    def _compute_correction(self):
        for saisie in self:
            saisie.correction = bool(
                saisie.dossier_etape_id.sudo()._fait_a_corriger(
                    {"destinataire_id": saisie.destinataire_id.id or None}
                )
            )

    @api.depends("dossier_etape_id", "date")
    def _compute_blocages(self):
        """Said before the button is pressed: what forbids the step on that date."""
        for saisie in self:
            blocages = saisie.dossier_etape_id._blocages_avant(saisie.date)
            saisie.blocages = "\n\n".join(b.message for b in blocages) or False
            saisie.justifiable = bool(blocages) and all(b.justifiable for b in blocages)

    @api.onchange("destinataire_id")
    def _onchange_destinataire_id(self):
        """Second recipient: its own dates; a recipient already entered: what was entered."""
        etape = self.dossier_etape_id
        if etape.etape_id.repetable or not self.destinataire_id:
            return
        fait = etape.fait_ids.filtered(lambda f: f.destinataire_id == self.destinataire_id)[-1:]
        if fait:
            self.update(self._valeurs_du_fait(fait))

    def action_realiser(self):
        self.ensure_one()
        faits = {champ: self[champ] or None for champ in SAISIE}
        faits["destinataire_id"] = self.destinataire_id.id or None
        faits["piece_ids"] = self.piece_ids.ids
        self.dossier_etape_id.realiser(self.date, **faits)
        return {"type": "ir.actions.act_window_close"}
