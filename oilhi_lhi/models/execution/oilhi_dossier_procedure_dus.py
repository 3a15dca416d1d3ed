from odoo import models

from ...moteur.astreinte import en_montant
from ...moteur.francais import euros

# Whose money is got back by a titre of the commune or of its grouping.
CREANCIERS = ("commune", "epci")


class OilhiDossierProcedure(models.Model):
    """Money that the lifting of an order does not extinguish: the case must not end without it.

    An astreinte is not among it: its reminder goes by the quarters, and outlives the procedure
    (L. 511-15 III: what the mayor does not liquidate, the préfet does).
    """

    _inherit = "oilhi.dossier.procedure"

    def _dus(self):
        dus = super()._dus()
        depenses = self._depenses_a_titrer()
        if depenses and not dus:
            total = sum((en_montant(d.ttc) for d in depenses), start=en_montant(0))
            dus.append((
                self.env._("Dépenses avancées, sans titre de recettes à ce jour : %s", euros(total)),
                " ; ".join(dict.fromkeys(filter(None, depenses.mapped("base")))),
            ))
        return dus

    def _depenses_a_titrer(self):
        """Expenses that a text lets the authority get back, and that no titre holds.

        Not asked any more once the recovery was set aside in writing.
        """
        self.ensure_one()
        recouvrement = self.etape_ids.filtered(lambda e: e.etape_id.nature == "recouvrement")
        if recouvrement.filtered(lambda e: e.etat == "ecartee" and not e.auto):
            return self.env["oilhi.dossier.depense"]
        return self.env["oilhi.dossier.depense"].search([
            ("dossier_procedure_id", "=", self.id), ("annulee", "=", False), ("titree", "=", False),
            ("payeur", "in", CREANCIERS),
        ]).filtered(lambda d: d.recuperable == "oui")
