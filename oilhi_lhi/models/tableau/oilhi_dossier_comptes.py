from odoo import api, models
from odoo.fields import Domain

COMPTES = ("oilhi.compte.dossier", "oilhi.compte.commune")  # the shortest first
PAR_GROUPE = "nombre:sum"


class OilhiDossier(models.Model):
    """Counting the cases: from the numbers kept in advance when what is asked, and what the access rules
    of the reader add to it, depend on nothing else; as Odoo does otherwise.

    It is so of who sees every case of his départements; an agent is held by the services of each case.
    """

    _inherit = "oilhi.dossier"

    @api.model
    def _comptes(self, domaine, groupes=()):
        """(kept rows, their domain) that give these numbers exactly; None: count the cases."""
        self.browse().check_access("read")
        domaine = Domain(domaine)
        if self.env.context.get("active_test", True) and not any(
            condition.field_expr == "active" for condition in domaine.iter_conditions()
        ):
            domaine &= Domain("active", "=", True)
        if not self.env.su:
            domaine &= self.env["ir.rule"]._compute_domain(self._name, "read")
        domaine = domaine.optimize(self)
        if any(isinstance(terme, Domain) for terme in domaine):  # its SQL is written for the cases
            return None
        conditions = list(domaine.iter_conditions())
        if not all(self._se_compte(condition) for condition in conditions):
            return None
        champs = {*(condition.field_expr for condition in conditions), *groupes}
        modele = next((m for m in COMPTES if champs.issubset(self.env[m]._champs)), None)
        if modele is None:
            return None
        self.flush_model(self.env[modele]._champs)
        # sudo: numbers that nobody reads otherwise; the rules of the cases are in the domain
        return self.env[modele].sudo().with_context(active_test=False), domaine

    @api.model
    def _se_compte(self, condition):
        """A plain comparison of a value that is kept: no name to look for, no path to follow."""
        champ = self._fields.get(condition.field_expr)
        return condition.operator in ("in", "not in") and champ is not None and (
            not champ.relational or all(isinstance(valeur, int) for valeur in condition.value)
        )

    @api.model
    def _sql_noter(self, lignes):
        return [*super()._sql_noter(lignes), *(self.env[modele]._sql_noter(lignes) for modele in COMPTES)]

    # -- What the screens call -----------------------------------------------

    @api.model
    @api.readonly
    def search_count(self, domain, limit=None):
        if not (comptes := self._comptes(domain)):
            return super().search_count(domain, limit=limit)
        [(nombre,)] = comptes[0]._read_group(comptes[1], [], [PAR_GROUPE])
        return min(nombre or 0, limit) if limit else nombre or 0

    @api.model
    def _read_group(
        self, domain, groupby=(), aggregates=(), having=(), offset=0, limit=None, order=None
    ):
        comptes = not having and self._comptes_groupes(domain, groupby, aggregates, order)
        if not comptes:
            return super()._read_group(domain, groupby, aggregates, having, offset, limit, order)
        lignes = comptes[0]._read_group(
            comptes[1], groupby, [PAR_GROUPE] * len(aggregates), having=[(PAR_GROUPE, ">", 0)],
            offset=offset, limit=limit, order=order and order.replace("__count", PAR_GROUPE),
        )
        return [self._ligne_comptee(ligne, len(groupby)) for ligne in lignes]

    @api.model
    def _read_grouping_sets(self, domain, grouping_sets, aggregates=(), order=None):
        groupes = {groupe for ensemble in grouping_sets for groupe in ensemble}
        comptes = list(aggregates) == ["__count"] and self._comptes_groupes(domain, groupes, aggregates, order)
        if not comptes:
            return super()._read_grouping_sets(domain, grouping_sets, aggregates, order)
        lus = comptes[0]._read_grouping_sets(
            comptes[1], grouping_sets, [PAR_GROUPE], order and order.replace("__count", PAR_GROUPE)
        )
        return [
            # A number that came back to nothing is no group; the total of nothing is one.
            [self._ligne_comptee(ligne, len(ensemble)) for ligne in lignes if ligne[-1] or not ensemble]
            for ensemble, lignes in zip(grouping_sets, lus, strict=True)
        ]

    @api.model
    def _comptes_groupes(self, domain, groupes, aggregates, order):
        triables = {*groupes, "__count"}
        if set(aggregates) - {"__count"} or any(
            terme.split()[:1] and terme.split()[0] not in triables for terme in (order or "").split(",")
        ):
            return None
        return self._comptes(domain, groupes)

    @api.model
    def _ligne_comptee(self, ligne, groupes):
        """As Odoo gives it: records with the rights of who asks, and zero for nothing."""
        return (
            *(v.with_env(self.env) if isinstance(v, models.BaseModel) else v for v in ligne[:groupes]),
            *(nombre or 0 for nombre in ligne[groupes:]),
        )


class OilhiTableauChiffre(models.Model):
    """The numbers of cases are added up, and counted again, with the figures."""

    _inherit = "oilhi.tableau.chiffre"

    @api.model
    def _replier(self, jour):
        for modele in COMPTES:
            self.env[modele]._replier()
        return super()._replier(jour)

    @api.model
    def _recompter(self):
        for modele in COMPTES:
            self.env[modele]._recompter()
        return super()._recompter()

    @api.model
    def _totaux(self):
        totaux = super()._totaux()
        for modele in COMPTES:
            totaux.update(self.env[modele]._totaux())
        return totaux
