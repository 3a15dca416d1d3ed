from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.oilhi_dossier_fait import ISSUES_PLI, MODES, OBSERVATIONS, UNITES_ACCORDEES
from ..models.oilhi_etape import FAITS
from ..models.pieces import Pieces

# Facts typed in the dialog -> names expected by `realiser`.
SAISIE = (
    "heure", "date_reception", "mode", "delai_nombre", "delai_unite", "montant",
    "date_transmission", "observations", "note", "date_presentation", "issue_pli",
)  # fmt: skip
# What a recipient has of his own: another one does not inherit it.
PROPRES = ("date_reception", "date_presentation", "issue_pli", "observations", "note")
# Registered letter that came back: its first presentation counts, not a receipt (R7).
REVENUS = ("non_reclame", "refuse")


class OilhiEtapeRealiser(models.TransientModel):
    """« C’est fait » : asks only for the facts that this step needs."""

    _name = "oilhi.etape.realiser"
    _description = "Enregistrer une étape faite"

    dossier_etape_id = fields.Many2one(
        "oilhi.dossier.etape", string="Étape", required=True, ondelete="cascade"
    )
    dossier_id = fields.Many2one(related="dossier_etape_id.dossier_id")
    # The fact to correct, named by the button that was pressed.
    fait_id = fields.Many2one("oilhi.dossier.fait", string="Fait corrigé", ondelete="cascade")
    # The fact whose values fill the dialog.
    charge_id = fields.Many2one("oilhi.dossier.fait", ondelete="cascade")
    corrige_id = fields.Many2one("oilhi.dossier.fait", compute="_compute_corrige_id")
    modifie = fields.Boolean(
        compute="_compute_modifie", help="Une valeur déjà enregistrée change : il faut dire pourquoi."
    )
    libelle_date = fields.Char(compute="_compute_demandes")
    blocages = fields.Html(compute="_compute_blocages", sanitize=False)
    justifiable = fields.Boolean(compute="_compute_blocages")
    restants = fields.Char("Reste à enregistrer", compute="_compute_restants")
    apercu = fields.Html(
        "Dates qui suivront", compute="_compute_apercu", sanitize=False,
        help="Calculées d’après ce qui est saisi ; rien n’est encore enregistré.",
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    heure = fields.Char("Heure", help="Par exemple 16:30.")
    date_reception = fields.Date("Reçu le")
    date_presentation = fields.Date("Première présentation le")
    issue_pli = fields.Selection(ISSUES_PLI, string="Que dit l’avis ?")
    destinataire_id = fields.Many2one(
        "oilhi.dossier.personne",
        string="Destinataire",
        domain="[('dossier_id', '=', dossier_id)]",
        ondelete="cascade",
    )
    mode = fields.Selection(MODES, string="Moyen")
    delai_nombre = fields.Integer("Délai accordé")
    delai_unite = fields.Selection(UNITES_ACCORDEES, string="Unité", default="mois")
    montant = fields.Float("Montant (€)")
    date_transmission = fields.Date("Transmis au préfet le")
    observations = fields.Selection(OBSERVATIONS, string="Observations")
    note = fields.Text("Précisions")
    motif = fields.Char("Pourquoi corriger")
    justification = fields.Text("Pourquoi passer outre")
    piece_ids = Pieces("ir.attachment", string="Preuves à joindre")
    deja_joint = fields.Char("Déjà joint", compute="_compute_corrige_id")
    demande_heure = fields.Boolean(compute="_compute_demandes")
    demande_reception = fields.Boolean(compute="_compute_demandes")
    demande_destinataire = fields.Boolean(compute="_compute_demandes")
    demande_mode = fields.Boolean(compute="_compute_demandes")
    demande_delai = fields.Boolean(compute="_compute_demandes")
    demande_montant = fields.Boolean(compute="_compute_demandes")
    demande_transmission = fields.Boolean(compute="_compute_demandes")
    demande_observations = fields.Boolean(compute="_compute_demandes")
    demande_avis = fields.Boolean(compute="_compute_demandes")
    demande_presentation = fields.Boolean(compute="_compute_demandes")
    destinataire_requis = fields.Boolean(compute="_compute_demandes")

    # -- Opening -------------------------------------------------------------

    @api.model
    def default_get(self, fields):
        """Start from the fact to correct, else from the next recipient."""
        valeurs = super().default_get(fields)
        etape = self.env["oilhi.dossier.etape"].browse(valeurs.get("dossier_etape_id"))
        par_personne = etape._demande("destinataire") if etape else False
        if valeurs.get("fait_id"):
            fait = etape.fait_ids.filtered(lambda f: f.id == valeurs["fait_id"])
        elif etape.etape_id.repetable or par_personne:
            fait = etape.fait_ids.browse()
        else:
            fait = etape.fait_ids[-1:]
        if fait:
            valeurs.update(self._valeurs_du_fait(fait), fait_id=fait.id, charge_id=fait.id)
        elif par_personne and not valeurs.get("destinataire_id"):
            attendus = etape._destinataires_attendus()
            seul = attendus if etape.etape_id.repetable and len(attendus) == 1 else attendus[:0]
            valeurs["destinataire_id"] = (etape._destinataires_restants() or seul)[:1].id
        if etape:
            for champ, valeur in self._valeurs_transmission(etape, fait).items():
                if f"default_{champ}" not in self.env.context:
                    valeurs[champ] = valeur
        return {champ: valeur for champ, valeur in valeurs.items() if champ in fields}

    @api.model
    def _valeurs_transmission(self, etape, fait):
        """The préfet receives an act once: the day already noted, with the act or apart, is not asked again."""
        transmis = min(filter(None, (e._transmis_le() for e in etape._acte())), default=None)
        if not transmis:
            return {}
        if etape._demande("transmission"):
            return {} if fait.date_transmission else {"date_transmission": transmis}
        return {"date": transmis} if etape.etape_id.nature == "transmission" and not fait else {}

    @api.model
    def _valeurs_du_fait(self, fait):
        return {
            "date": fait.date,
            "destinataire_id": fait.destinataire_id.id,
            **{champ: fait[champ] for champ in SAISIE if fait[champ]},
        }

    # -- Computes ------------------------------------------------------------

    @api.depends("dossier_etape_id", "mode", "issue_pli", "fait_id")
    def _compute_demandes(self):
        for saisie in self:
            etape = saisie.dossier_etape_id
            demandes = etape._codes("faits_demandes") if etape else ()
            saisie.libelle_date = etape.etape_id.libelle_date or self.env._("Fait le")
            for fait in FAITS:
                saisie[f"demande_{fait}"] = fait in demandes
            saisie.demande_avis = saisie.demande_reception and saisie.mode == "lrar"
            revenu = saisie.demande_avis and saisie.issue_pli in REVENUS
            saisie.demande_presentation = revenu
            if revenu or (saisie.demande_avis and saisie.issue_pli == "npai"):
                saisie.demande_reception = False
            # Posting reaches all of them at once; a former entry may name nobody.
            saisie.destinataire_requis = (
                saisie.demande_destinataire
                and saisie.mode != "affichage"
                and bool(etape._destinataires_attendus())
                and not (saisie.fait_id and not saisie.fait_id.destinataire_id)
            )

    @api.depends("dossier_etape_id", "destinataire_id", "fait_id")
    def _compute_corrige_id(self):
        for saisie in self:
            etape = saisie.dossier_etape_id
            saisie.corrige_id = saisie.fait_id or (
                not etape.etape_id.repetable
                and etape.fait_ids.filtered(lambda f, s=saisie: f.destinataire_id == s.destinataire_id)[
                    -1:
                ]
            )
            saisie.deja_joint = ", ".join(saisie.corrige_id.piece_ids.mapped("name"))

    @api.depends("corrige_id", "date", "destinataire_id", "demande_avis", "demande_presentation", *SAISIE)
    def _compute_modifie(self):
        for saisie in self:
            saisie.modifie = bool(saisie.corrige_id) and saisie._change(saisie.corrige_id)

    def _change(self, fait):
        """A value that was known is no longer the same; to complete an empty one is no change."""
        if fait.date != self.date or (
            fait.destinataire_id and fait.destinataire_id != self.destinataire_id
        ):
            return True
        saisis = self._faits()
        if saisis["heure"]:
            try:
                saisis["heure"] = self.dossier_etape_id._lire_heure(saisis["heure"])
            except UserError:
                return True  # said again, with what to type, when it is saved
        return any(
            fait[champ] and valeur is not None and (valeur or False) != fait[champ]
            for champ, valeur in saisis.items()
            # The unit alone says nothing; what was passed over is written each time.
            if champ in SAISIE and (champ != "delai_unite" or fait.delai_nombre)
        )

    @api.depends("dossier_etape_id", "date")
    def _compute_blocages(self):
        """Said before anything is typed: what forbids the step on that date, and who can lift it."""
        for saisie in self:
            etape = saisie.dossier_etape_id
            blocages = saisie._blocages() if etape else []
            saisie.blocages = Markup().join(
                Markup("<p>%s%s</p>") % (
                    b.message,
                    Markup("<br/><strong>%s</strong>") % self.env._(
                        "Qui peut lever ce blocage : %s.", b.qui
                    )
                    if b.qui
                    else "",
                )
                for b in blocages
            ) or False
            saisie.justifiable = bool(blocages) and all(b.justifiable for b in blocages)

    def _blocages(self):
        """What forbids the step on that date, whatever else is typed."""
        return self.dossier_etape_id._blocages_avant(self.date)

    def _suivants(self):
        """Recipients who remain once this one is saved."""
        self.ensure_one()
        etape = self.dossier_etape_id
        return etape._destinataires_restants() - self.destinataire_id if etape else (
            self.destinataire_id.browse()
        )

    @api.depends("dossier_etape_id", "destinataire_id")
    def _compute_restants(self):
        for saisie in self:
            saisie.restants = ", ".join(
                p.nom_complet for p in saisie._suivants() if p.nom_complet
            )

    @api.depends("dossier_etape_id", "destinataire_id", "date", "piece_ids", "demande_avis", *SAISIE)
    def _compute_apercu(self):
        """The dates that this entry will start, before it is saved."""
        for saisie in self:
            lignes = [
                Markup("<li><strong>%s</strong>&#160;: %s%s</li>") % (
                    echeance._texte(),
                    echeance.delai_id.name,
                    Markup(" – %s") % suite if (suite := echeance._suite()) else "",
                )
                for echeance in saisie._echeances_a_venir()
                if echeance.date
            ]
            saisie.apercu = Markup("<ul class='mb-0'>%s</ul>") % Markup().join(lignes) if (
                lignes
            ) else False

    def _echeances_a_venir(self):
        """Deadlines, in memory only, that what is typed would start."""
        self.ensure_one()
        etape = self.dossier_etape_id
        echeances = self.env["oilhi.dossier.echeance"]
        if not etape or not self.date:
            return echeances
        saisis = {champ: valeur for champ, valeur in self._faits().items() if valeur}
        try:
            saisis["heure"] = etape._lire_heure(saisis.get("heure"))
        except UserError:
            return echeances  # said when it is saved
        # sudo: the rules read the whole case, as they do when it is saved; nothing is written
        fait = self.env["oilhi.dossier.fait"].sudo().new({
            **saisis,
            "dossier_id": etape.dossier_id.id,
            "dossier_etape_id": etape.id,
            "code": etape.code,
            "date": self.date,
            "destinataire_id": self.destinataire_id.id,
            "piece_ids": [(6, 0, (self.piece_ids | self.corrige_id.piece_ids).ids)],
        })
        for valeurs in etape.sudo()._echeances_des_faits(fait):
            echeances |= echeances.new({**valeurs, "fait_id": False})
        return echeances

    # -- Onchange ------------------------------------------------------------

    @api.onchange("destinataire_id")
    def _onchange_destinataire_id(self):
        """Second recipient: its own dates; a recipient already entered: what was entered."""
        etape = self.dossier_etape_id
        if etape.etape_id.repetable or self.fait_id:
            return
        fait = etape.fait_ids.filtered(lambda f: f.destinataire_id == self.destinataire_id)[-1:]
        ancien = self.charge_id
        for champ in PROPRES if ancien and ancien != fait else ():
            if self[champ] == ancien[champ]:
                self[champ] = False
        if fait and self.destinataire_id:
            self.update(self._valeurs_du_fait(fait))
        self.charge_id = fait

    # -- Saving --------------------------------------------------------------

    def _faits(self):
        """{name: value}: None leaves what is recorded alone, False empties it."""
        demandes = {
            "heure": self.demande_heure,
            "mode": self.demande_mode,
            "delai_nombre": self.demande_delai,
            "delai_unite": self.demande_delai,
            "montant": self.demande_montant,
            "date_transmission": self.demande_transmission,
            "observations": self.demande_observations,
            "note": True,
        }
        faits = {champ: (self[champ] or False) if vu else None for champ, vu in demandes.items()}
        # Only one of these two is asked, according to what the notice says.
        for champ, vu in (
            ("date_reception", self.demande_reception),
            ("date_presentation", self.demande_presentation),
            ("issue_pli", self.demande_avis),
        ):
            suivi = "reception" in self.dossier_etape_id._codes("faits_demandes")
            faits[champ] = (vu and self[champ] or False) if suivi else None
        return faits

    def action_realiser(self):
        self.ensure_one()
        if self.modifie and not (self.motif or "").strip():
            raise UserError(self.env._(
                "Vous changez ce qui était enregistré : écrivez pourquoi. L’ancienne valeur et votre "
                "motif resteront lisibles."
            ))
        self.dossier_etape_id.realiser(
            self.date,
            destinataire_id=self.destinataire_id.id or None,
            justification=self.justification,
            motif=self.motif if self.modifie else None,
            piece_ids=self.piece_ids.ids,
            fait_id=self.fait_id.id or None,
            **self._faits(),
            **self._faits_mesures(),
        )
        return {"type": "ir.actions.act_window_close"}

    def action_realiser_suivant(self):
        """Save this recipient, and open the dialog of the next one."""
        self.ensure_one()
        suivant = self._suivants()[:1]
        self.action_realiser()
        return self.dossier_etape_id.action_realiser(destinataire_id=suivant.id)
