from odoo import models
from odoo.fields import Domain


def _faite(nature):
    return Domain("etape_id.nature", "=", nature) & Domain("etat", "=", "faite")


def _arretes():
    # The guide asks about the « mise en sécurité » police, not about the general one.
    return _faite("arrete") & Domain("etape_id.police", "=", "securite")


class OilhiDossier(models.Model):
    _inherit = "oilhi.dossier"

    def _arrete_en_vigueur(self):
        """« oui » when another case of the building has an arrêté that nothing has lifted.

        Only cases that the user may read count (record rules), and among them those that the
        service in charge of this case may read as well: the answer is kept with the case, for all
        its readers. Never « non »: an arrêté may have been taken before this application was there.
        """
        self.ensure_one()
        # sudo: only to know whether there is anything to look for, which the rules then decide of
        if not self.sudo().with_context(active_test=False).search_count([
            ("batiment_id", "=", self.batiment_id.id), ("id", "!=", self.id),
        ], limit=1):
            return False
        relayee = (
            Domain("etat", "=", "close")
            & Domain("etape_ids", "any", _faite("poursuite"))
            & Domain("dossier_id", "any", [("etape_ids", "not any", _faite("mainlevee"))])
        )
        autre = self.env["oilhi.dossier.procedure"].search_count(
            Domain("dossier_id.batiment_id", "=", self.batiment_id.id)
            & Domain("dossier_id", "!=", self.id)
            & Domain("dossier_id.acces_ids", "in", self.service_id.ids)
            & Domain("etape_ids", "any", _arretes())
            & Domain("etape_ids", "not any", _faite("mainlevee"))
            & (Domain("etat", "=", "en_cours") | relayee),
            limit=1,
        )
        return "oui" if autre else False
