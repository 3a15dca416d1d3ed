from odoo import fields, models

REDACTION = frozenset({
    "redaction_danger", "danger_expose", "redaction_cause", "redaction_imminence",
    "danger_manifeste", "redaction_motivation", "interdiction_nature", "interdiction_locaux",
    "interdiction_motif", "rapport_date", "rapport_auteur", "rapport_expert",
    "rapport_ordonnance", "rapport_joint", "rapport_consultation", "abf_protection",
    "abf_date_avis", "abf_sens", "abf_prescriptions", "observations_reponse",
    "batiment_description", "syndicat_nom", "date_achevement", "constat_auteur",
    "publication_references",
})  # fmt: skip

class OilhiDossierProcedure(models.Model):
    """Words of the acts that no other field holds; empty, the case itself gives the wording."""

    _inherit = "oilhi.dossier.procedure"

    document_ids = fields.One2many("oilhi.document", "dossier_procedure_id", string="Documents")
    redaction_danger = fields.Text(
        "Ce que les désordres font craindre",
        help="Groupe nominal, par exemple : la chute de maçonneries sur le trottoir.",
    )
    danger_expose = fields.Selection(
        [
            ("occupants", "Les occupants"),
            ("tiers", "Les tiers"),
            ("tous", "Les occupants et les tiers"),
        ],
        string="Qui est exposé",
        help="Vide : les occupants (s’il y en a) et les tiers.",
    )
    redaction_cause = fields.Text(
        "Cause propre à l’immeuble",
        help="Groupe nominal, par exemple : le défaut d’entretien de la couverture.",
    )
    redaction_imminence = fields.Text(
        "Ce qui rend le danger imminent", help="Procédure urgente seulement."
    )
    danger_manifeste = fields.Boolean("Danger imminent manifeste", default=True)
    redaction_motivation = fields.Text(
        "Motif particulier des mesures",
        help="Obligatoire pour une démolition ou une interdiction définitive : constat technique "
        "ou chiffrage comparatif (CCH L. 511-11).",
    )
    interdiction_nature = fields.Char(
        "Nature de l’interdiction", help="Par exemple : d’habiter et d’utiliser."
    )
    interdiction_locaux = fields.Char(
        "Locaux interdits", help="Par exemple : le logement du rez-de-chaussée."
    )
    interdiction_motif = fields.Text("Motif de l’interdiction")
    rapport_date = fields.Date("Date du rapport", help="Vide : date de l’étape du rapport.")
    rapport_auteur = fields.Char("Auteur du rapport", help="Nom et qualité.")
    rapport_expert = fields.Boolean("Rapport d’un expert désigné par le juge")
    rapport_ordonnance = fields.Date("Ordonnance de désignation de l’expert")
    rapport_joint = fields.Boolean("Rapport joint à la lettre", default=True)
    rapport_consultation = fields.Char(
        "Où consulter le rapport",
        help="Par exemple : au service habitat, du lundi au vendredi de 9 heures à 12 heures.",
    )
    abf_protection = fields.Char(
        "Protection de l’immeuble",
        help="Par exemple : situé dans les abords d’un monument historique.",
    )
    abf_date_avis = fields.Date("Date de l’avis de l’architecte des Bâtiments de France")
    abf_sens = fields.Char("Sens de l’avis", help="Par exemple : favorable.")
    abf_prescriptions = fields.Text("Indications de l’architecte des Bâtiments de France")
    observations_reponse = fields.Text("Réponse aux observations")
    batiment_description = fields.Char(
        "Description de l’immeuble", help="Par exemple : maison de deux niveaux en briques."
    )
    syndicat_nom = fields.Char(
        "Nom du syndicat des copropriétaires",
        help="Par exemple : syndicat des copropriétaires de la résidence des Exemples.",
    )
    date_achevement = fields.Date("Date d’achèvement des travaux")
    constat_auteur = fields.Char("Auteur du constat de réalisation", help="Nom et qualité.")
    publication_references = fields.Char("Références de publication de l’arrêté")

    def write(self, vals):
        """The words of the acts are the agents'; all the rest stays with the parcours."""
        if vals and not vals.keys() - REDACTION:
            self.dossier_id.check_access("write")
            # sudo: procedures are written by the parcours alone, except for these fields, and
            # the right to write the case was just checked
            return super(OilhiDossierProcedure, self.sudo()).write(vals)
        return super().write(vals)

    def action_rediger(self):
        """Words of the acts of this procedure."""
        self.ensure_one()
        self.dossier_id.check_access("write")
        vue = self.env.ref("oilhi_documents.oilhi_dossier_procedure_view_form_redaction")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Mots des actes"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(vue.id, "form")],
            "target": "new",
        }

    def _communications_manquantes(self):
        """A mainlevée that is signed but not delivered keeps the procedure open."""
        manquants = super()._communications_manquantes()
        if any(
            d.state in ("signe", "transmis") and d.modele_id._est_mainlevee() and d._leve()
            for d in self.document_ids
        ):
            manquants.append(("D-MSO-20", self.env._("la mainlevée à la personne tenue")))
        return manquants
