from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

OUI_NON = [("oui", "Oui"), ("non", "Non"), ("inconnu", "Je ne sais pas")]
# Facts on which rights rest: once an order is signed, a correction says what was and why.
ETABLIS = (
    "titre", "bonne_foi", "principale", "loyer", "charges", "allocation", "entree", "bail_fin",
    "vacant_depuis", "eviction", "retour", "fin", "personne_id", "bailleur_id", "plomb",
)  # fmt: skip


class OilhiDossierOccupant(models.Model):
    """A household and its home: what its rights are computed from.

    Health, children and social situation are elsewhere (oilhi.dossier.occupant.reserve).
    """

    _name = "oilhi.dossier.occupant"
    _inherit = ["oilhi.dossier.ligne", "oilhi.parcours.source"]
    _description = "Ménage occupant"
    _order = "dossier_id.id, lot, id"
    _rec_names_search = ["lot", "personne_id.nom_complet"]
    # Whom to tell when a measure of one lot is lifted.
    _parcours_champs = frozenset({"lot", "personne_id", "fin"})

    dossier_id = fields.Many2one(
        "oilhi.dossier", string="Dossier", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    personne_id = fields.Many2one(
        "oilhi.dossier.personne",
        string="Occupant",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('dossier_id', '=', dossier_id), ('role', '=', 'occupant')]",
        help="La personne du dossier à qui l’on écrit.",
    )
    bailleur_id = fields.Many2one(
        "oilhi.dossier.personne",
        string="Bailleur",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('dossier_id', '=', dossier_id), ('role', 'not in', ('occupant', 'signalant'))]",
        help="Avec plusieurs propriétaires, celui à qui ce ménage paie son loyer : c’est l’envoi qui "
        "lui est fait qui compte.",
    )
    lot = fields.Char("Lot ou logement", help="2e étage gauche, lot 14, chambre 6.")
    nombre_personnes = fields.Integer("Nombre de personnes")
    titre = fields.Selection(
        [
            ("habitation", "Bail d’habitation"),
            ("professionnel", "Bail professionnel ou commercial"),
            ("sous_location", "Sous-location"),
            ("proprietaire", "Propriétaire occupant ou usufruitier"),
            ("hotel", "Hôtel meublé, foyer, résidence"),
            ("meuble_tourisme", "Meublé de tourisme"),
            ("precaire", "Convention d’occupation précaire"),
            ("sans_titre", "Sans titre"),
        ],
        string="À quel titre",
        required=True,
        default="habitation",
    )
    titre_depuis = fields.Date("Titre du")
    bonne_foi = fields.Selection(
        OUI_NON,
        string="De bonne foi",
        default="inconnu",
        required=True,
        help="Compte pour qui n’a ni bail ni droit réel : un occupant de bonne foi est protégé "
        "(CCH L. 521-1).",
    )
    principale = fields.Selection(
        OUI_NON, string="Habitation principale", default="oui", required=True
    )
    entree = fields.Date("Entré dans les lieux le")
    bail_fin = fields.Date("Fin du bail prévue le")
    bail_limite = fields.Date(
        "Date limite de l’arrêté",
        help="Interdiction définitive : le bail continue sans loyer au plus tard jusqu’à cette date "
        "(CCH L. 521-2 III).",
    )
    vacant_depuis = fields.Date("Logement vide depuis le")
    loyer = fields.Monetary("Loyer mensuel hors charges")
    charges = fields.Monetary("Charges mensuelles")
    loyer_verse_au = fields.Date(
        "Loyers encaissés jusqu’au",
        help="Dernier jour pour lequel le bailleur a été payé, même pendant la suspension.",
    )
    loyer_restitue = fields.Monetary("Déjà rendu ou déduit")
    allocation = fields.Selection(
        [
            ("aucune", "Aucune"),
            ("caf", "CAF"),
            ("msa", "MSA"),
            ("inconnu", "Je ne sais pas"),
        ],
        string="Allocation logement",
        default="inconnu",
        required=True,
    )
    allocation_numero = fields.Char("N° d’allocataire")
    plomb = fields.Selection(
        [
            ("non", "Non"),
            ("partie", "Un motif parmi d’autres"),
            ("seul", "Seul motif de l’arrêté"),
        ],
        string="Insalubrité due au plomb",
        help="Seul motif : le loyer reste dû (CSP L. 1331-22, deuxième alinéa ; CCH L. 521-2 I). "
        "Vide : d’après les réponses au guide.",
    )
    inhabitable = fields.Selection(
        OUI_NON,
        string="Travaux rendant le logement inhabitable",
        default="inconnu",
        required=True,
    )
    inhabitable_du = fields.Date("Inhabitable à partir du")
    suroccupe = fields.Boolean("Logement manifestement suroccupé")
    operation = fields.Boolean(
        "Dans une OPAH ou une opération d’aménagement",
        help="En insalubrité, la personne publique à l’initiative de l’opération reloge à défaut du "
        "propriétaire (CCH L. 521-3-2 III).",
    )
    evacuation_definitive = fields.Boolean("Évacuation à caractère définitif")
    eviction = fields.Date("Parti à cause de l’arrêté le")
    retour = fields.Date("Revenu le")
    fin = fields.Date("Parti définitivement, ou relogé, le")
    nouveau_loyer = fields.Monetary("Nouveau loyer hors charges")
    relogeur = fields.Selection(
        [
            ("proprietaire", "Le propriétaire ou l’exploitant"),
            ("personne_publique", "Une personne publique"),
            ("hlm", "Un organisme HLM"),
            ("sem", "Une société d’économie mixte"),
            ("non_lucratif", "Un organisme à but non lucratif"),
            ("autre", "Autre"),
        ],
        string="Relogé par",
    )
    loyer_previsionnel = fields.Monetary("Loyer prévisionnel (relogement)")
    convention_precaire = fields.Boolean(
        "Hébergé sous convention d’occupation précaire", help="CCH L. 521-3-4."
    )
    note = fields.Text("Précisions", help="Rien de la santé ni de la vie sociale ici.")
    motif_correction = fields.Char(
        "Pourquoi cette correction",
        help="Un arrêté est signé : ce qui était noté reste dans l’historique du dossier, avec ce motif.",
    )
    offre_ids = fields.One2many("oilhi.dossier.offre", "occupant_id", string="Offres")
    hebergement_ids = fields.One2many(
        "oilhi.dossier.hebergement", "occupant_id", string="Nuits et hébergements"
    )
    reserve_ids = fields.One2many(
        "oilhi.dossier.occupant.reserve",
        "occupant_id",
        string="Données réservées",
        groups="oilhi_partenaires.group_donnees_sensibles",
    )
    acte_signe = fields.Boolean("Un arrêté est signé", compute="_compute_acte_signe")

    @api.depends("lot", "personne_id.nom_complet")
    def _compute_display_name(self):
        for menage in self:
            menage.display_name = " – ".join(
                filter(None, [menage.lot, menage.personne_id.nom_complet])
            ) or self.env._("Ménage sans nom")

    @api.depends("dossier_id.etape_ids.etat")
    def _compute_acte_signe(self):
        for menage in self:
            menage.acte_signe = bool(
                menage.dossier_id.procedure_ids._faites("arrete", "decision_tiers")
            )

    @api.onchange("personne_id")
    def _onchange_personne_id(self):
        if self.personne_id.lot and not self.lot:
            self.lot = self.personne_id.lot

    # -- Checks --------------------------------------------------------------

    @api.constrains("dossier_id", "personne_id", "bailleur_id")
    def _check_meme_dossier(self):
        for menage in self:
            autres = (menage.personne_id | menage.bailleur_id).dossier_id - menage.dossier_id
            if autres:
                raise ValidationError(self.env._(
                    "L’occupant et le bailleur doivent être des personnes du même dossier."
                ))

    @api.constrains("loyer", "charges", "loyer_restitue", "nouveau_loyer", "loyer_previsionnel")
    def _check_montants(self):
        for menage in self:
            for champ in ("loyer", "charges", "loyer_restitue", "nouveau_loyer", "loyer_previsionnel"):
                if menage[champ] < 0:
                    raise ValidationError(self.env._(
                        "%s : un montant ne peut pas être négatif.", menage._fields[champ].string
                    ))

    @api.constrains("entree", "fin", "eviction", "retour")
    def _check_dates(self):
        for menage in self:
            for debut, fin in (("entree", "fin"), ("eviction", "retour")):
                if menage[debut] and menage[fin] and menage[fin] < menage[debut]:
                    raise ValidationError(self.env._(
                        "« %(fin)s » ne peut pas précéder « %(debut)s ». Corrigez l’une des deux dates.",
                        fin=menage._fields[fin].string, debut=menage._fields[debut].string,
                    ))

    # -- CRUD ----------------------------------------------------------------

    def write(self, vals):
        corriges = [nom for nom in ETABLIS if nom in vals]
        if not corriges:
            return super().write(vals)
        avant = {menage: menage._en_clair(corriges) for menage in self}
        motif = (vals.get("motif_correction") or "").strip()
        # Kept in the history, not in the row: the next correction has its own reason.
        vals = {**vals, "motif_correction": False}
        resultat = super().write(vals)
        for menage, ancien in avant.items():
            menage._tracer(ancien, menage._en_clair(corriges), motif)
        return resultat

    def _en_clair(self, noms):
        """{field: its value in words}, empty for what is not known."""
        self.ensure_one()
        valeurs = {}
        for nom in noms:
            champ, valeur = self._fields[nom], self[nom]
            if champ.type == "selection":
                valeur = dict(champ._description_selection(self.env)).get(valeur) if valeur != "inconnu" else ""
            elif champ.type == "many2one":
                valeur = valeur.display_name
            elif champ.type == "date":
                valeur = valeur and valeur.strftime("%d/%m/%Y")
            elif champ.type == "monetary":
                valeur = valeur and f"{valeur:.2f}".replace(".", ",") + "\u00a0€"
            valeurs[nom] = valeur or ""
        return valeurs

    def _tracer(self, avant, apres, motif):
        """What stood when an order was signed does not disappear without a word."""
        changes = [nom for nom in avant if avant[nom] and avant[nom] != apres[nom]]
        if not changes or not self.acte_signe:
            return
        if not motif and not self.env.su:
            raise UserError(self.env._(
                "Un arrêté est signé et « %s » était déjà noté : écrivez pourquoi vous le corrigez "
                "(champ « Pourquoi cette correction »).", self._fields[changes[0]].string,
            ))
        lignes = ", ".join(
            self.env._("%(champ)s : %(avant)s → %(apres)s", champ=self._fields[nom].string,
                       avant=avant[nom], apres=apres[nom] or "–")
            for nom in changes
        )
        self.dossier_id._message_log(body=self.env._(
            "Ménage « %(nom)s » corrigé. %(lignes)s. Motif : %(motif)s",
            nom=self.display_name, lignes=lignes, motif=motif or "–",
        ))

    @api.ondelete(at_uninstall=False)
    def _unlink_sans_acte(self):
        for menage in self:
            if menage.acte_signe and not self.env.su:
                raise UserError(self.env._(
                    "Un arrêté est signé : ce ménage ne s’efface plus. S’il est parti, indiquez la date "
                    "de son départ."
                ))

    # -- Actions -------------------------------------------------------------

    def action_ouvrir(self):
        """From the list of the case: the household on its own page."""
        return self._action_fiche()

    # -- Restricted part -----------------------------------------------------

    def action_ouvrir_reserve(self):
        """Open the restricted data: this, and not the form, is what is logged as a reading."""
        self.ensure_one()
        self.check_access("read")
        reserves = self.env["oilhi.dossier.occupant.reserve"]
        reserves.check_access("read")
        reserve = reserves.search([("occupant_id", "=", self.id)], limit=1)
        if not reserve:
            if not self.has_access("write"):
                raise UserError(self.env._("Aucune donnée réservée n’est notée pour ce ménage."))
            self.write({"reserve_ids": [Command.create({})]})
            reserve = self.reserve_ids
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Données réservées : %s", self.display_name),
            "res_model": reserve._name,
            "res_id": reserve.id,
            "views": [[False, "form"]],
            "target": "new",
        }
