from odoo import models

from ..oilhi_dossier_mesure import TRAVAUX

# Periods of other polices, that start from a reception.
DELAIS_EXECUTION = frozenset({"DL-ERP-EXEC", "DL-TNE", "DL-RAV-ARR"})


class OilhiDossierProcedure(models.Model):
    """What works by the authority read in a procedure."""

    _inherit = "oilhi.dossier.procedure"

    def _etape_de_nature(self, nature):
        """First step of that nature, or an empty recordset."""
        return self.etape_ids.filtered(lambda e: e.etape_id.nature == nature)[:1]

    def _mesures_a_executer(self):
        return self.mesure_ids.filtered(lambda m: m.type in TRAVAUX and m.execution != "executee" and not m.levee_le)

    def _fin_delai(self, champ):
        """Last day (`date`), or first day after (`au_plus_tot`), of the last period given to carry out.

        None if nothing starts it. A period in hours ends, and lets act, on the same day (R6).
        """
        self.ensure_one()
        versions = self.env["oilhi.delai"]
        dates = [
            e[champ] for e in self.etape_ids.echeance_ids
            if e.date and e[champ] and (
                e.code in DELAIS_EXECUTION or versions._version(e.code).depart_type == "execution"
            )
        ]
        return max(dates, default=None)

    def _fin_mise_en_demeure(self):
        """ERP and waste: the works wait for the end of the mise en demeure."""
        self.ensure_one()
        code = {"ERP-HEB": "DL-ERP-MED", "DEC": "DL-DEC-MED"}.get(self.code)
        dates = [e.date for e in self.etape_ids.echeance_ids if e.code == code and e.date]
        return max(dates, default=None)
