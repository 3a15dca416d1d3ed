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
    """Who read the restricted data of which household or offence, when and how. Written once, by code alone.

    The words are copied: the row outlives the household, the offence and the case.
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
            ("fichier", "Fichier ouvert"),
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
    infraction_id = fields.Many2one(
        "oilhi.dossier.infraction", string="Suites pénales", index="btree_not_null", ondelete="set null"
    )
    infraction_numero = fields.Integer("N° des suites pénales")
    piece_numero = fields.Integer("N° du fichier")
    quoi = fields.Char("Quoi", compute="_compute_quoi")
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

    @api.depends("occupant_numero", "infraction_numero", "piece_numero")
    def _compute_quoi(self):
        for note in self:
            mots = [
                texte % numero for texte, numero in (
                    (self.env._("Ménage n° %d"), note.occupant_numero),
                    (self.env._("Suites pénales n° %d"), note.infraction_numero),
                    (self.env._("fichier n° %d"), note.piece_numero),
                ) if numero
            ]
            note.quoi = ", ".join(mots)

    @api.model
    def _noter(self, lues, mode=None):
        """One row by line read and by request, however many queries the request makes."""
        # sudo: only what they are and where; what was read was let through by the reader's own rights
        lignes = [((ligne._name, ligne.id), ligne, {}) for ligne in lues.sudo()]
        self._inscrire(lignes or [((), None, {})], mode)

    @api.model
    def _noter_pieces(self, porteurs, mode=None):
        """The same for files: {file: row it hangs on}."""
        if porteurs:
            self._inscrire([
                # sudo: see _noter()
                ((ligne._name, ligne.id, piece.id), ligne.sudo(), {"piece_numero": piece.id})
                for piece, ligne in porteurs.items()
            ], mode)

    @api.model
    def _inscrire(self, lignes, mode):
        """``[(key, line or None, more values)]``: those that this request did not write yet."""
        mode = mode or PORTE.get() or "lecture"
        notes = self.env.cr.precommit.data.setdefault(NOTES, set())
        valeurs = []
        for cle, ligne, vals in lignes:
            if (self.env.uid, mode, *cle) in notes:
                continue
            notes.add((self.env.uid, mode, *cle))
            valeurs.append({"user_id": self.env.uid, "mode": mode, **vals, **(
                {
                    **ligne._repere_journal(),
                    "dossier_id": ligne.dossier_id.id,
                    "dossier_reference": ligne.dossier_id.reference,
                    "service_id": ligne.dossier_id.service_id.id,
                    "company_id": ligne.company_id.id,
                } if ligne else {"company_id": self.env.company.id}
            )})
        if valeurs:
            self.sudo().create(valeurs)  # sudo: the reader may not write the log

    def write(self, vals):
        if vals:
            raise UserError(self.env._("Le journal des lectures ne se modifie pas."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_jamais(self):
        raise UserError(self.env._("Le journal des lectures ne s’efface pas."))
