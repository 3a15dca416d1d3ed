from odoo import fields, models

from ..rendu.signal_logement import A_CORRIGER, EXPORTE, HORS_CHAMP


class OilhiSignalExportLigne(models.TransientModel):
    """One arrêté: exported, or what it lacks and where to put it right."""

    _name = "oilhi.signal.export.ligne"
    _description = "Arrêté à exporter vers Signal Logement"
    _order = "id"

    export_id = fields.Many2one("oilhi.signal.export", required=True, index=True, ondelete="cascade")
    document_id = fields.Many2one(
        "oilhi.document", string="Arrêté", required=True, index=True, ondelete="cascade"
    )
    numero = fields.Char(related="document_id.numero")
    date_signature = fields.Date(related="document_id.date_signature")
    adresse = fields.Char(related="document_id.adresse")
    etat = fields.Selection(
        [(EXPORTE, "Exporté"), (A_CORRIGER, "À corriger"), (HORS_CHAMP, "Sans libellé")],
        string="Résultat", required=True, default=HORS_CHAMP,
    )
    classification = fields.Char("Libellé")
    message = fields.Char("Pourquoi")
    ou = fields.Selection(
        [("batiment", "Bâtiment"), ("document", "Acte"), ("dossier", "Dossier")], string="À corriger dans"
    )

    def action_ouvrir(self):
        """Open the record where the reason is put right."""
        self.ensure_one()
        self.check_access("read")
        document = self.document_id
        cible = {
            "batiment": document.dossier_id.batiment_id, "dossier": document.dossier_id,
        }.get(self.ou, document)
        cible.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": cible.display_name,
            "res_model": cible._name,
            "res_id": cible.id,
            "views": [[False, "form"]],
        }
