import base64
import hashlib

from odoo import api, fields, models


class OilhiPublicationContenu(models.Model):
    """A file as the public reads it, for the whole instance; its absence is « not found »."""

    _name = "oilhi.publication.contenu"
    _description = "Contenu publié"

    genre = fields.Selection(
        [
            ("arretes_csv", "Arrêtés en vigueur (CSV)"),
            ("arretes_json", "Arrêtés en vigueur (JSON)"),
            ("statistiques", "Statistiques"),
        ],
        required=True, readonly=True,
    )
    fichier = fields.Binary(attachment=True, readonly=True)
    empreinte = fields.Char(readonly=True)
    change_le = fields.Datetime("Modifié le", readonly=True)

    _genre_uniq = models.UniqueIndex("(genre)")

    @api.model
    def _garder(self, genre, contenu):
        """Keep these bytes, or delete them (None); written only when they change, so that caches hold."""
        actuel = self.search([("genre", "=", genre)])
        if contenu is None:
            actuel.unlink()
            return
        empreinte = hashlib.sha256(contenu).hexdigest()
        if actuel.empreinte == empreinte:
            return
        vals = {
            "fichier": base64.b64encode(contenu), "empreinte": empreinte,
            "change_le": fields.Datetime.now(),
        }
        if actuel:
            actuel.write(vals)
        else:
            self.create([{"genre": genre, **vals}])

    @api.model
    def _lire(self, genre):
        """(bytes, etag, last change), or None when it is not published."""
        # sudo: a visitor has no right on any model; this row holds what was made for him, and is
        # deleted as soon as it is no longer published
        contenu = self.sudo().search([("genre", "=", genre)])
        if not contenu:
            return None
        return base64.b64decode(contenu.fichier or b""), contenu.empreinte, contenu.change_le
