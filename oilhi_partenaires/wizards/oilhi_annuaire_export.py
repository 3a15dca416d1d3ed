import base64

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..models import annuaire_echange
from ..outils import annuaire_colonnes, tableur


class OilhiAnnuaireExport(models.TransientModel):
    """The directory in the columns of the import: what comes out can be sent in again."""

    _name = "oilhi.annuaire.export"
    _description = "Export de l’annuaire"

    partner_ids = fields.Many2many("res.partner", string="Fiches", default=lambda self: self._choix())
    nombre = fields.Integer(string="Fiches à exporter", compute="_compute_nombre")
    format = fields.Selection(
        [("xlsx", "Excel (.xlsx)"), ("csv", "CSV")], required=True, default="xlsx"
    )
    fichier = fields.Binary(attachment=False, readonly=True)

    @api.model
    def _choix(self):
        """The selected entries that belong to the directory; without selection, all of it."""
        choisis = self.env.context.get("active_ids") or []
        domaine = annuaire_echange.domaine_annuaire()
        if choisis and self.env.context.get("active_model") == "res.partner":
            return self.env["res.partner"].search(domaine & Domain("id", "in", choisis))
        return self.env["res.partner"].search(domaine & Domain("oilhi_type_ids", "!=", False))

    @api.depends("partner_ids")
    def _compute_nombre(self):
        for assistant in self:
            assistant.nombre = len(assistant.partner_ids)

    def action_exporter(self):
        """Make the file with what this user may read, and download it."""
        self.ensure_one()
        self.check_access("write")
        partenaires = self.env["res.partner"].search(
            annuaire_echange.domaine_annuaire() & Domain("id", "in", self.partner_ids.ids)
        )
        if not partenaires:
            raise UserError(self.env._(
                "Aucune fiche de l’annuaire n’est sélectionnée : il n’y a rien à exporter."
            ))
        lignes = annuaire_echange.lignes_export(self.env, partenaires)
        titres = annuaire_colonnes.TITRES
        if self.format == "csv":
            contenu = tableur.ecrire_csv(titres, lignes)
        else:
            contenu = tableur.ecrire_xlsx([
                ("Annuaire", titres, lignes, [c.largeur for c in annuaire_colonnes.COLONNES]),
            ])
        self.fichier = base64.b64encode(contenu)
        jour = fields.Date.context_today(self).isoformat()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/fichier/annuaire_{jour}.{self.format}"
            "?download=true",
            "target": "download",
            "close": True,
        }
