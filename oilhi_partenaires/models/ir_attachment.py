import contextlib
import hashlib
import os

from odoo import api, models


class IrAttachment(models.Model):
    """A file has its name when it is whole and on the disk, never before.

    Odoo writes under the final name, and leaves what a full disk or a stop cut short: the same content
    is refused ever after (« collides with an existing file »).
    """

    _inherit = "ir.attachment"

    @api.model
    def _get_path(self, bin_data, sha):
        chemin = self._full_path(f"{sha[:2]}/{sha}")
        if os.path.isfile(chemin) and not self._same_content(bin_data, chemin):
            with open(chemin, "rb") as fichier:
                present = hashlib.sha1(fichier.read()).hexdigest()  # the name that Odoo gives to files
            if present != sha:
                self._ecrire_entier(f"{sha[:2]}/{sha}", bin_data)
        return super()._get_path(bin_data, sha)

    @api.model
    def _file_write(self, bin_value, checksum):
        fname, chemin = self._get_path(bin_value, checksum)
        if not os.path.exists(chemin):
            # Before, not after: what a stop leaves is swept.
            self._mark_for_gc(fname)
            self._ecrire_entier(fname, bin_value)
        return super()._file_write(bin_value, checksum)

    @api.model
    def _ecrire_entier(self, fname, contenu):
        """Beside the list of what is to be swept (a file left there goes away with it), then renamed."""
        chemin = self._full_path(fname)
        provisoire = f"{self._full_path('checklist')}/{fname}-{os.getpid()}"
        os.makedirs(os.path.dirname(provisoire), exist_ok=True)
        try:
            with open(provisoire, "wb") as fichier:
                fichier.write(contenu)
                fichier.flush()
                os.fsync(fichier.fileno())
            os.replace(provisoire, chemin)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(provisoire)
            raise
        # The name too must be on the disk before PostgreSQL says that the act exists.
        dossier = os.open(os.path.dirname(chemin), os.O_RDONLY)
        try:
            os.fsync(dossier)
        finally:
            os.close(dossier)
