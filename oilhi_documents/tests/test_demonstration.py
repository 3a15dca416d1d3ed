from collections import defaultdict
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import TransactionCase, tagged

from ..models.oilhi_demonstration_polices import POLICES, SUITES

CLES = ("demo_dossier_pignon", "demo_dossier_02")


@tagged("post_install", "-at_install")
class TestDemonstration(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, oilhi_sans_pdf=True))
        cls.demonstration = cls.env["oilhi.demonstration"]

    def _charger(self):
        """Only some rows of the cases: each one plays weeks of procedure."""
        lire = type(self.demonstration)._lire_csv

        def quelques_lignes(demonstration, nom):
            lignes = lire(demonstration, nom)
            if nom != "dossiers.csv":
                return lignes
            premiers = {}
            for ligne in lignes:
                premiers.setdefault((ligne["scenario"], ligne["jusqua"]), ligne["cle"])
            gardees = {*CLES, *list(premiers.values())[:4]}
            return [ligne for ligne in lignes if ligne["cle"] in gardees or ligne["apres"]]

        with patch.object(type(self.demonstration), "_lire_csv", quelques_lignes):
            self.demonstration._charger()
        return {
            modele: self.env[modele].search_count([])
            for modele in (
                "oilhi.dossier", "oilhi.document", "oilhi.service", "res.users",
                "oilhi.dossier.fait", "oilhi.batiment", "oilhi.dossier.occupant",
                "oilhi.dossier.liquidation", "oilhi.dossier.titre", "oilhi.dossier.correction",
            )
        }  # fmt: skip

    def test_charger_deux_fois(self):
        """A second call changes nothing."""
        comptes = self._charger()
        self.assertEqual(self._charger(), comptes)
        pignon = self.env.ref("oilhi_documents.demo_dossier_pignon")
        self.assertFalse(pignon.create_uid._is_superuser())
        documents = pignon.document_ids
        self.assertIn("D-MSO-10", documents.mapped("code"))
        for document in documents:
            self.assertTrue(document.docx_id)
        # Opened on the day of the scenario, not on the day of the loading.
        procedure = pignon.procedure_ids
        self.assertGreaterEqual(procedure.date_ouverture, pignon.date_signalement)
        self.assertLessEqual(procedure.date_ouverture, min(pignon.fait_ids.mapped("date")))
        # Nothing is dated after today: the demonstration is a present, not a forecast.
        aujourdhui = fields.Date.today()
        self.assertLessEqual(max(pignon.fait_ids.mapped("date")), aujourdhui)
        # Numbers drawn in the order of the signatures, service by service.
        arretes = self.env["oilhi.document"].search([("numero", "!=", False)])
        for registre in arretes.grouped("service_id").values():
            dates = registre.sorted("numero").mapped("date_signature")
            self.assertEqual(dates, sorted(dates))
        self._verifier_apres_arrete()

    def test_autres_polices(self):
        """Two cases of each other police, played up to their last step through the user's calls."""
        lire = type(self.demonstration)._lire_csv

        def autres(demonstration, nom):
            lignes = lire(demonstration, nom)
            return [li for li in lignes if nom != "dossiers.csv" or li["scenario"] in POLICES]

        with patch.object(type(self.demonstration), "_lire_csv", autres):
            self.demonstration._charger()
            lignes = self.demonstration._lire_csv("dossiers.csv")
        joues = defaultdict(set)
        for ligne in lignes:
            code = POLICES[ligne["scenario"]][0]
            with self.subTest(ligne["cle"]):
                dossier = self.env.ref(f"oilhi_documents.{ligne['cle']}")
                procedure = dossier.procedure_ids
                self.assertEqual(procedure.code, code)
                self.assertFalse(procedure.motif_desaccord)  # the guide agrees
                attendues = {etape for _jours, etape, _plus in SUITES[code]}
                faites = set(procedure.etape_ids.filtered(lambda e: e.etat == "faite").mapped("code"))
                self.assertLessEqual(attendues, faites)
                self.assertLessEqual(max(dossier.fait_ids.mapped("date")), fields.Date.today())
                joues[code].add(dossier.desordre_ids[:1].desordre_id.code)
        self.assertEqual({code for code, vus in joues.items() if len(vus) == 2}, set(SUITES))

    def _verifier_apres_arrete(self):
        """What follows the order can be seen: one case of each kind."""
        dossiers = {
            ligne["apres"]: self.env.ref(f"oilhi_documents.{ligne['cle']}")
            for ligne in self.demonstration._lire_csv("dossiers.csv") if ligne["apres"]
        }  # fmt: skip
        suites = {"occupants", "astreinte", "office", "substitution", "correction", "etaiement"}
        self.assertLessEqual(suites | {"menage"}, set(dossiers))
        responsable = self.env.ref("oilhi_documents.demo_user_responsable_arras")
        for dossier in (dossiers[suite] for suite in suites):
            self.assertIn(dossier.service_id, responsable.oilhi_service_ids)

        with self.subTest("interdiction, ménages, contrôle"):
            dossier = dossiers["occupants"]
            self.assertIn("interdiction_temporaire", dossier.mesure_ids.mapped("type"))
            self.assertEqual(len(dossier.occupant_ids), 2)
            self.assertEqual(dossier.offre_ids.reponse, "acceptee")
            (sejour,) = dossier.hebergement_ids
            self.assertEqual(sejour.supporte_par, "commune")
            self.assertEqual(sejour.total, 2 * 55 * sejour.nuits)
            self.assertGreater(sejour.nuits, 0)
            # Restricted: the responsable reads it, the agent who wrote the rest does not.
            reserve = dossier.occupant_ids.sudo().reserve_ids
            self.assertEqual(reserve.with_user(responsable).vulnerable, "oui")
            agent = self.env.ref("oilhi_documents.demo_user_agent_arras")
            self.assertFalse(reserve.with_user(agent).has_access("read"))
            visite = dossier.visite_ids.filtered(lambda v: v.nature == "controle")
            self.assertEqual(visite.etat, "terminee")
            self.assertIn("partielle", visite.controle_ids.mapped("resultat"))

        with self.subTest("urgence, ménage, fait à signaler"):
            dossier = dossiers["menage"]
            (menage,) = dossier.occupant_ids
            codes = {d.code for d in menage._droits() if d.etat == "ouvert" and d.niveau == "confirme"}
            self.assertLessEqual({"LOYER", "HEBERGEMENT"}, codes)
            self.assertEqual(menage.hebergement_ids.supporte_par, "commune")
            self.assertEqual(dossier.infraction_ids.etat, "constatee")

        with self.subTest("astreinte"):
            dossier = dossiers["astreinte"]
            astreinte = dossier.astreinte_ids
            self.assertEqual((astreinte.etat, astreinte.mode), ("en_cours", "copropriete"))
            self.assertEqual(sorted(astreinte.redevable_ids.mapped("montant")), [60, 90])
            decidee = dossier.liquidation_ids.filtered(lambda li: li.etat == "decidee")
            self.assertEqual((len(decidee), decidee.exoneration), (1, 180))
            self.assertEqual(decidee.net, decidee.brut - 180)
            self.assertIn(decidee.brut, (60 * decidee.jours, 90 * decidee.jours))
            self.assertIn("brouillon", dossier.liquidation_ids.mapped("etat"))

        with self.subTest("exécution d’office"):
            dossier = dossiers["office"]
            self.assertEqual(dossier.office_ids.etat, "receptionnee")
            self.assertEqual(len(dossier.office_ids.devis_ids), 2)
            self.assertEqual(dossier.office_ids.cout_estime, 10120)
            (titre,) = dossier.titre_ids
            # 10,120 + 960 spent, 8 % on them (L. 543-2), 4,000 received
            self.assertEqual((titre.etat, titre.montant), ("emis", 11966.40))
            self.assertAlmostEqual(titre.reste, 7966.40)

            self.assertEqual(dossier.surete_ids.mapped("montant"), [11966.40])
            self.assertEqual(dossier.subvention_ids.etat, "demandee")

        with self.subTest("étaiement d’office en urgence"):
            dossier = dossiers["etaiement"]
            self.assertEqual(dossier.procedure_ids.code, "MSU")
            self.assertFalse(dossier.astreinte_ids)
            (office,) = dossier.office_ids
            self.assertEqual(office.etat, "receptionnee")
            # Forty-eight hours given, not done, ordered the same evening, lifted later.
            self.assertEqual(office.date_decision, dossier.date_signalement + timedelta(days=2))
            self.assertEqual(dossier.mesure_ids.mapped("execution"), ["executee"])
            self.assertEqual(dossier.phase, "clos")
            # 3,000 spent + 8 % (L. 543-2)
            self.assertEqual(dossier.titre_ids.mapped("montant"), [3240])

        with self.subTest("suites pénales"):
            refus = dossiers["office"].infraction_ids
            loyer = dossiers["occupants"].infraction_ids.filtered(
                lambda f: f.infraction_id.code == "INF-LOYER"
            )
            self.assertEqual((refus.infraction_id.code, refus.etat), ("INF-REFUS", "signalee"))
            self.assertEqual(refus.fait_id.code, "MSO-22b")
            self.assertEqual(len(refus.element_ids), 4)
            self.assertEqual((loyer.infraction_id.code, loyer.etat), ("INF-LOYER", "constatee"))
            self.assertTrue(loyer.victime_ids)
            lecteur = self.env.ref("oilhi_documents.demo_user_lecteur_arras")
            self.assertFalse(refus.with_user(lecteur).has_access("read"))

        with self.subTest("substitution"):
            (substitution,) = dossiers["substitution"].substitution_ids
            self.assertEqual(substitution.etat, "preparee")
            self.assertEqual(
                sorted(substitution.ligne_ids.mapped("defaut")), [0, 1400, 3600]
            )

        with self.subTest("correction"):
            correction = dossiers["correction"].correction_ids
            self.assertEqual(len(correction), 1)
            self.assertTrue(correction.echeance_ids)
            self.assertFalse(correction.acquittee_le)
