from itertools import pairwise
from typing import NamedTuple

from odoo import models

from ..oilhi_parcours_lecture_etape import COMPTENT


class Trajet(NamedTuple):
    etapes: models.BaseModel  # to do to get there, in their order
    entree: models.BaseModel  # where one would then be; empty when the way ends with them


class OilhiDossierProcedure(models.Model):
    """What separates a procedure from a phase of the board: read from its steps, never written here."""

    _inherit = "oilhi.dossier.procedure"

    def _suivantes(self):
        """Compulsory steps still to do after the last one done: the first one gives the phase."""
        self.ensure_one()
        etapes = self.etape_ids.filtered(
            lambda e: e.etape_id.issue in ("tronc", "succes") and e._obligation() in COMPTENT
        ).sorted("sequence")
        rang = etapes.filtered(lambda e: e.etat == "faite")[-1:].sequence
        return etapes.filtered(lambda e: e.etat == "a_faire" and e.sequence > rang)

    def _trajet(self, phase):
        """The way to that phase, None when this procedure does not go there."""
        self.ensure_one()
        suivantes, vide = self._suivantes(), self.etape_ids.browse()
        if phase == "clos":
            for rang, etape in enumerate(suivantes, 1):
                if etape.etape_id.terme:
                    return Trajet(suivantes[:rang], vide)
            return None
        if phase == "carence":
            return self._trajet_carence(suivantes)
        for rang, (_avant, apres) in enumerate(pairwise(suivantes), 1):
            if self._phase_etape(apres) == phase:
                return Trajet(suivantes[:rang], apres)
        return None

    def _trajet_carence(self, suivantes):
        """Failure is a branch: the first of its steps, once the common trunk before it is done."""
        echec = self.etape_ids.filtered(
            lambda e: e.etape_id.issue == "echec"
            and e.etat == "a_faire"
            and self._phase_etape(e) == "carence"
        ).sorted("sequence")[:1]
        if not echec:
            return None
        tronc = suivantes.filtered(
            lambda e: e.etape_id.issue == "tronc" and e.sequence < echec.sequence
        )
        return Trajet(tronc | echec, echec.browse())

    def _phase_etape(self, etape):
        return self.dossier_id._phase_connue(etape.etape_id.phase, "instruction")
