from odoo import fields, models

from .oilhi_rgpd_conservation import PREUVES


class OilhiRgpdTraitement(models.Model):
    """One line of the register of processing (RGPD, article 30): read by all, kept by the administrator."""

    _name = "oilhi.rgpd.traitement"
    _description = "Traitement de données personnelles"
    _order = "sequence, id"

    sequence = fields.Integer("Rang", default=10)
    active = fields.Boolean("Actif", default=True)
    name = fields.Char("Traitement", required=True)
    finalite = fields.Text("Finalité", required=True)
    base_legale = fields.Text("Base légale", required=True)
    preuve = fields.Selection(
        PREUVES, string="Niveau de preuve", required=True, default="a_verifier",
        help="« Texte lu » : l’article a été lu à sa source. « À vérifier » : à faire relire par votre délégué.",
    )
    donnees = fields.Text("Données", required=True)
    personnes = fields.Text("Personnes concernées", required=True)
    destinataires = fields.Text("Destinataires", required=True)
    conservation = fields.Text("Conservation", required=True)
    mesures = fields.Text("Mesures de sécurité", required=True)
    transferts = fields.Char("Transferts hors de l’Union européenne", default="Aucun", required=True)
    revu_le = fields.Date("Relu le")

    def action_imprimer(self):
        """The whole register, whatever is selected."""
        self.check_access("read")
        tous = self.search([])  # pylint: disable=no-search-all
        return self.env.ref("oilhi_documents.report_oilhi_rgpd_registre").report_action(tous)
