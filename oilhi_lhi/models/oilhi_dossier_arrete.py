from odoo import models
from odoo.fields import Domain

# The steps that take an arrêté, that lift it, and that hand an urgent one over to the ordinary
# procedure without lifting it (CCH L. 511-21).
ARRETES = ("MSO-12", "MSU-07")
LEVEES = ("MSO-18a", "MSU-14")
RELAIS = ("MSU-15",)


def _faite(codes):
    return Domain("code", "in", codes) & Domain("etat", "=", "faite")


class OilhiDossier(models.Model):
    _inherit = "oilhi.dossier"

    def _arrete_en_vigueur(self):
        """« oui » when another case of the building has an arrêté that nothing has lifted.

        Only cases that the user may read count (record rules), and among them those that the
        service in charge of this case may read as well: the answer is kept with the case, for all
        its readers. Never « non »: an arrêté may have been taken before this application was there.
        """
        self.ensure_one()
        relayee = (
            Domain("etat", "=", "close")
            & Domain("etape_ids", "any", _faite(RELAIS))
            & Domain("dossier_id", "any", [("etape_ids", "not any", _faite(LEVEES))])
        )
        autre = self.env["oilhi.dossier.procedure"].search_count(
            Domain("dossier_id.batiment_id", "=", self.batiment_id.id)
            & Domain("dossier_id", "!=", self.id)
            & Domain("dossier_id.acces_ids", "in", self.service_id.ids)
            & Domain("etape_ids", "any", _faite(ARRETES))
            & Domain("etape_ids", "not any", _faite(LEVEES))
            & (Domain("etat", "=", "en_cours") | relayee),
            limit=1,
        )
        return "oui" if autre else False
