from odoo import api, fields, models

from odoo.addons.oilhi_lhi.models.oilhi_etape import codes
from odoo.addons.oilhi_lhi.models.oilhi_referentiel import NIVEAUX_PREUVE

from ..champs import CATALOGUE, SAISIE


class OilhiDocumentModele(models.Model):
    _name = "oilhi.document.modele"
    _description = "Modèle de document"
    _order = "sequence, code"
    _rec_names_search = ["code", "name"]

    code = fields.Char(required=True, index=True)  # D-MSO-10: stable, used by scripts
    name = fields.Char("Document", required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    type = fields.Selection(
        [("courrier", "Courrier"), ("arrete", "Arrêté"), ("autre", "Autre")],
        required=True,
        default="courrier",
    )
    procedures = fields.Char("Procédures", help="Codes des procédures, séparés par une virgule.")
    etape_signature = fields.Char(
        "Étape accomplie par la signature", help="Code de l’étape, par exemple MSO-12."
    )
    etape_notification = fields.Char(
        "Étape accomplie par la notification", help="Code de l’étape, par exemple MSO-13."
    )
    signataire = fields.Selection(
        [
            ("autorite", "Autorité de police"),
            ("maire", "Maire"),
            ("agent", "Agent"),
            ("tiers", "Un tiers (modèle à lui remettre)"),
        ],
        required=True,
        default="autorite",
    )
    destinataire = fields.Selection(
        [
            ("personne", "Un exemplaire par personne tenue"),
            ("syndic", "Le syndic"),
            ("indivisaire", "Un exemplaire par indivisaire"),
            ("occupant", "Un exemplaire par occupant"),
            ("bailleur", "Le bailleur ou l’exploitant"),
            ("signalant", "L’auteur du signalement"),
            ("interesse", "Une personne du dossier, au choix"),
            ("partenaire", "Un partenaire de l’annuaire"),
            ("tous", "Un seul acte pour tous les destinataires"),
        ],
        required=True,
        default="tous",
    )
    partenaires = fields.Char(
        "Types de partenaires",
        help="Pour un courrier à un partenaire : codes des types d’organismes, séparés par une virgule.",
    )
    visite = fields.Boolean(
        "Rend compte d’une visite", help="Le document relate la dernière visite terminée."
    )
    mentions = fields.Text("Mentions indispensables")
    base = fields.Char("Base légale")
    niveau_preuve = fields.Selection(
        NIVEAUX_PREUVE,
        string="Niveau de preuve",
        required=True,
        default="confirme",
    )
    version_ids = fields.One2many("oilhi.document.modele.version", "modele_id", string="Versions")
    version_courante_id = fields.Many2one(
        "oilhi.document.modele.version",
        string="Version en vigueur",
        compute="_compute_version_courante_id",
    )

    _code_uniq = models.Constraint("UNIQUE(code)", "Ce code de document existe déjà.")

    @api.depends("version_ids.state", "version_ids.date_debut", "version_ids.date_fin")
    def _compute_version_courante_id(self):
        aujourdhui = fields.Date.context_today(self)
        for modele in self:
            modele.version_courante_id = modele._version_valide(aujourdhui)

    @api.depends("code", "name")
    def _compute_display_name(self):
        for modele in self:
            modele.display_name = f"{modele.code} – {modele.name}" if modele.code else modele.name

    def _codes(self, champ):
        """Codes of « procedures » or « partenaires », in the order they were written."""
        self.ensure_one()
        return codes(self[champ])

    def _cles_saisies(self):
        """Keys of the template in force that the agent types for each document."""
        self.ensure_one()
        cles = self.version_courante_id._cles() if self.version_courante_id else ()
        return [cle for cle in CATALOGUE if cle in cles and cle.startswith(SAISIE)]

    def _familles(self, procedure):
        """Names under which a template may cite that procedure: « MSO-EQ » is also « MSO »."""
        code = procedure.code or ""
        famille = code.split("-")[0]
        # A funerary monument takes the steps and the letters of the ordinary procedure.
        return {code, "MSO" if famille == "MS" else famille}

    def _version_valide(self, jour):
        """The one validated version applicable on that day; the latest number wins a tie."""
        self.ensure_one()
        versions = self.version_ids.filtered(
            lambda v: v.state == "valide"
            and (not v.date_debut or v.date_debut <= jour)
            and (not v.date_fin or v.date_fin >= jour)
        )
        return versions.sorted("numero", reverse=True)[:1]
