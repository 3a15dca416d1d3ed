from odoo import api, models
from odoo.exceptions import ConcurrencyError, LockError


class OilhiDossierLecture(models.AbstractModel):
    """Lists read at once what the access rules will ask of each row.

    Otherwise Odoo reads the rows a second time, with all their columns, to check their company.
    """

    _name = "oilhi.dossier.lecture"
    _description = "Lecture des lignes d’un dossier"

    _lignes_entieres = False  # True: the rows of a case are few and light, read them whole

    @api.model
    def search_fetch(self, domain, field_names=None, offset=0, limit=None, order=None):
        if field_names and self._lignes_entieres and all(
            nom == self._active_name or self._fields[nom].type == "many2one" for nom in field_names
        ):
            # A one2many asks for its link alone, and the rest is read right after: once is enough.
            field_names = None
        if field_names is not None:
            regles = [nom for nom in ("company_id", "dossier_id") if nom in self._fields]
            field_names = list(dict.fromkeys([*field_names, *regles]))
        return super().search_fetch(domain, field_names, offset=offset, limit=limit, order=order)

    def _noter_lignes(self, liste, lignes):
        """Remember that these are all the rows of that list, read already, archived ones included."""
        champ = self._fields[liste]
        groupes = lignes.grouped(champ.inverse_name)
        champ._insert_cache(self, [groupes[ligne]._ids if ligne in groupes else () for ligne in self])

    def _verrouiller(self):
        """Hold these rows until the end of the transaction.

        Somebody else holds them (a colleague, the recalculation): Odoo plays the request again a
        little later, from what was kept meanwhile, instead of refusing what was typed.
        """
        try:
            self.lock_for_update(allow_referencing=True)
        except LockError as erreur:
            raise ConcurrencyError(self._name) from erreur

    def _action_fiche(self, nom=None, dialogue=False):
        """Open this row on its own page, or in a dialog; whoever cannot read it is refused here."""
        self.ensure_one()
        self.check_access("read")
        action = {
            "type": "ir.actions.act_window",
            "name": nom or self.display_name,
            "res_model": self._name,
            "res_id": self.id,
            "views": [[False, "form"]],
        }
        return {**action, "target": "new"} if dialogue else action
