from odoo import fields, models


class OilhiTerritoireInstallationLigne(models.TransientModel):
    _name = "oilhi.territoire.installation.ligne"
    _description = "Département à installer"
    _order = "id"

    installation_id = fields.Many2one(
        "oilhi.territoire.installation", required=True, index=True, ondelete="cascade"
    )
    departement_id = fields.Many2one("oilhi.departement", string="Département", required=True)
    charge_le = fields.Datetime(related="departement_id.charge_le", string="Déjà chargé le")
    millesime = fields.Char(related="departement_id.millesime")
    etat = fields.Selection(
        [
            ("a_jour", "Déjà à jour"),
            ("a_faire", "À charger"),
            ("fait", "Chargé"),
            ("inchange", "Rien n’a changé"),
            ("erreur", "Échec"),
        ],
        string="État",
        required=True,
        default="a_faire",
    )
    communes = fields.Integer()
    epci = fields.Integer(string="EPCI")
    nouvelles = fields.Integer()
    renommees = fields.Integer(string="Renommées")
    reunies = fields.Integer(string="Réunies")
    epci_changes = fields.Integer(string="EPCI changé")
    autres = fields.Integer(string="Autres changements")
    corrections = fields.Integer(string="Corrections gardées")
    details = fields.Text(string="Détail")

    def _noter(self, changements):
        """Show the counts of a preview or of a load; details beyond a screenful are counted."""
        self.ensure_one()
        details = changements.details[:30]
        if len(changements.details) > len(details):
            details.append(self.env._("… et %s autres.", len(changements.details) - len(details)))
        self.write({
            "communes": changements.communes,
            "epci": changements.epci,
            "nouvelles": changements.nouvelles,
            "renommees": changements.renommees,
            "reunies": changements.reunies,
            "epci_changes": changements.epci_changes,
            "autres": changements.autres + changements.epci_modifies + changements.anciennes,
            "corrections": changements.corrections,
            "details": "\n".join(details),
        })
