from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..moteur.delais import respecte_maximum, verifier_delai_execution
from ..moteur.mesures import INTERDICTIONS, TRAVAUX

__all__ = ["INTERDICTIONS", "TRAVAUX"]
TYPES = [
    ("travaux", "Travaux de réparation"),
    ("demolition", "Démolition"),
    ("interdiction_temporaire", "Interdiction temporaire d’habiter ou d’utiliser"),
    ("interdiction_definitive", "Interdiction définitive"),
    ("cessation", "Cessation de la mise à disposition"),
    ("securisation", "Mise en sécurité du site"),
]
# Content of the signed act: after the signature, another act is needed to change it.
PRESCRIT = frozenset({
    "type", "texte", "localisation", "delai_nombre", "delai_unite", "date_effet", "date_offre",
    "personne_id", "dossier_procedure_id", "partie", "lot",
})  # fmt: skip
# Kept by the parcours from the findings and the clocks: never typed.
SUIVI = frozenset({
    "execution", "execution_mots", "reste", "date_realisation", "date_limite", "heure_limite",
    "date_limite_provisoire", "date_limite_calcul", "levee_le", "levee_fait_id",
})  # fmt: skip


class OilhiDossierMesure(models.Model):
    _name = "oilhi.dossier.mesure"
    _inherit = "oilhi.dossier.ligne"
    _description = "Mesure prescrite"
    _order = "dossier_procedure_id.id, sequence, id"
    _rec_name = "texte"

    dossier_id = fields.Many2one(
        "oilhi.dossier", string="Dossier", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, index=True)
    dossier_procedure_id = fields.Many2one(
        "oilhi.dossier.procedure",
        string="Procédure",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('dossier_id', '=', dossier_id)]",
    )
    procedure_code = fields.Char(related="dossier_procedure_id.code")
    type = fields.Selection(TYPES, required=True, default="travaux")
    texte = fields.Text("Mesure", required=True)
    localisation = fields.Char("Où ?")
    partie = fields.Selection(
        [
            ("tout", "Tout l’immeuble"),
            ("communes", "Parties communes"),
            ("privative", "Un lot"),
        ],
        string="Partie de l’immeuble",
    )
    lot = fields.Char("Lot", help="Numéro ou nom du lot, comme dans la fiche de l’occupant.")
    delai_nombre = fields.Integer("Délai")
    delai_unite = fields.Selection(
        [("heures", "heures"), ("jours", "jours"), ("mois", "mois")],
        string="Unité du délai",
        default="mois",
    )
    date_effet = fields.Date("Prend effet le")
    date_offre = fields.Date("Offre d’hébergement à faire connaître au plus tard le")
    personne_id = fields.Many2one(
        "oilhi.dossier.personne",
        string="Personne tenue",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('dossier_id', '=', dossier_id)]",
    )
    date_realisation = fields.Date("Achevée le", readonly=True, copy=False)
    sequence = fields.Integer(default=10)
    refus = fields.Text("Ce qui ne convient pas", compute="_compute_refus")

    @api.model
    def default_get(self, fields):
        """A measure typed in the case belongs to its open procedure; with two, the agent says."""
        valeurs = super().default_get(fields)
        if "dossier_procedure_id" in fields and not valeurs.get("dossier_procedure_id"):
            # Typed in the page of the case, the case itself is not among the fields asked for.
            dossier = self.env["oilhi.dossier"].browse(
                valeurs.get("dossier_id") or self.env.context.get("default_dossier_id")
            )
            ouvertes = dossier.procedure_ids.filtered(lambda p: p.etat == "en_cours")
            valeurs["dossier_procedure_id"] = ouvertes.id if len(ouvertes) == 1 else False
        return valeurs

    # -- Checks --------------------------------------------------------------

    def _refus_delai(self):
        """C.2 rule 12: less than a month for works in an ordinary order voids it; L. 126-3: a year at
        most to redo a façade."""
        self.ensure_one()
        procedure = self.dossier_procedure_id.procedure_id
        if not self.delai_nombre or not procedure:
            return ""
        maximum = procedure._maximum_execution()
        if maximum and self.type not in INTERDICTIONS and (
            refus := respecte_maximum(
                self.delai_nombre, self.delai_unite, maximum, quoi=self.env._("Délai d’exécution")
            )
        ):
            return refus.message
        if not procedure._minimum_execution():
            return ""
        regles = self.env["oilhi.delai"]._regles()
        refus = verifier_delai_execution(
            self.type,
            self.delai_nombre,
            self.delai_unite,
            urgence=procedure.urgente,
            procedure=procedure.code,
            regles=regles or None,
        )
        return refus and self.env._(
            "%(refus)s Base : CCH L. 511-11, R. 511-6. Écrivez par exemple « 1 mois » ; si "
            "le danger ne permet pas d’attendre, c’est la procédure urgente (MSU) qu’il faut.",
            refus=refus.message,
        )

    @api.depends("delai_nombre", "delai_unite", "type", "dossier_procedure_id")
    def _compute_refus(self):
        """Said while typing: the agent need not wait for the saving of the case."""
        for mesure in self:
            mesure.refus = mesure._refus_delai() or ""

    @api.constrains("delai_nombre", "delai_unite", "type", "dossier_procedure_id")
    def _check_delai_execution(self):
        for mesure in self:
            if refus := mesure._refus_delai():
                raise ValidationError(refus)

    @api.constrains("dossier_id", "dossier_procedure_id", "personne_id")
    def _check_meme_dossier(self):
        for mesure in self:
            dossiers = mesure.dossier_procedure_id.dossier_id | mesure.personne_id.dossier_id
            if dossiers != mesure.dossier_id:
                raise ValidationError(self.env._(
                    "La procédure et la personne tenue doivent appartenir au même dossier que la "
                    "mesure."
                ))

    def _verifier_non_signee(self):
        """What is signed is frozen: an order that changes needs another order (CRPA L. 243-1)."""
        for procedure in self.dossier_procedure_id:
            if not self.env.su and procedure._arrete_signe():
                raise UserError(self.env._(
                    "L’arrêté de la procédure %s est signé : ses mesures ne changent plus. Prenez un "
                    "arrêté modificatif, ou demandez à un responsable d’annuler l’étape si l’arrêté "
                    "n’a pas été notifié.",
                    procedure.code,
                ))

    def _refuser_suivi(self, vals):
        """What the owner says is no finding: only a control, or the finding itself, says « done »."""
        if not self.env.su and SUIVI & vals.keys():
            raise UserError(self.env._(
                "Une mesure est dite exécutée par une visite de contrôle terminée, ou par l’étape du "
                "constat (CCH L. 511-14) : elle ne se note pas à la main. Notez ce que la personne "
                "tenue annonce ou envoie dans « Justificatif reçu », puis faites un contrôle."
            ))

    # -- CRUD ----------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuser_suivi(vals)
        mesures = super().create(vals_list)
        mesures._verifier_non_signee()
        mesures.dossier_id._actualiser_parcours()
        return mesures

    def write(self, vals):
        self._refuser_suivi(vals)
        if PRESCRIT & vals.keys():
            self._verifier_non_signee()
        resultat = super().write(vals)
        if vals.keys() - SUIVI:
            self.dossier_id._actualiser_parcours()
        return resultat

    def unlink(self):
        self._verifier_non_signee()
        dossiers = self.dossier_id
        resultat = super().unlink()
        dossiers._actualiser_parcours()
        return resultat
