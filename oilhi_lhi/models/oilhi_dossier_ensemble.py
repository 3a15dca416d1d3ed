import re
from datetime import date, datetime

from odoo import api, models, tools
from odoo.tools import SQL
from odoo.tools.query import Query

from .pieces import Pieces

# What JSON does not give back as a column does.
RELUS = {
    "date": date.fromisoformat, "datetime": datetime.fromisoformat, "float": float, "monetary": float,
    "many2many": tuple,
}
# Who wrote the row and when: no rule asks it.
INUTILES = ("create_uid", "write_uid", "write_date")
LISTE = re.compile(r"_ids$").search


class OilhiDossier(models.Model):
    """A case holds a dozen lists: its steps, its facts, its deadlines… One query reads them all.

    List by list, each asked its own query and worked out its rules, whose answer is that of the case.
    """

    _inherit = "oilhi.dossier"

    def _lire_ensemble(self, noms):
        """Put in memory these lists and links of the cases, all the columns of their rows.

        `noms`: lists (`etape_ids`), lists of their rows (`echeance_ids.historique_ids`), links
        (`batiment_id`). What is in memory already is not read again, nor what is being written lost.

        Asked under sudo by who has checked the access to the case: its rows are read with it. What is read
        is then known to the environment of the user.
        """
        manquent = [nom for nom in noms if not self._deja_lu(nom)]
        if not self.ids or not manquent:
            return
        # Nothing waits to be written at the start of most requests: no model is asked one by one.
        en_attente = self.env._field_dirty or self.env.fields_to_compute()
        for nom in filter(LISTE, manquent if en_attente else ()):
            lignes = self._comodele(nom)
            lignes.flush_model({"dossier_id", *(c.split()[0].split(".")[0] for c in lignes._order.split(","))})
        lues = self.env.execute_query(SQL(
            "SELECT %s FROM oilhi_dossier d WHERE d.id = ANY(%s)",
            SQL(", ").join(map(self._sql_ensemble, manquent)), self.ids,
        ))
        for nom, parts in zip(manquent, zip(*lues, strict=True), strict=True):
            lignes = self._garder_lignes(nom, [valeurs for part in parts for valeurs in part or ()])
            if LISTE(nom):
                parents, _point, liste = nom.rpartition(".")
                (self.mapped(parents) if parents else self)._noter_lignes(liste, lignes)

    def _deja_lu(self, nom):
        connus = self._fields[nom.split(".")[0]]._get_cache(self.env)
        if LISTE(nom):
            return all(numero in connus for numero in self._ids)
        lus = self._comodele(nom)._fields["create_date"]._get_cache(self.env)
        return all(lien is None or lien in lus for lien in (connus.get(numero, 0) for numero in self._ids))

    def _comodele(self, nom):
        modele = self
        for champ in nom.split("."):
            modele = self.env[modele._fields[champ].comodel_name]
        return modele

    @api.model
    @tools.ormcache("nom")
    def _sql_ensemble(self, nom):
        """The rows of that list or link of the case « d », in their order, as JSON: number, then columns."""
        lignes = self.sudo()._comodele(nom)
        requete, table = Query(self.env, lignes._table), SQL.identifier(lignes._table)
        requete.add_where(
            SQL("%s.dossier_id = d.id", table) if LISTE(nom)
            else SQL("%s.id = d.%s", table, SQL.identifier(nom))
        )
        requete.order = lignes._order_to_sql(lignes._order, requete)
        colonnes = [SQL("%s.id", table)]
        for champ in self._champs_ensemble(lignes._name):
            sql = SQL("%s.%s", table, SQL.identifier(champ.name))
            if champ.type == "datetime":
                sql = SQL("to_char(%s, 'YYYY-MM-DD HH24:MI:SS.US')", sql)
            elif isinstance(champ, Pieces):
                sql = SQL("EXISTS (SELECT FROM %s r WHERE r.%s = %s.id)", SQL.identifier(champ.relation),
                          SQL.identifier(champ.column1), table)
            elif champ.type == "many2many":
                lies = self.env[champ.comodel_name].sudo()
                choix = Query(self.env, lies._table)
                choix.add_where(SQL(
                    "%s.id IN (SELECT r.%s FROM %s r WHERE r.%s = %s.id)", SQL.identifier(lies._table),
                    SQL.identifier(champ.column2), SQL.identifier(champ.relation),
                    SQL.identifier(champ.column1), table,
                ))
                choix.order = lies._order_to_sql(lies._order, choix)
                sql = SQL("ARRAY(%s)", choix.select())
            colonnes.append(sql)
        ligne = SQL("json_build_array(%s) AS ligne", SQL(", ").join(colonnes))
        return SQL("(SELECT json_agg(t.ligne) FROM (%s) t)", requete.select(ligne))

    def _garder_lignes(self, nom, valeurs):
        lignes = self._comodele(nom)
        if not valeurs:
            return lignes
        ids, *colonnes = zip(*valeurs, strict=True)
        lignes = lignes.browse(ids)
        for champ, lues in zip(self._champs_ensemble(lignes._name), colonnes, strict=True):
            if isinstance(champ, Pieces):
                # Which ones depends on who reads them: known of the rows that have none, asked for the others.
                sans = lignes.browse(numero for numero, une in zip(ids, lues, strict=True) if not une)
                champ._insert_cache(sans, [()] * len(sans))
                continue
            if lire := RELUS.get(champ.type):
                lues = [None if v is None else lire(v) for v in lues]
            champ._insert_cache(lignes, lues)
        return lignes

    @api.model
    @tools.ormcache("modele")
    def _champs_ensemble(self, modele):
        """What Odoo reads of a row with any of its columns, and its relations to the reference data."""
        lignes, gardees = self.env[modele], self.env.registry["oilhi.donnee.gardee"]
        return tuple(
            champ for nom, champ in lignes._fields.items()
            if champ.store and nom != "id" and not champ.translate and not champ.company_dependent
            and (
                nom in lignes._ensemble_champs if getattr(lignes, "_ensemble_champs", None)
                else champ.column_type and champ.prefetch is True and nom not in INUTILES
                or champ.type == "many2many" and isinstance(self.env[champ.comodel_name], gardees)
                or isinstance(champ, Pieces)
            )
        )
