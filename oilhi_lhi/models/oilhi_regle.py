from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..moteur.guide_instantane import defiger
from ..moteur.guide_lecture import ETAT_DU_DROIT, articles, liste
from ..moteur.guide_regles import Clause, Procedure, Question, Regle, Regles, Reponse
from .oilhi_referentiel import NIVEAUX_PREUVE


class OilhiRegle(models.Model):
    _name = "oilhi.regle"
    _description = "Règle du guide"
    _inherit = ["oilhi.regle.redaction", "oilhi.donnee.memoire", "oilhi.referentiel"]
    _order = "procedure_id, sequence, code"
    _rec_names_search = ["code", "name"]

    code = fields.Char(required=True, help="Code stable, cité dans la trace des qualifications.")
    name = fields.Char("Motif affiché à l’agent", required=True)
    motif_contraire = fields.Text(
        "Motif si la condition manque",
        help="Ce que lit l’agent quand cette condition nécessaire écarte la procédure.",
    )
    procedure_id = fields.Many2one(
        "oilhi.procedure",
        string="Procédure",
        index=True,
        ondelete="cascade",
        help="Vide : l’alerte vaut quelle que soit la procédure.",
    )
    procedure_ids = fields.Many2many(
        "oilhi.procedure",
        string="Vaut aussi pour",
        ondelete="cascade",
        help="Autres procédures auxquelles la même règle s’applique.",
    )
    effet = fields.Selection(
        [
            ("objet", "Appelle la procédure"),
            ("hors_objet", "Rend la procédure sans objet"),
            ("exige", "Condition nécessaire"),
            ("appuie", "Élément favorable"),
            ("ecarte", "Écarte la procédure"),
            ("bloque", "Bloque un acte"),
            ("alerte", "Alerte"),
            ("deduit", "Déduit une réponse des désordres"),
        ],
        string="Effet",
        required=True,
    )
    alternative = fields.Char(
        "L’une suffit",
        help="Parmi les conditions nécessaires d’une procédure qui portent ici le même mot, "
        "une seule suffit.",
    )
    niveau_alerte = fields.Selection(
        [("info", "Information"), ("attention", "Attention"), ("danger", "Danger")],
        string="Niveau de l’alerte",
    )
    base = fields.Char("Articles", help="Séparés par un point-virgule entre deux espaces.")
    niveau_preuve = fields.Selection(
        NIVEAUX_PREUVE,
        string="Niveau de preuve",
        required=True,
        default="confirme",
    )
    documents = fields.Char(
        "Documents",
        help="Codes séparés par des virgules. « -D-MSO-03 » retire un document que cette règle remplace.",
    )
    partenaires = fields.Char("Partenaires", help="Codes séparés par des virgules : PA-SYND…")
    desordres = fields.Char(
        "Désordres", help="Codes ou débuts de code séparés par des virgules : STR, TOI-03…"
    )
    gravite_min = fields.Integer("Gravité minimale", help="De 1 à 4 ; 0 : aucune condition.")
    gravite_max = fields.Integer(
        "Gravité maximale", help="Aucun de ces désordres au-delà ; 0 : aucune condition."
    )
    nombre_min = fields.Integer(
        "Nombre minimal", help="De désordres différents ; 0 : un seul suffit."
    )
    nombre_max = fields.Integer("Nombre maximal", help="0 : aucune condition.")
    question_id = fields.Many2one(
        "oilhi.question", string="Question déduite", index="btree_not_null", ondelete="restrict"
    )
    reponse_ids = fields.Many2many(
        "oilhi.reponse", string="Réponse déduite", ondelete="restrict",
        domain="[('question_id', '=', question_id)]",
    )
    contexte = fields.Char(
        "Particularité du dossier",
        help="Alertes et objets seulement. Codes séparés par des virgules : meuble_tourisme, "
        "erp_hebergement, permis_louer, diagnostic_structurel.",
    )
    date_debut = fields.Date("Applicable depuis")
    date_fin = fields.Date("Applicable jusqu’au")
    sequence = fields.Integer("Ordre", default=10)
    active = fields.Boolean("Active", default=True)
    clause_ids = fields.One2many(
        "oilhi.regle.clause", "regle_id", string="Conditions (toutes)", copy=True
    )

    _code_uniq = models.Constraint("UNIQUE(code)", "Ce code de règle existe déjà.")
    _dates_check = models.Constraint(
        "CHECK(date_fin IS NULL OR date_debut IS NULL OR date_fin >= date_debut)",
        "La date de fin d’une règle ne peut pas précéder sa date de début.",
    )
    _gravite_check = models.Constraint(
        "CHECK(gravite_min BETWEEN 0 AND 4 AND gravite_max BETWEEN 0 AND 4)", "La gravité va de 1 à 4 (0 : aucune condition)."
    )

    def copy_data(self, default=None):
        return [
            dict(vals, code=self.env._("%s-COPIE", regle.code))
            for regle, vals in zip(self, super().copy_data(default), strict=True)
        ]

    @api.constrains(
        "code", "effet", "procedure_id", "procedure_ids", "alternative", "niveau_alerte",
        "clause_ids", "desordres", "gravite_min", "gravite_max", "nombre_min", "nombre_max",
        "question_id", "reponse_ids", "contexte", "active",
    )
    def _check_coherence(self):
        """The core itself refuses a rule it cannot apply: one definition of « valid »."""
        try:
            self._composer(self.filtered("active"))
        except ValueError as erreur:
            raise ValidationError(str(erreur)) from erreur

    # -- Loading -------------------------------------------------------------

    @api.model
    def _regles(self):
        """Published rules in force today, as the core reads them; held in memory."""
        return self._regles_du(fields.Date.to_string(fields.Date.context_today(self)))

    @api.model
    def _regles_du(self, jour):
        versions = self.env["oilhi.regle.version"]
        publiee = versions._id_publiee()
        # Nothing is published yet while the addon is being installed.
        return versions._regles_figees(publiee, jour) if publiee else self._regles_de_travail(jour)

    @api.model
    def _regles_de_travail(self, jour=None):
        """Rules being written, as they would be published, in force on that day (today)."""
        jour = jour or fields.Date.to_string(fields.Date.context_today(self))
        return defiger(self.env["oilhi.regle.version"]._instantane_travail(), jour)

    @api.model
    def _composer(self, regles):
        """Value objects of the core; raises ValueError when the data is inconsistent."""
        # sudo: the law is the same for everybody
        env = regles.sudo().env
        etat = env["ir.config_parameter"].get_param("oilhi_lhi.etat_du_droit", ETAT_DU_DROIT)
        return Regles(
            questions=tuple(
                Question(
                    code=q.code,
                    intitule=q.name,
                    reponses=tuple(
                        Reponse(r.code, r.name, r.aide or "")
                        for r in q.reponse_ids.sorted(lambda r: (r.sequence, r.id))
                    ),
                    multiple=q.multiple,
                    sequence=q.sequence,
                    aide=q.aide or "",
                    prioritaire=q.prioritaire,
                )
                for q in env["oilhi.question"].search([])
            ),
            procedures=tuple(
                Procedure(p.code, p.name, p.urgente, p.sequence, p.transferable_epci, p.titulaire)
                for p in env["oilhi.procedure"].search([])
            ),
            regles=tuple(regle._en_regle() for regle in regles.sudo()),
            etat=etat,
        )

    def _en_regle(self):
        self.ensure_one()
        return Regle(
            code=self.code,
            effet=self.effet,
            motif=self.name,
            procedure=self.procedure_id.code or "",
            aussi=tuple(self.procedure_ids.mapped("code")),
            alternative=self.alternative or "",
            motif_contraire=self.motif_contraire or "",
            niveau_alerte=self.niveau_alerte or "",
            bases=articles(self.base),
            niveau_preuve=self.niveau_preuve,
            clauses=tuple(
                Clause(c.question_id.code, c.operateur, frozenset(c.reponse_ids.mapped("code")))
                for c in self.clause_ids
            ),
            documents=liste(self.documents),
            partenaires=liste(self.partenaires),
            desordres=liste(self.desordres),
            gravite_min=self.gravite_min,
            gravite_max=self.gravite_max,
            nombre_min=self.nombre_min,
            nombre_max=self.nombre_max,
            question=self.question_id.code or "",
            reponses=frozenset(self.reponse_ids.mapped("code")),
            contexte=frozenset(liste(self.contexte)),
            sequence=self.sequence,
        )
