from odoo import api, fields, models, tools

from .oilhi_codes_cites import DOCUMENT
from .oilhi_referentiel import NIVEAUX_PREUVE

# Facts that a step may ask for, beside its date, a note and its documents.
FAITS = ("heure", "reception", "destinataire", "mode", "delai", "montant", "transmission",
         "observations")


# What a step is, for the engine: the rules of the parcours go by this, never by a code.
NATURES = [
    ("signalement", "Signalement"),
    ("competence", "Autorité compétente"),
    ("recherche", "Recherche des personnes"),
    ("visite", "Visite"),
    ("rapport", "Rapport"),
    ("expertise", "Expertise"),
    ("qualification", "Qualification"),
    ("avis_abf", "Avis de l’architecte des Bâtiments de France"),
    ("info_abf", "Information de l’architecte des Bâtiments de France"),
    ("contradictoire", "Ouverture du contradictoire"),
    ("info_occupants", "Information des occupants"),
    ("observations", "Observations reçues"),
    ("amiable", "Démarche amiable"),
    ("information", "Information"),
    ("arrete", "Acte de l’autorité"),
    ("decision_tiers", "Décision d’une autre autorité"),
    ("saisine", "Saisine d’une autre autorité"),
    ("notification", "Notification"),
    ("transmission", "Transmission"),
    ("publication", "Publication"),
    ("affichage", "Affichage"),
    ("protection", "Protection des occupants"),
    ("suivi", "Suivi"),
    ("execution", "Constat d’exécution"),
    ("carence", "Constat de carence"),
    ("mainlevee", "Mainlevée"),
    ("poursuite", "Poursuite par une autre procédure"),
    ("astreinte", "Astreinte"),
    ("office", "Exécution d’office"),
    ("juge", "Saisine du juge"),
    ("recouvrement", "Recouvrement"),
    ("penal", "Suites pénales"),
    ("modification", "Modification de l’acte"),
    ("creance", "Créance"),
    ("mesure", "Mesures prises par la commune"),
    ("bascule", "Changement de procédure"),
    ("cloture", "Clôture"),
    ("social", "Accompagnement"),
    ("deliberation", "Délibération"),
]


class OilhiEtape(models.Model):
    _name = "oilhi.etape"
    _inherit = ["oilhi.donnee.memoire", "oilhi.codes.cites", "oilhi.referentiel"]
    _description = "Étape d’une procédure"
    _order = "procedure_id, sequence, code"
    _rec_names_search = ["code", "name"]
    _champs_codes = {
        **dict.fromkeys(("delai_codes", "garde_codes", "tient_codes", "manque_codes"), ("oilhi.delai",)),
        **dict.fromkeys(
            ("precedent_codes", "exige_codes", "ferme_codes", "acte_codes", "reprise_codes"), ("oilhi.etape",)
        ),
        **dict.fromkeys(("succes_codes", "echec_codes"), ("oilhi.etape", "oilhi.procedure")),
        "bascule_codes": ("oilhi.procedure",),
        "partenaire_codes": ("oilhi.type.organisme",),
        "document_codes": (DOCUMENT,),
    }

    procedure_id = fields.Many2one(
        "oilhi.procedure", string="Procédure", required=True, index=True, ondelete="cascade"
    )
    code = fields.Char(required=True)  # MSO-08
    name = fields.Char("Étape", required=True)
    sequence = fields.Integer(default=10)
    consigne = fields.Text("Ce qu’il faut faire")
    acteur = fields.Char("Qui agit")
    base = fields.Char("Base légale")
    niveau_preuve = fields.Selection(
        NIVEAUX_PREUVE,
        string="Niveau de preuve",
        required=True,
        default="confirme",
    )
    obligation = fields.Selection(
        [
            ("oui", "Obligatoire"),
            ("condition", "Selon le cas"),
            ("conseille", "Conseillée"),
            ("non", "Facultative"),
        ],
        required=True,
        default="oui",
    )
    condition = fields.Char("Condition")
    # Code of a test known by oilhi.dossier.procedure: protege, occupe, interdiction…
    condition_code = fields.Char("Test de la condition")
    issue = fields.Selection(
        [
            ("tronc", "Toujours"),
            ("succes", "Travaux faits"),
            ("echec", "Travaux non faits"),
            ("divers", "À tout moment"),
        ],
        required=True,
        default="tronc",
    )
    phase = fields.Char()  # phase of the dossier once this step is the current one
    delai_codes = fields.Char("Délais")  # « DL-CONTR-MS,DL-CONTR-COPRO »
    document_codes = fields.Char("Documents")  # « D-MSO-03,D-MSO-04 »
    partenaire_codes = fields.Char("Partenaires")  # « PA-UDAP »
    precedent_codes = fields.Char("Vient après")  # advice: order in which the stepper proposes them
    exige_codes = fields.Char("Exige")  # hard rule: refused while one of these is not done
    faits_demandes = fields.Char("Faits demandés")  # subset of FAITS
    libelle_date = fields.Char("Libellé de la date", default="Fait le")
    nature = fields.Selection(NATURES, required=True, default="information")
    terme = fields.Boolean("Termine la procédure")
    police = fields.Selection(
        [("securite", "Police de la mise en sécurité"), ("generale", "Police générale du maire")],
        help="Qui seul peut signer. Vide : l’étape n’appartient à aucune de ces polices.",
    )
    garde_codes = fields.Char("Attend la fin de")  # deadlines: an early act is a void act
    tient_codes = fields.Char("Tient")  # deadlines that this step keeps
    manque_codes = fields.Char("Établit le manquement à")  # deadlines that it finds missed
    ferme_codes = fields.Char("Rend sans objet")  # steps that no longer apply once it is done
    acte_codes = fields.Char("Porte l’acte de")  # steps whose act it delivers or transmits
    succes_codes = fields.Char("Si c’est fait")  # steps or procedures that follow
    echec_codes = fields.Char("Si ce n’est pas fait")
    bascule_codes = fields.Char("Peut mener à")  # procedures
    reprise_codes = fields.Char("Reprend")  # steps of other procedures whose facts serve here
    repetable = fields.Boolean("Plusieurs fois", help="Chaque saisie s’ajoute aux précédentes.")

    _code_uniq = models.Constraint("UNIQUE(code)", "Ce code d’étape existe déjà.")

    @api.depends("code", "name")
    def _compute_display_name(self):
        for etape in self:
            etape.display_name = f"{etape.code} – {etape.name}"

    @api.model
    @tools.ormcache("nature")
    def _ids_de_nature(self, nature):
        # sudo: reference data, the same for everyone; the cache must not depend on the first reader
        return tuple(self.sudo().search([("nature", "=", nature)])._ids)
