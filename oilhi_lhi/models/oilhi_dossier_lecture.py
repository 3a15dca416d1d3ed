from odoo import api, models


class OilhiDossierLecture(models.AbstractModel):
    """Lists read at once what the access rules will ask of each row.

    Otherwise Odoo reads the rows a second time, with all their columns, to check their company.
    """

    _name = "oilhi.dossier.lecture"
    _description = "Lecture des lignes d’un dossier"

    @api.model
    def search_fetch(self, domain, field_names=None, offset=0, limit=None, order=None):
        if field_names is not None:
            regles = [nom for nom in ("company_id", "dossier_id") if nom in self._fields]
            field_names = list(dict.fromkeys([*field_names, *regles]))
        return super().search_fetch(domain, field_names, offset=offset, limit=limit, order=order)
