from odoo import api, fields, models

# Facts that a step may ask for, beside its date, a note and its documents.
FAITS = ("heure", "reception", "destinataire", "mode", "delai", "montant", "transmission",
         "observations")


def codes(texte):
    """« A,B » -> ['A', 'B']: code lists are kept as text so that a jurist edits them in a CSV."""
    return [code.strip() for code in (texte or "").split(",") if code.strip()]


class OilhiEtape(models.Model):
    _name = "oilhi.etape"
    _inherit = "oilhi.referentiel"
    _description = "Étape d’une procédure"
    _order = "procedure_id, sequence, code"
    _rec_names_search = ["code", "name"]

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
        [
            ("confirme", "Confirmé par le texte"),
            ("a_verifier", "À vérifier"),
            ("pratique", "Pratique conseillée"),
        ],
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
    repetable = fields.Boolean("Plusieurs fois", help="Chaque saisie s’ajoute aux précédentes.")

    _code_uniq = models.Constraint("UNIQUE(code)", "Ce code d’étape existe déjà.")

    @api.depends("code", "name")
    def _compute_display_name(self):
        for etape in self:
            etape.display_name = f"{etape.code} – {etape.name}"
