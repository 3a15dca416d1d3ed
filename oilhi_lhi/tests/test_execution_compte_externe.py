from odoo.tests import tagged

from .argent_common import OilhiArgentCommon


@tagged("post_install", "-at_install")
class TestExecutionCompteExterne(OilhiArgentCommon):
    """The account brings together what the other parts of the case spent, typed once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossier = cls._carence()
        cls.proprietaire = cls._personnes(cls.dossier, "proprietaire")
        cls.menage = cls.env(user=cls.agent)["oilhi.dossier.occupant"].create({
            "dossier_id": cls.dossier.id, "lot": "1er étage", "loyer": 500,
        })

    def _nuits(self, fin, **valeurs):
        return self.env(user=self.agent)["oilhi.dossier.hebergement"].create({
            "occupant_id": self.menage.id, "lieu": "Hôtel d’essai", "date_debut": "2027-03-01",
            "date_fin": fin, "prix_nuit": 60, **valeurs,
        })

    def _dettes(self):
        self.env.invalidate_all()
        return self.dossier._compte_moteur().dettes

    def test_nuits_de_la_commune(self):
        """Ten nights paid by the commune: 600 €, owed by the owner, without the 8 % (to be checked)."""
        sejour = self._nuits("2027-03-11")
        (dette,) = self._dettes()
        self.assertEqual((dette.objet, dette.debiteurs), ("hebergement", (str(self.proprietaire.id),)))
        self.assertEqual((float(dette.depenses), float(dette.forfait)), (600.0, 0.0))
        self.assertEqual(self.dossier.argent_reste, 600)
        sejour.date_fin = "2027-03-21"
        self.assertEqual(self.dossier.argent_reste, 1200, "a date corrected is counted again")
        sejour.unlink()
        self.assertEqual(self.dossier.argent_reste, 0)

    def test_nuits_payees_par_le_proprietaire(self):
        self._nuits("2027-03-11", supporte_par="proprietaire")
        self.assertFalse(self._dettes())

    def test_deux_proprietaires(self):
        """Nobody is guessed: the landlord of the household is named, he alone owes."""
        second = self.env(user=self.agent)["oilhi.dossier.personne"].create({
            "dossier_id": self.dossier.id, "role": "proprietaire", "prenom": "Alix", "nom": "Second",
            "rue": "1 rue d’Essai", "code_postal": "62000", "ville": "Arras",
        })
        self._nuits("2027-03-11")
        self.assertFalse(self._dettes())
        (depense,) = self.dossier._compte_moteur().depenses
        self.assertIn("désignez qui la doit", depense.explication)
        self.menage.bailleur_id = second
        self.dossier._actualiser_compte()
        (dette,) = self._dettes()
        self.assertEqual(dette.debiteurs, (str(second.id),))

    def test_correction_d_une_liquidation(self):
        """The receipt of the order of astreinte is corrected: the decided liquidation is named."""
        astreinte = self._astreinte(self.dossier, montant=100)
        with self._le("2027-07-05"):
            self.dossier.preparer_liquidations()
            self.dossier.liquidation_ids.with_user(self.responsable).decider("2027-07-05")
        with self._le("2027-12-01"):
            self._faire(
                self.dossier, "MSO-18b", "2027-06-08", mode="lrar", date_reception="2027-06-15",
                montant=100, destinataire_id=self.proprietaire.id, motif="Avis mal lu.",
                fait_id=self.dossier._etape("MSO-18b").fait_ids.id,
            )
        self.assertTrue(astreinte)
        ligne = self.dossier.correction_ids.ligne_ids.filtered(lambda li: li.portee == "compte")
        ligne = ligne.filtered(lambda li: li.libelle == "Liquidation, 2e trimestre 2027")
        self.assertIn("21 jours décidés, 16 aujourd’hui", (ligne.risque or "").replace("\u00a0", " "))
