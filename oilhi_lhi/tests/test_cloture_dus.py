from odoo.tests import tagged

from .argent_common import OilhiArgentCommon

# What was done besides the failure found on 20/04, then the works done and the order lifted on
# 20/09 -> the procedure ends by itself, or what is still due and its article.
CAS = (
    ("rien d’autre", (), "close", ""),
    ("une dépense avancée par la commune", ("depense",), "en_cours", "L. 511-17"),
    ("la même, au titre émis", ("depense", "titre"), "close", ""),
    ("une dépense de l’État", ("depense_etat",), "close", ""),
    ("une dépense annulée", ("depense", "annuler_depense"), "close", ""),
    ("une astreinte dont un trimestre est échu", ("astreinte",), "close", ""),
    ("des travaux d’office", ("office",), "en_cours", "L. 511-17"),
    ("des travaux d’office, recouvrés", ("office", "recouvrer"), "close", ""),
    ("des travaux d’office, recouvrement écarté par écrit", ("office", "ecarter"), "close", ""),
    ("une dépense, recouvrement écarté par écrit", ("depense", "ecarter"), "close", ""),
)


@tagged("at_install", "-post_install")
class TestClotureDus(OilhiArgentCommon):
    """The order is lifted, the debt is not (CCH L. 511-17, L. 511-15): one row = facts -> end -> article."""

    def _jouer(self, quoi, dossier):
        proprietaire = self._personnes(dossier, "proprietaire")
        if quoi == "depense":
            self._depense(dossier)
        elif quoi == "depense_etat":
            self._depense(dossier, payeur="etat")
        elif quoi == "annuler_depense":
            self.env["oilhi.dossier.depense"].search([("dossier_id", "=", dossier.id)]).with_user(
                self.responsable).annuler("Facture d’un autre dossier")
        elif quoi == "titre":
            (pret,) = dossier.preparer_titres()
            titre = self.env["oilhi.dossier.titre"].browse(pret["id"]).with_user(self.responsable)
            titre.emettre("2027-06-20", "2027-11")
        elif quoi == "astreinte":
            self._astreinte(dossier)
        elif quoi == "office":
            self._faire(dossier, "MSO-19b", "2027-06-01", mode="lrar", date_reception="2027-06-03",
                        destinataire_id=proprietaire.id)
        elif quoi == "recouvrer":
            self._faire(dossier, "MSO-21b", "2027-07-20", montant=13500.0)
        elif quoi == "ecarter":
            dossier._etape("MSO-21b").with_user(self.agent).ecarter("Le conseil municipal y renonce.")

    def _lever(self, dossier):
        self._faire(dossier, "MSO-17a", "2027-09-15")
        self._faire(dossier, "MSO-18a", "2027-09-20", mode="lrar", date_reception="2027-09-22",
                    date_transmission="2027-09-20")

    def _cas(self, faits, rang=0):
        dossier = self._maison(batiment_id=self._batiment(
            f"{rang} rue des Dus", protection="non", copropriete="non").id)
        self._carence(dossier)
        dossier.usage = "professionnel"  # nobody to inform of the lifting (R. 511-7)
        for quoi in faits:
            self._jouer(quoi, dossier)
        self._lever(dossier)
        return dossier

    def test_table(self):
        for rang, (nom, faits, etat, article) in enumerate(CAS, start=1):
            with self.subTest(cas=nom), self._le("2027-10-05"):
                dossier = self._cas(faits, rang)
                procedure = dossier.procedure_ids
                self.assertEqual(procedure.etat, etat)
                (montree,) = dossier.with_user(self.agent).parcours()["procedures"]
                self.assertEqual([article in du["base"] for du in montree["dus"]], [True] if article else [])

    def test_le_titre_termine(self):
        """Nothing else was awaited: the titre ends the procedure."""
        with self._le("2027-10-05"):
            dossier = self._cas(("depense",))
            self._jouer("titre", dossier)
            self.assertEqual(dossier.procedure_ids.etat, "close")

    def test_l_astreinte_se_rappelle(self):
        """The procedure is over, its quarters are still to be liquidated: the reminder stays."""
        with self._le("2027-10-05"):
            dossier = self._cas(("astreinte",))
            rappel = dossier.astreinte_ids.activity_id
            self.assertEqual(dossier.procedure_ids.etat, "close")
            self.assertTrue(rappel.active)
            self.assertIn("Liquider", rappel.summary)

    def test_clore_par_ecrit(self):
        """Somebody may end it all the same, and says why."""
        with self._le("2027-10-05"):
            dossier = self._cas(("depense",))
            dossier.procedure_ids.with_user(self.agent).clore("Somme remise par délibération.")
            self.assertEqual(dossier.procedure_ids.etat, "close")
            self.assertIn("délibération", dossier.procedure_ids.motif_cloture)
