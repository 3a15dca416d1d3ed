from odoo import fields, models
from odoo.exceptions import UserError


class OilhiAnnuaireImportLigne(models.TransientModel):
    """What the report says of a row: its fate, a fault, a remark or a possible duplicate."""

    _name = "oilhi.annuaire.import.ligne"
    _description = "Ligne du rapport d’import"
    _order = "numero, id"

    import_id = fields.Many2one(
        "oilhi.annuaire.import", required=True, ondelete="cascade", index=True
    )
    numero = fields.Integer(string="Ligne", readonly=True, aggregator=None)
    name = fields.Char(string="Nom", readonly=True)
    etat = fields.Selection(
        [
            ("erreur", "En erreur"),
            ("avertissement", "Remarque"),
            ("doublon", "Doublon possible"),
            ("creer", "À créer"),
            ("maj", "À mettre à jour"),
            ("identique", "Identique"),
        ],
        string="Constat", required=True, readonly=True,
    )
    colonne = fields.Char(readonly=True)
    valeur = fields.Char(string="Valeur lue", readonly=True)
    motif = fields.Char(readonly=True)
    conseil = fields.Char(string="Que faire", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Fiche", readonly=True)
    proche_id = fields.Many2one("res.partner", string="Fiche proche", readonly=True)
    proche_nom = fields.Char(string="Ressemble à", readonly=True)
    proche_numero = fields.Integer(readonly=True)

    def action_fusionner(self):
        """Odoo's own merge, filled with the two entries of the pair."""
        self.ensure_one()
        paire = (self.partner_id | self.proche_id).exists()
        if len(paire) < 2:
            raise UserError(self.env._(
                "Il n’y a plus deux fiches à fusionner : l’une a été fusionnée ou supprimée."
            ))
        paire.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Fusionner les deux fiches"),
            "res_model": "base.partner.merge.automatic.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"active_model": "res.partner", "active_ids": paire.ids},
        }
