from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .argent_common import MOTIFS, OilhiArgentCommon


@tagged("at_install", "-post_install")
class TestExecutionAstreinte(OilhiArgentCommon):
    """The astreinte follows the facts of the steps; what is decided is never rewritten."""

    def test_etape_cree_astreinte_et_redevable(self):
        """MSO-18b recorded: the order, its debtor, the day of his receipt; the meter counts from it."""
        with self._le("2027-06-30"):
            dossier = self._carence()
            astreinte = self._astreinte(dossier)
            self.assertEqual(
                (astreinte.etat, astreinte.mode, astreinte.montant_jour), ("en_cours", "seule", 500)
            )
            self.assertEqual(str(astreinte.redevable_ids.notifie_le), "2027-06-10")
            self.assertTrue(astreinte.redevable_ids.fait_id)
            self.assertEqual((astreinte.jours, astreinte.montant), (21, 10500))
            self.assertEqual(astreinte.atteint, 21)
            self.assertIn("75 000", astreinte.avertissements)
            self.assertIn("21 jours", dossier.astreinte_compteur)
            self.assertIn("L. 511-15 III", astreinte.beneficiaire)

    def test_sans_preuve_rien_ne_court(self):
        with self._le("2027-06-30"):
            dossier = self._carence()
            astreinte = self._astreinte(dossier, reception=None)
            self.assertEqual((astreinte.jours, astreinte.redevable_ids.notifie_le), (0, False))
            self.assertIn("preuve", astreinte.avertissements)

    def test_t21_t26(self):
        """T21: done on 20/09, ceiling; T26: works by the authority notified on 20/07."""
        with self._le("2027-10-05"):
            dossier = self._carence()
            astreinte = self._astreinte(dossier)
            self._faire(dossier, "MSO-17a", "2027-09-20")
            self.assertEqual((astreinte.jours, astreinte.montant), (102, 50000))
            self.assertEqual((astreinte.etat, str(astreinte.fin)), ("close", "2027-09-20"))
            autre = self._carence(self._maison(batiment_id=self._batiment(
                "3 rue Neuve", protection="non", copropriete="non").id))
            deux = self._astreinte(autre)
            self._faire(autre, "MSO-19b", "2027-07-15", mode="lrar", date_reception="2027-07-20",
                        destinataire_id=self._personnes(autre, "proprietaire").id)  # fmt: skip
            self.assertEqual((deux.jours, deux.montant, deux.etat), (40, 20000, "close"))
            self.assertIn("Astreinte close", autre.astreinte_compteur)

    def test_liquidation_exoneration_et_gel(self):
        """L. 511-15 II: by quarter, decided by the responsable, with a reason; then frozen."""
        with self._le("2027-07-05"):
            dossier = self._carence()
            astreinte = self._astreinte(dossier)
            astreinte.motif_ampleur = False
            (pret,) = dossier.preparer_liquidations()
            self.assertEqual((pret["jours"], pret["net"]), (21, 10500))
            liquidation = self.env["oilhi.dossier.liquidation"].browse(pret["id"])
            with self.assertRaisesRegex(AccessError, "responsable"):
                liquidation.with_user(self.agent).decider()
            chef = liquidation.with_user(self.responsable)
            with self.assertRaisesRegex(UserError, "motifs"):
                chef.decider()
            astreinte.write(MOTIFS)
            with self.assertRaisesRegex(UserError, "dépasse"), self.cr.savepoint():
                liquidation.with_user(self.agent).exoneration = 10501
            liquidation.with_user(self.agent).exoneration = 4000
            self.assertEqual(liquidation.net, 6500)
            with self.assertRaisesRegex(UserError, "circonstances"):
                chef.decider()
            liquidation.with_user(self.agent).motif_exoneration = "Artisan en liquidation judiciaire."
            chef.decider()
            self.assertEqual((liquidation.etat, liquidation.net), ("decidee", 6500))
            self.assertEqual(liquidation.decidee_par_id, self.responsable)
            with self.assertRaisesRegex(UserError, "rectificative"):
                chef.exoneration = 0
            with self.assertRaisesRegex(AccessError, "bouton"):
                chef.net = 1
            with self.assertRaisesRegex(UserError, "ne s’efface pas"):
                chef.unlink()
            self.assertEqual(dossier.preparer_liquidations(), [])
            self.assertEqual((dossier.argent_du, dossier.argent_reste), (6500, 6500))

    def test_pas_avant_la_fin_du_trimestre(self):
        with self._le("2027-06-30"):
            dossier = self._carence()
            self._astreinte(dossier)
            (pret,) = dossier.preparer_liquidations()
            chef = self.env["oilhi.dossier.liquidation"].browse(pret["id"]).with_user(self.responsable)
            with self.assertRaisesRegex(UserError, "trimestre échu"):
                chef.decider()
        with self._le("2027-07-01"):
            chef.decider()
            self.assertEqual(chef.etat, "decidee")

    def test_date_de_reception_corrigee_six_mois_apres(self):
        """The day was wrong: all is counted again, what was decided stays and says it no longer fits."""
        with self._le("2027-07-05"):
            dossier = self._carence()
            astreinte = self._astreinte(dossier)
            ids = [p["id"] for p in dossier.preparer_liquidations()]
            une = self.env["oilhi.dossier.liquidation"].browse(ids)
            une.with_user(self.responsable).decider()
            self.assertFalse(une.ecart)
        with self._le("2027-12-20"):
            fait = astreinte.redevable_ids.fait_id
            self._faire(dossier, "MSO-18b", "2027-06-08", date_reception="2027-06-15",
                        fait_id=fait.id, motif="Avis de réception relu")  # fmt: skip
            self.assertEqual(len(dossier.astreinte_ids), 1)
            self.assertEqual(str(astreinte.redevable_ids.notifie_le), "2027-06-15")
            self.assertEqual((une.jours, une.net), (21, 10500))
            self.assertRegex(une.ecart, "21 jours décidés, 16 aujourd")
            prets = dossier.preparer_liquidations()
            self.assertEqual(
                [(p["rectificative"], p["jours"], p["net"]) for p in prets],
                [(True, -5, -2500), (False, 92, 39500)],
            )
            for pret in prets:
                self.env["oilhi.dossier.liquidation"].browse(pret["id"]).with_user(
                    self.responsable
                ).decider()
            self.assertFalse(une.ecart)
            # Decided after the reduction, the other quarter takes the room it made.
            self.assertEqual(dossier.argent_du, 50000)
            self.assertEqual(dossier.preparer_liquidations(), [])

    def test_brouillon_suit_les_faits(self):
        """A draft is of today: it moves with the facts, and never stops one from being recorded."""
        with self._le("2027-07-05"):
            dossier = self._carence()
            astreinte = self._astreinte(dossier)
            (pret,) = dossier.preparer_liquidations()
            liquidation = self.env["oilhi.dossier.liquidation"].browse(pret["id"])
            fait = astreinte.redevable_ids.fait_id
            corriger = {"fait_id": fait.id, "motif": "Avis relu"}
            self._faire(dossier, "MSO-18b", "2027-06-08", date_reception="2027-06-15", **corriger)
            self.assertEqual((liquidation.jours, liquidation.net), (16, 8000))
            liquidation.with_user(self.agent).write({
                "exoneration": 7000, "motif_exoneration": "Grève des carriers.",
            })
            corriger["fait_id"] = astreinte.redevable_ids.fait_id.id
            self._faire(dossier, "MSO-18b", "2027-06-08", date_reception="2027-06-28", **corriger)
            self.assertIn("dépasse", liquidation.avertissements)
            with self.assertRaisesRegex(UserError, "dépasse"):
                liquidation.with_user(self.responsable).decider()
            liquidation.with_user(self.agent).exoneration = 1000
            liquidation.with_user(self.responsable).decider()
            self.assertEqual((liquidation.jours, liquidation.net), (3, 500))

    def test_indivision_une_seule_dette(self):
        """L. 541-2-1: two owners, two days of receipt, the days are not doubled."""
        with self._le("2027-07-05"):
            dossier = self._maison()
            self._personnes(dossier, "proprietaire").role = "indivisaire"
            dossier.write({"personne_ids": [(0, 0, {
                "role": "indivisaire", "civilite": "madame", "prenom": "Alix", "nom": "Second",
                "rue": "5 rue du Test", "ville": "Arras",
            })]})
            tenus = self._personnes(dossier, "indivisaire")
            self._instruire(dossier)
            for personne in tenus:
                self._faire(dossier, "MSO-08", "2027-01-08", mode="lrar",
                            date_reception="2027-01-12", destinataire_id=personne.id)  # fmt: skip
            self._faire(dossier, "MSO-09", "2027-01-08")
            self._mesure(dossier)
            self._faire(dossier, "MSO-12", "2027-02-15")
            for personne in tenus:
                self._faire(dossier, "MSO-13", "2027-02-16", mode="lrar", date_reception="2027-02-18",
                            destinataire_id=personne.id)  # fmt: skip
            self._faire(dossier, "MSO-16", "2027-04-20")
            self._faire(dossier, "MSO-17b", "2027-04-20")
            self._astreinte(dossier, qui=tenus[0])
            astreinte = self._astreinte(dossier, qui=tenus[1], reception="2027-06-15")
            self.assertEqual(len(dossier.astreinte_ids), 1)
            self.assertEqual((astreinte.mode, len(astreinte.redevable_ids)), ("indivision", 2))
            self.assertTrue(all(astreinte.redevable_ids.mapped("solidaire")))
            (pret,) = dossier.preparer_liquidations()
            self.assertEqual((pret["jours"], pret["net"]), (21, 10500))
            self.env["oilhi.dossier.liquidation"].browse(pret["id"]).with_user(
                self.responsable
            ).decider()
            compte = dossier.compte()
            self.assertEqual(
                sorted((len(d["debiteurs"]), d["du"]) for d in compte["dettes"]),
                [(1, 2500), (2, 8000)],
            )
            self.assertEqual(compte["totaux"]["du"], 10500)

    def test_nouveau_taux_et_etape_annulee(self):
        """A new order only holds from its own notification; a step undone stops the count."""
        with self._le("2027-07-09"):
            dossier = self._carence()
            self._astreinte(dossier)
            deux = self._astreinte(dossier, montant=800, date="2027-07-01", reception="2027-07-05")
            self.assertEqual(len(dossier.astreinte_ids), 2)
            # 25 days at 500, then 5 at 800 (5 to 9 July)
            self.assertEqual((deux.jours, deux.montant), (30, 12500 + 4000))
            dossier._etape("MSO-18b").with_user(self.responsable).annuler("Mauvais dossier")
            self.assertEqual(set(dossier.astreinte_ids.mapped("etat")), {"retiree"})
            self.assertEqual(deux.jours, 0)

    def test_ce_qui_vient_des_faits_ne_se_saisit_pas(self):
        with self._le("2027-06-30"):
            dossier = self._carence()
            astreinte = self._astreinte(dossier).with_user(self.agent)
            with self.assertRaisesRegex(UserError, "étape"):
                astreinte.montant_jour = 900
            with self.assertRaisesRegex(UserError, "étape"):
                astreinte.redevable_ids.notifie_le = "2027-05-01"
            with self.assertRaisesRegex(UserError, "corrigez l’étape"):
                astreinte.redevable_ids.unlink()
            with self.assertRaisesRegex(AccessError, "bouton"):
                astreinte.etat = "close"
            with self.assertRaisesRegex(UserError, "ne s’efface pas"):
                astreinte.unlink()
            with self.assertRaisesRegex(ValidationError, "plafond"), self.cr.savepoint():
                self.env["oilhi.dossier.astreinte"].with_user(self.agent).create({
                    "dossier_id": dossier.id, "dossier_procedure_id": dossier.procedure_ids.id,
                    "montant_jour": 1000.01,
                })
            with self.assertRaises(AccessError):
                astreinte.with_user(self.lecteur).write(MOTIFS)

    def test_rappel_du_trimestre(self):
        """One reminder, on the first day after the quarter; it moves once the quarter is decided."""
        with self._le("2027-06-15"):
            dossier = self._carence()
            astreinte = self._astreinte(dossier)
            rappel = astreinte.activity_id
            self.assertEqual(str(rappel.date_deadline), "2027-07-01")
            self.assertEqual(rappel.user_id, self.agent)
        with self._le("2027-07-05"):
            (pret,) = dossier.preparer_liquidations()
            self.env["oilhi.dossier.liquidation"].browse(pret["id"]).with_user(
                self.responsable
            ).decider()
            self.assertEqual(str(astreinte.activity_id.date_deadline), "2027-10-01")
            self.assertEqual(len(dossier.activity_ids.filtered(
                lambda a: "Liquider" in (a.summary or ""))), 1)  # fmt: skip

    def test_liquidation_annulee(self):
        with self._le("2027-07-05"):
            dossier = self._carence()
            self._astreinte(dossier)
            (pret,) = dossier.preparer_liquidations()
            liquidation = self.env["oilhi.dossier.liquidation"].browse(pret["id"])
            liquidation.with_user(self.responsable).decider()
            with self.assertRaises(AccessError):
                liquidation.with_user(self.agent).annuler("Non")
            with self.assertRaisesRegex(UserError, "pourquoi"):
                liquidation.with_user(self.responsable).annuler(" ")
            liquidation.with_user(self.responsable).annuler("Décision retirée")
            self.assertEqual((liquidation.etat, dossier.argent_du), ("annulee", 0))
            self.assertEqual(len(dossier.preparer_liquidations()), 1)

    def test_la_corbeille_n_efface_pas_une_astreinte_en_cours(self):
        """The bin of the page of the case: refused, with what to do; a draft may go."""
        with self._le("2027-07-05"):
            dossier = self._carence()
            astreinte = self._astreinte(dossier)
            self.assertEqual(astreinte.etat, "en_cours")
            for user in (self.agent, self.responsable, self.coordinateur):
                with self.subTest(user=user.login):
                    with self.assertRaisesRegex(UserError, "ne s’efface pas.*responsable l’annule dans le parcours"):
                        dossier.with_user(user).write({"astreinte_ids": [Command.delete(astreinte.id)]})
                    with self.assertRaisesRegex(UserError, "prononcée"):
                        astreinte.with_user(user).unlink()
            with self.assertRaises(AccessError):
                astreinte.with_user(self.lecteur).unlink()
            self.assertTrue(astreinte.exists().jours)
            brouillon = self.env(user=self.agent)["oilhi.dossier.astreinte"].create({
                "dossier_id": dossier.id, "dossier_procedure_id": dossier.procedure_ids[:1].id,
                "montant_jour": 50,
            })
            dossier.with_user(self.agent).write({"astreinte_ids": [Command.delete(brouillon.id)]})
            self.assertEqual(dossier.astreinte_ids, astreinte)

    def test_urgence_sans_astreinte(self):
        """CCH L. 511-20: no astreinte in the urgent procedure."""
        dossier = self._maison(procedure="MSU")
        with self.assertRaisesRegex(ValidationError, "urgente"):
            self.env["oilhi.dossier.astreinte"].with_user(self.agent).create({
                "dossier_id": dossier.id, "dossier_procedure_id": dossier.procedure_ids.id,
            })
