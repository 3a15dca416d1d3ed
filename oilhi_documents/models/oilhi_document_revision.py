import base64

from markupsafe import Markup

from odoo import api, fields, models

SIGNES = {"+": ("ins", "+\u00a0"), "-": ("del", "−\u00a0"), "=": ("span", "")}


class OilhiDocumentRevision(models.Model):
    """A file that an agent finished in Word and put back: kept as it came, whatever follows."""

    _name = "oilhi.document.revision"
    _inherit = "oilhi.dossier.ligne.reservee"
    _description = "Version d’un document terminée dans Word"
    # rendu/ reads the macros itself, and says more than the deposit would.
    _oilhi_macros_lues = ("fichier",)
    _order = "document_id, numero desc"

    document_id = fields.Many2one(
        "oilhi.document", string="Document", required=True, index=True, ondelete="cascade"
    )
    dossier_id = fields.Many2one(related="document_id.dossier_id", store=True, index=True)
    company_id = fields.Many2one(related="document_id.company_id", store=True, index=True)
    numero = fields.Integer("Révision", required=True)
    user_id = fields.Many2one("res.users", string="Déposée par", required=True)
    date = fields.Datetime("Déposée le", required=True)
    fichier = fields.Binary("Fichier Word", required=True, attachment=True)
    fichier_nom = fields.Char("Nom du fichier")
    sha256 = fields.Char("Empreinte SHA-256", required=True)
    differences = fields.Json()  # [{genre, zone, morceaux: [[sign, words]]}]
    alertes = fields.Json()  # [{niveau, message, base}]
    nombre_differences = fields.Integer("Différences", compute="_compute_nombre_differences")
    etat = fields.Selection(
        [("retenue", "Retenue"), ("remplacee", "Remplacée"), ("ecartee", "Écartée")],
        string="État",
        required=True,
        default="retenue",
    )
    differences_html = fields.Html(
        "Ce qui a changé", compute="_compute_differences_html", sanitize=False
    )

    _numero_uniq = models.UniqueIndex("(document_id, numero)")

    @api.depends("numero", "document_id")
    def _compute_display_name(self):
        for revision in self:
            revision.display_name = self.env._("Révision %s", revision.numero)

    @api.depends("differences")
    def _compute_nombre_differences(self):
        for revision in self:
            revision.nombre_differences = len(revision.differences or ())

    @api.depends("differences")
    def _compute_differences_html(self):
        for revision in self:
            revision.differences_html = revision._en_html()

    def _en_html(self):
        """Signs and words say it, colours only repeat it; the text is an agent's: escaped."""
        titres = {
            "ajoute": self.env._("Paragraphe ajouté"),
            "retire": self.env._("Paragraphe retiré"),
            "modifie": self.env._("Paragraphe modifié"),
        }
        if not self.differences:
            return Markup("<p>%s</p>") % self.env._("Le texte est celui qui avait été produit.")
        lignes = [
            Markup('<li class="o_oilhi_difference"><strong>%s</strong> <span>(%s)</span><p>%s</p></li>')
            % (
                titres.get(difference["genre"], ""),
                difference["zone"],
                Markup("").join(
                    Markup("<{0}>{1}{2}</{0}>").format(SIGNES[signe][0], SIGNES[signe][1], texte)
                    for signe, texte in difference["morceaux"]
                ),
            )
            for difference in self.differences
        ]
        return Markup('<ul class="o_oilhi_differences">%s</ul>') % Markup("").join(lignes)

    def _contenu(self):
        """Bytes of the file, even when the client asked for sizes only (bin_size)."""
        self.ensure_one()
        return base64.b64decode(self.with_context(bin_size=False).fichier or b"")

    def _message_reserve(self):
        return self.env._("Une révision se dépose depuis le document, et ne se modifie pas.")

    def action_telecharger(self):
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/fichier?download=true&filename_field=fichier_nom",
            "target": "self",
        }

    def action_ouvrir(self):
        return self._action_fiche(dialogue=True)
