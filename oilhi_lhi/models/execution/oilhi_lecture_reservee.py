from odoo import api, models
from odoo.fields import Domain

from .oilhi_journal_reserve import au_journal


class OilhiLectureReservee(models.AbstractModel):
    """Rows of which some fields tell of a household: each reading of these is logged, by whichever door.

    Such a field has its own ``prefetch``: reading the rest of the row must read, and log, none of them.
    """

    _name = "oilhi.lecture.reservee"
    _description = "Ligne dont certaines lectures sont journalisées"

    _champs_journalises = frozenset()
    _pieces_journalisees = False  # whether opening a file attached to a row is a reading too

    def _repere_journal(self):
        """What the log says of the row, besides its case."""
        raise NotImplementedError

    def _fetch_query(self, query, fields):
        """Where every read of the ORM ends: form, list, export, RPC, many2one, search and read."""
        records = super()._fetch_query(query, fields)
        if records and not self.env.su and self._champs_journalises.intersection(champ.name for champ in fields):
            self.env["oilhi.journal.reserve"]._noter(records)
        return records

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, **kwargs):
        """A criterion tells as much as a reading: « pregnant and number 12 » has an answer."""
        if not self.env.su and self._cite(domain, order or ""):
            self.env["oilhi.journal.reserve"]._noter(self.browse(), "recherche")
        return super()._search(domain, offset, limit, order, **kwargs)

    @api.model
    def _cite(self, domain, *textes):
        noms = {c.field_expr.split(".")[0] for c in Domain(domain).iter_conditions()}
        return bool(self._champs_journalises & noms) or any(
            nom in texte for nom in self._champs_journalises for texte in textes)

    @api.model
    def _read_group(self, domain, groupby=(), aggregates=(), *args, **kwargs):
        self._noter_groupes(groupby, aggregates)
        return super()._read_group(domain, groupby, aggregates, *args, **kwargs)

    @api.model
    def _read_grouping_sets(self, domain, grouping_sets, aggregates=(), *args, **kwargs):
        self._noter_groupes(*grouping_sets, aggregates)
        return super()._read_grouping_sets(domain, grouping_sets, aggregates, *args, **kwargs)

    def _noter_groupes(self, *listes):
        if not self.env.su and self._cite([], *(mot for liste in listes for mot in liste)):
            self.env["oilhi.journal.reserve"]._noter(self.browse(), "regroupement")

    # How it was read is said by the door that was used, never by the caller.

    @au_journal
    def web_read(self, specification):
        with self.env["oilhi.journal.reserve"]._par("fiche"):
            return super().web_read(specification)

    @api.model
    @au_journal
    def web_search_read(self, *args, **kwargs):
        with self.env["oilhi.journal.reserve"]._par("liste"):
            return super().web_search_read(*args, **kwargs)

    def export_data(self, fields_to_export):
        with self.env["oilhi.journal.reserve"]._par("export"):
            return super().export_data(fields_to_export)

    @au_journal
    def read(self, fields=None, load="_classic_read"):
        return super().read(fields, load)

    @api.model
    @au_journal
    def search_read(self, *args, **kwargs):
        return super().search_read(*args, **kwargs)
