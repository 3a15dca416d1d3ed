from odoo import api, models
from odoo.exceptions import AccessError


class OilhiDossierLigneReservee(models.AbstractModel):
    """A row that the parcours alone creates, writes and deletes, through sudo after its checks.

    Written directly by RPC, it would skip what the law forbids.
    """

    _name = "oilhi.dossier.ligne.reservee"
    _description = "Ligne tenue par le parcours"
    _inherit = "oilhi.dossier.ligne"

    _mouvement = False  # most of these rows are worked out, whoever is at the keyboard
    _champs_libres = frozenset()  # fields that a form may write

    @api.model_create_multi
    def create(self, vals_list):
        self._reserve_au_parcours()
        return super().create(vals_list)

    def write(self, vals):
        if vals.keys() - self._champs_libres:
            self._reserve_au_parcours()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_jamais(self):
        self._reserve_au_parcours()

    def _reserve_au_parcours(self):
        if not self.env.su:
            raise AccessError(self._message_reserve())

    def _message_reserve(self):
        """Sentence that tells what to do instead."""
        return self.env._("Cette ligne est tenue par le parcours du dossier.")
