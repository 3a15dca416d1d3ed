import re
from datetime import date, datetime

from odoo import api, models, tools
from odoo.tools import SQL
from odoo.tools.query import Query

from .pieces import Pieces

# What JSON does not give back as a column does.
RELUS = {
    "date": date.fromisoformat, "datetime": datetime.fromisoformat, "float": float, "monetary": float,
}
# Who wrote the row and when: no rule asks it.
INUTILES = ("create_uid", "write_uid", "write_date")
LISTE = re.compile(r"_ids$").search


def _colonne(terme):
    """« dossier_id.id desc », a term of an order: its column."""
    return terme.split()[0].split(".")[0]


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
        for nom in filter(LISTE, manquent if self._ecritures_en_attente() else ()):
            lignes = self._comodele(nom)
            lignes.flush_model({"dossier_id", *map(_colonne, lignes._order.split(","))})
        lues = self.env.execute_query(SQL(
            "SELECT %s FROM oilhi_dossier d WHERE d.id = ANY(%s)",
            SQL(", ").join(map(self._sql_ensemble, manquent)), self.ids,
        ))
        for nom, parts in zip(manquent, zip(*lues, strict=True), strict=True):
            lignes = self._garder_lignes(nom, [valeurs for part in parts for valeurs in part or ()])
            if LISTE(nom):
                parents, _point, liste = nom.rpartition(".")
                (self.mapped(parents) if parents else self)._noter_lignes(liste, lignes)

    def _ecritures_en_attente(self):
        """Nothing waits at the start of most requests: no need to ask each model."""
        return bool(self.env._field_dirty or self.env.fields_to_compute())

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
        if LISTE(nom):
            _reference, autres = self._ordre_ensemble(nom)
            requete.order = lignes._order_to_sql(", ".join(autres) or "id", requete)
        colonnes = [SQL("%s.id", table)]
        for champ in self._champs_ensemble(lignes._name):
            sql = SQL("%s.%s", table, SQL.identifier(champ.name))
            if champ.type == "datetime":
                sql = SQL("to_char(%s, 'YYYY-MM-DD HH24:MI:SS.US')", sql)
            elif isinstance(champ, Pieces):
                sql = champ.sql_ensemble(table)
            elif champ.type == "many2many":
                sql = SQL(
                    "ARRAY(SELECT r.%s FROM %s r WHERE r.%s = %s.id)", SQL.identifier(champ.column2),
                    SQL.identifier(champ.relation), SQL.identifier(champ.column1), table,
                )
            colonnes.append(sql)
        ligne = SQL("json_build_array(%s) AS ligne", SQL(", ").join(colonnes))
        return SQL("(SELECT json_agg(t.ligne) FROM (%s) t)", requete.select(ligne))

    @api.model
    @tools.ormcache("nom")
    def _ordre_ensemble(self, nom):
        """(link to the reference data by which the rows are put in order first, if any; the other terms).

        A link to their parent is left out: it is the same for all that are kept together, and PostgreSQL would
        join what orders the parent. So it would for reference data, whose order each worker knows.
        """
        lignes = self._comodele(nom)
        parents, _point, liste = nom.rpartition(".")
        parent = (self._comodele(parents) if parents else self)._fields[liste].inverse_name
        termes = [terme for terme in map(str.strip, lignes._order.split(",")) if _colonne(terme) != parent]
        premier = lignes._fields[termes[0]] if termes and termes[0] in lignes._fields else None
        if premier and premier.type == "many2one" and self._gardee(premier):
            return premier, termes[1:]
        return None, termes

    def _garder_lignes(self, nom, valeurs):
        lignes = self._comodele(nom)
        if not valeurs:
            return lignes
        champs = self._champs_ensemble(lignes._name)
        reference = LISTE(nom) and self._ordre_ensemble(nom)[0]
        if reference:
            place, rang = champs.index(reference) + 1, self._rang_garde(reference)
            valeurs.sort(key=lambda valeur: rang(valeur[place]))
        ids, *colonnes = zip(*valeurs, strict=True)
        lignes = lignes.browse(ids)
        for champ, lues in zip(champs, colonnes, strict=True):
            if isinstance(champ, Pieces):
                champ.garder_ensemble(lignes, lues)
                continue
            if champ.type == "many2many":
                rang = self._rang_garde(champ)
                lues = [tuple(sorted(v, key=rang)) for v in lues]
            elif lire := RELUS.get(champ.type):
                lues = [None if v is None else lire(v) for v in lues]
            champ._insert_cache(lignes, lues)
        return lignes

    @api.model
    @tools.ormcache("modele")
    def _champs_ensemble(self, modele):
        """What Odoo reads of a row with any of its columns, and its relations to the reference data."""
        lignes = self.env[modele]
        return tuple(
            champ for nom, champ in lignes._fields.items()
            if champ.store and nom != "id" and not champ.translate and not champ.company_dependent
            and (
                nom in lignes._ensemble_champs if getattr(lignes, "_ensemble_champs", None)
                else champ.column_type and champ.prefetch is True and nom not in INUTILES
                or champ.type == "many2many" and self._gardee(champ)
                or nom in getattr(lignes, "_ensemble_pieces", ())
            )
        )

    def _gardee(self, champ):
        return isinstance(self.env[champ.comodel_name], self.env.registry["oilhi.donnee.gardee"])

    def _rang_garde(self, champ):
        """Place of a row of reference data; one that this worker does not know yet comes last."""
        rangs = self.env[champ.comodel_name]._rangs_gardes()
        return lambda numero: rangs.get(numero, len(rangs))
