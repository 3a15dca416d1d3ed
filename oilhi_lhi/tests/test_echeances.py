from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .parcours_common import OilhiParcoursCommon


@tagged("at_install", "-post_install")
class TestEcheances(OilhiParcoursCommon):
    @classmethod
    def _lettre_recue(cls, reception="2027-01-12", **faits):
        dossier = cls._maison()
        cls._instruire(dossier)
        cls._lettre(dossier, reception=reception, **faits)
        return dossier

    def test_etats_et_recherche(self):
        dossier = self._lettre_recue()
        echeance = self._echeance(dossier, "DL-CONTR-MS")
        self.assertEqual(echeance.date, date(2027, 2, 12))
        attendus = {
            "2027-01-15": "a_venir", "2027-02-08": "proche", "2027-02-12": "aujourdhui",
            "2027-02-14": "echue",  # end of a right: nobody is late
        }
        for jour, etat in attendus.items():
            with self.subTest(jour=jour), freeze_time(jour):
                echeance.invalidate_recordset(["etat"])
                self.assertEqual(echeance.etat, etat)
                self.assertIn(echeance, echeance.search([("etat", "=", etat)]))
                self.assertNotIn(echeance, echeance.search([("etat", "=", "depassee")]))

    def test_retard(self):
        """Transmission to the préfet: late after fifteen days, kept when it is recorded."""
        dossier = self._lettre_recue()
        self._mesure(dossier)
        self._faire(dossier, "MSO-12", "2027-02-15")
        echeance = self._echeance(dossier, "DL-CL")
        self.assertEqual(echeance.date, date(2027, 3, 2))
        with freeze_time("2027-03-05"):
            echeance.invalidate_recordset(["etat"])
            self.assertEqual(echeance.etat, "depassee")
            self.assertIn(echeance, echeance.search([("etat", "=", "depassee")]))
        self._faire(dossier, "MSO-13", "2027-02-16", mode="lrar", date_transmission="2027-03-04")
        self.assertEqual(echeance.tenue_le, date(2027, 3, 4))
        self.assertEqual(echeance.etat, "tenue")

    def test_delai_plus_long_accorde(self):
        dossier = self._lettre_recue(delai_nombre=6, delai_unite="mois")
        self.assertEqual(self._echeance(dossier, "DL-CONTR-MS").date, date(2027, 7, 12))

    @freeze_time("2027-02-20 10:00:00")
    def test_reponse_recue_un_autre_jour(self):
        """The day is typed, today unless it is, never ahead; only by who may write the case."""
        dossier = self._maison(batiment_id=self._batiment(
            protection="inscrit_abords_spr_site", copropriete="non"
        ).id)
        self._instruire(dossier)
        self._faire(dossier, "MSO-07", "2027-02-10", mode="lrar", date_reception="2027-02-11")
        echeance = self._echeance(dossier, "DL-ABF").with_user(self.agent)
        action = echeance.action_recevoir()
        self.assertEqual((action["res_model"], action["target"]), ("oilhi.echeance.recevoir", "new"))
        assistant = self.env(user=self.agent)[action["res_model"]].with_context(**action["context"]).create({})
        self.assertEqual(assistant.date, date(2027, 2, 20))
        assistant.date = date(2027, 2, 21)
        self.assertIn("pas encore venu", assistant._onchange_date()["warning"]["message"])
        with self.assertRaisesRegex(UserError, "pas encore venu"):
            assistant.action_valider()
        assistant.date = date(2027, 2, 18)
        assistant.action_valider()
        self.assertEqual(echeance.tenue_le, date(2027, 2, 18))
        with self.assertRaises(AccessError):
            echeance.with_user(self.lecteur).action_recevoir()

    def test_avis_abf(self):
        """Silence of fifteen days; an opinion received early frees the order."""
        dossier = self._maison(batiment_id=self._batiment(
            protection="inscrit_abords_spr_site", copropriete="non"
        ).id)
        self._instruire(dossier)
        self._mesure(dossier)
        self._lettre(dossier)
        with self.assertRaisesRegex(UserError, "R. 511-4"):
            self._faire(dossier, "MSO-12", "2027-02-15")
        self._faire(
            dossier, "MSO-07", "2027-02-10", mode="lrar", date_reception="2027-02-12"
        )
        with self.assertRaisesRegex(UserError, "Trop tôt"):
            self._faire(dossier, "MSO-12", "2027-02-15")
        self._echeance(dossier, "DL-ABF").with_user(self.agent).tenir("2027-02-14")
        self._faire(dossier, "MSO-12", "2027-02-15")

    def test_urgence_en_heures(self):
        """From the hour of delivery to the hour of the end."""
        dossier = self._maison(procedure="MSU")
        for code in ("MSU-01", "MSU-02", "MSU-05"):
            self._faire(dossier, code, "2027-02-01", heure="10:00")
        self._mesure(dossier, type="securisation", delai_nombre=48, delai_unite="heures")
        self._faire(dossier, "MSU-07", "2027-02-01", heure="11:00")
        self._faire(dossier, "MSU-08", "2027-02-01", mode="main_propre", heure="16:30")
        echeance = self._echeance(dossier, "DL-EXEC-MSU")
        self.assertEqual((echeance.date, echeance.heure), (date(2027, 2, 3), "16:30"))

    def test_loyer(self):
        """Rent stops on the first of the month after the sending, and only if there is rent."""
        for occupation, attendu in (("locataire", date(2027, 3, 1)), ("proprietaire_occupant", None)):
            with self.subTest(occupation=occupation):
                dossier = self._maison(
                    {"Q9": [occupation]},
                    batiment_id=self._batiment(
                        f"3 rue {occupation}", protection="non", copropriete="non"
                    ).id,
                )
                self._instruire(dossier)
                self._mesure(dossier)
                self._lettre(dossier)
                self._faire(dossier, "MSO-12", "2027-02-15")
                self._faire(
                    dossier, "MSO-13", "2027-02-16", mode="lrar", date_reception="2027-03-02"
                )
                self.assertEqual(self._echeance(dossier, "DL-LOYER-FIN").date or None, attendu)

    def test_calcul_garde(self):
        """R10: start, rule, computation and level of proof are stored with the date."""
        echeance = self._echeance(self._lettre_recue(), "DL-CONTR-MS")
        self.assertEqual(echeance.depart, date(2027, 1, 12))
        self.assertTrue(echeance.calcul and echeance.base)
        self.assertEqual(echeance.niveau_preuve, "confirme")
        self.assertEqual(echeance.preuve, "declaree")

    def test_correction_deplace(self):
        """The same deadline moves: no duplicate, no lost reminder."""
        dossier = self._lettre_recue()
        echeance = self._echeance(dossier, "DL-CONTR-MS")
        activite = echeance.activity_id
        self.assertEqual(activite.date_deadline, date(2027, 2, 12))
        self._faire(dossier, "MSO-08", "2027-01-08", date_reception="2027-01-20")
        self.assertEqual(self._echeance(dossier, "DL-CONTR-MS"), echeance)
        self.assertEqual(echeance.date, date(2027, 2, 22))  # 20 is a Saturday
        self.assertEqual(activite.date_deadline, date(2027, 2, 22))

    def test_rappels(self):
        """One reminder per current step for the person in charge, closed when it is done."""
        dossier = self._maison()
        etape = dossier._etape("MSO-01")
        activite = etape.activity_id
        self.assertEqual(activite.user_id, dossier.user_id)
        self._faire(dossier, "MSO-01", "2027-01-06")
        self.assertFalse(activite.active)
        self.assertTrue(dossier._etape("MSO-02").activity_id.active)

    def test_ecriture_directe_refusee(self):
        echeance = self._echeance(self._lettre_recue(), "DL-CONTR-MS")
        for utilisateur in (self.agent, self.responsable):
            with self.assertRaises(AccessError):
                echeance.with_user(utilisateur).date = "2027-01-13"
        with self.assertRaises(AccessError):
            echeance.with_user(self.lecteur).tenir("2027-01-20")
        with self.assertRaises(UserError):
            echeance.with_user(self.agent).tenir("2027-01-01")

    def test_autre_service(self):
        dossier = self._lettre_recue()
        Echeance = self.env["oilhi.dossier.echeance"]
        domaine = [("dossier_id", "=", dossier.id)]
        self.assertTrue(Echeance.with_user(self.lecteur).search(domaine))
        self.assertFalse(Echeance.with_user(self.agent_autre).search(domaine))
