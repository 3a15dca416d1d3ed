from odoo import fields, models


class OilhiDocumentPreparationSaisie(models.TransientModel):
    """One piece of information that no record of the case holds, typed for one document."""

    _name = "oilhi.document.preparation.saisie"
    _description = "Information à saisir pour un document"
    _order = "sequence, id"

    preparation_id = fields.Many2one("oilhi.document.preparation", required=True, ondelete="cascade")
    sequence = fields.Integer()
    cle = fields.Char(required=True)
    libelle = fields.Char("À indiquer")
    aide = fields.Char("Précision")
    type = fields.Selection(
        [("texte", "Texte"), ("liste", "Liste, un élément par ligne"), ("booleen", "Oui ou non")],
    )
    facultatif = fields.Boolean()
    texte = fields.Text("Réponse")
    oui_non = fields.Selection([("oui", "Oui"), ("non", "Non")], string="Oui ou non")

    def _reponse(self):
        self.ensure_one()
        return (self.oui_non if self.type == "booleen" else self.texte) or ""
