from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

QUESTION = ("commune_id", "matiere_id", "type_ids")
EFFACER = {"ligne_ids": [Command.clear()], "remarques": False, "faite": False}


class OilhiContactRecherche(models.TransientModel):
    """« Qui contacter ? »: a commune and a matter → who to call, why, and what to send."""

    _name = "oilhi.contact.recherche"
    _description = "Qui contacter ?"

    commune_id = fields.Many2one(
        "oilhi.commune", string="Commune", required=True, ondelete="cascade",
        default=lambda self: self._default_commune_id(),
    )
    matiere_id = fields.Many2one("oilhi.matiere", string="Matière", ondelete="cascade")
    type_ids = fields.Many2many(
        "oilhi.type.organisme", "oilhi_contact_recherche_type_rel", "recherche_id", "type_id",
        string="Organismes", help="Facultatif : seulement ces types d’organismes.",
    )
    # Where the question comes from: the law may differ from one step to another.
    contexte = fields.Char(readonly=True)
    titre = fields.Char(string="Étape", readonly=True)
    remarques = fields.Text(readonly=True)
    faite = fields.Boolean(string="Recherche faite", readonly=True)
    ligne_ids = fields.One2many(
        "oilhi.contact.recherche.ligne", "recherche_id", string="À contacter"
    )

    @api.model
    def _default_commune_id(self):
        """Most agents work for one commune."""
        communes = self.env.user.oilhi_service_ids.commune_id
        return communes if len(communes) == 1 else False

    @api.depends("commune_id", "titre")
    def _compute_display_name(self):
        for recherche in self:
            recherche.display_name = self.env._("Qui contacter ?")

    @api.onchange(*QUESTION)
    def _onchange_question(self):
        """Answers to another question must not stay on the screen."""
        self.update(EFFACER)

    def write(self, vals):
        if any(champ in vals for champ in QUESTION):
            vals = {**EFFACER, **vals}
        return super().write(vals)

    def action_chercher(self):
        """Answer the question as it stands on the screen."""
        self.ensure_one()
        self.check_access("write")
        if not (self.matiere_id or self.type_ids):
            raise UserError(self.env._(
                "Choisissez une matière (« Insalubrité », « Plomb »…) ou un organisme : sans "
                "cela, tout l’annuaire répondrait."
            ))
        self._repondre()
        return self._action_montrer() if self.env.context.get("oilhi_dialogue") else True

    def _repondre(self, **faits):
        """Replace the lines by the answer; ``faits``: those of the case, if there is one."""
        self.ensure_one()
        reponse = self.commune_id._qui_contacter([{
            "matiere": self.matiere_id.code,
            "types": self.type_ids.mapped("code"),
            "cles": [cle for cle in (self.contexte or "").split(",") if cle],
        }], **faits)[0]
        types = self.env["oilhi.type.organisme"].search(
            [("code", "in", [ligne["code"] for ligne in reponse["lignes"]])]
        )
        par_code = {type_.code: type_.id for type_ in types}
        Ligne = self.env["oilhi.contact.recherche.ligne"]
        valeurs = [
            vals
            for ligne in reponse["lignes"]
            for vals in Ligne._valeurs(ligne, par_code[ligne["code"]])
        ]
        self.write({
            "ligne_ids": [
                Command.clear(),
                *(Command.create({**v, "sequence": rang}) for rang, v in enumerate(valeurs)),
            ],
            "remarques": "\n".join(reponse["remarques"]) or False,
            "faite": True,
        })

    def _action_montrer(self):
        """The same search again, in the dialog it was asked in."""
        return {
            "type": "ir.actions.act_window",
            "name": self.titre or self.env._("Qui contacter ?"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [[False, "form"]],
            "target": "new",
            "context": {"oilhi_dialogue": True},
        }
