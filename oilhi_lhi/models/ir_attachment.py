from odoo import models


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def _postprocess_contents(self, values):
        """A photo on its way to a case keeps its date until the case has read it."""
        if values.get("res_model") == "oilhi.dossier.photo.ajout":
            return dict(values, mimetype=self._compute_mimetype(values))
        return super()._postprocess_contents(values)

    # A file of an offence is read where its bytes are: sent by HTTP, or given to a program.

    def _porteurs_journalises(self):
        """{file: row it hangs on}, for the rows whose files are logged when they are read."""
        porteurs = {}
        for piece in self.sudo():  # sudo: only what the file hangs on
            modele = self.env.get(piece.res_model or "")
            if modele is not None and piece.res_id and getattr(modele, "_pieces_journalisees", False):
                porteurs[piece] = modele.browse(piece.res_id)
        return porteurs

    def _to_http_stream(self):
        stream = super()._to_http_stream()
        self.env["oilhi.journal.reserve"]._noter_pieces(self._porteurs_journalises(), "fichier")
        return stream

    def _compute_raw(self):
        if not self.env.su:
            self.env["oilhi.journal.reserve"]._noter_pieces(self._porteurs_journalises())
        return super()._compute_raw()
