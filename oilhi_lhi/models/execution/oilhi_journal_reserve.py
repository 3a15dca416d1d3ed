from contextlib import contextmanager
from contextvars import ContextVar

from odoo import api, fields, models
from odoo.exceptions import UserError

NOTES = "oilhi.journal.reserve.notes"
# The door in use: not in the context of the environment, which the caller writes.
PORTE = ContextVar("oilhi_journal_reserve", default=None)


def au_journal(methode):
    """A reading that writes the log: not on a replica, where Odoo would fail, complain, then start again."""
    methode._readonly = False
    return methode


class OilhiJournalReserve(models.Model):
    """Who read the restricted data of which household, when and how. Written once, by code alone.

    The words are copied: the row outlives the household and the case.
    """

    _name = "oilhi.journal.reserve"
    _description = "Lecture de données réservées"
    _order = "date desc, id desc"
    _rec_name = "dossier_reference"

    date = fields.Datetime("Lu le", required=True, default=fields.Datetime.now, index=True)
    user_id = fields.Many2one(
        "res.users", string="Par", required=True, index=True, ondelete="restrict"
    )
    mode = fields.Selection(
        [
            ("fiche", "Fiche ouverte"),
            ("liste", "Liste"),
            ("export", "Export"),
            ("lecture", "Lecture par programme"),
            ("recherche", "Recherche sur ces données"),
            ("regroupement", "Comptage sur ces données"),
        ],
        string="Comment",
        required=True,
    )
    occupant_id = fields.Many2one(
        "oilhi.dossier.occupant", string="Ménage", index="btree_not_null", ondelete="set null"
    )
    occupant_numero = fields.Integer("N° du ménage")
    dossier_id = fields.Many2one(
        "oilhi.dossier", string="Dossier", index="btree_not_null", ondelete="set null"
    )
    dossier_reference = fields.Char("Référence du dossier")
    service_id = fields.Many2one(
        "oilhi.service", string="Service instructeur", index="btree_not_null", ondelete="set null"
    )
    company_id = fields.Many2one("res.company", string="Département hôte", required=True, index=True)

    @api.model
    @contextmanager
    def _par(self, mode):
        """The outermost door names the reading: a form opened reads rows on its way."""
        jeton = None if PORTE.get() else PORTE.set(mode)
        try:
            yield
        finally:
            if jeton:
                PORTE.reset(jeton)

    @api.model
    def _noter(self, reserves, mode=None):
        """One row by household and by request, however many queries the request makes."""
        mode = mode or PORTE.get() or "lecture"
        notes = self.env.cr.precommit.data.setdefault(NOTES, set())
        # sudo: the reader may not write the log; what he read was let through by his own rights
        lus = reserves.sudo()
        nouveaux = lus.filtered(lambda r: (self.env.uid, r.id, mode) not in notes)
        valeurs = [
            {
                "occupant_id": reserve.occupant_id.id,
                "occupant_numero": reserve.occupant_id.id,
                "dossier_id": reserve.dossier_id.id,
                "dossier_reference": reserve.dossier_id.reference,
                "service_id": reserve.dossier_id.service_id.id,
                "company_id": reserve.company_id.id,
            }
            for reserve in nouveaux
        ]
        if not reserves and (self.env.uid, 0, mode) not in notes:
            valeurs = [{"company_id": self.env.company.id}]
            notes.add((self.env.uid, 0, mode))
        notes.update((self.env.uid, reserve.id, mode) for reserve in nouveaux)
        if valeurs:
            self.sudo().create([{"user_id": self.env.uid, "mode": mode, **v} for v in valeurs])

    def write(self, vals):
        if vals:
            raise UserError(self.env._("Le journal des lectures ne se modifie pas."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_jamais(self):
        raise UserError(self.env._("Le journal des lectures ne s’efface pas."))
