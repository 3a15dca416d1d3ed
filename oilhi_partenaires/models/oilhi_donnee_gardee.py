from odoo import api, models, tools
from odoo.tools import SQL

CHANGEE = "oilhi.memoire"


class OilhiDonneeGardee(models.AbstractModel):
    """Reference data that every screen reads: any change drops what the workers hold in memory.

    The rows are few and the same for everybody: a worker reads the table once, and each request fills the
    cache of the ORM from there instead of asking again.
    """

    _name = "oilhi.donnee.gardee"
    _description = "Donnée de référence gardée en mémoire"

    @api.model_create_multi
    def create(self, vals_list):
        self._oublier()
        return super().create(vals_list)

    def write(self, vals):
        self._oublier()
        return super().write(vals)

    def unlink(self):
        self._oublier()
        return super().unlink()

    def _write_multi(self, vals_list):
        """What is computed and stored is written here alone."""
        self._oublier()
        return super()._write_multi(vals_list)

    def _oublier(self):
        """Now, and once committed: another thread may have read the former data in between."""
        self.env.registry.clear_cache()
        apres = self.env.cr.postcommit
        if not apres.data.get(CHANGEE):
            apres.data[CHANGEE] = True
            apres.add(self.env.registry.clear_cache)

    # -- Read once by each worker ---------------------------------------------

    @api.private
    def fetch(self, field_names=None):
        """Rights are checked by the ORM as ever: it finds nothing left to ask the database."""
        # Who changes these data reads them from the database until they are kept.
        if self.ids and not self.env.cr.postcommit.data.get(CHANGEE):
            self._relire(field_names)
        return super().fetch(field_names)

    def _relire(self, noms):
        colonnes = self._memoire_colonnes()
        champs = [self._fields[nom] for nom in (colonnes if noms is None else noms) if nom in self._fields]
        ids = self.ids
        for champ in champs:
            if champ.name in colonnes:
                valeurs = colonnes[champ.name]
            elif champ.name in self._listes_gardees():
                valeurs = self._memoire_liste(champ.name)
            else:
                continue
            cache = champ._get_cache(self.env)
            for numero in ids:
                if numero in valeurs:
                    cache.setdefault(numero, valeurs[numero])

    @api.model
    @tools.ormcache()
    def _memoire_colonnes(self):
        """{field: {id: value}} of the whole table, but what depends on the language or the company."""
        noms = [
            nom for nom, champ in self._fields.items()
            if nom != "id" and champ.store and champ.column_type
            and not champ.translate and not champ.company_dependent and champ.type != "binary"
        ]
        lignes = self.env.execute_query(SQL(
            "SELECT id, %s FROM %s", SQL(", ").join(map(SQL.identifier, noms)), SQL.identifier(self._table),
        ))
        return {nom: {ligne[0]: ligne[rang] for ligne in lignes} for rang, nom in enumerate(noms, 1)}

    @api.model
    @tools.ormcache()
    def _listes_gardees(self):
        """The relations between data of this kind: a change on either side drops both."""
        return frozenset(
            nom for nom, champ in self._fields.items()
            if champ.type in ("one2many", "many2many") and champ.store and not champ.compute and not champ.groups
            and isinstance(self.env[champ.comodel_name], self.env.registry["oilhi.donnee.gardee"])
        )

    @api.model
    @tools.ormcache("nom")
    def _memoire_liste(self, nom):
        """{id: ids} of a relation for the whole table, archived rows included as in the ORM's own cache."""
        lignes, champ = self._toutes_gardees(), self._fields[nom]
        champ.read(lignes)
        cache = champ._get_cache(lignes.env)
        return {numero: cache[numero] for numero in lignes._ids}

    @api.model
    @tools.ormcache()
    def _rangs_gardes(self):
        """{id: place} of the whole table in its order, archived rows included."""
        return {numero: place for place, numero in enumerate(self._toutes_gardees()._ids)}

    @api.model
    def _toutes_gardees(self):
        """The whole table, archived rows included: a few hundred rows, for what a worker keeps of them."""
        # sudo: the same for everyone; the cache must not depend on the first reader
        return self.sudo().with_context(active_test=False).search([])  # pylint: disable=no-search-all

    # -- By code ---------------------------------------------------------------

    @api.model
    @tools.ormcache("actifs")
    def _ids_par_code(self, actifs=True):
        """{code: id} of those in use, or of all, in their order."""
        # sudo: the same for everyone; the cache must not depend on the first reader
        lignes = self.sudo().with_context(active_test=actifs).search([])  # pylint: disable=no-search-all
        return {ligne.code: ligne.id for ligne in lignes if ligne.code}

    @api.model
    def _par_code(self, codes):
        """Those that have these codes, in their order, without asking the database."""
        connus = self._ids_par_code(self.env.context.get("active_test", True))
        return self.browse(numero for code, numero in connus.items() if code in codes)
