import json

from odoo.http import request

from odoo.addons.web.controllers.export import ExcelExport


class OilhiExport(ExcelExport):
    """Totals of a grouped export of figures: those of the screen.

    Odoo adds up the exported rows: a median cannot be drawn from medians, and a row without a value
    (a deadline to come, a case still open) would count as zero in an average.
    """

    def from_group_data(self, fields, columns_headers, groups):
        modele = groups._model
        if isinstance(modele, modele.pool["oilhi.statistiques"]):
            self._oilhi_totaux(groups, [champ["name"] for champ in fields])
        return super().from_group_data(fields, columns_headers, groups)

    def _oilhi_totaux(self, arbre, noms):
        demande = json.loads(request.params["data"])
        modele, groupes = arbre._model, arbre._groupby
        aggregats = {
            nom: f"{nom}:{modele._fields[nom].aggregator}"
            for nom in noms if nom in modele._fields and modele._fields[nom].aggregator
        }
        domaine = [("id", "in", demande["ids"])] if demande["ids"] else demande["domain"]
        niveaux = [tuple(groupes[:n]) for n in range(1, len(groupes) + 1)]
        lus = modele.formatted_read_grouping_sets(domaine, niveaux, tuple(aggregats.values()))
        for specs, lignes in zip(niveaux, lus, strict=True):
            for ligne in lignes:
                noeud = arbre
                for spec in specs:
                    noeud = noeud.children[ligne[spec]]
                noeud.aggregated_values = {
                    nom: None if ligne[aggregat] is False else ligne[aggregat]
                    for nom, aggregat in aggregats.items()
                }
