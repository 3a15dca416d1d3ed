from odoo import models
from odoo.fields import Command


class OilhiDonneeLivree(models.AbstractModel):
    """Records shipped in the files of an addon, which every update of the addon reads again.

    Odoo then writes each column of each record, changed or not, and works out anew whatever is
    stored and depends on it: renaming nothing in the list of procedures went through every case.
    Only the columns that differ are written.
    """

    _name = "oilhi.donnee.livree"
    _description = "Donnée livrée avec l’application"

    def _load_records_write(self, values):
        changees = {
            nom: valeur for nom, valeur in values.items() if not self._deja_livree(nom, valeur)
        }
        return super()._load_records_write(changees) if changees else None

    def _deja_livree(self, nom, valeur):
        """Whether writing that value would change nothing; False when in doubt."""
        self.ensure_one()
        champ = self._fields.get(nom)
        if champ is None or champ.type in ("binary", "image", "properties"):
            return False
        actuelle = self.with_context(active_test=False)[nom]
        if champ.type in ("one2many", "many2many"):
            return self._deja_liees(actuelle, valeur)
        return champ.convert_to_cache(valeur, self) == champ.convert_to_cache(actuelle, self)

    @staticmethod
    def _deja_liees(actuelles, commandes):
        ids = set(actuelles.ids)
        if not commandes:
            return commandes is not False or not ids
        for commande in commandes:
            match commande:
                case (Command.LINK, identifiant, *_) if identifiant in ids:
                    continue
                case (Command.SET, _, liste) if set(liste) == ids:
                    continue
            return False
        return True
