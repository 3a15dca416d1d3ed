from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.tools import SQL

from ...anonymisation.dossiers import Modification
from .oilhi_rgpd_conservation import LOT, PARTIES

# Why a closed case is left alone: in this order, the first that is true is the one that is said.
MOTIFS = (
    ("conserver", "d.conserver_motif IS NOT NULL", "gardé à la demande du service : %s"),
    ("arrete", "d.sous_arrete", "un arrêté est encore en vigueur"),
    ("dette", "COALESCE(d.argent_reste, 0) > 0", "des sommes restent dues"),
    ("penal", "EXISTS (SELECT 1 FROM oilhi_dossier_infraction i WHERE i.dossier_id = d.id "
              "AND i.etat IN ('constatee', 'signalee', 'poursuites'))", "des suites pénales sont en cours"),
    ("hebergement", "EXISTS (SELECT 1 FROM oilhi_dossier_hebergement h WHERE h.dossier_id = d.id "
                    "AND h.date_fin IS NULL)", "un hébergement n’a pas pris fin"),
    ("procedure", "EXISTS (SELECT 1 FROM oilhi_dossier_procedure p WHERE p.dossier_id = d.id "
                  "AND p.etat = 'en_cours')", "une procédure est ouverte"),
    ("recours", "EXISTS (SELECT 1 FROM oilhi_document a JOIN oilhi_notification n ON n.document_id = a.id "
                "WHERE a.dossier_id = d.id AND a.type = 'arrete' "
                "AND n.date_envoi > %(recours)s)", "un acte a été notifié il y a moins d’un an"),
)


class OilhiRgpdConservation(models.Model):
    """Closed cases: what has reached its term, and what the law or a dispute still needs."""

    _inherit = "oilhi.rgpd.conservation"

    def _sql_echus(self):
        """Closed for long enough, and not done yet. An open case is never looked at."""
        # The task works for all; somebody who examines sees the host départements that he has opened.
        ici = SQL("TRUE") if self.env.su else SQL("d.company_id IN %s", tuple(self.env.companies.ids))
        return SQL(
            """%s AND d.phase = 'clos' AND COALESCE(d.classe_le, d.phase_depuis) <= %s
               AND NOT EXISTS (SELECT 1 FROM oilhi_rgpd_trace t WHERE t.dossier_id = d.id AND t.genre = %s)""",
            ici, self._limite(), self.genre)

    def _sql_motif(self):
        un_an = self._aujourdhui_moins_un_an()
        cas = SQL(" ").join(
            SQL("WHEN %s THEN %s", SQL(condition, recours=un_an) if "%(" in condition else SQL(condition), code)
            for code, condition, _mots in MOTIFS)
        return SQL("CASE %s END", cas)

    def _aujourdhui_moins_un_an(self):
        return fields.Date.context_today(self) - relativedelta(years=1)

    def _examiner_dossiers(self):
        self.env.flush_all()
        mots = {code: texte for code, _condition, texte in MOTIFS}
        return [
            (numero, reference, (mots[code] % motif if code == "conserver" else mots[code]) if code else "")
            for numero, reference, code, motif in self.env.execute_query(SQL(
                "SELECT d.id, d.reference, %s, d.conserver_motif FROM oilhi_dossier d WHERE %s ORDER BY d.id",
                self._sql_motif(), self._sql_echus()))
        ]

    def _motif_dossier(self, dossier):
        """Why this case would be left alone, "" if nothing holds it."""
        dossier.flush_recordset()
        (code, motif), = self.env.execute_query(SQL(
            "SELECT %s, d.conserver_motif FROM oilhi_dossier d WHERE d.id = %s", self._sql_motif(), dossier.id))
        mots = {c: texte for c, _condition, texte in MOTIFS}.get(code, "")
        return mots % motif if code == "conserver" else mots

    def _appliquer_dossiers(self):
        self.env.flush_all()
        # SKIP LOCKED: whoever is writing on a case goes first, the next night takes it.
        ids = [i for i, in self.env.execute_query(SQL(
            "SELECT d.id FROM oilhi_dossier d WHERE %s AND %s IS NULL ORDER BY d.id LIMIT %s "
            "FOR UPDATE OF d SKIP LOCKED", self._sql_echus(), self._sql_motif(), LOT))]
        if not ids:
            return 0, 0
        modification = Modification(self.env, ids)
        getattr(modification, PARTIES[self.genre])()
        lignes = modification.terminer()
        self.env["oilhi.rgpd.trace"]._noter(self.genre, ids)
        return lignes, len(ids) == LOT
