from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..outils import recherche


class OilhiRechercheMixin(models.AbstractModel):
    """Search on a stored normalised text, which forgives one or two typing mistakes a word.

    The model says which column holds the text (words without accents, separated by one space, see
    ``outils.recherche.texte_recherche``), calls ``_apprendre`` where it computes it, and indexes it:
    ``models.Index("USING gin (array_to_tsvector(string_to_array(<column>, ' ')))")``.
    """

    _name = "oilhi.recherche.mixin"
    _description = "Recherche tolérante"
    _champ_recherche = None
    # Models whose words correct what is typed here, besides the model itself.
    _vocabulaires = ()

    def _apprendre(self):
        """Learn the words of these records; to be called where the text is computed."""
        mots = {mot for record in self for mot in (record[self._champ_recherche] or "").split()}
        if mots and any(self._ids):
            self.env["oilhi.mot"]._apprendre(self._name, mots)

    @api.model
    def _domaine_groupes(self, groupes, isole=False):
        """Records whose text has, for every group, a word that begins as one of the group's.

        ``isole``: for use in an « or », where PostgreSQL would otherwise leave the index unused.
        """
        groupes = [groupe for groupe in groupes if groupe]
        if not groupes:
            return Domain.FALSE
        champ, requete = self._champ_recherche, recherche.requete(groupes)

        def to_sql(model, alias, query):
            condition = SQL(
                "array_to_tsvector(string_to_array(%s, ' ')) @@ %s::tsquery",
                model._field_to_sql(model._table if isole else alias, champ, query), requete,
            )
            if not isole:
                return condition
            return SQL(
                "%s IN (SELECT id FROM %s WHERE %s)",
                SQL.identifier(alias, "id"), SQL.identifier(model._table), condition,
            )

        return Domain.custom(
            to_sql=to_sql, predicate=lambda record: recherche.correspond(record[champ], groupes)
        )

    @api.model
    def _corriger(self, mots):
        """Dict: word typed → words to look for: itself if it begins a word, else the nearest ones.

        A short word is first looked for as a whole: « caf » is not « cafards ». A word that
        nothing resembles is kept: it finds nothing, rather than everything.
        """
        cherches = {mot: mot + recherche.ENTIER if recherche.court(mot) else mot for mot in mots}
        # With the user's rights: what is hidden from them does not correct what they type either.
        connus = self.env.execute_query(SQL("SELECT %s", SQL(", ").join(
            SQL("EXISTS (%s)", self._search(self._domaine_groupes([[cherche]])).select(SQL("1")))
            for cherche in cherches.values()
        )))[0]
        inconnus = [mot for mot, connu in zip(mots, connus, strict=True) if not connu]
        # sudo: the vocabulary is technical; the words only serve to search, with the user's rights
        proches = self.env["oilhi.mot"].sudo()._proches(
            (self._name, *self._vocabulaires), inconnus
        )
        return {
            mot: proches.get(mot) or [mot] if mot in inconnus else [cherches[mot]]
            for mot in mots
        }

    @api.model
    def _domaine_recherche(self, saisie):
        """Domain of the records that answer what a user typed; nothing typed: everything."""
        if not (saisie or "").strip():
            return Domain.TRUE
        mots = recherche.mots_saisis(saisie)
        return self._domaine_groupes(self._corriger(mots).values()) if mots else Domain.FALSE
