from decimal import Decimal

from odoo import models

from ...moteur.astreinte import en_montant
from ...moteur.recouvrement import Depense

ZERO = Decimal(0)


class OilhiDossier(models.Model):
    """What the case spent elsewhere comes into its account: nothing is typed twice.

    Nights paid for the owner (CCH L. 521-3-2 VI), sums taken over from defaulting co-owners (R. 511-11).
    """

    _inherit = "oilhi.dossier"

    def _compte_depenses_externes(self):
        self.ensure_one()
        return [*self._compte_hebergements(), *self._compte_substitutions()]

    def _compte_procedure(self):
        """Code of the procedure whose order is in force, the first one: what makes a cost recoverable."""
        signees = self.procedure_ids.filtered(lambda p: p._arrete_signe())
        return signees[:1].code or None

    def _compte_hebergements(self):
        procedure = self._compte_procedure()
        depenses = []
        for ligne in self.hebergement_ids._depenses_recouvrables():
            sejour = self.env["oilhi.dossier.hebergement"].browse(ligne["hebergement_id"])
            debiteurs = tuple(sorted(str(p.id) for p in self._compte_logeurs(sejour)))
            depenses.append(Depense(
                code=f"oilhi.dossier.hebergement,{sejour.id}",
                nature="hebergement",
                le=ligne["date"],
                ht=ligne["montant"],
                tva=ZERO,
                ttc=ligne["montant"],
                par=dict(sejour._fields["supporte_par"]._description_selection(self.env))[
                    ligne["supporte_par"]
                ],
                parts=((debiteurs, Decimal(1)),) if debiteurs else (),
                procedure=procedure,
                libelle=ligne["libelle"],
            ))
        return depenses

    def _compte_logeurs(self, sejour):
        """Who owes the nights: the landlord of that household; without one, whoever alone is held.

        Co-owners in indivision are held together (L. 541-2-1); otherwise nobody is guessed.
        """
        tenus = self._compte_tenus()
        if sejour.occupant_id.bailleur_id:
            return sejour.occupant_id.bailleur_id
        ensemble = len(tenus) == 1 or all(p.role == "indivisaire" for p in tenus)
        return tenus if ensemble else tenus.browse()

    def _compte_substitutions(self):
        """Each defaulter owes what was paid in his place, and he alone (L. 511-17)."""
        depenses = []
        for substitution in self.substitution_ids.filtered("date_decision"):
            for ligne in substitution.ligne_ids.filtered("reprise"):
                montant = en_montant(ligne.reprise)
                depenses.append(Depense(
                    code=f"oilhi.dossier.substitution.ligne,{ligne.id}",
                    nature="substitution",
                    le=substitution.date_decision,
                    ht=montant,
                    tva=ZERO,
                    ttc=montant,
                    par=self.service_id.name,
                    parts=(((str(ligne.personne_id.id),), Decimal(1)),),
                    procedure=substitution.dossier_procedure_id.code or None,
                    libelle=self.env._("Appel de fonds de %s", ligne.personne_id.nom_complet),
                ))
        return depenses
