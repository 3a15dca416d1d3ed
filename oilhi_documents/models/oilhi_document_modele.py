from odoo import api, fields, models, tools

from odoo.addons.oilhi_lhi.models.oilhi_codes_cites import codes
from odoo.addons.oilhi_lhi.models.oilhi_referentiel import NIVEAUX_PREUVE

from ..champs import CATALOGUE, SAISIE


class OilhiDocumentModele(models.Model):
    _name = "oilhi.document.modele"
    _inherit = ["oilhi.donnee.gardee", "oilhi.donnee.livree"]
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
        """The shared one: a service's adaptation depends on the case."""
        en_vigueur = self._versions_du_jour(fields.Date.context_today(self))
        for modele in self:
            modele.version_courante_id = en_vigueur.get(modele._origin.id)

    @api.model
    @tools.ormcache()
    def _noms(self):
        """{code: name} of the documents in use."""
        # sudo: the same for everyone; the cache must not depend on the first reader
        return {modele.code: modele.name for modele in self.sudo().search([("code", "!=", False)])}

    @api.model
    @tools.ormcache("jour", "service")
    def _versions_du_jour(self, jour, service=False):
        """{document: its version} on that day, shared by all services or adapted by that one (its id): every
        stepper asks which documents have one."""
        # sudo: same as above; archived documents too
        modeles = self.sudo().with_context(active_test=False).search([])  # pylint: disable=no-search-all
        return modeles._versions_valides(jour, service)

    @api.depends("code", "name")
    def _compute_display_name(self):
        for modele in self:
            modele.display_name = f"{modele.code} – {modele.name}" if modele.code else modele.name

    def _codes(self, champ):
        """Codes of « procedures » or « partenaires », in the order they were written."""
        self.ensure_one()
        return codes(self[champ])

    def _cles_saisies(self, service=None):
        """Keys of the template in force for that service that the agent types for each document."""
        self.ensure_one()
        version = self._version_valide(fields.Date.context_today(self), service)
        cles = version._cles() if version else ()
        return [cle for cle in CATALOGUE if cle in cles and cle.startswith(SAISIE)]

    def _familles(self, procedure):
        """Names under which a template may cite that procedure: « MSO-EQ » is also « MSO »."""
        code = procedure.code or ""
        famille = code.split("-")[0]
        # A funerary monument takes the steps and the letters of the ordinary procedure.
        return {code, "MSO" if famille == "MS" else famille}

    def _version_valide(self, jour, service=None):
        """The version applicable that day: the service's own adaptation, else the shared one."""
        self.ensure_one()
        trouvee = self._versions_du_jour(jour, service.id if service else False).get(self._origin.id)
        return self.env["oilhi.document.modele.version"].browse(trouvee)

    def _versions_valides(self, jour, service=False):
        """{id of the document: id of its version}, that of the service (its id) first; the latest number wins a tie."""
        # sudo: whoever may write a case uses the template of the service that holds the case
        lues = self.env["oilhi.document.modele.version"].sudo().search_read(
            [
                ("modele_id", "in", self._origin.ids),
                ("service_id", "in", [False, *([service] if service else ())]),
                ("state", "=", "valide"),
                ("date_debut", "<=", jour),
                "|", ("date_fin", "=", False), ("date_fin", ">=", jour),
            ],
            ["modele_id", "service_id", "numero"],
            load=None,
        )  # fmt: skip
        lues.sort(key=lambda v: (bool(v["service_id"]), v["numero"]))
        return {v["modele_id"]: v["id"] for v in lues}
