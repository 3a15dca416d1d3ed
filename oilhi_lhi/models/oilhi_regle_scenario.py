from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..moteur.guide import evaluer
from ..moteur.guide_scenarios import attendu_ecrit, lire_scenario

COLONNES = (
    "code", "name", "reponses", "desordres", "particularites", "recommandees", "ecartees",
    "alertes", "articles", "partiel",
)  # fmt: skip


class OilhiRegleScenario(models.Model):
    """One line of the test bench: a situation, and what a jurist expects the guide to say of it."""

    _name = "oilhi.regle.scenario"
    _description = "Scénario du banc d’essai"
    _inherit = "oilhi.referentiel"
    _order = "code"
    _rec_names_search = ["code", "name"]

    code = fields.Char(required=True, help="Code stable : S001, LOCAL-01…")
    name = fields.Char("Situation", required=True)
    regle = fields.Char("Ce qui est éprouvé", help="Ligne du référentiel juridique, question, cas.")
    reponses = fields.Text("Réponses", help="Une par ligne : Q1 = non, Q3 = solidite + sante.")
    desordres = fields.Text("Désordres", help="Un par ligne, avec sa gravité : STR-02 : 3.")
    particularites = fields.Char(
        "Particularités du dossier",
        help="meuble_tourisme, erp_hebergement, permis_louer, diagnostic_structurel.",
    )
    recommandees = fields.Char(
        "Procédures recommandées", help="Codes dans l’ordre, séparés par un espace ; vide : aucune."
    )
    ecartees = fields.Text(
        "Procédures écartées",
        help="Codes séparés par un espace ; entre parenthèses, les règles qui doivent le dire : "
        "MSU(MSU-IMMINENCE).",
    )
    alertes = fields.Text("Alertes et blocages", help="Codes des règles, séparés par un espace.")
    articles = fields.Text("Articles fondant les procédures", help="Séparés par « ; » entre espaces.")
    partiel = fields.Boolean(
        "Ne vérifier que ce qui est écrit",
        help="Les procédures recommandées sont toujours vérifiées. Décoché : une case vide veut dire "
        "« aucune », et rien ne peut s’y ajouter.",
    )
    active = fields.Boolean("Actif", default=True)
    lecture = fields.Text("En clair", compute="_compute_lecture")
    etat = fields.Selection(
        [("a_jouer", "À jouer"), ("vert", "Conforme"), ("rouge", "En échec")],
        string="Résultat", default="a_jouer", required=True, readonly=True, copy=False,
    )
    ecart = fields.Text("Ce qui diffère", readonly=True, copy=False)
    joue_le = fields.Datetime("Joué le", readonly=True, copy=False)

    _code_uniq = models.Constraint("UNIQUE(code)", "Ce code de scénario existe déjà.")

    def copy_data(self, default=None):
        return [
            dict(vals, code=self.env._("%s-COPIE", scenario.code))
            for scenario, vals in zip(self, super().copy_data(default), strict=True)
        ]

    @api.depends("code", "name")
    def _compute_display_name(self):
        for scenario in self:
            scenario.display_name = f"{scenario.code} – {scenario.name}"

    @api.depends("reponses", "desordres", "particularites")
    def _compute_lecture(self):
        regles = self.env["oilhi.regle"]._regles_de_travail()
        noms = {d.code: d.name for d in self.env["oilhi.desordre"].search([])}
        for scenario in self:
            try:
                faits = lire_scenario(regles, scenario._ligne()).faits
            except ValueError as erreur:
                scenario.lecture = str(erreur)
                continue
            lignes = [
                self.env._("%(nom)s, gravité %(gravite)s", nom=noms.get(code, code), gravite=gravite)
                for code, gravite in faits.desordres
            ]
            for question in regles.questions:
                if question.code in faits.reponses:
                    valeurs = question.libelles(faits.reponses[question.code])
                    lignes.append(f"{question.intitule} {valeurs or self.env._('Je ne sais pas')}")
            scenario.lecture = "\n".join([*lignes, *sorted(faits.contexte)])

    @api.constrains(*COLONNES)
    def _check_lisible(self):
        """Read by the core itself: a scenario that cannot be played proves nothing."""
        if self.env.context.get("install_mode"):
            return  # shipped scenarios may name rules that the same update is bringing
        regles = self.env["oilhi.regle"]._regles_de_travail()
        for scenario in self:
            try:
                lire_scenario(regles, scenario._ligne())
            except ValueError as erreur:
                raise ValidationError(self.env._(
                    "%(code)s : %(erreur)s", code=scenario.code, erreur=erreur
                )) from erreur

    def write(self, vals):
        # What is expected changed: the last result says nothing any more.
        if set(COLONNES[2:]) & set(vals) and "etat" not in vals:
            vals = dict(vals, etat="a_jouer", ecart=False)
        return super().write(vals)

    def _ligne(self):
        return {nom: self[nom] or "" for nom in COLONNES}

    # -- Playing -------------------------------------------------------------

    def jouer(self):
        """Play on the working rows; returns {code: [what differs]} of the red ones."""
        self.check_access("write")
        # sudo: only the result is written, which is no correction of the scenario
        self.sudo()._jouer(self.env["oilhi.regle"]._regles_de_travail())
        return {s.code: s.ecart.split("\n") for s in self if s.etat == "rouge"}

    def action_jouer(self):
        self.jouer()
        return True

    def _jouer(self, regles):
        maintenant = fields.Datetime.now()
        for scenario in self:
            try:
                attendu = lire_scenario(regles, scenario._ligne())
                ecarts = attendu.ecarts(evaluer(regles, attendu.faits, questions=False))
            except ValueError as erreur:
                ecarts = [str(erreur)]
            scenario.write({
                "etat": "rouge" if ecarts else "vert",
                "ecart": "\n".join(ecarts) or False,
                "joue_le": maintenant,
            })

    def action_accepter(self):
        """What the rules say now becomes what is expected: a decision, taken scenario by scenario."""
        self.check_access("write")
        regles = self.env["oilhi.regle"]._regles_de_travail()
        for scenario in self:
            try:
                faits = lire_scenario(regles, scenario._ligne()).faits
            except ValueError as erreur:
                raise ValidationError(self.env._(
                    "%(code)s : %(erreur)s", code=scenario.code, erreur=erreur
                )) from erreur
            scenario.write(attendu_ecrit(evaluer(regles, faits, questions=False)))
        return self.action_jouer()
