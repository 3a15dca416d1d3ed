from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...moteur.mesures import INTERDICTIONS

RESULTATS = [
    ("executee", "Exécutée"),
    ("partielle", "En partie"),
    ("non_executee", "Non exécutée"),
    ("non_verifiee", "Non vérifiée"),
]


class OilhiDossierVisiteMesure(models.Model):
    """One prescribed measure, looked at during a control visit."""

    _name = "oilhi.dossier.visite.mesure"
    _inherit = "oilhi.dossier.visite.ligne"
    _description = "Mesure contrôlée"
    _order = "visite_id, sequence, id"

    _champs_fixes = ("visite_id", "mesure_id")
    _champ_photo = "visite_mesure_id"

    visite_ouverte = fields.Boolean(compute="_compute_visite_ouverte")
    mesure_id = fields.Many2one(
        "oilhi.dossier.mesure",
        string="Mesure prescrite",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('dossier_id', '=', dossier_id)]",
    )
    sequence = fields.Integer(default=10)
    type = fields.Selection(related="mesure_id.type")
    partie = fields.Selection(related="mesure_id.partie")
    lot = fields.Char(related="mesure_id.lot")
    localisation = fields.Char(related="mesure_id.localisation")
    date_limite = fields.Date(related="mesure_id.date_limite")
    execution = fields.Selection(related="mesure_id.execution", string="Avant ce contrôle")
    preuve_recue_le = fields.Date(related="mesure_id.preuve_recue_le")
    resultat = fields.Selection(
        RESULTATS, string="Ce que vous constatez", required=True, default="non_verifiee"
    )
    date_achevement = fields.Date("Achevée le")
    reste = fields.Text("Ce qui reste à faire")
    observation = fields.Text("Observations")
    photo_ids = fields.One2many("oilhi.dossier.photo", "visite_mesure_id", string="Photos")

    _unique = models.Constraint(
        "UNIQUE(visite_id, mesure_id)", "Cette mesure est déjà dans la liste de cette visite."
    )

    @api.depends("mesure_id.texte")
    def _compute_display_name(self):
        for ligne in self:
            ligne.display_name = ligne.mesure_id._nom_court() if ligne.mesure_id else ""

    @api.depends("visite_id.saisissable")
    @api.depends_context("uid")
    def _compute_visite_ouverte(self):
        for ligne in self:  # not related: it would be read with the rights of the system
            ligne.visite_ouverte = ligne.visite_id.saisissable

    @api.onchange("resultat")
    def _onchange_resultat(self):
        self.date_achevement = self._achevement(self.resultat)

    @api.constrains("mesure_id", "visite_id")
    def _check_dossier(self):
        for ligne in self:
            if ligne.mesure_id.dossier_id != ligne.visite_id.dossier_id:
                raise ValidationError(self.env._(
                    "La mesure contrôlée doit être une mesure de ce dossier."
                ))

    @api.constrains("resultat", "date_achevement", "visite_id")
    def _check_achevement(self):
        for ligne in self:
            if ligne.date_achevement and ligne.date_achevement > ligne.visite_id.date:
                raise ValidationError(self.env._(
                    "« %(nom)s » : l’achèvement (%(fin)s) est après la visite (%(jour)s). Corrigez "
                    "l’une des deux dates.",
                    nom=ligne.display_name, fin=ligne.date_achevement.strftime("%d/%m/%Y"),
                    jour=ligne.visite_id.date.strftime("%d/%m/%Y"),
                ))

    # -- Buttons: one tap each ---------------------------------------------------

    def action_ouvrir(self):
        """The sheet of the line: what is seen, what remains, photos."""
        return self._action_fiche(self.mesure_id._nom_court(), dialogue=True)

    def action_executee(self):
        """« Exécutée », on the day of the visit until the agent says another one."""
        for ligne in self:
            ligne.write({
                "resultat": "executee", "date_achevement": ligne._achevement("executee"),
            })
        return True

    def _achevement(self, resultat):
        """The day of the visit until the agent says another one; a ban has no completion."""
        if resultat != "executee" or self.type in INTERDICTIONS:
            return False
        return self.date_achevement or self.visite_id.date

    def action_partielle(self):
        """« En partie » : and at once what remains."""
        self.ensure_one()
        self.write({"resultat": "partielle", "date_achevement": False})
        return self.action_ouvrir()

    def action_non_executee(self):
        self.write({"resultat": "non_executee", "date_achevement": False})
        return True

    def action_non_verifie(self):
        self.write({"resultat": "non_verifiee", "date_achevement": False})
        return True

    # -- From the visit to the measure ---------------------------------------------

    def _verifier(self):
        """Said all at once, before the visit is frozen."""
        oublis = []
        for ligne in self:
            if ligne.resultat == "partielle" and not (ligne.reste or "").strip():
                oublis.append(self.env._(
                    "« %s » est exécutée en partie : écrivez ce qui reste à faire.",
                    ligne.display_name,
                ))
        if oublis:
            raise UserError("\n".join(oublis))

    def _constater(self):
        """Write the finding of each line on its measure, once."""
        return self.env["oilhi.dossier.mesure.constat"].create([
            {
                "dossier_id": ligne.dossier_id.id,
                "mesure_id": ligne.mesure_id.id,
                "visite_mesure_id": ligne.id,
                "date": ligne.visite_id.date,
                "resultat": ligne.resultat,
                "date_achevement": (ligne.date_achevement or ligne.visite_id.date)
                if ligne.resultat == "executee"
                else False,
                "reste": ligne.reste if ligne.resultat == "partielle" else False,
                "observation": ligne.observation,
                "user_id": ligne.visite_id.user_id.id,
            }
            for ligne in self
            if ligne.resultat != "non_verifiee"
        ])

    def _phrase(self):
        """« Conforter le mur : exécutée, achevée le 16/04/2027 »."""
        self.ensure_one()
        mots = dict(RESULTATS)[self.resultat].lower()
        if self.resultat == "executee" and self.type in INTERDICTIONS:
            mots = self.env._("respectée")
        elif self.resultat == "executee" and self.date_achevement:
            mots = self.env._("exécutée, achevée le %s", self.date_achevement.strftime("%d/%m/%Y"))
        elif self.resultat == "partielle":
            mots = self.env._("exécutée en partie, reste : %s", self.reste)
        return f"{self.mesure_id._nom_court()} : {mots}"


class OilhiDossierPhoto(models.Model):
    _inherit = "oilhi.dossier.photo"

    visite_mesure_id = fields.Many2one(
        "oilhi.dossier.visite.mesure",
        string="Mesure contrôlée",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('visite_id', '=', visite_id)]",
    )

    @api.constrains("dossier_id", "visite_id", "visite_mesure_id")
    def _check_visite_mesure(self):
        for photo in self:
            ligne = photo.visite_mesure_id
            if ligne and (ligne.dossier_id != photo.dossier_id or ligne.visite_id != photo.visite_id):
                raise ValidationError(self.env._(
                    "« %s » est une mesure d’une autre visite : choisissez une mesure de celle-ci.",
                    ligne.display_name,
                ))
