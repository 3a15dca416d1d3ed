from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...moteur.astreinte import en_montant
from ...moteur.recouvrement_donnees import Depense
from ...moteur.recouvrement_droit import NATURES, regime
from ..pieces import Pieces
from .oilhi_dossier_astreintes import COMMUNES

PAYEURS = [
    ("commune", "Commune"),
    ("epci", "Intercommunalité"),
    ("etat", "État"),
    ("autre", "Autre"),
]
NIVEAUX = [("oui", "Récupérable"), ("a_verifier", "À vérifier"), ("non", "Non récupérable")]
LIBRES = frozenset({"piece_ids"})


class OilhiDossierDepense(models.Model):
    """Money spent in the place of the person held, with what the law says of getting it back."""

    _name = "oilhi.dossier.depense"
    _inherit = "oilhi.dossier.argent"
    _description = "Dépense"
    _order = "dossier_id.id, date, id"
    _rec_name = "libelle"
    _champs_decides = frozenset({"titree", "admise_par_id"})

    dossier_procedure_id = fields.Many2one(
        "oilhi.dossier.procedure",
        string="Procédure",
        index="btree_not_null",
        ondelete="restrict",
        default=lambda self: self._default_procedure(),
        domain="[('dossier_id', '=', dossier_id)]",
    )
    nature = fields.Selection(
        [(n.code, n.libelle) for n in NATURES.values()], required=True, default="travaux"
    )
    libelle = fields.Char("Objet", required=True)
    date = fields.Date(required=True, default=fields.Date.context_today)
    ht = fields.Monetary("Hors taxes", required=True)
    tva = fields.Monetary("TVA")
    ttc = fields.Monetary("Toutes taxes", compute="_compute_ttc", store=True)
    payeur = fields.Selection(PAYEURS, string="Payée par", required=True, default="commune")
    payeur_nom = fields.Char("Précisez")
    personne_ids = fields.Many2many(
        "oilhi.dossier.personne",
        string="Qui la doit",
        ondelete="restrict",
        domain="[('dossier_id', '=', dossier_id)]",
        help="Vide : les personnes tenues du dossier.",
    )
    repartition = fields.Selection(
        [
            ("ensemble", "Tous ensemble (solidaires)"),
            ("tantiemes", "Selon les tantièmes"),
            ("egales", "À parts égales"),
        ],
        string="Répartition",
        required=True,
        compute="_compute_repartition",
        store=True,
        readonly=False,
        precompute=True,
    )
    piece_ids = Pieces("ir.attachment", string="Justificatifs")
    admise = fields.Boolean(
        "Retenue malgré le doute", help="Décision écrite d’un responsable, quand l’article manque."
    )
    motif_admission = fields.Text("Pourquoi elle est retenue")
    admise_par_id = fields.Many2one("res.users", string="Retenue par", readonly=True, copy=False)
    titree = fields.Boolean("Titrée", readonly=True, copy=False)
    recuperable = fields.Selection(NIVEAUX, string="Récupération", compute="_compute_droit")
    base = fields.Char("Base légale", compute="_compute_droit")
    droit = fields.Text("Ce que dit la loi", compute="_compute_droit")

    @api.model
    def _default_procedure(self):
        dossier = self.env["oilhi.dossier"].browse(self.env.context.get("default_dossier_id"))
        ouvertes = dossier.procedure_ids.filtered(lambda p: p.etat == "en_cours")
        return ouvertes.id if len(ouvertes) == 1 else False

    @api.depends("ht", "tva")
    def _compute_ttc(self):
        for depense in self:
            depense.ttc = float((en_montant(depense.ht) or 0) + (en_montant(depense.tva) or 0))

    @api.depends("dossier_id")
    def _compute_repartition(self):
        for depense in self:
            communes = depense.dossier_id and depense.dossier_id._copropriete() in COMMUNES
            depense.repartition = "tantiemes" if communes else "ensemble"

    @api.depends("nature", "dossier_procedure_id")
    def _compute_droit(self):
        forfaits = {
            "oui": self.env._("Forfait de 8 % ajouté (CCH L. 543-2)"),
            "non": self.env._("Sans forfait de 8 %"),
            "a_verifier": self.env._("Forfait de 8 % à vérifier, non ajouté"),
        }
        for depense in self:
            if not depense.nature:
                depense.update({"recuperable": False, "base": False, "droit": False})
                continue
            lu = regime(depense.nature, depense.dossier_procedure_id.code or None)
            depense.recuperable = lu.recuperable
            depense.base = lu.base
            mots = [dict(NIVEAUX)[lu.recuperable]]
            if lu.recuperable == "oui" and lu.forfait != "a_verifier":
                mots.append(forfaits[lu.forfait])
            if lu.motif:
                mots.append(lu.motif[0].upper() + lu.motif[1:])
            depense.droit = ". ".join(mots) + "."

    # -- Checks --------------------------------------------------------------

    @api.constrains("ht", "tva", "date")
    def _check_montants(self):
        for depense in self:
            if depense.ht <= 0 or depense.tva < 0 or depense.tva > depense.ht:
                raise ValidationError(self.env._(
                    "%s : le montant hors taxes est positif, la TVA comprise entre zéro et lui.",
                    depense.libelle,
                ))
            if depense.date > fields.Date.context_today(depense):
                raise ValidationError(self.env._(
                    "%s : une dépense s’enregistre une fois faite, pas d’avance.", depense.libelle
                ))

    @api.constrains("dossier_id", "dossier_procedure_id", "personne_ids")
    def _check_meme_dossier(self):
        for depense in self:
            dossiers = depense.dossier_procedure_id.dossier_id | depense.personne_ids.dossier_id
            if dossiers - depense.dossier_id:
                raise ValidationError(self.env._(
                    "La procédure et les personnes doivent appartenir au même dossier que la dépense."
                ))

    @api.constrains("admise", "motif_admission")
    def _check_admission(self):
        for depense in self:
            if depense.admise and not (depense.motif_admission or "").strip():
                raise ValidationError(self.env._(
                    "Écrivez pourquoi « %s » est retenue : aucun article lu ne la met à la charge de la "
                    "personne tenue.", depense.libelle,
                ))

    # -- CRUD ----------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get("admise") for vals in vals_list):
            self._verifier_admission()
        depenses = super().create(vals_list)
        depenses._signer_admission()
        return depenses

    def write(self, vals):
        if not self.env.su and vals.keys() - LIBRES:
            self._verifier_modifiable()
        if {"admise", "motif_admission"} & vals.keys():
            self._verifier_admission()
        resultat = super().write(vals)
        if "admise" in vals:
            self._signer_admission()
        return resultat

    def _verifier_admission(self):
        if not self.env.su:
            self._exiger_decideur(self.env._("retenir une dépense dont le fondement est à vérifier"))

    def _signer_admission(self):
        for depense in self.filtered(lambda d: d.admise and not d.admise_par_id):
            # sudo: who admitted is written by code alone
            depense.sudo().admise_par_id = self.env.uid

    def _verifier_modifiable(self):
        for depense in self.filtered(lambda d: d.titree or d.annulee):
            raise UserError(self.env._(
                "« %s » est comprise dans un titre émis, ou annulée : elle ne change plus. Annulez-la "
                "et enregistrez la bonne ; le compte dira de combien réduire ou compléter le titre.",
                depense.libelle,
            ))

    def _gelee(self):
        return self.titree or self.annulee

    # -- For the core --------------------------------------------------------

    def _tenus(self):
        """Persons who owe it: those named, else those held, the buyers coming through the sales."""
        return self.personne_ids or self.dossier_id._compte_tenus()

    def _parts(self, tantiemes):
        """((debtors together), weight): empty when it is not known who owes what."""
        tenus = self._tenus()
        if not tenus:
            return ()
        if self.repartition == "ensemble" or len(tenus) == 1:
            return ((tuple(sorted(str(p.id) for p in tenus)), Decimal(1)),)
        if self.repartition == "egales":
            return tuple(((str(p.id),), Decimal(1)) for p in tenus)
        poids = {p: tantiemes.get(p.id) for p in tenus}
        if not all(poids.values()):
            return ()
        return tuple(((str(p.id),), Decimal(str(poids[p]))) for p in tenus)

    def _pour_le_moteur(self, tantiemes):
        self.ensure_one()
        ht, tva = en_montant(self.ht), en_montant(self.tva) or Decimal(0)
        return Depense(
            code=f"{self._name},{self.id}",
            nature=self.nature,
            le=self.date,
            ht=ht,
            tva=tva,
            ttc=ht + tva,
            par=self.payeur_nom or dict(PAYEURS)[self.payeur],
            parts=self._parts(tantiemes),
            procedure=self.dossier_procedure_id.code or None,
            admise=self.admise,
            libelle=self.libelle,
        )
