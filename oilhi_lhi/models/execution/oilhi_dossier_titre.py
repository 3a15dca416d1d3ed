from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...moteur.astreinte import en_montant
from ...moteur.francais import euros
from ...moteur.recouvrement_donnees import Titre
from ...moteur.recouvrement_droit import OBJETS
from ..pieces import Pieces

DOCUMENTS = {"astreinte": "D-FIN-01", "frais": "D-FIN-02", "hebergement": "D-FIN-03"}
# What may still be written once the title is issued.
APRES_EMISSION = frozenset({
    "opposition_le", "opposition_note", "piece_ids", "paiement_ids", "ecart_ids",
})  # fmt: skip


class OilhiDossierTitre(models.Model):
    """A title of recovery: prepared from the account, issued by the responsable, then frozen."""

    _name = "oilhi.dossier.titre"
    _inherit = "oilhi.dossier.argent"
    _description = "Titre de recette"
    _order = "dossier_id.id, id"
    _champs_decides = frozenset({
        "etat", "objet", "personne_ids", "dette", "calcul", "base", "emis_par_id", "tenus",
    })  # fmt: skip

    numero = fields.Char("Numéro du titre", copy=False)
    objet = fields.Selection(list(OBJETS.items()), required=True, readonly=True)
    personne_ids = fields.Many2many(
        "oilhi.dossier.personne", string="Débiteurs", readonly=True, ondelete="restrict"
    )
    tenus = fields.Char("Tenus", readonly=True, help="Débiteurs et acquéreurs tenus avec eux.")
    dette = fields.Char(readonly=True)  # key of the debt in the account
    montant = fields.Monetary(required=True)
    date = fields.Date("Émis le", copy=False)
    emis_par_id = fields.Many2one("res.users", string="Émis par", readonly=True, copy=False)
    etat = fields.Selection(
        [("brouillon", "À émettre"), ("emis", "Émis")],
        string="État",
        required=True,
        default="brouillon",
        readonly=True,
        copy=False,
        index=True,
    )
    calcul = fields.Text("Calcul", readonly=True)
    base = fields.Char("Base légale", readonly=True)
    document_code = fields.Char("Document", compute="_compute_document_code")
    opposition_le = fields.Date("Opposition reçue le")
    opposition_note = fields.Char("Suite de l’opposition")
    opposition_effet = fields.Char("Effet de l’opposition", compute="_compute_opposition_effet")
    piece_ids = Pieces("ir.attachment", string="Pièces")
    ecart_ids = fields.One2many("oilhi.dossier.titre.ecart", "titre_id", string="Changements")
    paiement_ids = fields.One2many("oilhi.dossier.paiement", "titre_id", string="Paiements")
    net = fields.Monetary("Après réductions", compute="_compute_suite")
    remis = fields.Monetary("Remis", compute="_compute_suite")
    paye = fields.Monetary("Payé", compute="_compute_suite")
    reste = fields.Monetary("Reste", compute="_compute_suite")

    _numero_uniq = models.UniqueIndex(
        "(company_id, dossier_id, numero) WHERE numero IS NOT NULL AND annulee IS NOT TRUE",
        "Ce numéro de titre est déjà pris dans ce dossier.",
    )

    @api.depends("numero", "objet")
    def _compute_display_name(self):
        for titre in self:
            objet = OBJETS.get(titre.objet, "")
            titre.display_name = (
                self.env._("Titre %(numero)s (%(objet)s)", numero=titre.numero, objet=objet.lower())
                if titre.numero else self.env._("Titre à émettre (%s)", objet.lower())
            )

    @api.depends("objet")
    def _compute_document_code(self):
        for titre in self:
            titre.document_code = DOCUMENTS.get(titre.objet, "")

    @api.depends("opposition_le")
    def _compute_opposition_effet(self):
        for titre in self:
            titre.opposition_effet = titre.opposition_le and self.env._(
                "Elle ne suspend pas le recouvrement (CCH L. 541-1)."
            )

    @api.depends(
        "montant", "etat", "ecart_ids.nature", "ecart_ids.montant", "ecart_ids.annulee",
        "paiement_ids.montant", "paiement_ids.annulee",
    )
    def _compute_suite(self):
        for titre in self:
            ecarts = titre.ecart_ids.filtered(lambda e: not e.annulee)
            otes = sum(e.montant for e in ecarts if e.nature in ("reduction", "annulation"))
            titre.net = titre.montant - otes if titre.etat == "emis" else 0
            titre.remis = sum(e.montant for e in ecarts if e.nature == "remise")
            titre.paye = sum(p.montant for p in titre.paiement_ids if not p.annulee)
            titre.reste = titre.net - titre.remis - titre.paye

    @api.constrains("montant")
    def _check_montant(self):
        for titre in self:
            if titre.montant <= 0:
                raise ValidationError(self.env._("Le montant d’un titre est positif."))

    @api.constrains("opposition_le", "date")
    def _check_opposition(self):
        for titre in self:
            if titre.opposition_le and (not titre.date or titre.opposition_le < titre.date):
                raise ValidationError(self.env._(
                    "Une opposition vise un titre émis : elle ne peut pas le précéder."
                ))

    # -- CRUD ----------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise UserError(self.env._(
                "Un titre se prépare depuis le compte du dossier (« Préparer les titres ») : son montant "
                "vient de ce qui est dû."
            ))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and (gardes := vals.keys() - APRES_EMISSION):
            for titre in self.filtered(lambda t: t.etat == "emis"):
                if any(
                    titre._fields[n].convert_to_write(titre[n], titre) != vals[n]
                    for n in gardes if n in titre._fields and titre._fields[n].store
                ):
                    raise UserError(self.env._(
                        "%s est émis : il ne change plus. Enregistrez une réduction, une annulation "
                        "ou une remise.", titre.display_name,
                    ))
        return super().write(vals)

    def _gelee(self):
        return self.etat == "emis"

    def _verifier_annulable(self):
        if self.etat == "emis":
            raise UserError(self.env._(
                "%s est émis : enregistrez une annulation dans ses changements, elle garde la trace.",
                self.display_name,
            ))

    # -- Issue ---------------------------------------------------------------

    def emettre(self, date=None, numero=None):
        """Issue: by the responsable, with its number, never above what is due."""
        self.ensure_one()
        self._ouvrir_ecriture()
        self._exiger_decideur(self.env._("émettre un titre de recette"))
        if self.etat == "emis":
            raise UserError(self.env._("%s est déjà émis.", self.display_name))
        if self.annulee:
            raise UserError(self.env._("%s est annulé : préparez-en un autre.", self.display_name))
        jour = fields.Date.context_today(self)
        date = self.env["oilhi.dossier.etape"]._lire_date(date or self.date, self.env._("Date")) or jour
        numero = (numero or self.numero or "").strip()
        if not numero:
            raise UserError(self.env._(
                "Indiquez le numéro du titre : celui du bordereau de votre logiciel comptable."
            ))
        if date > jour:
            raise UserError(self.env._("Un titre s’émet le jour venu, pas d’avance."))
        dette = self.dossier_id._dette(self.dette)
        reste = dette.a_titrer if dette else 0
        if not dette or en_montant(self.montant) > reste:
            raise UserError(self.env._(
                "Ce titre (%(montant)s) dépasse ce qui reste à titrer (%(reste)s) : diminuez-le, ou "
                "préparez de nouveau les titres.",
                montant=euros(en_montant(self.montant)), reste=euros(max(reste, en_montant(0))),
            ))
        # sudo: only this method issues (see _champs_decides); role and amount were checked above
        self.sudo().write({
            "etat": "emis", "date": date, "numero": numero, "emis_par_id": self.env.uid,
            "calcul": dette.calcul, "base": dette.base,
        })
        self._geler_depenses()
        self.dossier_id._message_log(body=self.env._(
            "%(titre)s émis le %(jour)s : %(montant)s",
            titre=self.display_name, jour=date.strftime("%d/%m/%Y"),
            montant=euros(en_montant(self.montant)),
        ))
        # sudo: a procedure that only waited for this ends; the right to write was checked above
        self.sudo().dossier_id._actualiser_parcours()
        return self._resultat()

    def action_emettre(self):
        self.emettre()
        return True

    def _geler_depenses(self):
        """The expenses that this title asks for do not change silently any more."""
        compte = self.dossier_id._compte_moteur()
        codes = {
            ligne.depense.code for ligne in compte.depenses
            if ligne.retenue and ligne.regime.objet == self.objet
        }
        depenses = self.dossier_id.depense_ids.filtered(
            lambda d: f"{d._name},{d.id}" in codes and not d.titree
        )
        # sudo: written by code alone (see _champs_decides)
        depenses.sudo().write({"titree": True})

    def _pour_le_moteur(self):
        return Titre(
            code=str(self.id),
            le=self.date,
            objet=self.objet,
            debiteurs=tuple(self.dette.split(":")[1].split("+")),
            montant=en_montant(self.montant),
            opposition=self.opposition_le or None,
            numero=self.numero or "",
        )

    def _resultat(self):
        self.ensure_one()
        return {
            "id": self.id,
            "numero": self.numero or None,
            "objet": self.objet,
            "debiteurs": self.personne_ids.mapped("nom_complet"),
            "montant": self.montant,
            "etat": self.etat,
            "date": self.date and self.date.isoformat(),
            "calcul": self.calcul,
            "base": self.base,
        }
